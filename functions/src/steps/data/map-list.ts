import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { expression, fieldPath, items, names, quick, valueAt, valueFor } from './list.ts';

const fieldName = z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'A name is letters, digits and _');

const params = z.strictObject({
  items,
  /** Fields of the item to keep as they are. */
  keep: z.array(fieldPath).max(50).default([]),
  /** New fields: name → CEL over `item`, `index` and the names of `with`. */
  set: z.record(fieldName, expression).default({}),
  with: names,
});
const output = z.object({ items: z.array(jsonObject), count: z.int() });

export const mapList = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'map_list',
  title: 'Reshape a list',
  description: 'Makes a new item out of every item of a list.',
  modelDescription:
    'For every item makes an object of the fields in `keep` and of those in `set` (name → CEL over item and index, no braces).',
  icon: 'list-tree',
  example: {
    items: '{{steps.find.items}}',
    keep: ['sku'],
    set: { value: 'item.price * item.quantity' },
  },
  params,
  output,
  literals: ['set', 'keep'],
  run: async ({ items: given, keep, set, with: more }) => {
    const mapped = given.map(
      (item, index): JsonObject => ({
        ...Object.fromEntries(keep.map((field) => [field.split('.').at(-1), valueAt(item, field)])),
        ...Object.fromEntries(Object.entries(set).map(([name, text]) => [name, valueFor(text, item, index, more)])),
      }),
    );
    return { items: mapped, count: mapped.length };
  },
});
