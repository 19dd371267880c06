import type { Execution } from '../../model/execution.ts';
import { queries } from '../../model/query.ts';
import type { ListeningTrigger, ScheduleTrigger } from '../../model/trigger.ts';
import type { Engine } from '../engine/engine.ts';
import { startsFor, type WantedEvent } from '../triggering/gathering.ts';
import { eventNameOf } from '../triggering/webhook-event.ts';
import { startsOn } from '../triggering/would-be-starts.ts';
import { DAY_MS, dayIndexAt } from '../triggering/zoned-time.ts';
import { countByDay } from './forecast-schedule.ts';

/** What was lately is taken for what will be. */
const LATELY_DAYS = 30;
/** So many events are looked at; more are counted, and taken to match as often as those. */
const LOOKED_AT = 1_000;
const COUNTED = 100_000;
const HISTORY = 40;

/** How often a trigger starts its playbook. */
export interface Starts {
  /** Null when nothing is known of it. */
  readonly perMonth: number | null;
  readonly busiestDay: number;
  readonly isCertain: boolean;
  readonly note: string | null;
}

/** Exactly, over the days of the coming month. */
export function scheduleStarts(trigger: ScheduleTrigger, days: readonly Date[]): Starts {
  const counts = countByDay(trigger, days);
  const perMonth = counts.reduce((sum, count) => sum + count, 0);
  return { perMonth, busiestDay: Math.max(0, ...counts), isCertain: true, note: null };
}

/** As often as an event that it wants was stored in the last 30 days. */
export async function eventStarts(
  { store }: Engine,
  { orgId, playbookId }: { readonly orgId: string; readonly playbookId: string },
  trigger: ListeningTrigger,
  { now, timezone }: { readonly now: Date; readonly timezone: string },
): Promise<Starts> {
  const eventName = eventNameOf(trigger);
  const called = trigger.type === 'webhook' ? 'delivery of a webhook' : eventName;
  const since = new Date(now.getTime() - LATELY_DAYS * DAY_MS);
  const named = (limit: number) => queries.eventsNamed(orgId, eventName, since, { limit });
  // Counted at the same time, since people wait for it; most often it is not needed.
  const [read, counted] = await Promise.all([store.query(named(LOOKED_AT)), store.count(named(COUNTED))]);
  if (read.length === 0) {
    const note = `No ${called} was seen in the last ${LATELY_DAYS} days, so nobody can say how often it will start`;
    return { perMonth: null, busiestDay: 0, isCertain: false, note };
  }
  const days = new Map<number, number>();
  const events = read.flatMap(({ id: eventId, data: event }): WantedEvent[] =>
    event !== null && startsOn({ playbookId, ...trigger }, event) ? [{ eventId, event }] : [],
  );
  const starts = startsFor(trigger, events);
  const wanted = starts.length;
  for (const { at } of starts) {
    const day = dayIndexAt(at.getTime(), timezone);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const isAll = read.length < LOOKED_AT;
  const all = isAll ? read.length : counted;
  const perMonth = Math.round((wanted / read.length) * all);
  const said = `${all.toLocaleString('en-US')} ${trigger.type === 'webhook' ? 'deliveries of webhooks' : eventName} in the last ${LATELY_DAYS} days`;
  const looked = `of the first ${LOOKED_AT.toLocaleString('en-US')}, ${wanted.toLocaleString('en-US')} would have started it`;
  return {
    perMonth,
    busiestDay: Math.max(Math.ceil(perMonth / LATELY_DAYS), ...days.values()),
    isCertain: false,
    note: isAll ? null : `${said}; ${looked}`,
  };
}

/** What a playbook did lately, newest first; dry runs do not count. */
export async function readHistory({ store }: Engine, orgId: string, playbookId: string): Promise<readonly Execution[]> {
  const found = await store.query(queries.liveExecutionsOf(orgId, playbookId, { limit: HISTORY }));
  return found.flatMap(({ data }) => data ?? []);
}

/** As often as people, keys and agents started it in the last 30 days. */
export function manualStarts(history: readonly Execution[], now: Date): Starts {
  const since = now.getTime() - LATELY_DAYS * DAY_MS;
  const recent = history.filter(({ createdAt }) => createdAt.getTime() > since);
  const byHand = recent.filter(({ triggeredBy, replayOf, status }) => {
    const isByHand = triggeredBy === 'manual' || triggeredBy === 'api' || triggeredBy === 'agent';
    return isByHand && replayOf === null && status !== 'skipped';
  }).length;
  const oldest = recent.at(-1);
  // There are more: the rest of the month is taken to be like what was read of it.
  const isCut = recent.length === HISTORY && oldest !== undefined;
  const share = isCut ? (now.getTime() - oldest.createdAt.getTime()) / (LATELY_DAYS * DAY_MS) : 1;
  const perMonth = Math.round(byHand / Math.max(share, 1 / (LATELY_DAYS * 24)));
  return { perMonth, busiestDay: Math.ceil(perMonth / LATELY_DAYS), isCertain: false, note: null };
}
