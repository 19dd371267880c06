import { describe, expect, it } from 'vitest';
import { strangeFigures } from './strange-figures.ts';

const given = [
  { unit: 'money', value: 12_431.4 },
  { unit: 'money', value: -320 },
  { unit: 'share', value: 0.4144 },
  { unit: 'days', value: 43 },
  { unit: 'count', value: 17 },
  { unit: 'share', value: -0.078 },
  { unit: 'times', value: 2.4 },
] as const;
const dollars = { locale: 'en-US', currency: 'USD' };
const strange = (text: string, place = dollars, own = '') => strangeFigures(text, given, place, own);

describe('a figure that was given', () => {
  it.each([
    'Collect $12,431 of it',
    'It is $12,431.40.',
    'It is $12,431.4, and growing',
    'Some USD 12,431 is late',
    'Some 12,431 USD is late',
    'About $12,000',
    'About $12.4k, or $12k',
    'About $12 thousand',
    'That is 41% (41.4 %, 41 percent)',
    'It fell by 8%, by 7.8%, or -7.8%',
    'Down to -$320, −$320, $-320 or $320',
    'Gone in 43 days; a 43-day runway',
    'In the last 30 days',
    '17 customers: 17!',
    'It turns 2.4 times a year, 2 times or so',
    'One of them, this one, no one and the one who pays',
    'No figure at all',
  ])('is known in: %s', (text) => {
    expect(strange(text)).toEqual([]);
  });

  it.each([
    ['de-DE', 'EUR', '12.431 €, 12.431,40 €, €12,431 und 41 %'],
    ['de-CH', 'CHF', 'CHF 12’431.40 or CHF 12,431'],
    ['fr-FR', 'EUR', '12\u202f431 €, or 12\u00a0431,4 €'],
    ['en-IN', 'INR', '₹12,431'],
    ['en-CA', 'USD', 'US$12,431'],
    ['de-AT', 'EUR', '€ 12.431 or 12\u00a0431 €'],
    ['tr-TR', 'TRY', '₺12.431 and %41'],
    ['no such', 'USD', '$12,431'],
  ])('is known as %s writes it', (locale, currency, text) => {
    expect(strange(text, { locale, currency })).toEqual([]);
  });
});

describe('a figure that was sneaked in', () => {
  it.each([
    ['Collect $12,500', '12,500'],
    ['Collect $10,000 or so', '10,000'],
    ['Collect $12,431k', '12,431'],
    ['Collect $124,310', '124,310'],
    ['Collect €12,431', '12,431'],
    ['Collect EUR 12,431', '12,431'],
    ['Collect 12,431 CHF', '12,431'],
    ['Collect 12,431 of it', '12,431'],
    ['Collect -$12,431 of it', '12,431'],
    ['Collect $-12,431 of it', '12,431'],
    ['Some 41 customers', '41'],
    ['Some 43 customers', '43'],
    ['Up by 17%', '17'],
    ['It is 42%', '42'],
    ['It rose by +7.8%', '7.8'],
    ['Gone in 17 days', '17'],
    ['Gone in 43 weeks', '43'],
    ['Act within 2 days', '2'],
    ['30 customers', '30'],
    ['Pay within 30 days', '30'],
    ['Act in 17 Days, or 17 working days', '17'],
    ['17 million customers', '17'],
    ['$12,431 000', '000'],
    ['×17 of it', '17'],
    ['two ninths of it', 'ninths'],
    ['In the last -30 days', '30'],
    ['17th in the trade', '17'],
    ['17x as much', '17'],
    ['B17 and so on', '17'],
    ['1,2 of them', '1,2'],
    ['In 2026', '2026'],
    ['17/43 of all', '17'],
    ['17 × 43', '17'],
    ['17+ customers', '17'],
    ['.17 of it', '17'],
    ['Twice as many', 'Twice'],
    ['half of them', 'half'],
    ['a dozen', 'dozen'],
    ['some thousand customers', 'thousand'],
    ['fifteen customers', 'fifteen'],
    ['one customer owes it all', 'one'],
    ['revenue doubled', 'doubled'],
    ['a ½ of it', '½'],
    ['١٧ customers', '١'],
  ])('is found in: %s', (text, found) => {
    expect(strange(text)).toContain(found);
  });

  it('is not what the template itself says in words', () => {
    expect(strange('the first two weeks', dollars, 'within two weeks')).toEqual([]);
    expect(strange('the first three weeks', dollars, 'within two weeks')).toEqual(['three']);
  });
});
