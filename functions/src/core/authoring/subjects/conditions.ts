import type { Contract, ContractCondition } from '../../../model/contract.ts';
import { celLower, celText } from './cel.ts';
import type { Gauge, Measure, SubjectEvent, SubjectLook } from './subject.ts';

/** What is asked for cannot be told from the data; the message says why, in words for people. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

const MAX_LENGTH = 1_000;

/** Conditions over `event`, all of which have to hold; null for none. Throws `ContractError`. */
export function overEvent(conditions: readonly ContractCondition[], event: SubjectEvent): string | null {
  if (byName(conditions).length > 1)
    throw new ContractError('One event is of one thing. Make a playbook for each of them.');
  return joined(telling(conditions).map((condition) => predicate(condition, 'event', event)));
}

/** Whether the event says what these conditions ask for, whenever it comes. */
export function isSaidBy(event: SubjectEvent, conditions: readonly ContractCondition[]): boolean {
  return conditions.every(
    (condition) =>
      event.measures[condition.measure]?.holds('event', condition) != null &&
      (condition.of === null || event.named.length > 0),
  );
}

/** Conditions over what a look has found: one thing has to meet all of them. Null for none. Throws `ContractError`. */
export function overLook(
  conditions: readonly ContractCondition[],
  look: SubjectLook,
  contract: Contract,
): string | null {
  if (conditions.length === 0) return null;
  const short = look.shortly(telling(conditions), contract);
  if (short !== null) return short;
  const { item } = look;
  const { counting, others } = parted(telling(conditions), look);
  const list = look.list(contract);
  if (counting.length === 0) {
    const groups = byName(others).map((group) => joined(testsOf(group, look, contract)) ?? 'true');
    return joined(groups.map((test) => `${list}.exists(${item}, ${test})`));
  }
  const each = testsOf(others, look, contract);
  return joined(
    counting.map((condition) => {
      const { of } = condition;
      const test = joined([...each, ...countedTests(condition, look)]);
      const named = of === null ? others : [...others, condition];
      const many = test === null ? `size(${list})` : `size(${list}.filter(${item}, ${test}))`;
      const count = test === null || look.count === null ? many : look.count(contract, named, test);
      return `${count} ${counted(condition)}`;
    }),
  );
}

/** Without those that a stricter one makes idle: more than 10 says nothing beside more than 20. */
function telling(conditions: readonly ContractCondition[]): ContractCondition[] {
  return conditions.filter((one) => !conditions.some((other) => other !== one && isStricter(other, one)));
}

function isStricter(one: ContractCondition, than: ContractCondition): boolean {
  const { measure, unit, base, of, operator, value } = one;
  const isAlike = measure === than.measure && unit === than.unit && base === than.base && of === than.of;
  if (!isAlike || typeof value !== 'number' || typeof than.value !== 'number') return false;
  const isUp = operator === '>' || operator === '>=';
  if (isUp) return (than.operator === '>' || than.operator === '>=') && value > than.value;
  if (operator !== '<' && operator !== '<=') return false;
  return (than.operator === '<' || than.operator === '<=') && value < than.value;
}

/** What has to hold of one and the same thing; what names no thing, of each that is named. */
function byName(conditions: readonly ContractCondition[]): readonly (readonly ContractCondition[])[] {
  const names = [...new Set(conditions.flatMap(({ of }) => (of === null ? [] : [of])))];
  if (names.length < 2) return [conditions];
  return names.map((name) => conditions.filter(({ of }) => of === null || of === name));
}

/** Which of the things found a message is about, as a test of one of them; null for all. */
export function meant(conditions: readonly ContractCondition[], look: SubjectLook, contract: Contract): string | null {
  const { counting, others } = parted(telling(conditions), look);
  const groups = byName(others).map((group) => joined(testsOf(group, look, contract)));
  const more = counting.flatMap((condition) => countedTests(condition, look));
  if (groups.length < 2) return joined([...listed(groups[0] ?? null), ...more]);
  return joined([`(${groups.map((test) => `(${test})`).join(' || ')})`, ...more]);
}

function testsOf(conditions: readonly ContractCondition[], look: SubjectLook, contract: Contract): string[] {
  const only = look.only?.(look.item, contract) ?? null;
  return [...listed(only), ...conditions.map((condition) => predicate(condition, look.item, look))];
}

function countedTests({ measure, of }: ContractCondition, look: SubjectLook): string[] {
  const test = look.counted[measure]?.test?.(look.item) ?? null;
  return [...listed(of === null ? null : isOf(of, look.item, look)), ...listed(test)];
}

function parted(conditions: readonly ContractCondition[], { counted }: SubjectLook) {
  const isCounting = ({ measure }: ContractCondition) => Object.hasOwn(counted, measure);
  return { counting: conditions.filter(isCounting), others: conditions.filter((one) => !isCounting(one)) };
}

interface Measured {
  readonly measures: Partial<Readonly<Record<Measure, Gauge>>>;
  readonly named: readonly string[];
}

function predicate(condition: ContractCondition, it: string, things: Measured): string {
  const { measure, of } = condition;
  const holds = things.measures[measure]?.holds(it, condition) ?? null;
  if (holds === null) throw new ContractError(notTold(condition));
  return of === null ? holds : `${isOf(of, it, things)} && ${holds}`;
}

function isOf(name: string, it: string, { named }: Pick<Measured, 'named'>): string {
  const wanted = celText(name.toLowerCase());
  const tests = named.map((field) => `${celLower(`${it}.${field}`)} == ${wanted}`);
  if (tests.length === 0) throw new ContractError(`It cannot be told which of them is “${name}”.`);
  return tests.length === 1 ? tests.join('') : `(${tests.join(' || ')})`;
}

function notTold({ measure, unit, base, operator }: ContractCondition): string {
  const what = measure.replaceAll('_', ' ');
  const against = base === 'none' ? '' : ` against ${base}`;
  return `The ${what}${unit === 'none' ? '' : ` in ${unit}`}${against} cannot be compared by “${operator}” here.`;
}

/** A number of things is compared with a number. */
function counted(condition: ContractCondition): string {
  const { operator, value, unit } = condition;
  const isNumber = typeof value === 'number' && (unit === 'count' || unit === 'none');
  if (!isNumber || operator === 'contains') throw new ContractError(notTold(condition));
  return `${operator} ${value}`;
}

function listed(text: string | null): string[] {
  return text === null ? [] : [text];
}

function joined(tests: readonly string[]): string | null {
  const text = [...new Set(tests)].join(' && ');
  if (text.length > MAX_LENGTH) throw new ContractError('These are too many conditions for one playbook.');
  return text === '' ? null : text;
}
