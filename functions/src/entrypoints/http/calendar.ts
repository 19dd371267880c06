import { z } from 'zod';
import type { Stored } from '../../core/ports.ts';
import { type Armed, startsAhead } from '../../core/triggering/calendar-ahead.ts';
import { countDays, type DaySpan, daySpans } from '../../core/triggering/calendar-days.ts';
import { MOST_COUNTED, readPast } from '../../core/triggering/calendar-past.ts';
import { readArmed } from '../../core/triggering/calendar-schedules.ts';
import { type Execution, executionSchema, modeSchema, triggeredBySchema } from '../../model/execution.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { type Route, tenantRoute } from './route.ts';

const MOST_DAYS = 45;
/** A calendar costs at most this much; most cost far less. */
const MOST_READS = 300;

const startView = z.object({
  playbookId: z.string(),
  playbookName: z.string(),
  triggerId: z.string(),
  /** Whether a pause will keep it from starting, as it is now. */
  isPaused: z.boolean(),
});
const calendarView = z
  .object({
    timezone: z.string(),
    now: z.iso.datetime(),
    days: z.array(
      z.object({
        day: z.iso.date(),
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        /** How many ran, and how many of them failed; `MOST_COUNTED` stands for that many or more. */
        executions: z.int(),
        failed: z.int(),
        /** How many will start by a schedule. */
        ahead: z.int(),
      }),
    ),
    /** What ran, the newest of each day. */
    executions: z.array(
      z.object({
        executionId: z.string(),
        playbookId: z.string(),
        playbookName: z.string(),
        status: z.enum(executionSchema.options.map((option) => option.shape.status.value)),
        mode: modeSchema,
        triggeredBy: triggeredBySchema,
        at: z.iso.datetime(),
      }),
    ),
    /** What will start, in the order of time. */
    starts: z.array(startView.extend({ at: z.iso.datetime() })),
    /** What will start often on one day; `everyMinutes` where the starts are equally far apart. */
    bands: z.array(
      startView.extend({
        day: z.iso.date(),
        first: z.iso.datetime(),
        last: z.iso.datetime(),
        count: z.int(),
        everyMinutes: z.number().nullable(),
      }),
    ),
    /** Those that start by a schedule. */
    playbooks: z.array(z.object({ playbookId: z.string(), name: z.string() })),
    mostCounted: z.int(),
    /** False where a tenant has more schedules than are looked at. */
    isWhole: z.boolean(),
  })
  .meta({ id: 'Calendar' });

/** What lies beyond, no stored time can name. */
const dayIn = z.iso.date().refine((day) => day >= '1970-01-02' && day <= '9998-12-31', 'Choose a day of our time');
const range = z
  .object({ from: dayIn, to: dayIn, playbookId: playbookIdSchema.optional() })
  .refine(({ from, to }) => countDays(from, to) >= 1, { path: ['to'], message: 'The last day is before the first' })
  .refine(({ from, to }) => countDays(from, to) <= MOST_DAYS, {
    path: ['to'],
    message: `A calendar has at most ${MOST_DAYS} days`,
  });

/** What will start, and what did, by day. */
export const calendarRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/calendar',
      summary: 'What ran and what will start by schedules, by day of the tenant’s zone; both days included',
      query: range,
      answers: { 200: calendarView, 422: problemSchema },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app: { engine }, caller: { orgId }, query: { from, to, playbookId = null } }) => {
      const { store, clock, switches } = engine;
      const tenant = await store.get(top.tenant(orgId));
      if (tenant === null) throw new Error(`Tenant ${orgId} is missing`);
      const { timezone, pause } = tenant.data;
      const now = clock.now();
      const days = daySpans(from, to, timezone);
      const isAhead = (days.at(-1)?.to ?? now) > now;
      const held = pause !== null || !switches.autoExecution;
      const { armed, isWhole, reads } = await readArmed(store, { orgId, playbookId, isHeld: held, isAhead });
      const begun = days.filter((span) => span.from <= now);
      const past = await readPast(store, begun, { orgId, playbookId, reads: MOST_READS - 1 - reads });
      const ahead = startsAhead(armed, days, now);
      return {
        status: 200,
        body: {
          timezone,
          now: now.toISOString(),
          days: days.map((span) => toDayView(span, past, ahead.counts)),
          executions: past.flatMap(({ told }) => told.map(toExecutionView)),
          starts: ahead.starts.map(({ at, ...start }) => ({ ...start, at: at.toISOString() })),
          bands: ahead.bands.map(({ first, last, ...band }) => ({
            ...band,
            first: first.toISOString(),
            last: last.toISOString(),
          })),
          playbooks: namesOf(armed),
          mostCounted: MOST_COUNTED,
          isWhole: isWhole && ahead.isWhole,
        },
      };
    },
  ),
];

function toDayView(
  { day, from, to }: DaySpan,
  past: Awaited<ReturnType<typeof readPast>>,
  ahead: ReadonlyMap<string, number>,
) {
  const totals = past.find((one) => one.day === day)?.totals ?? { executions: 0, failed: 0 };
  return { day, from: from.toISOString(), to: to.toISOString(), ...totals, ahead: ahead.get(day) ?? 0 };
}

function toExecutionView({ id, data }: Stored<Execution>) {
  const { playbookId, playbookName, status, mode, triggeredBy, startedAt, createdAt } = data;
  const at = (startedAt ?? createdAt).toISOString();
  return { executionId: id, playbookId, playbookName, status, mode, triggeredBy, at };
}

function namesOf(armed: readonly Armed[]) {
  const names = new Map(armed.map(({ playbookId, playbookName }) => [playbookId, playbookName]));
  return [...names].map(([playbookId, name]) => ({ playbookId, name })).sort((a, b) => a.name.localeCompare(b.name));
}
