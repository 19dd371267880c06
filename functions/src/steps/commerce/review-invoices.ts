import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { wordIn } from '../../core/engine/fields.ts';
import { issuedAt } from '../../core/engine/open-invoice.ts';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { overDocuments } from '../data/documents.ts';
import { paged, pageOf } from '../data/page-of.ts';
import { PROBLEMS, problemSchema, problemsOf } from './invoice-problems.ts';
import { doubles, numberGaps } from './invoice-series.ts';

const MAX_READ = 10_000;
const UNFINISHED = ['draft', 'void', 'voided', 'canceled', 'cancelled'];

const params = z.strictObject({
  /** Those that were issued in the last so many days; all when left out. */
  sinceDays: z.int().min(1).max(3_650).nullable().default(31),
  /** What to look for; everything when left out. */
  checks: z.array(z.enum(PROBLEMS)).default([]),
  ...paged,
});
const output = z.object({
  summary: z.string(),
  count: z.int(),
  nextCursor: z.string().nullable(),
  /** How many problems, and invoices. */
  total: z.int(),
  reviewed: z.int(),
  byProblem: z.array(z.object({ problem: z.enum(PROBLEMS), count: z.int() })),
  isCut: z.boolean(),
  items: z.array(problemSchema),
});

export const reviewInvoices = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'review_invoices',
  title: 'Review invoices',
  description: 'Looks through the invoices for what is wrong: doubles, missing numbers, wrong sums and dates.',
  modelDescription:
    'Checks invoices of the last sinceDays (31): missing, double and skipped numbers, likely doubles, amounts that differ from their lines, missing or wrong due dates, no customer. Counts over all, and a page of at most 50 problems (items: id, number, problem, message).',
  category: 'commerce',
  icon: 'file-check',
  example: { sinceDays: 31 },
  params,
  output,
  literals: ['checks'],
  run: async ({ sinceDays, checks, ...page }, context) => {
    const zone = context.org.timezone;
    const today = dayOf(context.clock.now().toISOString(), zone) ?? 0;
    const { documents, isCut } = await readDocuments(context, { collection: 'invoices', max: MAX_READ });
    const invoices = documents.filter((one) => {
      const day = dayOf(issuedAt(one) ?? '', zone);
      const isRecent = sinceDays === null || day === null || day > today - sinceDays;
      return isRecent && !UNFINISHED.includes(wordIn(one, 'status') ?? '');
    });
    const ids = new Set(invoices.map(({ id }) => id));
    // Void ones keep their numbers: what they leave is no gap.
    const gaps = numberGaps(documents).filter(({ id }) => ids.has(id));
    const found = [...invoices.flatMap((one) => problemsOf(one, zone)), ...doubles(invoices), ...gaps];
    const wanted = found.filter(({ problem }) => checks.length === 0 || checks.includes(problem));
    const keyed = wanted.map((one) => ({ id: `${one.id}:${one.problem}`, one }));
    const { shown, nextCursor } = pageOf(keyed, () => 0, page);
    const byProblem = PROBLEMS.map((problem) => ({
      problem,
      count: wanted.filter((one) => one.problem === problem).length,
    })).filter(({ count }) => count > 0);
    const few = `${wanted.length} ${wanted.length === 1 ? 'problem' : 'problems'}`;
    return {
      items: shown.map(({ one }) => one),
      count: shown.length,
      nextCursor,
      total: wanted.length,
      reviewed: invoices.length,
      byProblem,
      isCut,
      summary:
        wanted.length === 0 ? `${invoices.length} invoices, nothing wrong.` : `${few} in ${invoices.length} invoices.`,
    };
  },
});
