import { z } from 'zod';
import { dayOf, isoDay } from '../../core/engine/calendar.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { docIn } from '../../model/paths.ts';
import { collectionOf, documentId, overDocuments } from './documents.ts';

const params = z.strictObject({
  /** `Daily revenue`; the same name is the same metric. */
  name: z.string().trim().min(1).max(80),
  value: z.number(),
  unit: z.string().trim().max(20).nullable().default(null),
  /** When the value passes this, in the direction of `alertWhen`, the event metric.threshold_crossed is told. */
  threshold: z.number().nullable().default(null),
  alertWhen: z.enum(['above', 'below']).default('above'),
  /** The day it is of, `2026-11-21`; today when left out. */
  date: z.iso.date().nullable().default(null),
  /** Of the document; made of the name when left out. */
  id: documentId.nullable().default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({ id: z.string(), dayId: z.string(), date: z.string(), value: z.number() });

export const recordMetric = defineStep<Params, z.infer<typeof output>>({
  ...overDocuments,
  id: 'record_metric',
  title: 'Record a figure',
  description: 'Keeps a figure of the business: its latest value, and one for each day.',
  modelDescription:
    'Writes metrics/{name} (the latest value, with its threshold) and metrics/{name}_{date} (the value of that day). With a threshold, metric.threshold_crossed is told once when it is passed.',
  icon: 'chart-line',
  example: { name: 'Daily revenue', value: 1250.5, unit: 'USD', threshold: 1000, alertWhen: 'below' },
  params,
  output,
  effect: 'idempotent',
  blast: () => ({ rows: 2 }),
  targets: ['id'],
  tally: { done: 'recorded', one: 'figure', many: 'figures' },
  async run(given, context) {
    const placed = placeOf(given, context.clock.now(), context.org.timezone);
    const { name, value, unit, threshold, alertWhen } = given;
    const metrics = collectionOf(context, 'metrics');
    const figure = {
      name,
      value,
      unit,
      date: placed.date,
      recordedAt: context.clock.now(),
      lastWrite: context.lastWrite,
    };
    context.assertLease();
    // The threshold stands with the latest value only: it is passed once, not anew on each day.
    const isLatest = placed.date >= placeOf({ ...given, date: null }, figure.recordedAt, context.org.timezone).date;
    const latest = { ...figure, threshold, alertWhen };
    await context.store.commit([
      { op: 'set', path: docIn(metrics, placed.dayId).path, data: figure },
      ...(isLatest ? [{ op: 'set' as const, path: docIn(metrics, placed.id).path, data: latest }] : []),
    ]);
    return placed;
  },
  async dryRun(given, { clock, org }) {
    const { name, value, unit } = given;
    return {
      output: placeOf(given, clock.now(), org.timezone),
      wouldHave: `would have recorded ${name}: ${value}${unit === null ? '' : ` ${unit}`}`,
    };
  },
});

function placeOf({ name, value, date, id }: Params, now: Date, zone: string) {
  const day = date ?? isoDay(dayOf(now.toISOString(), zone) ?? 0);
  const own = id ?? slugOf(name);
  return { id: own, dayId: `${own.slice(0, 117)}_${day}`, date: day, value };
}

/** `Daily revenue` → `daily_revenue`; letters that an id cannot have become their code. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replaceAll(/[^a-z0-9]+/g, (run) => (/^[\s\p{P}\p{S}]+$/u.test(run) ? '_' : codes(run)));
  return slug.replaceAll(/^_+|_+$/g, '').slice(0, 100) || codes(name).slice(0, 100);
}
const codes = (text: string) => [...text].map((one) => one.codePointAt(0)?.toString(36)).join('');
