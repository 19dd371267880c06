import type { DomainEvent } from '../../model/event.ts';
import type { GatheredEvent } from '../../model/gathered-event.ts';
import { canonicalJson, type JsonValue } from '../../model/json.ts';
import type { ListeningTrigger } from '../../model/trigger.ts';
import { ExpressionError, renderTemplate } from '../engine/expression.ts';
import { eventData } from './match-event.ts';

/** An event that a trigger listens for and whose filter is true of it. */
export interface WantedEvent {
  readonly eventId: string;
  readonly event: DomainEvent;
}

/** What belongs together has the same key; so has all that the expression says nothing about. */
export function keyOf(by: string | null, event: DomainEvent): string {
  if (by === null) return '';
  try {
    return canonicalJson(renderTemplate(`{{${by}}}`, { event: eventData(event), now: event.time }));
  } catch (error) {
    if (error instanceof ExpressionError) return '';
    throw error;
  }
}

/** What an execution sees as `event` of events that were gathered: the latest of them, or the list. */
export function gatheredData(by: GatheredEvent['by'] | null, events: readonly WantedEvent[]): JsonValue {
  const items = events.map(({ event }) => eventData(event));
  return by === 'batch' ? { items, count: items.length } : (items.at(-1) ?? null);
}

interface OneStart {
  readonly events: readonly WantedEvent[];
  readonly data: JsonValue;
  readonly at: Date;
}

/** The starts that a trigger makes of events, the oldest of them first: by the same rules as live, for what is foreseen. */
export function startsFor({ debounce, batch }: ListeningTrigger, wanted: readonly WantedEvent[]): OneStart[] {
  const waits = debounce ?? batch;
  if (waits === null) {
    return wanted.map((one) => ({ events: [one], data: eventData(one.event), at: one.event.time }));
  }
  const byKey = Map.groupBy(wanted, ({ event }) => keyOf(waits.by, event));
  const starts = [...byKey.values()].flatMap((events) => {
    if ('maxSize' in waits) return batchesOf(events, waits);
    return burstsOf(events, waits.windowMs).map((burst) => startOf(burst.slice(-1), null, waits.windowMs));
  });
  return starts.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function startOf(events: readonly WantedEvent[], by: 'batch' | null, laterMs: number): OneStart {
  const last = events.at(-1)?.event.time.getTime() ?? 0;
  return { events, data: gatheredData(by, events), at: new Date(last + laterMs) };
}

function timeOf(one: WantedEvent | undefined): number {
  return one?.event.time.getTime() ?? 0;
}

/** Events of which each comes within the window of the one before; what comes at its very end is too late. */
function burstsOf(events: readonly WantedEvent[], windowMs: number): WantedEvent[][] {
  const bursts: WantedEvent[][] = [];
  for (const one of events) {
    const burst = bursts.at(-1);
    if (burst !== undefined && timeOf(one) - timeOf(burst.at(-1)) < windowMs) burst.push(one);
    else bursts.push([one]);
  }
  return bursts;
}

function batchesOf(
  events: readonly WantedEvent[],
  { maxSize, maxWaitMs }: { readonly maxSize: number; readonly maxWaitMs: number },
): OneStart[] {
  const batches: WantedEvent[][] = [];
  for (const one of events) {
    const open = batches.at(-1);
    const fits = open !== undefined && open.length < maxSize && timeOf(one) - timeOf(open[0]) <= maxWaitMs;
    if (fits) open.push(one);
    else batches.push([one]);
  }
  return batches.map((batch) => {
    // A full one starts with its last event; another one when the first has waited long enough.
    const lateMs = batch.length >= maxSize ? 0 : maxWaitMs - (timeOf(batch.at(-1)) - timeOf(batch[0]));
    return startOf(batch, 'batch', lateMs);
  });
}
