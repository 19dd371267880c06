import { z } from 'zod';
import { changesOf, MOST_DAYS, metricsBetween, placeOf, recordMetrics } from '../../core/coach/metrics.ts';
import { delimiterOf, type ReadTable, readTable, type TableProblem } from '../../core/coach/metrics-table.ts';
import { commonJs } from '../../core/common-js.ts';
import { dayOf, isoDay } from '../../core/engine/calendar.ts';
import { figureNameSchema } from '../../model/figure-words.ts';
import { figuresSchema } from '../../model/figures.ts';
import { type ProblemDetail, problemSchema } from '../../model/problem.ts';
import { writtenFiguresSchema } from '../../model/written-figures.ts';
import { actorOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const MOST_CHARACTERS = 200_000;
const DEFAULT_DAYS = 90;
const read = { role: 'viewer', scope: 'playbooks:read' } as const;
/** Who tells figures tells facts about the business. */
const write = { role: 'editor', scope: 'events:publish' } as const;

const changedDay = z.object({
  date: z.iso.date(),
  changes: z.array(z.object({ name: figureNameSchema, before: z.number().nullable(), after: z.number().nullable() })),
});
const metricsOfDay = z
  .object({ date: z.iso.date(), figures: figuresSchema.partial() })
  .meta({ id: 'MetricsOfDay', description: 'The figures that were written down for a day' });
const dayIn = z.iso
  .date('Write a day as 2026-11-23')
  .refine((day) => day >= '2000-01-01' && day <= '2999-12-31', 'Choose a day of our time');
const range = z.object({
  from: dayIn.optional().meta({ description: '90 days before the last when left out' }),
  to: dayIn.optional().meta({ description: 'Today when left out' }),
});
const csv = z.strictObject({
  csv: z
    .string()
    .max(MOST_CHARACTERS, `At most ${MOST_CHARACTERS / 1000} KB`)
    .meta({ description: 'A header with Date and names of figures, and a line for each day; , or ; between cells' }),
  dryRun: z.boolean().meta({ description: 'Whether it is only to be said what would be written' }),
});
const imported = z
  .object({
    /** Days of which something changes. */
    days: z.array(changedDay),
    problems: z.array(z.object({ line: z.int(), column: z.string().nullable(), message: z.string() })),
    /** Columns that are no figure. */
    ignored: z.array(z.string()),
    notes: z.array(z.string()),
    written: z.boolean(),
  })
  .meta({ id: 'MetricsImport' });

/** Figures that somebody tells: `metrics/{date}`. */
export const coachMetricsRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/coach/metrics',
      summary: 'Figures that were written down, day by day, the oldest first; both days included',
      query: range,
      answers: { 200: z.object({ items: z.array(metricsOfDay) }), 422: problemSchema },
    },
    read,
    async ({ app: { engine }, caller: { orgId }, query }) => {
      const { today } = await placeOf(engine, orgId);
      const { to = today } = query;
      const { from = daysFrom(to, -DEFAULT_DAYS) } = query;
      if (from > to) throw refused('to', 'The last day is before the first');
      if (daysFrom(from, MOST_DAYS) <= to) throw refused('to', `At most ${MOST_DAYS} days at once`);
      return { status: 200, body: { items: await metricsBetween(engine.store, orgId, from, to) } };
    },
  ),
  tenantRoute(
    {
      method: 'put',
      path: '/api/coach/metrics/{date}',
      summary: 'Write figures of a day down: those that are named, null takes one back',
      params: z.object({ date: dayIn }),
      body: writtenFiguresSchema,
      answers: { 200: metricsOfDay, 422: problemSchema },
    },
    write,
    async ({ app: { engine }, caller, params: { date }, body, request }) => {
      const { orgId } = caller;
      const { today } = await placeOf(engine, orgId);
      if (date > today) throw refused('date', `${date} has not come yet; today is ${today}`);
      await recordMetrics(engine, orgId, actorOf(caller, request), [{ date, figures: body }]);
      const [stored] = await metricsBetween(engine.store, orgId, date, date);
      return { status: 200, body: { date, figures: stored?.figures ?? {} } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/coach/metrics/import',
      summary: 'Write a table of figures down, all of it or nothing; or say what would be written',
      body: csv,
      answers: { 200: imported, 422: problemSchema },
    },
    write,
    async ({ app: { engine }, caller, body, request }) => {
      const { orgId } = caller;
      const { days, ...said } = await readCsv(body.csv, await placeOf(engine, orgId));
      if (body.dryRun) {
        const changed = said.problems.length > 0 ? [] : await changesOf(engine.store, orgId, days);
        return { status: 200, body: { days: changed, ...said, written: false } };
      }
      if (said.problems.length > 0) throw unreadable(said.problems);
      const changed = await recordMetrics(engine, orgId, actorOf(caller, request), days);
      return { status: 200, body: { days: changed, ...said, written: changed.length > 0 } };
    },
  ),
];

async function readCsv(text: string, place: Parameters<typeof readTable>[1]): Promise<ReadTable> {
  const { parse } = commonJs(await import('papaparse'));
  const plain = text.replace(/^\uFEFF/, '');
  const { data, errors } = parse<string[]>(plain, { delimiter: delimiterOf(plain) });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken === undefined) return readTable(data, place);
  const message = 'A quotation mark is never closed, or stands alone';
  return { days: [], problems: [{ line: (broken.row ?? 0) + 1, column: null, message }], ignored: [], notes: [] };
}

function unreadable(problems: readonly TableProblem[]): HttpProblem {
  const errors = problems.map(({ line, column, message }): ProblemDetail => {
    return { path: column === null ? `line ${line}` : `line ${line}, ${column}`, message };
  });
  const [first] = errors;
  const detail = `Nothing was written. ${first?.path}: ${first?.message}`;
  return new HttpProblem(422, 'invalid', detail, { errors });
}

function refused(path: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid', `${path}: ${message}`, { errors: [{ path, message }] });
}

function daysFrom(day: string, days: number): string {
  return isoDay((dayOf(day, 'UTC') ?? 0) + days);
}
