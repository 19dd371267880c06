import type { DomainEvent } from '../../model/event.ts';
import { queries } from '../../model/query.ts';
import type { EventTrigger, Trigger } from '../../model/trigger.ts';
import type { Engine } from '../engine/engine.ts';
import { MAX_DEPTH } from '../engine/may-start.ts';
import { executionIdFor, type Occasion } from '../engine/occasion.ts';
import type { Found } from '../ports.ts';
import { eventData, matchEvent } from './match-event.ts';
import { occurrencesBetween } from './next-occurrence.ts';

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

/** Whether an event starts what has this trigger, had it been armed when the event happened. */
export function startsOn({ filter }: EventTrigger, event: DomainEvent): boolean {
  return event.depth < MAX_DEPTH && matchEvent({ filter, armedAt: new Date(0) }, event);
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
      if (trigger.type === 'event') return startsByEvents(engine, of, trigger, window);
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
  trigger: EventTrigger,
  { from, to }: Window,
): Promise<{ readonly starts: readonly WouldBeStart[]; readonly note: string | null }> {
  const { eventName } = trigger;
  const starts: WouldBeStart[] = [];
  let after: readonly [Date, string] | null = null;
  for (let read = 0; read < MAX_EVENTS; read += PAGE) {
    const page: Found<DomainEvent>[] = await store.query(
      queries.eventsNamed(of.orgId, eventName, from, { limit: PAGE, after }),
    );
    for (const { id, data } of page) {
      if (data === null || data.time > to || !startsOn(trigger, data)) continue;
      const occasion = { kind: 'event' as const, triggerId: trigger.id, eventId: id, event: eventData(data) };
      const executionId = executionIdFor({ ...of, occasion });
      starts.push({ occasion, executionId, at: data.time, depth: data.depth + 1, isTainted: data.isTainted });
    }
    const last = page.at(-1);
    if (page.length < PAGE || !last?.data) return { starts, note: null };
    after = [last.data.time, last.id];
  }
  const note = `Only the first ${MAX_EVENTS.toLocaleString('en-US')} ${eventName} of the time were looked at`;
  return { starts, note };
}
