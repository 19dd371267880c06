import { z } from 'zod';
import { changeSince } from '../../core/engine/change.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { quick } from './list.ts';
import { noticed } from './noticed.ts';
import { retryConflicts } from './retry-conflicts.ts';

const MAX_LENGTH = 100_000;

const params = z.strictObject({
  /** What is so now: a number, a yes or no, a list of what is there. */
  value: jsonValue,
  /** What it is of, where one step notices several things, as in a loop; left out, its place in the playbook. */
  key: z.string().trim().min(1).max(200).nullable().default(null),
});
/** `changed`: it is another value than at the last execution. `began`: it holds now and did not; of a list, something is new in it. `before`: null at the first execution. */
const output = z.object({ changed: z.boolean(), began: z.boolean(), before: jsonValue });

export const noticeChange = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'notice_change',
  title: 'Notice a change',
  description: 'Remembers a value until the next execution, so that it can tell what has changed or begun since.',
  modelDescription:
    'Compares `value` with that of the last execution of this playbook: `changed` when it is another, `began` when it is true (not 0, not empty) now and was not, or when a list holds something that it did not hold. Give a later step the condition steps.<id>.began to tell of something once and not at each look. In a loop give each item its `key`.',
  icon: 'eye',
  example: { value: '{{steps.check_website.isHealthy == false}}' },
  params,
  output,
  effect: 'idempotent',
  timeoutMs: 30_000,
  retry: { maxAttempts: 3, baseDelayMs: 500, maxDelayMs: 10_000 },
  run: async ({ value, key }, context) => {
    if (JSON.stringify(value).length > MAX_LENGTH) {
      const message = `What is to be remembered has more than ${MAX_LENGTH} characters: give a number, or names alone`;
      throw new NonRetriableError(message, { code: 'too_large', mayHaveActed: false });
    }
    return retryConflicts('what was seen before', () => noticed(value, key, context));
  },
  dryRun: async ({ value }) => ({
    output: changeSince(null, value),
    wouldHave: 'would have remembered it for next time',
  }),
});
