import type { ContractCondition } from '../../../../model/contract.ts';
import type { SaidAmount } from '../../contract-change.ts';
import { currencySign } from '../currencies.ts';
import {
  beginning,
  both,
  longest,
  map,
  maybe,
  means,
  number,
  type Parser,
  phrase,
  remembered,
  vocabulary,
} from '../grammar.ts';
import type { Said } from './clause.ts';
import type { SaidCondition } from './subject-words.ts';

type Operator = ContractCondition['operator'];
type Measure = ContractCondition['measure'];

const before: Parser<Operator> = longest<Operator>(
  means(
    '>',
    'more|greater|larger|bigger|higher|longer|better|worth than|then',
    'over|above|exceeding|exceeds|exceed|exceeded|beyond|topping|tops|surpassing|surpasses|passes|>',
    'any more|larger|bigger|higher than',
    'north|upward|upwards|excess of',
    'in excess of',
    'goes|go|went|rises|rise|rose|climbs|climb|jumps|gets over|above|past|beyond',
  ),
  means(
    '>=',
    'at least',
    'at? a? minimum of?',
    'no|not less|fewer|lower|smaller|under than?',
    'starting|from at|from?',
    'hits|hit|reaches|reach|reached|reaching|>=|≥',
  ),
  means(
    '<',
    'less|fewer|lower|smaller|shorter|worse|cheaper than|then',
    'under|below|beneath|<',
    'falls|fall|fell|drops|drop|dropped|goes|dips|sinks|gets below|under|beneath',
  ),
  means('<=', 'at most', 'at? a? maximum of?', 'no|not more|higher|longer|larger|better than?', 'up|down to', '<=|≤'),
  means('==', 'exactly|precisely|equals|equal to?'),
);
const after: Parser<Operator> = longest<Operator>(
  means(
    '>=',
    'or|and more|over|higher|above|better|longer|up|upwards|greater|bigger|larger',
    'plus|+|minimum',
    'at least',
  ),
  means('<=', 'or|and less|fewer|lower|below|under|worse|down|shorter|smaller', 'max|maximum', 'at most'),
);

/** An amount with its bound: `strict` where the words alone tell what it is of, `loose` only beside an operator. */
function bounded(
  measure: Measure,
  strict: Parser<SaidAmount>,
  loose: Parser<SaidAmount>,
  bare: Operator | null,
): Parser<Said> {
  const either = longest(strict, loose);
  const said = (operator: Operator, amount: SaidAmount): Said => [condition(measure, operator, amount)];
  return longest<Said>(
    map(both(before, both(either, maybe(after))), ([operator, [amount, more]]) =>
      said(more === '>=' && operator === '==' ? more : operator, amount),
    ),
    map(both(either, after), ([amount, operator]) => said(operator, amount)),
    map(both(phrase('between|from'), both(either, both(phrase('and|to'), strict))), ([, [low, [, high]]]) => [
      condition(measure, '>=', low),
      condition(measure, '<=', high),
    ]),
    map(strict, (amount) => (bare === null ? null : said(bare, amount))),
  );
}

export function condition(measure: Measure, operator: Operator, amount: SaidAmount | null): SaidCondition {
  return { measure, operator, amount, text: null, base: null, of: null, isVague: false };
}

/** "Large", "too long": a figure has to be asked for. */
export function vague(measure: Measure, operator: Operator = '>'): SaidCondition {
  return { ...condition(measure, operator, null), isVague: true };
}

/** What a status or a text has to say. */
export function says(text: string): SaidCondition {
  return { ...condition('says', 'contains', null), text };
}

/** The parser behind as many of these words as stand there; the fewest, so that "at" does not eat into "at least". */
export function behind<T>(words: string, parser: Parser<T>): Parser<T> {
  const skipped = new Set(words.split('|'));
  for (const word of skipped) vocabulary.add(word);
  const begins = parser.begins === undefined ? undefined : new Set([...parser.begins, ...skipped]);
  const read: Parser<T> = (tokens, at) => {
    for (let next = at; next <= at + 7; next++) {
      const read = parser(tokens, next);
      if (read) return read;
      const token = tokens[next];
      if (token === undefined || token.kind === 'quote' || token.kind === 'name' || !skipped.has(token.text))
        return null;
    }
    return null;
  };
  return remembered(beginning(read, begins));
}

const figure: Parser<number> = longest(
  map(both(number, phrase('k|grand')), ([value]) => value * 1_000),
  map(both(number, phrase('thousand')), ([value]) => value * 1_000),
  means(1_000, 'a grand|thousand'),
  number,
);
const inMoney = (value: number, currency: string | null): SaidAmount => ({ value, unit: 'currency', currency });
const moneyAmount: Parser<SaidAmount> = longest(
  map(both(currencySign, figure), ([currency, value]) => inMoney(value, currency)),
  map(both(figure, currencySign), ([value, currency]) => inMoney(value, currency)),
);

/** `over $500`, `of 1,000 € or more`, `that is worth more than 200`; a bare amount is at least that much. */
export function moneyBound(measure: 'total' | 'amount'): Parser<Said> {
  const bound = bounded(
    measure,
    moneyAmount,
    map(figure, (value) => inMoney(value, null)),
    '>=',
  );
  return behind(
    'which|that|is|are|was|were|it|its|with|has|have|having|a|an|the|total|totals|totaling|totalling|value|values|valued|amount|amounts|amounting|balance|basket|cart|sum|worth|costs|costing|comes|to|of|for|at|in|their|by|and|but|also|than|spends|spend|spent|owes|owe|owing|price|coming',
    notTimesOf(bound),
  );
}

/** "More than 10 orders" counts orders, "more than 20 %" is a share: neither is an amount of money. */
function notTimesOf(bound: Parser<Said>): Parser<Said> {
  const other = phrase(
    '%|percent|pct|orders|invoices|members|customers|clients|reviews|prospects|leads|day|days|week|weeks|month|months|hour|hours|minute|minutes|times|items|units|stars|star|am|pm|of|people|competitors',
  );
  return (tokens, at) => {
    const read = bound(tokens, at);
    return read && other(tokens, read[1]) === null ? read : null;
  };
}

const DAYS: readonly [string, number][] = [
  ['day|days', 1],
  ['business|working days', 1],
  ['week|weeks|wk|wks', 7],
  ['month|months', 30],
  ['year|years', 365],
];
const dayUnit: Parser<number> = longest(...DAYS.map(([names, days]) => means(days, names)));
const inDays = (value: number): SaidAmount => ({ value, unit: 'days', currency: null });
const dayAmount: Parser<SaidAmount> = longest(
  map(both(number, both(maybe(phrase('full|whole|straight')), dayUnit)), ([count, [, days]]) => inDays(count * days)),
  map(both(phrase('a|an full|whole|entire?'), dayUnit), ([, days]) => inDays(days)),
  means(inDays(14), 'a? fortnight'),
  means(inDays(90), 'a quarter', 'three months'),
  means(inDays(180), 'half a year'),
  means(inDays(14), 'a couple of? weeks'),
  means(inDays(2), 'a couple of? days'),
);
/** `30+ days`, `30 or more days`. */
const daysOrMore: Parser<SaidAmount & { operator: Operator }> = map(
  both(number, both(after, dayUnit)),
  ([count, [operator, days]]) => ({ ...inDays(count * days), operator }),
);
const DAY_WORDS = 'for|in|within|during|after|since|the|last|past|by|already|now|of|is|are|a|about|some|still|it|its';

/** `for 60 days`, `more than two weeks`, `30+ days`; bare, it is the day itself. */
export function daysBound(measure: 'days_inactive' | 'days_past_due'): Parser<Said> {
  return behind(
    DAY_WORDS,
    longest<Said>(
      map(daysOrMore, ({ operator, ...amount }) => [condition(measure, operator, amount)]),
      bounded(measure, dayAmount, dayAmount, '=='),
    ),
  );
}

/** Days that are only told by a vague word: "for too long". */
export function tooLong(measure: 'days_inactive' | 'days_past_due'): Parser<Said> {
  return map(phrase('for? too|very|so|quite|really|a|some|unusually|pretty long|while|ages|time time?'), () => [
    vague(measure),
  ]);
}

const STARS: Readonly<Record<string, number>> = {
  'zero-star': 0,
  'one-star': 1,
  'two-star': 2,
  'three-star': 3,
  'four-star': 4,
  'five-star': 5,
};
const inStars = (value: number): SaidAmount => ({ value, unit: 'stars', currency: null });
const starWord = 'star|stars|starred|⭐';
const starAmount: Parser<SaidAmount> = longest(
  map(both(number, phrase(starWord)), ([value]) => inStars(value)),
  map(both(number, phrase('out of 5|five stars?')), ([value]) => inStars(value)),
  ...Object.entries(STARS).map(([word, value]) => means(inStars(value), word)),
  means(inStars(1), 'a|single star'),
);
const starsOrMore: Parser<Said> = map(both(number, both(after, phrase(starWord))), ([value, [operator]]) => [
  condition('rating', operator, inStars(value)),
]);
/** `1 or 2 stars`, `four to five stars`. */
const starRange: Parser<Said> = map(
  both(number, both(phrase('star|stars? or|to|and'), starAmount)),
  ([low, [, { value: high }]]) => [
    ...(low > 1 ? [condition('rating', '>=', inStars(low))] : []),
    ...(high < 5 ? [condition('rating', '<=', inStars(high))] : []),
  ],
);

/** `below 4 stars`, `3 stars or fewer`, `one-star`, `4+ stars`, `of 2 or less`. */
export const starsBound: Parser<Said> = behind(
  'with|of|only|just|that|which|is|are|has|have|a|an|the|rated|rating|ratings|gives|at|for|by|it|its|us|was|and',
  longest<Said>(
    starsOrMore,
    starRange,
    bounded(
      'rating',
      starAmount,
      map(number, (value) => (value >= 0 && value <= 5 ? inStars(value) : null)),
      '==',
    ),
  ),
);
