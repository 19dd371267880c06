import { both, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/** "by more than 10%": a bound, as it was said. `unit` is null where none was. */
export interface Threshold {
  readonly operator: '>' | '>=' | '<' | '<=';
  readonly value: number;
  readonly unit: 'percent' | 'count' | null;
  /** ISO 4217, where an amount of money was named. */
  readonly currency: string | null;
}

type Amount = Pick<Threshold, 'value' | 'unit' | 'currency'>;

const operator: Parser<Threshold['operator']> = longest<Threshold['operator']>(
  means(
    '>',
    'by? more|greater|larger|bigger|higher then|than',
    'by? over|above|exceeding|beyond',
    'exceeds|exceed',
    'by? >',
  ),
  means('>=', 'by? at least', 'by? a minimum of', 'by? minimum', 'by? no less than', 'by'),
  means('<', 'by? less|fewer|smaller|lower than', 'by? under|below'),
  means('<=', 'by? at most', 'up to', 'by? no more than', 'by? a maximum of'),
);
const orMore: Parser<unknown> = longest<unknown>(
  phrase('or more|over|higher|above|better'),
  phrase('and|or up|above|upwards'),
  phrase('plus'),
  token(({ text }) => text === '+'),
);

const money: readonly [string, string][] = [
  ['$|dollar|dollars|buck|bucks|usd', 'USD'],
  ['€|euro|euros|eur', 'EUR'],
  ['£|pound|pounds|quid|gbp', 'GBP'],
];
const sign: Parser<string> = longest(...money.map(([names, code]) => means(code, names)));
const amount: Parser<Amount> = longest<Amount>(
  map(both(sign, number), ([currency, value]) => ({ value, unit: null, currency })),
  map(both(number, sign), ([value, currency]) => ({ value, unit: null, currency })),
  map(both(number, phrase('cent|cents|c')), ([value]) => ({ value: value / 100, unit: null, currency: 'USD' })),
  map(both(number, longest(phrase('%|percent|pct'), phrase('percentage points?'))), ([value]) => ({
    value,
    unit: 'percent',
    currency: null,
  })),
  map(both(number, phrase('or? of them|competitors|rivals|shops|stores')), ([value]) => ({
    value,
    unit: 'count',
    currency: null,
  })),
  map(number, (value) => ({ value, unit: null, currency: null })),
);

/** `more than 10%`, `by at least $5`, `10 percent or more`, `10%`. A bare amount is taken as at least that much. */
export const threshold: Parser<Threshold> = longest<Threshold>(
  map(both(operator, both(amount, maybe(orMore))), ([op, [read, more]]) => ({ ...read, operator: more ? '>=' : op })),
  map(both(amount, orMore), ([read]) => ({ ...read, operator: '>=' })),
  map(amount, (read) => (read.unit === 'percent' || read.currency !== null ? { ...read, operator: '>=' } : null)),
);

/** `at least 3 of them`, `two or more competitors`: how many must do it. */
export const howMany: Parser<Threshold> = longest<Threshold>(
  map(both(operator, both(number, phrase('of? them|competitors|rivals|shops|stores'))), ([op, [value]]) =>
    count(op, value),
  ),
  map(both(number, both(orMore, phrase('of? them|competitors|rivals|shops|stores'))), ([value]) => count('>=', value)),
);

function count(op: Threshold['operator'], value: number): Threshold {
  return { operator: op, value, unit: 'count', currency: null };
}
