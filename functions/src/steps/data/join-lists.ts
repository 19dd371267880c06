import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { type JsonValue, jsonObject, jsonValue } from '../../model/json.ts';
import { fieldPath, items, quick, sameText, valueAt } from './list.ts';

const MAX_PAIRS = 10_000;
const name = z.string().regex(/^[a-z_]\w{0,31}$/i, 'A name is letters, digits and _');

const params = z.strictObject({
  left: items,
  right: items,
  on: z.strictObject({ left: fieldPath.min(1), right: fieldPath.min(1) }),
  /** `inner`: only what has a partner; `left`: everything of the left list. */
  keep: z.enum(['inner', 'left']).default('inner'),
  /** The names under which the two halves of a pair are found. */
  as: z
    .strictObject({ left: name, right: name })
    .refine(({ left, right }) => left !== right, 'The two halves need two names')
    .default({ left: 'left', right: 'right' }),
});
type Params = z.infer<typeof params>;
const output = z.object({ items: z.array(jsonObject), count: z.int(), unmatched: z.array(jsonValue) });

export const joinLists = defineStep<Params, z.infer<typeof output>>({
  ...quick,
  id: 'join_lists',
  title: 'Join two lists',
  description: 'Brings together the items of two lists that belong to each other.',
  modelDescription:
    'Pairs items whose fields `on.left` and `on.right` are equal; each pair is {left, right} (or the names in `as`). `unmatched` lists the left items without a partner.',
  icon: 'combine',
  example: {
    left: '{{steps.products.items}}',
    right: '{{steps.rivals.items}}',
    on: { left: 'sku', right: 'sku' },
    as: { left: 'ours', right: 'theirs' },
  },
  params,
  output,
  run: async ({ left, right, on, keep, as }) => {
    const partners = Map.groupBy(right, (item) => sameText(valueAt(item, on.right)));
    const unmatched: JsonValue[] = [];
    const partnersOf = (item: JsonValue) => {
      const key = valueAt(item, on.left);
      // Two items that lack the field have nothing in common.
      return key === null ? [] : (partners.get(sameText(key)) ?? []);
    };
    // Before they are made: two long lists of equal items make more than fits into memory.
    const size = left.reduce<number>((sum, item) => sum + partnersOf(item).length, 0);
    if (size > MAX_PAIRS) throw tooManyPairs(size);
    const pairs = left.flatMap((item) => {
      const found = partnersOf(item);
      if (found.length === 0) unmatched.push(item);
      if (found.length === 0 && keep === 'left') return [{ [as.left]: item, [as.right]: null }];
      return found.map((other) => ({ [as.left]: item, [as.right]: other }));
    });
    return { items: pairs, count: pairs.length, unmatched };
  },
});

function tooManyPairs(size: number): NonRetriableError {
  return new NonRetriableError(`The lists make ${size} pairs; at most ${MAX_PAIRS} can be kept`, {
    code: 'too_many_pairs',
  });
}
