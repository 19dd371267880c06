import { describe, expect, it } from 'vitest';
import { findPrice, parsePrice, parsePriceValue } from './price-text.ts';

describe('a price in text', () => {
  it.each([
    ['$29.75', 29.75, 'USD'],
    ['$1,299.00', 1299, 'USD'],
    ['1.299,00 €', 1299, 'EUR'],
    ['£5', 5, 'GBP'],
    ['€ 12,50', 12.5, 'EUR'],
    ['29,90\u00a0€', 29.9, 'EUR'],
    ['1 299,00 €', 1299, 'EUR'],
    ["CHF 1'299.50", 1299.5, 'CHF'],
    ['USD 45', 45, 'USD'],
    ['45.00 USD', 45, 'USD'],
    ['US$ 10', 10, 'USD'],
    ['C$12.00', 12, 'CAD'],
    ['A$7', 7, 'AUD'],
    ['¥1,200', 1200, 'JPY'],
    ['₹1,299', 1299, 'INR'],
    ['1,299 kr', 1299, null],
    ['49,99 zł', 49.99, 'PLN'],
    ['$1,234,567.89', 1234567.89, 'USD'],
    ['$10 – $20', 10, 'USD'],
    ['From $15.00', 15, 'USD'],
    ['Price: $0.99 each', 0.99, 'USD'],
    ['$35/eighth', 35, 'USD'],
    ['$.', null, null],
    ['29.50', 29.5, null],
    ['1299', 1299, null],
    ['1.299', 1299, null],
    ['0.500', 0.5, null],
    ['12.345,67', 12345.67, null],
    ['Free', null, null],
    ['', null, null],
    ['call us', null, null],
    ['15%', null, null],
  ] as const)('is read: %j', (text, price, currency) => {
    expect(parsePrice(text)).toEqual(price === null ? null : { price, currency });
  });

  it('needs a currency to stand out of a sentence', () => {
    expect(findPrice('Blue Dream 3.5 g, now only $29.75!')).toMatchObject({ price: 29.75, currency: 'USD', index: 27 });
    expect(findPrice('Open 9 to 5, 24 parking lots')).toBeNull();
  });

  it('is taken as data with a decimal point', () => {
    expect(parsePriceValue('1.299')).toEqual({ price: 1.299, currency: null });
    expect(parsePriceValue(29.5)).toEqual({ price: 29.5, currency: null });
    expect(parsePriceValue('29,50')).toEqual({ price: 29.5, currency: null });
    for (const bad of [-1, Number.NaN, '-5', null, {}, 'n/a']) expect(parsePriceValue(bad)).toBeNull();
  });
});
