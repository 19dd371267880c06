import { z } from 'zod';

const types = ['text', 'number', 'integer', 'boolean', 'date', 'email', 'url', 'list'] as const;

/** What is to be found in a text, as people say it. */
export const field = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/, 'A name begins with a small letter: priceInDollars, due_at'),
  /** `date` is 2026-11-20; `list` is a list of texts. */
  type: z.enum(types).default('text'),
  description: z.string().max(500).default(''),
  /** Whether the step fails where the text does not say it. */
  required: z.boolean().default(false),
  /** The only values that it may have. */
  options: z.array(z.string().min(1).max(100)).min(1).max(50).nullable().default(null),
});
export type Field = z.infer<typeof field>;

/** The schema of one record. */
export function recordOf(fields: readonly Field[]): z.ZodType<Record<string, unknown>> {
  return z.object(
    Object.fromEntries(
      fields.map((one) => [
        one.name,
        schemaOf(one)
          .nullable()
          .describe(one.description || HINTS[one.type]),
      ]),
    ),
  );
}

const HINTS: Readonly<Record<Field['type'], string>> = {
  text: 'as the text says it',
  number: 'a number, without unit or currency',
  integer: 'a whole number, without unit',
  boolean: 'true or false',
  date: 'YYYY-MM-DD',
  email: 'an e-mail address',
  url: 'an address with https://',
  list: 'a list of short texts',
};

function schemaOf({ type, options }: Field): z.ZodType {
  const text = options === null ? z.string().max(20_000) : z.enum(options);
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return z.number();
    case 'integer':
      return z.int();
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.iso.date('Write it as 2026-11-20');
    case 'email':
      return z.email();
    case 'url':
      return z.url();
    case 'list':
      return z.array(text).max(100);
  }
}
