import { z } from 'zod';
import { dayOf, isoDay } from '../../core/engine/calendar.ts';
import { dayChange } from '../../core/engine/day-figures.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { FIGURE_WORDS, figureNameSchema } from '../../model/figure-words.ts';
import { type FigureName, figureNames, figuresSchema } from '../../model/figures.ts';
import { docIn } from '../../model/paths.ts';
import { readFigure } from '../../model/read-figure.ts';
import { collectionOf, overDocuments } from './documents.ts';
import { retryConflicts } from './retry-conflicts.ts';

const params = z.strictObject({
  /** By figure: a number, or what somebody has answered (`$12,400`, `12 %`); what says nothing (`skip`, ``) is left as it is. */
  figures: z
    .partialRecord(figureNameSchema, z.union([z.number(), z.string().max(200)]).nullable())
    .refine((figures) => Object.keys(figures).length > 0, 'Name at least one figure, such as cash')
    .superRefine((figures, context) => {
      for (const [name, value] of Object.entries(figures)) {
        const read = typeof value === 'number' ? figuresSchema.shape[name as FigureName].safeParse(value) : null;
        const message = read?.error?.issues[0]?.message;
        if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
      }
    }),
  /** The day they are of, `2026-11-21`; today when left out. */
  date: z.iso.date().nullable().default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({
  date: z.string(),
  /** What was written down, by name. */
  figures: z.partialRecord(figureNameSchema, z.number()),
  count: z.int(),
});
type Output = z.infer<typeof output>;

export const recordFigures = defineStep<Params, Output>({
  ...overDocuments,
  literals: [],
  id: 'record_figures',
  title: 'Write down figures of a day',
  description: 'Tells the coach what the data cannot: cash, burn, what is owed, margins.',
  modelDescription: `Writes metrics/{date}, the figures that the coach judges the business by: ${figureNames.join(', ')}. Money in the currency of the business, shares 0 to 1. A value may be a person's answer as text; “skip” or nothing leaves a figure as it is.`,
  icon: 'chart-line',
  example: { figures: { cash: 12400, monthlyBurn: '$3,000' } },
  params,
  output,
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  targets: ['date'],
  tally: { done: 'recorded', one: 'day of figures', many: 'days of figures', to: 'date' },
  async run(given, context) {
    const said = readAll(given, context);
    if (said.count === 0) return said;
    const ref = docIn(collectionOf(context, 'metrics'), said.date);
    context.assertLease();
    await retryConflicts(`metrics/${said.date}`, async () => {
      const change = dayChange(ref.path, await context.store.find(ref), said.figures, context.lastWrite);
      if (change !== null) await context.store.commit([change.write]);
    });
    return said;
  },
  async dryRun(given, context) {
    const said = readAll(given, context);
    const words = figureNames.flatMap((name) => {
      const value = said.figures[name];
      return value === undefined ? [] : [`${FIGURE_WORDS[name].label} ${value}`];
    });
    const what = words.length === 0 ? 'nothing' : words.join(', ');
    return { output: said, wouldHave: `would have written down for ${said.date}: ${what}` };
  },
});

/** Throws a `NonRetriableError` that says which figure cannot be read, and why. */
function readAll({ figures, date }: Params, { clock, org, user }: StepContext): Output {
  const today = isoDay(dayOf(clock.now().toISOString(), org.timezone) ?? 0);
  const day = date ?? today;
  if (day > today) throw unreadable(`${day} has not come yet`);
  const place = { locale: user.locale, currency: org.currency };
  const known: Output['figures'] = {};
  for (const name of figureNames) {
    const value = figures[name] ?? null;
    const read = typeof value === 'number' ? { value } : readFigure(name, value ?? '', place);
    if (read !== null && 'problem' in read) throw unreadable(`${FIGURE_WORDS[name].label}: ${read.problem}`);
    if (read !== null) known[name] = read.value;
  }
  return { date: day, figures: known, count: Object.keys(known).length };
}

function unreadable(why: string): NonRetriableError {
  return new NonRetriableError(`The figures cannot be written down. ${why}`, { code: 'not_figures' });
}
