import type { Execution } from '../../model/execution.ts';
import { SENDERS } from '../../model/hook.ts';
import { top } from '../../model/paths.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { Trigger } from '../../model/trigger.ts';
import type { Engine } from '../engine/engine.ts';
import { describeRecurrence, localTime } from '../triggering/describe-recurrence.ts';
import { nextOccurrences } from '../triggering/next-occurrence.ts';
import { daysAhead, type ForecastDay } from './forecast-days.ts';
import { demandOf } from './forecast-demand.ts';
import { type Cost, costOfOne, type LimitForecast, limitsTouched, type Range } from './forecast-limits.ts';
import { notesOf } from './forecast-notes.ts';
import { daysOfNextMonth, shiftNote } from './forecast-schedule.ts';
import { eventStarts, manualStarts, readHistory, type Starts, scheduleStarts } from './forecast-starts.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const SHOWN = 5;

export interface TriggerForecast {
  readonly triggerId: string;
  readonly type: Trigger['type'];
  readonly words: string;
  readonly timezone: string | null;
  /** `note` says what is unusual about one, such as a time that does not exist. */
  readonly next: readonly { readonly at: Date; readonly local: string; readonly note: string | null }[];
  /** Null when nothing is known of it. */
  readonly perMonth: number | null;
}

/** What is to be expected of a playbook. A month is the coming one of the tenant's calendar. */
export interface Forecast {
  readonly triggers: readonly TriggerForecast[];
  /** What its schedules start in the coming two weeks. */
  readonly days: readonly ForecastDay[];
  /** `min` is what the clock alone starts. */
  readonly executionsPerMonth: Range;
  readonly cost: Cost;
  readonly limits: readonly LimitForecast[];
  readonly notes: readonly string[];
  readonly problems: readonly ProblemDetail[];
}

const none: Omit<Forecast, 'problems'> = {
  triggers: [],
  days: [],
  executionsPerMonth: { min: 0, max: 0 },
  cost: { min: 0, max: 0, basis: 'it cannot start' },
  limits: [],
  notes: [],
};

/** What a playbook, as it is now, will do if its status is `active`. Reads at most 1,000 events of each name. */
export async function forecastPlaybook(
  engine: Engine,
  orgId: string,
  playbookId: string,
  playbook: Playbook,
): Promise<Forecast> {
  const normalized = normalizePlaybook(playbook, engine.catalog);
  if ('problems' in normalized) return { ...none, problems: normalized.problems };
  const [stored, history] = await Promise.all([
    engine.store.get(top.tenant(orgId)),
    readHistory(engine, orgId, playbookId),
  ]);
  if (stored === null) throw new Error(`Tenant ${orgId} is missing`);
  const { content } = normalized;
  const tenant = stored.data;
  const now = engine.clock.now();
  const facts: Facts = { engine, orgId, playbookId, tenant, history, now, days: daysOfNextMonth(now, tenant.timezone) };
  const starts = await Promise.all(content.triggers.map(async (trigger) => startsOf(trigger, facts)));
  const executions = inAll(starts);
  const demand = demandOf(content, engine.catalog);
  const one = costOfOne(history, demand);
  const busiestDay = starts.reduce((sum, start) => sum + start.busiestDay, 0);
  const notes = notesOf({ tenant, playbook, content, switches: engine.switches, history, now });
  return {
    triggers: content.triggers.map((trigger, index) => {
      return { ...describe(trigger, facts), perMonth: starts[index]?.perMonth ?? null };
    }),
    days: daysAhead(
      content.triggers.filter((trigger) => trigger.type === 'schedule'),
      now,
      tenant,
    ),
    executionsPerMonth: executions,
    cost: { min: Math.round(one.min * executions.min), max: Math.round(one.max * executions.max), basis: one.basis },
    limits: limitsTouched(tenant, { demand, busiestDay, executions, costOfOne: one }),
    notes: [...notes, ...new Set(starts.flatMap(({ note }) => note ?? []))],
    problems: [],
  };
}

interface Facts {
  readonly engine: Engine;
  readonly orgId: string;
  readonly playbookId: string;
  readonly tenant: Tenant;
  readonly history: readonly Execution[];
  readonly now: Date;
  /** Of the coming month. */
  readonly days: readonly Date[];
}

async function startsOf(
  trigger: Trigger,
  { engine, orgId, playbookId, tenant, history, now, days }: Facts,
): Promise<Starts> {
  switch (trigger.type) {
    case 'schedule':
      return scheduleStarts(trigger, days);
    case 'event':
    case 'webhook':
      return eventStarts(engine, { orgId, playbookId }, trigger, { now, timezone: tenant.timezone });
    case 'manual':
      return manualStarts(history, now);
  }
}

function inAll(starts: readonly Starts[]): Range {
  const sum = (some: readonly Starts[]) => some.reduce((all, { perMonth }) => all + (perMonth ?? 0), 0);
  return { min: sum(starts.filter(({ isCertain }) => isCertain)), max: sum(starts) };
}

function describe(trigger: Trigger, { tenant: { locale }, now }: Facts): Omit<TriggerForecast, 'perMonth'> {
  const { id: triggerId, type } = trigger;
  switch (trigger.type) {
    case 'schedule': {
      const { timezone } = trigger;
      const next = nextOccurrences(trigger, now, SHOWN).map((at) => ({
        at,
        local: localTime(at, timezone, locale),
        note: shiftNote(trigger, at, locale),
      }));
      return { triggerId, type, words: describeRecurrence(trigger, locale), timezone, next };
    }
    case 'event':
      return { triggerId, type, words: `when ${trigger.eventName} happens`, timezone: null, next: [] };
    case 'webhook':
      return { triggerId, type, words: `when ${SENDERS[trigger.scheme]} calls its address`, timezone: null, next: [] };
    case 'manual':
      return { triggerId, type, words: 'when someone starts it', timezone: null, next: [] };
  }
}
