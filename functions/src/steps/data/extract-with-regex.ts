import type { Matcher } from 're2js';
import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { quick } from './list.ts';

const MAX_MATCHES = 1_000;
const MAX_MS = 5_000;

/** RE2: no look-around and no back references, and so no text on which a match takes long. */
const re2Pattern = z
  .string()
  .min(1)
  .max(1_000)
  .superRefine((pattern, context) => {
    const problem = problemOf(pattern);
    if (problem !== null) context.addIssue({ code: 'custom', message: `The pattern cannot be read: ${problem}` });
  });
const params = z.strictObject({
  text: z.string().max(900_000),
  pattern: re2Pattern,
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
  run: async ({ text, pattern, ignoreCase }, { clock }) => {
    const matcher = await matcherFor(pattern, ignoreCase, text);
    const until = clock.now().getTime() + MAX_MS;
    const matches: z.infer<typeof output>['matches'] = [];
    while (matches.length < MAX_MATCHES && matcher.find()) {
      const groups = Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? null);
      matches.push({ text: matcher.group() ?? '', groups });
      // Each match is linear, but a thousand of them may each go to the end of a long text.
      if (clock.now().getTime() > until) throw unreadable('it takes too long on this text');
    }
    const [first] = matches;
    return { value: first ? (first.groups[0] ?? first.text) : null, matches, count: matches.length };
  },
});

async function matcherFor(pattern: string, ignoreCase: boolean, text: string): Promise<Matcher> {
  const { RE2JS, RE2JSSyntaxException } = await import('re2js');
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).matcher(text);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw unreadable(error.message);
    throw error;
  }
}

/** What can be said of a pattern without RE2, which is loaded when it is needed. */
function problemOf(pattern: string): string | null {
  if (/\(\?<?[=!]/.test(pattern)) return 'it looks ahead or behind (?=, which is not possible here';
  if (/(?<!\\)(?:\\\\)*\\[1-9]/.test(pattern)) return 'it refers back to a group, which is not possible here';
  // What JavaScript writes differently is left for RE2 to judge.
  if (/\(\?[A-Z]|\\[QEAzpP]|\[\[:/.test(pattern)) return null;
  try {
    return new RegExp(pattern.replace(/^\(\?[ims]+\)/, '')) && null;
  } catch (error) {
    return error instanceof SyntaxError ? error.message.replace(/^Invalid regular expression: /, '') : null;
  }
}

function unreadable(why: string): NonRetriableError {
  return new NonRetriableError(`The pattern cannot be used: ${why}`, { code: 'bad_pattern' });
}
