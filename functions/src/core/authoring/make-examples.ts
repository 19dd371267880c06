import type { Contract, ContractAction, ContractCondition, ContractExample } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import { actionInWords } from './action-words.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { checkContract } from './check-examples.ts';
import { situationInWords } from './condition-words.ts';
import { isReport } from './subjects/competitor-prices.ts';
import type { SubjectEvent, SubjectLook } from './subjects/subject.ts';
import { type Source, sourceInWords } from './subjects/subjects.ts';

/** What is found for each condition; of those that are not named, something for which it is true. */
interface Case {
  readonly condition: ContractCondition | null;
  readonly value: number | string;
  /** The name of what it is found of, where it is not the one that is meant. */
  readonly other: boolean;
}

const MAX_EXAMPLES = 20;
/** More things than this would make an example that nobody reads. */
const MAX_THINGS = 40;

/** What must, and must not, make it act: for each condition one on either side and one at the border. */
export function makeExamples(contract: Contract, facts: AuthoringFacts): ContractExample[] {
  const source = sourceInWords(contract);
  const asked = [...contract.conditions, ...contract.actions.flatMap(({ also }) => also)];
  const cases: Case[] = asked.flatMap((condition) => [
    ...valuesOf(condition).map((value) => ({ condition, value, other: false })),
    ...(condition.of === null || isCounted(condition, source)
      ? []
      : [{ condition, value: firing(condition), other: true }]),
  ]);
  if (cases.length === 0) cases.push({ condition: null, value: 0, other: false });
  const examples = cases.flatMap((one) => exampleOf(one, contract, source, facts));
  const seen = new Map(examples.map((example) => [JSON.stringify(example.given), example]));
  const list = [...seen.values()].slice(0, MAX_EXAMPLES);
  if (asked.length < 2) return list;
  // Figures that hang together, such as a gap in percent and in dollars, cannot be moved one by one.
  return checkContract({ ...contract, examples: list }).flatMap(({ agrees, example }) => (agrees ? [example] : []));
}

function isCounted({ measure }: ContractCondition, source: Source): boolean {
  return source.by === 'look' && Object.hasOwn(source.look.counted, measure);
}

function exampleOf(one: Case, contract: Contract, source: Source, facts: AuthoringFacts): ContractExample[] {
  const doing = doneIn(one, contract);
  const fires = isFiring(doing, contract);
  const words = wordsOf(one, doing, facts, { contract, source });
  if (source.by === 'event') {
    return source.events.map((event) => {
      const { eventName } = event;
      const given = { eventName, event: eventAt(one, contract, event), steps: {} };
      return { words, given, fires };
    });
  }
  if (source.by === 'time') return [{ words, given: { eventName: null, event: null, steps: {} }, fires }];
  const things = thingsAt(one, contract, source.look);
  if (things.length > MAX_THINGS) return [];
  const steps = source.look.outputs(things, contract);
  return [{ words, given: { eventName: null, event: null, steps }, fires }];
}

/** Values on either side of the limit, and the limit itself. */
function valuesOf(condition: ContractCondition): (number | string)[] {
  const { measure, operator, value, unit } = condition;
  if (measure === 'says') return [operator === '==' ? value : `News: ${value}!`, 'Nothing in particular'];
  if (measure === 'is_down') return [1, 0];
  const limit = Number(value);
  const step = stepOf(measure, unit, limit);
  const all = [limit + step, limit, limit - step].map((one) => Math.round(one * 100) / 100);
  const possible = all.filter((one) => isPossible(measure, one));
  return possible.toSorted((a, b) => Number(isTrue(condition, b)) - Number(isTrue(condition, a)));
}

const WHOLE: readonly string[] = ['quantity', 'count', 'undercutting', 'rating', 'days_past_due', 'days_inactive'];

function stepOf(measure: string, unit: string, limit: number): number {
  if (WHOLE.includes(measure)) return Number.isInteger(limit) ? 1 : 0.5;
  return unit === 'percent' && Math.abs(limit) < 2 ? 0.5 : 1;
}

function isPossible(measure: string, value: number): boolean {
  if (measure === 'price_gap' || measure === 'price_change' || measure === 'value') return true;
  if (measure === 'rating') return value >= 0 && value <= 5;
  return value >= 0;
}

/** A value for which the condition is true. */
function firing(condition: ContractCondition): number | string {
  return valuesOf(condition).find((value) => isTrue(condition, value)) ?? condition.value;
}

function isTrue({ measure, operator, value }: ContractCondition, found: number | string): boolean {
  if (measure === 'is_down') return Number(found) > 0;
  if (measure === 'says') {
    const [text, wanted] = [String(found).toLowerCase(), String(value).toLowerCase()];
    return operator === '==' ? text === wanted : text.includes(wanted);
  }
  const [is, limit] = [Number(found), Number(value)];
  switch (operator) {
    case '>':
      return is > limit;
    case '>=':
      return is >= limit;
    case '<':
      return is < limit;
    case '<=':
      return is <= limit;
    case '==':
      return is === limit;
    case 'contains':
      return false;
  }
}

/** Two conditions on the same figure of the same thing are met or not together. */
function isAlike(one: ContractCondition, other: ContractCondition): boolean {
  return one.measure === other.measure && one.unit === other.unit && one.base === other.base && one.of === other.of;
}

/** All conditions, each figure once: that of the contract first. */
function saidIn({ conditions, actions }: Contract): ContractCondition[] {
  const all = [...conditions, ...actions.flatMap(({ also }) => also)];
  return all.filter((one, index) => all.findIndex((other) => isAlike(one, other)) === index);
}

/** What the figure of a condition is in this case: the one that is tried, else one for which it is true. */
function valueIn(condition: ContractCondition, { condition: tried, value }: Case, contract: Contract): number | string {
  if (tried !== null && isAlike(condition, tried)) return value;
  return firing(saidIn(contract).find((one) => isAlike(one, condition)) ?? condition);
}

function holdsIn(condition: ContractCondition, one: Case, contract: Contract): boolean {
  const { condition: tried, other } = one;
  if (other && tried !== null && tried.of === condition.of) return false;
  return isTrue(condition, valueIn(condition, one, contract));
}

/** What is done in this case. */
function doneIn(one: Case, contract: Contract): ContractAction[] {
  const isMet = contract.conditions.every((condition) => holdsIn(condition, one, contract));
  return contract.actions.filter(({ when, also }) => {
    if (when !== 'always' && (when === 'then') !== isMet) return false;
    return also.every((more) => holdsIn(more, one, contract));
  });
}

/** Whether it does what was asked for, and not only what is done otherwise. */
function isFiring(done: readonly ContractAction[], { actions }: Contract): boolean {
  const isThen = ({ when }: ContractAction) => when === 'then';
  return actions.some(isThen) ? done.some(isThen) : done.length > 0;
}

function eventAt(one: Case, contract: Contract, event: SubjectEvent): JsonObject {
  const said = saidIn(contract);
  const fields = said.map(
    (condition) => event.measures[condition.measure]?.at(valueIn(condition, one, contract), condition) ?? {},
  );
  const trigger = contract.triggers.find((each) => each.type === 'event' && each.eventName === event.eventName);
  const named = trigger?.type === 'event' && trigger.filter !== null ? namedBy(trigger.filter) : {};
  return { ...event.example, ...Object.assign({}, ...fields), ...named, ...nameAt(said, one, contract, event.named) };
}

/** What a filter of the trigger's own asks for: `event.name == "Blue Dream"`. */
function namedBy(filter: string): JsonObject {
  const equal = filter.matchAll(/event\.(\w+) == "((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries([...equal].map(([, field = '', text = '']) => [field, String(JSON.parse(`"${text}"`))]));
}

const OTHER = 'Another one';

function nameAt(
  said: readonly ContractCondition[],
  { condition: tried, other }: Case,
  { competitors }: Contract,
  named: readonly string[],
): JsonObject {
  const fields = said.flatMap(({ of }) => {
    if (of === null) return [];
    if (other && tried?.of === of) return named.map((field) => [field, OTHER]);
    const isRival = competitors.some(({ name }) => name === of) && named.includes('competitor');
    const field = isRival ? 'competitor' : named[0];
    return field === undefined ? [] : [[field, of]];
  });
  return Object.fromEntries(fields);
}

/** The things that a look finds: one for each that is named, as many as are counted. */
function thingsAt(one: Case, contract: Contract, look: SubjectLook): JsonObject[] {
  const said = saidIn(contract);
  const counting = said.filter(({ measure }) => Object.hasOwn(look.counted, measure));
  const others = said.filter((condition) => !counting.includes(condition));
  const names = [...new Set(others.flatMap(({ of }) => (of === null ? [] : [of])))];
  const groups =
    names.length < 2 ? [others] : names.map((name) => others.filter(({ of }) => of === null || of === name));
  const things = groups.map((group) => {
    const fields = group.map(
      (condition) => look.measures[condition.measure]?.at(valueIn(condition, one, contract), condition) ?? {},
    );
    const known = contract.competitors[0]?.name;
    const base = {
      ...look.example,
      ...(known === undefined || look.example.competitor === undefined ? {} : { competitor: known }),
    };
    return { ...base, ...Object.assign({}, ...fields), ...nameAt(group, one, contract, look.named) };
  });
  if (counting.length === 0) return things;
  const count = Math.max(...counting.map((condition) => Number(valueIn(condition, one, contract))));
  const marks = counting.map(({ measure }) => look.counted[measure]?.at ?? {});
  const [thing = look.example] = things;
  return Array.from({ length: Math.min(count, MAX_THINGS + 1) }, (_, index) => ({
    ...thing,
    ...Object.assign({}, ...(others.length === 0 ? marks : [])),
    ...look.nth(index, contract),
    ...nameAt(said, one, contract, look.named),
  }));
}

function wordsOf(
  one: Case,
  done: readonly ContractAction[],
  facts: AuthoringFacts,
  { contract, source }: { readonly contract: Contract; readonly source: Source },
): string {
  const { condition, value, other } = one;
  const situation =
    condition === null ? 'Each time' : situationInWords(condition, value, other ? OTHER : condition.of, facts.currency);
  const isWritten = source.by === 'look' && contract.subject === 'competitor_prices' && isReport(contract);
  const outcome =
    done.length === 0 ? 'nothing happens' : joinWords(done.map((each) => actionInWords(each, facts, isWritten)));
  return `${situation.charAt(0).toUpperCase()}${situation.slice(1)} → ${outcome}`.slice(0, 300);
}
