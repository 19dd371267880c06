import { NonRetriableError } from '../../core/engine/errors.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { numberOf, sameText, valueAt } from './list.ts';

export const MEASURES = ['count', 'sum', 'average', 'min', 'max', 'first', 'last', 'distinct'] as const;

/** What is measured of a field, and the name of the result. */
interface Measure {
  readonly as: string;
  readonly of: (typeof MEASURES)[number];
  readonly field: string;
}

/** Throws a `NonRetriableError` when what is to be added up is no number. */
export function measured(
  members: readonly JsonValue[],
  measures: readonly Measure[],
  compare: (a: JsonValue, b: JsonValue) => number,
): JsonObject {
  return Object.fromEntries(measures.map((measure) => [measure.as, measureOf(members, measure, compare)]));
}

function measureOf(
  members: readonly JsonValue[],
  { of, field }: Measure,
  compare: (a: JsonValue, b: JsonValue) => number,
): JsonValue {
  const values = members.map((item) => valueAt(item, field)).filter((value) => value !== null);
  switch (of) {
    case 'count':
      return field === '' ? members.length : values.length;
    case 'first':
      return values[0] ?? null;
    case 'last':
      return values.at(-1) ?? null;
    case 'distinct':
      return new Set(values.map(sameText)).size;
    case 'min':
      return values.toSorted(compare)[0] ?? null;
    case 'max':
      return values.toSorted(compare).at(-1) ?? null;
    default: {
      const numbers = values.map((value) => {
        const number = numberOf(value);
        if (number !== null) return number;
        throw new NonRetriableError(`'${field}' holds ${JSON.stringify(value).slice(0, 60)}, which is no number`, {
          code: 'not_a_number',
        });
      });
      const sum = exactSum(numbers);
      if (of === 'sum') return sum;
      return numbers.length === 0 ? null : sum / numbers.length;
    }
  }
}

/** Without the crumbs of binary fractions: 0.1 + 0.2 is 0.3. */
function exactSum(numbers: readonly number[]): number {
  return Number(numbers.reduce((sum, number) => sum + number, 0).toPrecision(15));
}
