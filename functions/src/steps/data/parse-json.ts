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
    const [, fenced] = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text) ?? [];
    try {
      return { value: valueAt(jsonValue.parse(JSON.parse(fenced ?? text)), field) };
    } catch (error) {
      // The engine's own words quote the text.
      const [, at] = (error instanceof SyntaxError && /position (\d+)/.exec(error.message)) || [];
      const place = at === undefined ? '' : ` at character ${Number(at) + 1}`;
      throw new NonRetriableError(`The text is not JSON${place}`, { code: 'not_json' });
    }
  },
});
