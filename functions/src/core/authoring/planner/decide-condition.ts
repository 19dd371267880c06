import type { AuthoringFacts } from '../authoring-facts.ts';
import type { Condition } from '../intent.ts';
import { type Answer, ask, refuse } from './answers.ts';
import type { Read } from './read.ts';
import { replaced } from './schedule-trouble.ts';
import type { Threshold } from './threshold.ts';
import { numberSource } from './tokens.ts';

const SIGNS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

/** The condition of a price watch, with unit and base; null when none was asked for. */
export function decideCondition(read: Read, facts: AuthoringFacts): Condition | Answer | null {
  const [bound, another] = read.thresholds;
  const [many, anotherMany] = read.counts;
  if (read.everyOne)
    return refuse('I can watch for any one of them, or for at least so many of them, not for “all” or “most”.', [
      '… if any competitor undercuts us',
      '… if at least 3 competitors undercut us',
    ]);
  if (another || anotherMany || (bound && many)) return ask(read.sentence, 'You named two limits. Which one counts?');
  if (read.comparison === null) {
    if (many)
      return ask(read.sentence, 'What must they do for it to count?', [
        `Email me every morning if at least ${many.value} competitors undercut us`,
      ]);
    if (bound || read.unclearDrop) return withoutComparison(read, bound);
    return null;
  }
  if (read.comparison === 'below_theirs') {
    return refuse('I can tell you when they are cheaper than you, not yet when you are cheaper than they are.');
  }
  const product = read.names.find((name) => facts.products.includes(name)) ?? null;
  const base = read.comparison === 'above_theirs' ? 'their price' : 'our price';
  if (many) {
    if (many.operator === '<' || many.operator === '<=')
      return refuse('I can watch for at least so many competitors, not for at most.');
    if (many.value < 1 || !Number.isInteger(many.value)) return refuse('The number of competitors must be 1 or more.');
    if (product !== null) return refuse('I can count competitors over all your products, but not for one product yet.');
    return { metric: 'undercutting', operator: many.operator, value: many.value, unit: 'count', base, product };
  }
  if (!bound) return { metric: 'price_gap', operator: '>', value: 0, unit: 'percent', base, product };
  return withBound(read, facts, bound, base, product);
}

function withBound(
  read: Read,
  facts: AuthoringFacts,
  bound: Threshold,
  base: Condition['base'],
  product: string | null,
): ReturnType<typeof decideCondition> {
  const { value, currency, operator } = bound;
  if (operator === '<' || operator === '<=') {
    return refuse('I can tell you when they are cheaper by more than so much, not by less than so much.', [
      '… if they undercut us by more than 10%',
      '… if they drop below ours',
    ]);
  }
  if (value <= 0) {
    return refuse(
      `The limit must be above zero; ${value} is not. To hear of any lower price, say “if they drop below ours”.`,
      ['… if they drop below ours'],
    );
  }
  if (bound.unit === 'count') return ask(read.sentence, 'Is that a number of competitors, or a difference in price?');
  if (bound.unit === null && currency === null) {
    const said = new RegExp(`(?<![\\w.:])${numberSource(value)}(?![\\w:%])`, 'i');
    const sign = SIGNS[facts.currency] ?? `${facts.currency} `;
    return ask(read.sentence, `${value} percent, or ${sign}${value}?`, [
      replaced(read.sentence, said, `${value}%`),
      replaced(read.sentence, said, `${sign}${value}`),
    ]);
  }
  if (currency !== null && currency !== facts.currency) {
    return refuse(`Your prices are in ${facts.currency}; I cannot compare them with an amount in ${currency}.`);
  }
  const percent = currency === null;
  if (percent && base === 'our price' && value >= 100) {
    return refuse(`Nobody can be ${value}% cheaper than you: at 100% it would cost nothing. Name a limit below 100%.`);
  }
  return { metric: 'price_gap', operator, value, unit: percent ? 'percent' : 'currency', base, product };
}

/** "If their prices drop by 10%": below ours, or below what they were? */
function withoutComparison(read: Read, bound: Threshold | undefined): ReturnType<typeof decideCondition> {
  if (bound?.currency && (bound.operator === '<' || bound.operator === '<=')) {
    return refuse('I compare their prices with yours; I cannot watch for a fixed price yet.', [
      '… if they undercut us by more than $5',
      '… if they drop below ours',
    ]);
  }
  const much =
    bound === undefined ? '' : ` by ${bound.operator === '>=' ? 'at least' : 'more than'} ${amountOf(bound)}`;
  return ask(read.sentence, 'Below your prices, or below what they were before? I can do the first.', [
    `Track our competitors' prices every morning and email me if they undercut us${much}`,
  ]);
}

function amountOf({ value, unit, currency }: Threshold): string {
  return currency === null
    ? `${value}${unit === 'percent' ? '%' : ''}`
    : `${SIGNS[currency] ?? `${currency} `}${value}`;
}
