import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { expression, items, itemsWhere, names, quick } from './list.ts';

const params = z.strictObject({
  items,
  /** CEL over `item`, `index` and the names of `with`; for example `item.quantity < limit`. */
  where: expression,
  with: names,
});
const output = z.object({ items: z.array(jsonValue), count: z.int(), removed: z.int() });

export const filterList = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'filter_list',
  title: 'Filter a list',
  description: 'Keeps the items of a list for which a condition is true.',
  modelDescription:
    'Keeps the items for which `where` (CEL over item and index, no braces) is true. Values from elsewhere go into `with` and are read by name.',
  icon: 'filter',
  example: { items: '{{steps.find.items}}', where: 'item.quantity < limit', with: { limit: 5 } },
  params,
  output,
  literals: ['where'],
  run: async (given) => {
    const kept = itemsWhere(given.where, given);
    return { items: kept, count: kept.length, removed: given.items.length - kept.length };
  },
});
