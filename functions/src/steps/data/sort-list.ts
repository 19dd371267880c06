import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { compareValues, fieldPath, items, quick, valueAt } from './list.ts';

const params = z.strictObject({
  items,
  /** The first that differs decides. */
  by: z
    .array(z.strictObject({ field: fieldPath, direction: z.enum(['asc', 'desc']).default('asc') }))
    .min(1)
    .max(5),
  /** As many of the first ones are kept; all when left out. */
  limit: z.int().min(1).nullable().default(null),
});
const output = z.object({ items: z.array(jsonValue), count: z.int(), first: jsonValue });

export const sortList = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'sort_list',
  title: 'Sort a list',
  description: 'Puts a list into an order, and keeps the first few if wanted.',
  modelDescription:
    'Sorts by fields, the first that differs decides; `limit` keeps the top ones. `first` is the first item.',
  icon: 'arrow-down-a-z',
  example: { items: '{{steps.find.items}}', by: [{ field: 'price', direction: 'desc' }], limit: 10 },
  params,
  output,
  run: async ({ items: given, by, limit }, { user }) => {
    const compare = compareValues(user.locale);
    const sorted = given.toSorted((a, b) => {
      for (const { field, direction } of by) {
        const [left, right] = [valueAt(a, field), valueAt(b, field)];
        // What lacks the field comes last in both directions.
        if ((left === null) !== (right === null)) return left === null ? 1 : -1;
        const order = compare(left, right);
        if (order !== 0) return direction === 'asc' ? order : -order;
      }
      return 0;
    });
    const kept = limit === null ? sorted : sorted.slice(0, limit);
    return { items: kept, count: kept.length, first: kept[0] ?? null };
  },
});
