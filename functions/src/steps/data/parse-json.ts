import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { fieldPath, quick, valueAt } from './list.ts';

const params = z.strictObject({
  text: z.string().max(900_000),
  /** Only this part of it. */
  field: fieldPath.default(''),
});
const output = z.object({ value: jsonValue });

export const parseJson = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'parse_json',
  title: 'Read JSON',
  description: 'Turns JSON text into values that later steps can read.',
  modelDescription:
    'Parses JSON text (also inside a Markdown code fence); `field` picks a part. The output is {value}.',
  icon: 'braces',
  example: { text: '{{steps.call.body}}', field: 'data.items' },
  params,
  output,
  run: async ({ text, field }) => {
    try {
      return { value: valueAt(jsonValue.parse(JSON.parse(unfenced(text))), field) };
    } catch (error) {
      // The engine's own words quote the text.
      const [, at] = (error instanceof SyntaxError && /position (\d+)/.exec(error.message)) || [];
      const place = at === undefined ? '' : ` at character ${Number(at) + 1}`;
      throw new NonRetriableError(`The text is not JSON${place}`, { code: 'not_json' });
    }
  },
});

/** The inside of a Markdown code fence; any other text as it is. */
function unfenced(text: string): string {
  const whole = text.trim();
  const begin = /^```(?:json)?[ \t]*\r?\n/.exec(whole)?.[0];
  return begin !== undefined && whole.endsWith('```') ? whole.slice(begin.length, -3) : text;
}
