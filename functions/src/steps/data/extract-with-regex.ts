import { RE2JS, RE2JSSyntaxException } from 're2js';
import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { quick } from './list.ts';

const MAX_MATCHES = 1_000;

const params = z.strictObject({
  text: z.string().max(900_000),
  /** RE2: no look-around and no back references, and so no text on which it takes long. */
  pattern: z
    .string()
    .min(1)
    .max(1_000)
    .superRefine((pattern, context) => {
      try {
        RE2JS.compile(pattern);
      } catch (error) {
        if (!(error instanceof RE2JSSyntaxException)) throw error;
        context.addIssue({ code: 'custom', message: `The pattern cannot be read: ${error.message}` });
      }
    }),
  ignoreCase: z.boolean().default(false),
});
const output = z.object({
  /** The first match: its first group, or all of it where there is none; null when nothing matched. */
  value: z.string().nullable(),
  matches: z.array(z.object({ text: z.string(), groups: z.array(z.string().nullable()) })),
  count: z.int(),
});

export const extractWithRegex = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'extract_with_regex',
  title: 'Find a pattern',
  description: 'Finds the places in a text that fit a pattern.',
  modelDescription: 'All matches of an RE2 pattern; `value` is the first group of the first match.',
  icon: 'regex',
  example: { text: '{{steps.page.text}}', pattern: 'Order #(\\d+)' },
  params,
  output,
  literals: ['pattern'],
  run: async ({ text, pattern, ignoreCase }) => {
    const matcher = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).matcher(text);
    const matches: z.infer<typeof output>['matches'] = [];
    while (matches.length < MAX_MATCHES && matcher.find()) {
      const groups = Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? null);
      matches.push({ text: matcher.group() ?? '', groups });
    }
    const [first] = matches;
    return { value: first ? (first.groups[0] ?? first.text) : null, matches, count: matches.length };
  },
});
