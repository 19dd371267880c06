import { longest, means, type Parser } from './grammar.ts';
import type { Token } from './tokens.ts';

/** Names of money that several countries share: for a tenant of one of them it is its own. */
const SHARED: readonly (readonly [words: ReadonlySet<string>, currencies: ReadonlySet<string>])[] = [
  [
    new Set(['$', 'dollar', 'dollars', 'buck', 'bucks']),
    new Set(['AUD', 'CAD', 'NZD', 'SGD', 'HKD', 'TWD', 'JMD', 'BBD']),
  ],
  [new Set(['£', 'pound', 'pounds', 'quid']), new Set(['EGP', 'GIP', 'FKP', 'SHP'])],
  [
    new Set(['kr', 'crown', 'crowns', 'krona', 'kronor', 'krone', 'kroner', 'koruna']),
    new Set(['SEK', 'NOK', 'DKK', 'ISK', 'CZK']),
  ],
  [new Set(['franc', 'francs', 'fr', 'sfr']), new Set(['CHF'])],
  [new Set(['peso', 'pesos']), new Set(['MXN', 'ARS', 'CLP', 'COP', 'PHP'])],
  [new Set(['rupee', 'rupees', 'rs', '₹']), new Set(['INR', 'PKR', 'LKR'])],
];

/** The codes that are read in a sentence besides the dollar, the euro and the pound. */
const OTHER_CURRENCIES = [...new Set(SHARED.flatMap(([, currencies]) => [...currencies])), 'PLN', 'JPY', 'ZAR', 'BRL'];

/** `$`, `euros`, `aud`: the currency by its ISO 4217 code. */
export const currencySign: Parser<string> = longest(
  means('USD', '$|dollar|dollars|buck|bucks|usd'),
  means('EUR', '€|euro|euros|eur'),
  means('GBP', '£|pound|pounds|quid|gbp'),
  ...OTHER_CURRENCIES.map((code) => means(code, code.toLowerCase())),
);

/** "$50" of a shop that counts in Australian dollars is `aud 50`. */
export function inOwnCurrency(tokens: readonly Token[], currency: string): readonly Token[] {
  const own = SHARED.find(([, currencies]) => currencies.has(currency))?.[0];
  if (own === undefined) return tokens;
  return tokens.map((one) =>
    own.has(one.text) && one.kind !== 'quote' ? { ...one, text: currency.toLowerCase() } : one,
  );
}
