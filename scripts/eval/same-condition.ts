import type { ContractCondition } from '../../functions/src/model/contract.ts';
import type { ExpectedCondition } from './row.ts';

/** What a condition may be written with: units that say no more than its measure does. */
const ONLY_UNIT: Readonly<Record<string, ExpectedCondition['unit']>> = {
  undercutting: 'count',
  quantity: 'count',
  count: 'count',
  days_past_due: 'days',
  days_inactive: 'days',
  rating: 'stars',
};
/** These are whole numbers, so that "more than 7" is "at least 8". */
const WHOLE: readonly string[] = ['undercutting', 'quantity', 'count', 'days_past_due', 'days_inactive'];
/** Of these an amount is the same whatever it is counted from; only a percentage needs a base. */
const RELATIVE: readonly string[] = ['price_gap', 'price_change', 'value'];

/** Whether both say the same; what `expected` leaves out may be anything. */
export function sameCondition(expected: ExpectedCondition, actual: ContractCondition): boolean {
  const [wanted, found] = [plain(expected), plain(actual)];
  return (Object.keys(wanted) as (keyof ExpectedCondition)[]).every((field) => wanted[field] === found[field]);
}

/** Whether every expected condition is there, and nothing else. */
export function sameConditions(expected: readonly ExpectedCondition[], actual: readonly ContractCondition[]): boolean {
  if (expected.length !== actual.length) return false;
  const [first, ...rest] = expected;
  if (first === undefined) return true;
  return actual.some((one, index) => sameCondition(first, one) && sameConditions(rest, actual.toSpliced(index, 1)));
}

/**
 * Without those that say nothing: "past due" of what is past due anyway, and what a stricter one of the same measure
 * makes idle ("over 10" beside "over 20").
 */
export function essential<C extends ExpectedCondition>(all: readonly C[]): C[] {
  const conditions = all.filter((one) => !isPastDueAtAll(plain(one)));
  return conditions.filter(
    (one, index) =>
      !conditions.some((other, at) => at !== index && follows(other, one) && (at < index || !follows(one, other))),
  );
}

function isPastDueAtAll({ measure, operator, value }: ExpectedCondition): boolean {
  return measure === 'days_past_due' && operator === '>=' && value === 1;
}

/** Whether `weaker` holds wherever `stricter` does. */
function follows(stricter: ExpectedCondition, weaker: ExpectedCondition): boolean {
  const [a, b] = [plain(stricter), plain(weaker)];
  const isSameThing = a.measure === b.measure && a.unit === b.unit && a.base === b.base && a.of === b.of;
  if (!isSameThing || a.operator === undefined || b.operator === undefined) return false;
  if (a.operator === b.operator && a.value === b.value) return true;
  if (typeof a.value !== 'number' || typeof b.value !== 'number' || a.operator[0] !== b.operator[0]) return false;
  if (a.value === b.value) return b.operator.endsWith('=');
  return b.operator[0] === '>' ? a.value > b.value : b.operator[0] === '<' && a.value < b.value;
}

/** One way to write each meaning. */
function plain(condition: ExpectedCondition): ExpectedCondition {
  const { measure, operator, unit, base, of } = condition;
  if (measure === 'is_down') return { measure };
  const value = plainValue(condition.value);
  if (measure === 'price_gap' && operator === '>' && value === 0) {
    return plain({ measure: 'undercutting', operator: '>=', value: 1, unit: 'count', ...only({ of }) });
  }
  const isBaseIdle = RELATIVE.includes(measure) ? unit !== 'percent' : true;
  return {
    measure,
    ...whole(measure, operator, value),
    ...only({ unit: ONLY_UNIT[measure] ?? unit, base: isBaseIdle ? undefined : base }),
    ...(of ? { of: of.trim().toLowerCase() } : only({ of })),
  };
}

function plainValue(value: ExpectedCondition['value']): ExpectedCondition['value'] {
  if (typeof value !== 'string') return value;
  const text = value.trim().toLowerCase();
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function whole(measure: string, operator: ExpectedCondition['operator'], value: ExpectedCondition['value']) {
  if (!WHOLE.includes(measure) || typeof value !== 'number' || !Number.isInteger(value))
    return only({ operator, value });
  if (operator === '>') return { operator: '>=' as const, value: value + 1 };
  if (operator === '<') return { operator: '<=' as const, value: value - 1 };
  // Nothing is below none, so "at most none" is "none".
  return operator === '==' && value === 0 ? { operator: '<=' as const, value } : only({ operator, value });
}

/** The fields that have a value. */
function only<F extends object>(fields: F): { [K in keyof F]?: Exclude<F[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof F]?: Exclude<F[K], undefined>;
  };
}
