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

/** How many are looked at, of which only a page is shown. */
const MAX_READ = 10_000;

const params = z.strictObject({ filters: filtersSchema, ...paged });
const output = z.object({
  ...figuresSchema.shape,
  items: z.array(personSchema),
  count: z.int(),
  nextCursor: z.string().nullable(),
  /** Whether there are more documents than were looked at. */
  isCut: z.boolean(),
  summary: z.string(),
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
  readonly isOne: (person: Person, document: JsonObject, today: number) => boolean;
}

/**
 * A step type that reads who belongs to an audience: figures over all, and a page of them, those who owe most first.
 * What it gives stays small however many there are, since it is mostly read by language models.
 */
export function defineAudience({ collection, noun, isOne, ...about }: Audience): AnyActionType {
  return defineStep<z.infer<typeof params>, z.infer<typeof output>>({
    ...overDocuments,
    ...about,
    category: 'members',
    literals: [],
    params,
    output,
    run: async ({ filters, ...page }, context) => {
      const { documents, isCut } = await readDocuments(context, { collection, max: MAX_READ });
      const zone = context.org.timezone;
      const today = dayOf(context.clock.now().toISOString(), zone) ?? 0;
      const people = documents.map((document) => ({ document, person: personOf(document, today, zone) }));
      const chosen = people
        .filter(({ person, document }) => isOne(person, document, today) && passes(filters, person, document))
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
      return { items: shown, count: shown.length, nextCursor, isCut, ...figures, summary };
    },
  });
}
