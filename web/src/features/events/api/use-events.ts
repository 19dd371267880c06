import type { DomainEvent } from '@model/event.ts';
import type { Execution } from '@model/execution.ts';
import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import { useState } from 'react';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { plusDays, startOfDay } from '../../../lib/days.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

const DAY_MS = 24 * 3_600_000;
/** Events are kept 30 days; the clock of the server may be ahead of ours. */
const spanFrom = (now: number) => ({ since: new Date(now - 31 * DAY_MS), until: new Date(now + DAY_MS) });

/** Which events: of one name or (null) of every, from one day of the tenant to another, both included. */
export interface EventFilter {
  readonly name: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What happened, newest first, live. */
export function useEvents({ name, from, to }: EventFilter, limit: number): Live<readonly Entry<DomainEvent>[]> {
  const { orgId, tenant } = useSession();
  const [span] = useState(() => spanFrom(Date.now()));
  const since = from === null ? span.since : startOfDay(from, tenant.timezone);
  const until = to === null ? span.until : startOfDay(plusDays(to, 1), tenant.timezone);
  return useCollection(
    name === null
      ? queries.events(orgId, since, until, { limit })
      : queries.eventsOf(orgId, name, since, until, { limit }),
  );
}

/** The execution that caused an event; null where none did, and while it is not known. */
export function useCause(executionId: string | null): Execution | null {
  const { orgId } = useSession();
  const live = useDocument(executionId === null ? null : tenantPaths(orgId).execution(executionId));
  return live.status === 'ready' ? (live.value?.data ?? null) : null;
}

/** One event; null when there is none (any more). */
export function useEvent(eventId: string): Live<Entry<DomainEvent> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).event(eventId));
}

const hearingSchema = z.object({
  playbookId: z.string(),
  playbookName: z.string(),
  triggerId: z.string(),
  outcome: z.enum(['started', 'held', 'skipped', 'not_started']),
  why: z.string(),
});
const heardSchema = z.object({ listeners: z.array(hearingSchema), hasMoreListeners: z.boolean() });
/** What became of an event for the triggers that listen for it now. */
export type Heard = z.infer<typeof heardSchema>;

/** Asked anew whenever `version` changes. */
export function useHeard(eventId: string, version: string): Live<Heard> {
  return useAnswer(`${eventId}|${version}`, (api) =>
    api.call({ method: 'GET', path: `/api/events/${encodeURIComponent(eventId)}`, answer: heardSchema }),
  );
}

/** Says an event again, to all that listen for it now; gives the new one. */
export async function replayEvent(api: Api, eventId: string, dryRun: boolean): Promise<string> {
  const path = `/api/events/${encodeURIComponent(eventId)}/replay`;
  const answer = z.object({ eventId: z.string() });
  return (await api.call({ method: 'POST', path, body: { dryRun }, answer })).eventId;
}

/** What an event has started. */
export function useStartedBy(eventId: string, limit: number): Live<readonly Entry<Execution>[]> {
  const { orgId } = useSession();
  return useCollection(queries.executionsForEvent(orgId, eventId, { limit }));
}
