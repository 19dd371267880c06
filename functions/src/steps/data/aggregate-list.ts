import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../model/json.ts';
import { compareValues, fieldPath, items, quick, sameText, valueAt } from './list.ts';
import { MEASURES, measured } from './measure.ts';

const MAX_GROUPS = 1_000;
const name = z.string().regex(/^[a-z_]\w{0,63}$/i, 'A name is letters, digits and _');

const params = z.strictObject({
  items,
  /** One result for all items that agree in these fields; none: one result for all. */
  groupBy: z.array(fieldPath.min(1)).max(5).default([]),
  measures: z
    .array(
      z.strictObject({
        as: name,
        of: z.enum(MEASURES),
        field: fieldPath.default(''),
      }),
    )
    .min(1)
    .max(20),
});
type Params = z.infer<typeof params>;

const output = z.object({ groups: z.array(jsonObject), count: z.int(), total: jsonObject });

export const aggregateList = defineStep<Params, z.infer<typeof output>>({
  ...quick,
  id: 'aggregate_list',
  title: 'Sum up a list',
  description: 'Counts, adds up or averages the items of a list, in groups if wanted.',
  modelDescription:
    'Measures (count, sum, average, min, max, first, last, distinct) over `field`, per group of `groupBy`; `total` holds the same over all items.',
  icon: 'sigma',
  example: {
    items: '{{steps.find.items}}',
    groupBy: ['category'],
    measures: [{ as: 'stock', of: 'sum', field: 'quantity' }],
  },
  params,
  output,
  literals: ['groupBy'],
  run: async ({ items: given, groupBy, measures }, { user }) => {
    const compare = compareValues(user.locale);
    const keysOf = (item: JsonValue) => groupBy.map((field) => valueAt(item, field));
    const byKey = Map.groupBy(given, (item) => sameText(keysOf(item)));
    if (byKey.size > MAX_GROUPS) {
      throw new NonRetriableError(`There are ${byKey.size} groups; at most ${MAX_GROUPS} can be kept`, {
        code: 'too_many_groups',
      });
    }
    const groups = [...byKey.values()].map((members): JsonObject => {
      const keys = keysOf(members[0] ?? null);
      const labels = groupBy.map((field, index) => [field.split('.').at(-1), keys[index] ?? null]);
      return { ...Object.fromEntries(labels), ...measured(members, measures, compare) };
    });
    return {
      groups: groupBy.length === 0 ? [] : groups,
      count: given.length,
      total: measured(given, measures, compare),
    };
  },
});
