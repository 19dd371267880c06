import type { ContractCondition, SubjectId } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { type Answer, ask, isAnswer, refuse } from './answers.ts';
import { words } from './grammar.ts';
import type { Hints } from './hints.ts';
import { bareMeasure } from './loose.ts';
import { replaced } from './schedule-trouble.ts';
import type { Threshold } from './threshold.ts';
import { numberSource, type Token } from './tokens.ts';
import type { SubjectCondition, Wish } from './wish.ts';

const SIGNS: Readonly<Record<string, string>> = { USD: '$', AUD: '$', CAD: '$', NZD: '$', EUR: '€', GBP: '£' };

export interface PlacedCondition {
  readonly condition: ContractCondition;
  readonly from: number;
  readonly to: number;
}

/** The conditions in formal words, with unit and base, in their order; or the one question that they leave. */
export function decideConditions(
  subject: SubjectId,
  wish: Wish,
  hints: Hints,
  facts: AuthoringFacts,
): readonly PlacedCondition[] | Answer {
  const other = ofAnother(subject, wish);
  if (other !== null)
    return ask(wish.sentence, 'which', `What is to be ${other}? I did not understand what that belongs to.`);
  const own = withLoose(subject, wish);
  if (isAnswer(own)) return own;
  const product =
    hints.product ?? productOf(wish, facts) ?? (facts.products.includes(wish.spoken ?? '') ? wish.spoken : null);
  if (typeof product === 'object' && product !== null) return product;
  const made: PlacedCondition[] = [];
  for (const { value, from, to } of own) {
    const before = made.at(-1)?.condition ?? null;
    const condition = formal({ said: value, subject, before, product, wish, hints, facts });
    if (isAnswer(condition)) return condition;
    if (condition !== null && !made.some((one) => isSame(one.condition, condition))) made.push({ condition, from, to });
  }
  return made;
}

/** Said twice is said once. */
function isSame(one: ContractCondition, other: ContractCondition): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A figure or a text that was said of something else than what it is about: it is not passed over. */
function ofAnother(subject: SubjectId, { conditions, tokens }: Wish): string | null {
  const other = conditions.find(
    ({ value }) =>
      value.subject !== null && value.subject !== subject && (value.amount !== null || value.text !== null),
  );
  return other === undefined ? null : `“${words(tokens.slice(other.from, other.to))}”`;
}

interface Said {
  readonly value: SubjectCondition;
  readonly from: number;
  readonly to: number;
}

/** The conditions of the subject; bounds that stand alone are given to them, or become conditions of their own. */
function withLoose(subject: SubjectId, wish: Wish): readonly Said[] | Answer {
  const ofEvents = wish.happenings
    .filter(({ value }) => value.subject === subject)
    .flatMap(({ value, from, to }) => value.conditions.map((one): Said => ({ value: { ...one, subject }, from, to })));
  const own: Said[] = wish.conditions.filter(({ value }) => value.subject === subject || value.subject === null);
  for (const { value, from, to } of wish.thresholds) {
    const needy = own.findIndex(
      (one) => one.value.amount === null && one.value.text === null && fits(one.value, value),
    );
    const there = own[needy];
    if (there) {
      const operator = value.operator;
      own[needy] = {
        from: Math.min(there.from, from),
        to: Math.max(there.to, to),
        value: { ...there.value, isVague: false, operator, amount: amountOf(value) },
      };
      continue;
    }
    const isOld = isAge(wish.tokens.slice(from, to), value);
    const measure = isOld ? null : bareMeasure(subject, value, countedFrom(wish.tokens, to));
    // "More than 3 products are low" counts products, of which there is no measure.
    const isOfThings = subject === 'stock' && value.operator.startsWith('>') && wish.happenings.length > 0;
    if (measure === null || isOfThings) {
      return ask(wish.sentence, 'threshold', `What is to be ${inWords(value)}?`);
    }
    own.push({ from, to, value: { ...plain, measure, operator: value.operator, amount: amountOf(value), subject } });
  }
  return [...ofEvents, ...own].sort((a, b) => a.from - b.from);
}
/** "At least 5 past due members" counts members. */
function countedFrom(tokens: readonly Token[], at: number): string | null {
  const noun = tokens.slice(at).find(({ text }) => !STATES.has(text));
  return noun?.text ?? null;
}
const STATES = new Set(['past', 'due', 'past-due', 'overdue', 'late', 'unpaid']);

/** "Older than 2020" is no amount. */
function isAge(tokens: readonly Token[], { unit }: Threshold): boolean {
  return unit !== 'days' && tokens.some(({ text }) => AGES.has(text));
}
const AGES = new Set(['older', 'longer', 'later', 'younger', 'newer']);
const plain = { text: null, base: null, of: null, isVague: false } as const;

function amountOf({ value, unit, currency }: Threshold) {
  return { value, unit: unit ?? (currency === null ? null : ('currency' as const)), currency };
}

function fits({ measure }: SubjectCondition, { unit }: Threshold): boolean {
  if (measure === 'price_gap' || measure === 'price_change') return unit === null || unit === 'percent';
  if (measure === 'quantity' || measure === 'undercutting') return unit === null || unit === 'count';
  if (measure === 'days_past_due' || measure === 'days_inactive') return unit === null || unit === 'days';
  if (measure === 'rating') return unit === null || unit === 'stars';
  return measure !== 'is_down' && measure !== 'says';
}

function inWords({ operator, value, unit, currency }: Threshold): string {
  const side = { '>': 'more than', '>=': 'at least', '<': 'less than', '<=': 'at most' }[operator];
  return `${side} ${currency === null ? value : `${SIGNS[currency] ?? `${currency} `}${value}`}${unit === 'percent' ? '%' : ''}`;
}

/** The one product that is named; null where none is, or where a competitor is meant. */
function productOf({ tokens, names, sentence }: Wish, facts: AuthoringFacts): string | null | Answer {
  const named = tokens.filter(({ sort }) => sort === 'product').map(({ raw }) => raw);
  const left = names.map(({ value }) => value.raw).filter((name) => facts.products.includes(name));
  const products = left.length === 0 ? [] : [...new Set([...left, ...named])];
  const [only = null, other] = products;
  if (other === undefined) return only;
  return ask(
    sentence,
    'which',
    `I watch one product in one playbook. Which one first: ${products.join(' or ')}?`,
    products,
  );
}

interface Asked {
  readonly said: SubjectCondition;
  readonly subject: SubjectId;
  readonly before: ContractCondition | null;
  readonly product: string | null;
  readonly wish: Wish;
  readonly hints: Hints;
  readonly facts: AuthoringFacts;
}
const OF_PRODUCT = new Set<ContractCondition['measure']>(['price_gap', 'price', 'price_change', 'quantity']);
const UNITS: Partial<Readonly<Record<ContractCondition['measure'], ContractCondition['unit']>>> = {
  quantity: 'count',
  undercutting: 'count',
  count: 'count',
  days_past_due: 'days',
  days_inactive: 'days',
  amount: 'currency',
  total: 'currency',
  price: 'currency',
  rating: 'stars',
  says: 'none',
  is_down: 'none',
};

/** After "overdue", "if it is more than $2,000" is of the amount; two ways to count one difference are one. */
function isOther(own: ContractCondition['measure'] | null, { measure }: ContractCondition): boolean {
  return own !== null && own !== measure && !/^price|^undercutting/.test(measure);
}

function formal(asked: Asked): ContractCondition | null | Answer {
  const { said, before, product, wish, hints, facts } = asked;
  if (said.text !== null)
    return { ...blank, measure: said.measure, operator: said.operator, value: said.text, of: said.of };
  const own = said.subject === null && said.amount !== null ? bareMeasure(asked.subject, said.amount, null) : null;
  const repeats = said.subject === null && before !== null && !isOther(own, before);
  const measure = repeats ? before.measure : (own ?? said.measure);
  const of = hints.product ?? said.of ?? (repeats ? before.of : OF_PRODUCT.has(measure) ? product : null);
  const limit = said.isVague || needsLimit(said) ? hints.limit : undefined;
  if (said.isVague && limit === undefined) return vague(said, wish.sentence);
  const amount = limit?.amount ?? said.amount;
  const operator = limit === undefined ? said.operator : (limit.operator ?? orEqual(said.operator));
  if (amount === null) return withoutAmount(said, of, wish.sentence);
  const money = wrongMoney(amount.currency, facts);
  if (money) return money;
  const unit = amount.unit ?? UNITS[measure] ?? hints.unit ?? (repeats ? before.unit : null);
  if (unit === null) return askUnit(amount.value, wish.sentence, facts);
  const base = repeats ? before.base : baseOf(asked, unit);
  if (typeof base !== 'string') return base;
  const made: ContractCondition = {
    measure: base === 'our price' && measure === 'price_change' ? 'price_gap' : measure,
    operator,
    value: amount.value,
    unit,
    base,
    of,
  };
  return made.measure === 'price_gap' ? gap(made) : made;
}
/** "60 days" in answer to how long: from then on. */
function orEqual(operator: ContractCondition['operator']): ContractCondition['operator'] {
  return operator === '>' ? '>=' : operator === '<' ? '<=' : operator;
}

const blank = { unit: 'none', base: 'none', of: null } as const;

/** "Is 7 days late" needs nothing more; "undercut us" has a limit only where one is said. */
function needsLimit({ amount, measure }: SubjectCondition): boolean {
  return amount === null && measure === 'value';
}

function vague({ measure }: SubjectCondition, sentence: string): Answer {
  const of = { price_gap: 'cheaper', days_inactive: 'days', days_past_due: 'days' }[String(measure)] ?? '';
  const question = of === 'days' ? 'How many days?' : of === 'cheaper' ? 'Cheaper by how much?' : 'From how much on?';
  return ask(sentence, 'threshold', question, measure === 'price_gap' ? ['more than 10%', 'more than 20%'] : []);
}

/** What is a condition without a figure. */
function withoutAmount(said: SubjectCondition, of: string | null, sentence: string): ContractCondition | null | Answer {
  switch (said.measure) {
    case 'price_gap':
      return { measure: 'price_gap', operator: '>', value: 0, unit: 'percent', base: said.base ?? 'our price', of };
    case 'is_down':
      return { ...blank, measure: 'is_down', operator: '==', value: 1 };
    case 'quantity':
    case 'count':
    case 'price_change':
    case 'undercutting':
      return null;
    default:
      return ask(sentence, 'threshold', 'From how much on?');
  }
}

function wrongMoney(currency: string | null, facts: AuthoringFacts): Answer | null {
  if (currency === null || currency === facts.currency) return null;
  return refuse(`Your prices are in ${facts.currency}; I cannot compare them with an amount in ${currency}.`);
}

function askUnit(value: number, sentence: string, facts: AuthoringFacts): Answer {
  const said = new RegExp(`(?<![\\w.:])${numberSource(Math.abs(value))}(?![\\w:%])`, 'i');
  const size = Math.abs(value);
  const sign = SIGNS[facts.currency] ?? `${facts.currency} `;
  return ask(sentence, 'unit', `${size} percent, or ${sign}${size}?`, [
    replaced(sentence, said, `${size}%`),
    replaced(sentence, said, `${sign}${size}`),
  ]);
}

/** Of what a percentage is one. A drop of a competitor's price can be below ours, or below what it was. */
function baseOf(
  { said, subject, wish, hints }: Asked,
  unit: ContractCondition['unit'],
): ContractCondition['base'] | Answer {
  const { measure } = said;
  if (measure === 'price_gap') return said.base ?? 'our price';
  if (measure === 'price_change') {
    const base = said.base ?? hints.base ?? (subject === 'own_prices' ? 'price before' : null);
    return (
      base ??
      ask(wish.sentence, 'base', 'Below your prices, or compared with what they were before?', [
        'below our price',
        'compared with their price before',
      ])
    );
  }
  if (measure === 'value' && unit === 'percent' && said.base !== null) return said.base;
  return 'none';
}

function gap(made: ContractCondition): ContractCondition | Answer {
  const { operator, unit, base } = made;
  if (operator === '<' && base === 'their price') {
    return refuse('I can tell you when they are cheaper than you, not yet when you are cheaper than they are.');
  }
  const value = Math.abs(Number(made.value));
  if (Number(made.value) < 0 && operator.startsWith('<'))
    return { ...made, operator: operator === '<' ? '>' : '>=', value };
  if (operator === '<' || operator === '<=') {
    return refuse('I can tell you when they are cheaper by more than so much, not by less than so much.', [
      '… if they undercut us by more than 10%',
      '… if they drop below ours',
    ]);
  }
  if (Number(made.value) <= 0) {
    return refuse(
      `The limit must be above zero; ${made.value} is not. To hear of any lower price, say “if they drop below ours”.`,
      ['… if they drop below ours'],
    );
  }
  if (unit === 'percent' && base === 'our price' && value >= 100) {
    return refuse(`Nobody can be ${value}% cheaper than you: at 100% it would cost nothing. Name a limit below 100%.`);
  }
  return made;
}
