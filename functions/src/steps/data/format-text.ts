import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { FORMATS, formatted } from './formatted.ts';
import { quick } from './list.ts';

const params = z.strictObject({
  /** A text, a number, or an instant in ISO 8601. */
  value: jsonValue,
  as: z.enum(FORMATS),
  /** At most so many characters, an ellipsis included. */
  maxLength: z.int().min(1).max(10_000).nullable().default(null),
  /** Digits behind the point, for numbers and money. */
  digits: z.int().min(0).max(10).nullable().default(null),
  /** ISO 4217; the business's own when left out. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'A currency is three capitals, such as EUR')
    .nullable()
    .default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({ text: z.string() });

export const formatText = defineStep<Params, z.infer<typeof output>>({
  ...quick,
  id: 'format_text',
  title: 'Format text',
  description: 'Writes a text, a number, an amount or a date the way people read it.',
  modelDescription:
    "Formats one value: trim, one_line, lower, upper, title, slug, number, percent (0.1 is 10 %), money, date, time, date_time (ISO instant in the business's time zone).",
  icon: 'type',
  example: { value: '{{steps.sum.total}}', as: 'money' },
  params,
  output,
  run: async (given, { user, org }) => {
    const place = { locale: user.locale, timeZone: org.timezone, currency: given.currency ?? org.currency };
    const text = formatted(given, place);
    const { maxLength } = given;
    if (maxLength === null || text.length <= maxLength) return { text };
    return { text: `${text.slice(0, maxLength - 1).trimEnd()}…` };
  },
});
