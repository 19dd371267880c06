import { z } from 'zod';
import { RESERVED_NAMES } from '../../core/engine/scope.ts';
import { defineFlow, type WayEnd } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';

const MAX_ITEMS = 10_000;
const MAX_CONCURRENCY = 50;
const MAX_ERRORS = 20;

const params = z.strictObject({
  items: z.array(jsonValue).max(MAX_ITEMS, `A loop takes ${MAX_ITEMS} items at most; narrow the list before it`),
  /** The name under which the body reads the item. */
  as: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/, 'A name is lower-case letters, digits and _')
    .refine((name) => !RESERVED_NAMES.includes(name), 'This name has a meaning already; choose another')
    .default('item'),
  concurrency: z.int().min(1).max(MAX_CONCURRENCY).default(5),
  /** What a failed item means: the loop fails, or goes on with the others. */
  onItemError: z.enum(['stop', 'continue']).default('stop'),
});

export const forEach = defineFlow({
  kind: 'fork',
  id: 'for_each',
  title: 'For each',
  description: 'Does the same steps for every item of a list.',
  modelDescription:
    'Does `steps` for each of `items`; inside, {{item}} and {{index}} are the item and its place. Afterwards {{steps.<id>.results}} lists what the last step gave for each item.',
  category: 'flow',
  icon: 'repeat',
  example: { items: '{{steps.find.items}}', concurrency: 5 },
  params,
  output: z.object({
    total: z.int(),
    completed: z.int(),
    failed: z.int(),
    /** What the last step gave, item by item; null for one that failed. Null in all when it is too large to keep. */
    results: z.array(jsonValue).nullable(),
    errors: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
  }),
  holds: 'steps',
  literals: ['as'],
  names: ({ as }) => [typeof as === 'string' ? as : 'item', 'index'],
  spread: (given, { steps }, offset) => ({
    ways: given.items.map((item, place) => {
      const index = offset + place;
      return { key: String(index), steps, names: { [given.as]: item, index } };
    }),
    join: given.onItemError === 'stop' ? 'all' : 'settled',
    concurrency: given.concurrency,
    output: summary,
  }),
  share: (given, from, to) => ({ ...given, items: given.items.slice(from, to) }),
});

function summary(ends: readonly WayEnd[], inFull: boolean) {
  const failed = ends.filter(({ status }) => status === 'failed');
  return {
    total: ends.length,
    completed: ends.length - failed.length,
    failed: failed.length,
    results: inFull ? ends.map(({ output }) => output) : null,
    errors: failed.slice(0, MAX_ERRORS).map(({ key, error }) => ({
      index: Number(key),
      code: error?.code ?? 'failed',
      message: error?.message ?? '',
    })),
  };
}
