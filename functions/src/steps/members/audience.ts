import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { type AnyActionType, defineStep } from '../../core/engine/step-type.ts';
import type { JsonObject } from '../../model/json.ts';
import { overDocuments } from '../data/documents.ts';
import { paged, pageOf } from '../data/page-of.ts';
import { figuresOf, figuresSchema, summaryOf } from './figures.ts';
import { filtersSchema, passes, unknownFields } from './filters.ts';
import { type Person, personOf, personSchema } from './person.ts';
import { isQuiet } from './quiet.ts';

/** How many are looked at, of which only a page is shown. */
const MAX_READ = 10_000;

const params = z.strictObject({
  filters: filtersSchema,
  /** Only whom nothing was sent to in so many days, 0: no matter; left out, as the audience says. */
  quietDays: z.int().min(0).max(365).nullable().default(null),
  ...paged,
});
/** What is said of all comes first: who reads only the beginning of it knows that there are more than he sees. */
const output = z.object({
  summary: z.string(),
  ...figuresSchema.shape,
  count: z.int(),
  nextCursor: z.string().nullable(),
  /** Whether there are more documents than were looked at. */
  isCut: z.boolean(),
  items: z.array(personSchema),
});

interface Audience {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly modelDescription: string;
  readonly icon: string;
  readonly example: JsonObject;
  readonly collection: string;
  /** `members`, `prospects`: in sentences. */
  readonly noun: string;
  /** For so many days those are left in peace who were written to. */
  readonly quietDays?: number;
  readonly isOne: (person: Person, document: JsonObject) => boolean;
}

/**
 * A step type that reads who belongs to an audience: figures over all, and a page of them, those who owe most first.
 * What it gives stays small however many there are, since it is mostly read by language models.
 */
export function defineAudience({ collection, noun, isOne, quietDays = 0, ...about }: Audience): AnyActionType {
  return defineStep<z.infer<typeof params>, z.infer<typeof output>>({
    ...overDocuments,
    ...about,
    category: 'members',
    literals: [],
    params,
    output,
    run: async ({ filters, quietDays: wanted, ...page }, context) => {
      const { documents, isCut } = await readDocuments(context, { collection, max: MAX_READ });
      const zone = context.org.timezone;
      const today = dayOf(context.clock.now().toISOString(), zone) ?? 0;
      const people = documents.map((document) => ({ document, person: personOf(document, today, zone) }));
      const days = wanted ?? quietDays;
      const chosen = people
        .filter(({ person, document }) => isOne(person, document) && isQuiet(document, days, { today, zone }))
        .filter(({ person, document }) => passes(filters, person, document))
        .map(({ person }) => person);
      const { shown, nextCursor } = pageOf(chosen, ({ amountDue }) => amountDue, page);
      const unknown = unknownFields(
        filters,
        people.map(({ person, document }) => ({ ...document, ...person })),
      );
      const figures = figuresOf(chosen, context.org.currency);
      const summary = summaryOf(
        figures,
        { noun, lookedAt: isCut ? MAX_READ : null, shown: shown.length, unknown },
        context,
      );
      return { summary, ...figures, count: shown.length, nextCursor, isCut, items: shown };
    },
  });
}
