import { z } from 'zod';
import { defineFlow, type WayEnd } from '../../core/engine/step-type.ts';
import type { JsonValue } from '../../model/json.ts';
import { jsonObject } from '../../model/json.ts';

const params = z.strictObject({
  /** When it is over: all have completed or one has failed; the first has completed; all have ended either way. */
  join: z.enum(['all', 'any', 'settled']).default('all'),
});

export const parallel = defineFlow({
  kind: 'fork',
  id: 'parallel',
  title: 'In parallel',
  description: 'Goes several ways at the same time.',
  modelDescription:
    'Does all `branches` at once. join: all (default; one failure fails it), any (the first to complete wins, the others are stopped), settled (waits for all). Afterwards {{steps.<id>.<branch>.output}} is what the last step of a branch gave.',
  category: 'flow',
  icon: 'columns-3',
  example: { join: 'all' },
  params,
  output: jsonObject,
  holds: 'branches',
  names: () => [],
  spread: ({ join }, { branches }) => ({
    ways: branches.map(({ id, steps }) => ({ key: id, steps, names: {} })),
    join,
    concurrency: branches.length,
    output: (ends: readonly WayEnd[], inFull: boolean): JsonValue =>
      Object.fromEntries(
        ends.map(({ key, status, output, error }) => [key, { status, output: inFull ? output : null, error }]),
      ),
  }),
});
