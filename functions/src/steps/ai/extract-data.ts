import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { askRoutinely } from './ask-routinely.ts';
import { type Field, field, recordOf } from './fields.ts';
import { answered, cache, mostOf, routine, source, textOf } from './routine.ts';

const MAX_ITEMS = 200;
const MAX_OUTPUT_TOKENS = 4_000;

const params = z.strictObject({
  source,
  fields: z
    .array(field)
    .min(1)
    .max(30)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Two fields have the same name'),
  /** Whether the text holds a list of such records, rather than one. */
  many: z.boolean().default(false),
  /** What else to mind. */
  instructions: z.string().max(2_000).default(''),
  cache,
});
const output = z.object({
  /** The first record; null when a list has none. */
  data: jsonObject.nullable(),
  items: z.array(jsonObject),
  count: z.int(),
  ...answered,
});

export const extractData = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...routine,
  id: 'extract_data',
  title: 'Extract data',
  description: 'Reads the facts that you name out of a text, a mail or a page.',
  modelDescription:
    'Reads named, typed fields out of text with a language model: {{steps.<id>.data.<field>}}; with many: true all records as items. What the text does not say is null, or an error where required.',
  icon: 'text-search',
  example: {
    source: 'Invoice 2026-7 from Acme, 120 dollars, due on 1 December 2026',
    fields: [
      { name: 'number', type: 'text', description: 'the number of the invoice', required: true },
      { name: 'amount', type: 'number' },
      { name: 'dueAt', type: 'date' },
    ],
  },
  params,
  output,
  literals: ['fields'],
  wires: { source: ['fetch_page.text', 'html_to_text.text'] },
  worstCase: (given) => mostOf(textOf(given.source) + JSON.stringify(given.fields), MAX_OUTPUT_TOKENS),
  run: async ({ source, fields, many, instructions, cache }, context) => {
    const record = recordOf(fields);
    const schema = z.object({ records: many ? z.array(record).max(MAX_ITEMS) : z.array(record).length(1) });
    const { value, ...rest } = await askRoutinely(context, {
      instructions: [
        'You copy facts out of a text. Give each field as the text says it, in the form that is asked for.',
        'A field that the text says nothing of is null: never guess, never work out.',
        many ? 'Give one record for each thing that the text tells of.' : 'Give exactly one record.',
        instructions,
      ].join('\n'),
      text: textOf(source),
      schema,
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      cache,
    });
    const items = value.records.map((one) => jsonObject.parse(one));
    assertComplete(items, fields);
    return { data: items[0] ?? null, items, count: items.length, ...rest };
  },
});

/** A model that had to say something would make it up, so it may say nothing, and it is held against it here. */
function assertComplete(items: readonly JsonObject[], fields: readonly Field[]): void {
  for (const [index, item] of items.entries()) {
    const missing = fields.find(({ name, required }) => required && item[name] == null);
    if (missing === undefined) continue;
    const where = items.length > 1 ? ` (record ${index + 1})` : '';
    throw new NonRetriableError(`The text does not say '${missing.name}'${where}.`, {
      code: 'field_missing',
      mayHaveActed: false,
      errors: [{ path: missing.name, message: 'The text does not say it' }],
    });
  }
}
