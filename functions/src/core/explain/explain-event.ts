import type { DomainEvent, EventListener } from '../../model/event.ts';
import { queries } from '../../model/query.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Stored } from '../ports.ts';
import { isAddressedTo } from '../triggering/webhook-event.ts';
import { loadPlaybookFacts } from './playbook-facts.ts';
import type { Records } from './statement.ts';
import { whyListener } from './why-event.ts';

const LISTENERS = 25;
const AT_A_TIME = 5;

const OUTCOMES = {
  ran: 'started',
  to_come: 'held',
  skipped: 'skipped',
  did_not: 'not_started',
  nothing_due: 'not_started',
} as const;

/** What became of an event for one trigger that listens for it now. */
interface Hearing {
  readonly playbookId: string;
  readonly playbookName: string;
  readonly triggerId: string;
  readonly outcome: 'started' | 'held' | 'skipped' | 'not_started';
  readonly why: string;
}

/** For each trigger that listens for this event, what it made of it and why; `hasMore`: only the first are told. */
export async function explainEvent(
  records: Records,
  orgId: string,
  event: Stored<DomainEvent>,
): Promise<{ readonly hearings: readonly Hearing[]; readonly hasMore: boolean }> {
  const { eventName } = event.data;
  const found = await records.store.query(queries.listenersFor(orgId, eventName, { limit: LISTENERS }));
  const meant = found.filter(
    (one): one is Stored<EventListener> => one.data !== null && isAddressedTo(one.data, event.data),
  );
  const hearings = await concurrently(meant, AT_A_TIME, ({ data }) => hearingOf(records, orgId, data, event));
  return { hearings: hearings.flatMap((one) => one ?? []), hasMore: found.length === LISTENERS };
}

async function hearingOf(
  records: Records,
  orgId: string,
  listener: EventListener,
  event: Stored<DomainEvent>,
): Promise<Hearing | null> {
  const { playbookId, triggerId } = listener;
  const facts = await loadPlaybookFacts(records, orgId, playbookId);
  if (facts === null) return null;
  const { rank, sentences } = await whyListener(records, facts, listener, event);
  const outcome = OUTCOMES[rank];
  // The first sentence says that it happened, which whoever asks knows.
  const why = sentences
    .slice(1)
    .map(({ text }) => text)
    .join(' ');
  return { playbookId, playbookName: facts.playbook?.name ?? playbookId, triggerId, outcome, why };
}
