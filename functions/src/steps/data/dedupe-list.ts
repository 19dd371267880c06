import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { fieldPath, items, quick, sameText, valueAt } from './list.ts';

const params = z.strictObject({
  items,
  /** Items that agree in all of these are the same, and those that have none of them are not; none: those that are equal in full. */
  by: z.array(fieldPath.min(1)).max(5).default([]),
  keep: z.enum(['first', 'last']).default('first'),
});
const output = z.object({ items: z.array(jsonValue), count: z.int(), removed: z.int() });

export const dedupeList = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'dedupe_list',
  title: 'Remove duplicates',
  description: 'Keeps one of the items that are the same.',
  modelDescription:
    'Keeps the first (or last) of the items that agree in the fields `by`; without `by`, of those that are equal.',
  icon: 'copy-minus',
  example: { items: '{{steps.find.items}}', by: ['email'] },
  params,
  output,
  literals: ['by'],
  run: async ({ items: given, by, keep }) => {
    const ordered = keep === 'first' ? given : given.toReversed();
    const seen = new Set<string>();
    const kept = ordered.filter((item) => {
      const values = by.map((field) => valueAt(item, field));
      // Two customers without an address are not the same customer.
      if (by.length > 0 && values.every((value) => value === null)) return true;
      const key = sameText(by.length === 0 ? item : values);
      return !seen.has(key) && seen.add(key);
    });
    const result = keep === 'first' ? kept : kept.toReversed();
    return { items: result, count: result.length, removed: given.length - result.length };
  },
});
