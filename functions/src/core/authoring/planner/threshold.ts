import { currencySign } from './currencies.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/** "by more than 10%": a bound, as it was said. `unit` is null where none was. */
export interface Threshold {
  readonly operator: '>' | '>=' | '<' | '<=';
  readonly value: number;
  readonly unit: 'percent' | 'count' | 'days' | 'stars' | null;
  /** ISO 4217, where an amount of money was named. */
  readonly currency: string | null;
}

type Amount = Pick<Threshold, 'value' | 'unit' | 'currency'>;
type Operator = Threshold['operator'];

const operator: Parser<Operator> = longest<Operator>(
  means(
    '>',
    'by? more|greater|larger|bigger|higher|longer|older|better|worth then|than',
    'by? more|greater|larger|bigger|higher|longer|older then|than just|about?',
    'by? worth more then|than',
    'by? over|above|exceeding|beyond',
    'north of',
    'exceeds|exceed|exceeded|surpasses|surpass|tops|passes',
    'by? >',
    'in excess of',
    'higher|greater|more|upwards of',
  ),
  means(
    '>=',
    'by? at least',
    'by? a? minimum of?',
    'by? no|not less|fewer|lower than',
    'by? >=|≥',
    'by',
    'reaches|reach|hits|hit|reached',
  ),
  means(
    '<',
    'by? less|fewer|smaller|lower|shorter|cheaper|worse|worth then|than',
    'by? worth less then|than',
    'by? under|below|beneath|underneath',
    'by? <',
    'short of',
    'not even',
    'south of',
  ),
  means('<=', 'by? at most', 'up to', 'by? no|not more|higher than', 'by? a? maximum of?', 'by? <=|≤', 'down to'),
);
const orMore: Parser<unknown> = longest<unknown>(
  phrase('or|and more|over|higher|above|better|greater|bigger|upwards|up|beyond|longer|older|later|worse'),
  phrase('plus'),
  phrase('at least'),
  phrase('at the very least'),
  phrase('minimum'),
  token(({ text }) => text === '+'),
);
const orLess: Parser<unknown> = longest<unknown>(
  phrase('or|and less|fewer|below|lower|under|worse|smaller|down|cheaper'),
  phrase('at most'),
  phrase('maximum|max|tops'),
);

const thousands: Parser<number> = longest(
  map(both(number, phrase('k|thousand|grand')), ([value]) => 1000 * value),
  map(both(number, phrase('hundred')), ([value]) => 100 * value),
  means(1000, 'a thousand|grand'),
  means(100, 'a hundred'),
  means(12, 'a? dozen'),
  number,
);
const things =
  'unit|units|item|items|piece|pieces|pcs|left|remaining|remain|pack|packs|packages|bottle|bottles|boxes|box|bags|jars|pairs|cartons|kg|g|grams';
const rivals = 'of? them|competitors|competitor|rivals|rival|shops|stores|dispensaries|gyms|sites|sellers|others';
const amount: Parser<Amount> = longest<Amount>(
  map(both(currencySign, thousands), ([currency, value]) => ({ value, unit: null, currency })),
  map(both(thousands, currencySign), ([value, currency]) => ({ value, unit: null, currency })),
  map(both(number, phrase('cent|cents|c')), ([value]) => ({ value: value / 100, unit: null, currency: 'USD' })),
  map(both(number, phrase('pence|p')), ([value]) => ({ value: value / 100, unit: null, currency: 'GBP' })),
  map(both(number, longest(phrase('%|percent|pct|procent|prozent'), phrase('percentage points?'))), ([value]) => ({
    value,
    unit: 'percent',
    currency: null,
  })),
  means({ value: 25, unit: 'percent', currency: null }, 'a quarter'),
  map(both(number, phrase(rivals)), ([value]) => ({ value, unit: 'count', currency: null })),
  map(both(thousands, phrase(`${things} left|remaining|in? stock?`)), ([value]) => ({
    value,
    unit: 'count',
    currency: null,
  })),
  map(both(thousands, phrase(things)), ([value]) => ({ value, unit: 'count', currency: null })),
  map(both(number, phrase('day|days')), ([value]) => ({ value, unit: 'days', currency: null })),
  map(both(number, phrase('week|weeks')), ([value]) => ({ value: 7 * value, unit: 'days', currency: null })),
  map(both(number, phrase('month|months')), ([value]) => ({ value: 30 * value, unit: 'days', currency: null })),
  means({ value: 7, unit: 'days', currency: null }, 'a week'),
  means({ value: 14, unit: 'days', currency: null }, 'a fortnight'),
  means({ value: 30, unit: 'days', currency: null }, 'a month'),
  means({ value: 1, unit: 'days', currency: null }, 'a day'),
  map(both(number, phrase('star|stars|star-review')), ([value]) => ({ value, unit: 'stars', currency: null })),
  map(thousands, (value) => ({ value, unit: null, currency: null })),
);

const sided: Parser<Operator> = longest<Operator>(
  map(orMore, () => '>='),
  map(orLess, () => '<='),
);

/**
 * `more than 10%`, `by at least $5`, `10 percent or more`, `3 stars or fewer`, `over two weeks`. A bare amount is taken as
 * at least that much, and only where its unit tells that it is one.
 */
export const threshold: Parser<Threshold> = longest<Threshold>(
  map(both(operator, both(amount, maybe(sided))), ([op, [read, side]]) => ({ ...read, operator: side ?? op })),
  map(both(amount, sided), ([read, side]) => ({ ...read, operator: side })),
  map(both(number, both(sided, phrase(rivals))), ([value, [side]]) => count(side, value)),
  map(both(number, both(sided, phrase(things))), ([value, [side]]) => count(side, value)),
  map(amount, (read) =>
    read.unit === 'percent' || read.unit === 'stars' || read.currency !== null ? { ...read, operator: '>=' } : null,
  ),
);

/** An amount with its unit, where the words around it tell the side: `30 days`, `$5`, `15`. */
export const amountSaid: Parser<Amount> = amount;

/** `at least 3 of them`, `two or more competitors`: how many must do it. */
export const howMany: Parser<Threshold> = longest<Threshold>(
  map(both(operator, both(number, phrase(rivals))), ([op, [value]]) => count(op, value)),
  map(both(number, both(sided, phrase(rivals))), ([value, [side]]) => count(side, value)),
);

function count(op: Operator, value: number): Threshold {
  return { operator: op, value, unit: 'count', currency: null };
}
