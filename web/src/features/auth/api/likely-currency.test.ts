import { expect, it } from 'vitest';
import { likelyCurrency } from './likely-currency.ts';

it.each([
  ['en-US', 'USD'],
  ['en-GB', 'GBP'],
  ['de', 'EUR'],
  ['de-CH', 'CHF'],
  ['fr-CA', 'CAD'],
  ['no such language', 'USD'],
])('a browser of %s likely pays in %s', (language, currency) => {
  expect(likelyCurrency(language)).toBe(currency);
});
