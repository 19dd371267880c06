import type { DomainEvent } from '../../model/event.ts';
import { queries } from '../../model/query.ts';
import type { ListeningTrigger, Trigger } from '../../model/trigger.ts';
import type { Engine } from '../engine/engine.ts';
import { MAX_DEPTH } from '../engine/may-start.ts';
import { executionIdFor, type Occasion } from '../engine/occasion.ts';
import type { Found } from '../ports.ts';
import { eventStart } from './event-start.ts';
import { startsFor, type WantedEvent } from './gathering.ts';
import { matchEvent } from './match-event.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import { eventNameOf, isAddressedTo } from './webhook-event.ts';

const PAGE = 1_000;
/** Of one name. */
const MAX_EVENTS = 10_000;
/** Of one schedule: a month of minutes. */
const MAX_OCCURRENCES = 50_000;

/** A start that live mode would have made, or made: under this id, at this time. */
export interface WouldBeStart {
  readonly occasion: Extract<Occasion, { kind: 'schedule' | 'event' }>;
  readonly executionId: string;
  readonly at: Date;
  readonly depth: number;
  readonly isTainted: boolean;
}

interface Window {
  readonly from: Date;
  readonly to: Date;
}
interface Which {
  readonly orgId: string;
  readonly playbookId: string;
}

/** Whether an event is for this trigger, had it been armed when the event happened. The test of a webhook is for none. */
export function startsOn(
  { playbookId, id: triggerId, filter }: Pick<ListeningTrigger, 'id' | 'filter'> & { readonly playbookId: string },
  event: DomainEvent,
): boolean {
  if (event.depth >= MAX_DEPTH || event.dryRun || !isAddressedTo({ playbookId, triggerId }, event)) return false;
  return matchEvent({ playbookId, filter, armedAt: new Date(0) }, event);
}

/**
 * Every start that these triggers make of the window's occurrences and stored events, had they been armed all the
 * time; the oldest first. `notes` says where there was more than was looked at.
 */
export async function wouldBeStarts(
  engine: Engine,
  of: Which,
  triggers: readonly Trigger[],
  window: Window,
): Promise<{ readonly starts: readonly WouldBeStart[]; readonly notes: readonly string[] }> {
  const all = await Promise.all(
    triggers.map(async (trigger) => {
      if (trigger.type === 'event' || trigger.type === 'webhook') return startsByEvents(engine, of, trigger, window);
      if (trigger.type === 'manual') return { starts: [], note: null };
      const due = occurrencesBetween(trigger, window.from, window.to, MAX_OCCURRENCES);
      const starts = due.map((scheduledFor) => {
        const occasion = { kind: 'schedule' as const, triggerId: trigger.id, scheduledFor };
        return {
          occasion,
          executionId: executionIdFor({ ...of, occasion }),
          at: scheduledFor,
          depth: 0,
          isTainted: false,
        };
      });
      return { starts, note: null };
    }),
  );
  const starts = all.flatMap((one) => one.starts).sort((a, b) => a.at.getTime() - b.at.getTime());
  return { starts, notes: all.flatMap(({ note }) => note ?? []) };
}

async function startsByEvents(
  { store }: Engine,
  of: Which,
  trigger: ListeningTrigger,
  { from, to }: Window,
): Promise<{ readonly starts: readonly WouldBeStart[]; readonly note: string | null }> {
  const eventName = eventNameOf(trigger);
  const wanted: WantedEvent[] = [];
  let after: readonly [Date, string] | null = null;
  for (let read = 0; read < MAX_EVENTS; read += PAGE) {
    const page: Found<DomainEvent>[] = await store.query(
      queries.eventsNamed(of.orgId, eventName, from, { limit: PAGE, after }),
    );
    for (const { id, data } of page) {
      if (data === null || data.time > to || !startsOn({ ...trigger, ...of }, data)) continue;
      wanted.push({ eventId: id, event: data });
    }
    const last = page.at(-1);
    if (page.length < PAGE || !last?.data) return { starts: startsOf(of, trigger, wanted), note: null };
    after = [last.data.time, last.id];
  }
  const note = `Only the first ${MAX_EVENTS.toLocaleString('en-US')} ${eventName} of the time were looked at`;
  return { starts: startsOf(of, trigger, wanted), note };
}

function startsOf(of: Which, trigger: ListeningTrigger, wanted: readonly WantedEvent[]): WouldBeStart[] {
  return startsFor(trigger, wanted).map(({ events, data, at }) => {
    const { occasion, depth, taint = [] } = eventStart(of.orgId, { ...of, triggerId: trigger.id }, { events, data });
    return { occasion, executionId: executionIdFor({ ...of, occasion }), at, depth, isTainted: taint.length > 0 };
  });
}
