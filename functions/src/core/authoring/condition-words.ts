import type { Contract, ContractCondition, SubjectId } from '../../model/contract.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import { pricesAt } from './subjects/competitor-prices.ts';
import { type Source, sourceInWords } from './subjects/subjects.ts';

/** `if one of them undercuts your price by more than 10% (measured against your price)`; null for no condition. */
export function conditionsInWords(
  conditions: readonly ContractCondition[],
  contract: Contract,
  currency: string,
): string | null {
  if (conditions.length === 0) return null;
  // The first says what it is about; of the others it is the same thing.
  const source = sourceInWords(contract);
  const told = conditions.map((one, index) => inWords(one, { contract, isFirst: index === 0, source, currency }));
  return `if ${joinWords([...new Set(told)])}`;
}

interface About {
  readonly contract: Contract;
  readonly source: Source;
  readonly isFirst: boolean;
  readonly currency: string;
}

/** `$1,000` of a currency, `10%`, `5`. */
function amountInWords({ unit }: Pick<ContractCondition, 'unit'>, value: number, currency: string): string {
  if (unit === 'percent') return `${value}%`;
  return unit === 'currency' ? moneyInWords(value, currency) : new Intl.NumberFormat('en-US').format(value);
}

export function moneyInWords(value: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }).format(
    value,
  );
}

const COMPARED: Readonly<Record<ContractCondition['operator'], string>> = {
  '>': 'more than ',
  '>=': 'at least ',
  '<': 'less than ',
  '<=': 'at most ',
  '==': 'exactly ',
  contains: '',
};

/** Of what is counted there are fewer, not less. */
const FEWER: Readonly<typeof COMPARED> = { ...COMPARED, '<': 'fewer than ' };

function inWords(condition: ContractCondition, about: About): string {
  const { measure, operator, value, of } = condition;
  const it = subjectOf(condition, about);
  if (measure === 'says') return `${it} ${operator === '==' ? 'is' : 'says'} “${value}”`;
  if (measure === 'is_down') return `${about.contract.urls.length > 1 ? 'one of them' : 'it'} is down`;
  const number = Number(value);
  const figure = amountInWords(condition, number, about.currency);
  const amount = `${COMPARED[operator]}${figure}`;
  const many = `${FEWER[operator]}${figure}`;
  const ofWhat = of === null ? '' : ` of ${of}`;
  switch (measure) {
    case 'price_gap':
      return gapInWords(condition, number, about.currency);
    case 'undercutting':
      return cheaperInWords(condition, number);
    case 'price_change':
      return changeInWords(of === null ? 'the price' : `the price of ${of}`, condition, number, about.currency);
    case 'price':
      return `${about.source.by === 'look' ? 'a' : 'the'} price${ofWhat} is ${amount}`;
    case 'quantity':
      return `${many}${ofWhat} ${number === 1 && operator === '==' ? 'is' : 'are'} left`;
    case 'count':
      return `there are ${many}${ofWhat === '' ? ' of them' : ofWhat}`;
    case 'rating':
      return `${it} has ${many} ${number === 1 ? 'star' : 'stars'}`;
    case 'days_past_due':
      return `${it} is ${amount} ${days(number)} past due`;
    case 'days_inactive':
      return `${it} has not ordered for ${amount} ${days(number)}`;
    case 'value':
      return condition.base === 'price before'
        ? changeInWords(it, condition, number, about.currency)
        : `${it} is ${amount}`;
    case 'amount':
    case 'total':
      return `${it} ${SUMS[about.contract.subject] ?? 'comes to'} ${amount}`;
  }
}

const SUMS: Partial<Readonly<Record<SubjectId, string>>> = { members: 'owes', customers: 'has spent' };
const PEOPLE: Partial<Readonly<Record<SubjectId, string>>> = {
  members: 'the member',
  customers: 'the customer',
  prospects: 'the prospect',
};

function subjectOf({ of }: ContractCondition, { contract, source, isFirst }: About): string {
  if (of !== null) return of;
  return source.by === 'look' && isFirst ? source.look.one : (PEOPLE[contract.subject] ?? 'it');
}

const days = (count: number) => (count === 1 ? 'day' : 'days');

/** Which price a percentage is of is said, since it is what goes wrong. */
function gapInWords(condition: ContractCondition, value: number, currency: string): string {
  const { operator, base, unit, of } = condition;
  const onProduct = of === null ? '' : ` on ${of}`;
  const amount = amountInWords(condition, value, currency);
  const isUp = operator === '>' || operator === '>=';
  if (base === 'their price' && unit === 'percent') {
    if (value === 0 && isUp) return `your price${onProduct} is above one of theirs`;
    return `your price${onProduct} is ${COMPARED[operator]}${amount} above one of theirs (measured against their price)`;
  }
  if (value === 0 && operator === '>') return `one of them is cheaper than you${onProduct}`;
  const measured = unit === 'percent' ? ' (measured against your price)' : '';
  const by = operator === '>=' ? `${amount} or more` : `${COMPARED[operator]}${amount}`;
  return `one of them undercuts your price${onProduct} by ${by}${measured}`;
}

function cheaperInWords({ operator, of }: ContractCondition, value: number): string {
  const onWhat = of === null ? '' : ` (${of})`;
  if (operator !== '>' && operator !== '>=')
    return `${COMPARED[operator]}${value} of them are cheaper than you${onWhat}`;
  const least = operator === '>' ? value + 1 : value;
  return `${least} or more of them ${least === 1 ? 'is' : 'are'} cheaper than you${onWhat}`;
}

function changeInWords(what: string, condition: ContractCondition, value: number, currency: string): string {
  const { operator, unit, measure } = condition;
  const isDrop = value < 0 || (value === 0 && operator.startsWith('<'));
  const flipped: Partial<Record<ContractCondition['operator'], ContractCondition['operator']>> = {
    '<': '>',
    '<=': '>=',
    '>': '<',
    '>=': '<=',
  };
  const compared = COMPARED[isDrop ? (flipped[operator] ?? operator) : operator];
  if (value === 0) return `${what} ${isDrop ? 'falls' : 'rises'}`;
  const measured =
    unit === 'percent' ? ` (measured against ${measure === 'value' ? 'what it was' : 'the price'} before)` : '';
  return `${what} ${isDrop ? 'falls' : 'rises'} by ${compared}${amountInWords(condition, Math.abs(value), currency)}${measured}`;
}

/** `your price $100, theirs $85: 15% below yours`. */
function pricesInWords({ unit, base }: ContractCondition, gap: number, currency: string): string {
  const [ours, theirs] = pricesAt(gap, { unit, base }).map((price) => moneyInWords(price, currency));
  if (gap === 0) return `your price ${ours}, theirs too`;
  const amount = amountInWords({ unit }, Math.abs(gap), currency);
  const isOfTheirs = unit === 'percent' && base === 'their price';
  const [who, whose] = isOfTheirs ? ['yours is ', 'theirs'] : ['', 'yours'];
  const isAbove = isOfTheirs ? gap > 0 : gap < 0;
  return `your price ${ours}, theirs ${theirs}: ${who}${amount} ${isAbove ? 'above' : 'below'} ${whose}`;
}

/** One thing in an example: `theirs is 15% below yours`, `4 left of Blue Dream`. */
export function situationInWords(
  condition: ContractCondition,
  value: number | string,
  thing: string | null,
  currency: string,
): string {
  const { measure, unit } = condition;
  const who = thing === null ? '' : `${thing}: `;
  if (measure === 'says') return `${who}it says “${value}”`;
  const number = Number(value);
  const amount = amountInWords({ unit }, Math.abs(number), currency);
  switch (measure) {
    case 'is_down':
      return `${who}it is ${number > 0 ? 'down' : 'up'}`;
    case 'price_gap':
      return `${who}${pricesInWords(condition, number, currency)}`;
    case 'undercutting':
      return `${who}${number} of them cheaper than you`;
    case 'price_change':
      return `${who}${movedInWords('the price', number, amount)}`;
    case 'price':
      return `${who}a price of ${amount}`;
    case 'quantity':
      return `${who}${amount} left`;
    case 'count':
      return `${who}${amount} of them`;
    case 'rating':
      return `${who}${amount} ${number === 1 ? 'star' : 'stars'}`;
    case 'days_past_due':
      return `${who}${amount} ${days(number)} past due`;
    case 'days_inactive':
      return `${who}no order for ${amount} ${days(number)}`;
    case 'value':
      if (condition.base === 'price before') return `${who}${movedInWords('it', number, amount)}`;
      return `${who}${number < 0 ? '−' : ''}${amount}`;
    case 'amount':
    case 'total':
      return `${who}${number < 0 ? '−' : ''}${amount}`;
  }
}

function movedInWords(what: string, number: number, amount: string): string {
  return number === 0 ? `${what} is as before` : `${what} ${number < 0 ? 'falls' : 'rises'} by ${amount}`;
}
