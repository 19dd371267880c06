import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFigure, type Place } from './figure-text.ts';
import { FIGURE_WORDS } from './figure-words.ts';
import { type FigureName, figureNames, figuresSchema } from './figures.ts';
import { readFigure } from './read-figure.ts';
import { writtenFiguresSchema } from './written-figures.ts';

const dollars: Place = { locale: 'en-US', currency: 'USD' };
const euros: Place = { locale: 'de-DE', currency: 'EUR' };
const dinars: Place = { locale: 'en-KW', currency: 'KWD' };

describe('a figure as people write it', () => {
  it.each<[FigureName, string, Place, number]>([
    ['cash', '12400', dollars, 12_400],
    ['cash', ' $12,400.50 ', dollars, 12_400.5],
    ['cash', '12.400,50 €', euros, 12_400.5],
    ['cash', '12.400,50', dollars, 12_400.5],
    ['cash', 'EUR 12.400', euros, 12_400],
    ['cash', '12.400', dollars, 12_400],
    ['cash', '1,234,567', dollars, 1_234_567],
    ['cash', '12,34,567.5', { locale: 'en-IN', currency: 'INR' }, 1_234_567.5],
    ['cash', '12 400,5', euros, 12_400.5],
    ['cash', "CHF 12'400", { locale: 'de-CH', currency: 'CHF' }, 12_400],
    ['cash', '12,5', dollars, 12.5],
    ['cash', '1.234', dinars, 1.234],
    ['cash', '-$350', dollars, -350],
    ['cash', '$-350', dollars, -350],
    ['cash', '($350)', dollars, -350],
    ['cash', '350-', dollars, -350],
    ['cash', '\u2212350', dollars, -350],
    ['cash', '12k', dollars, 12_000],
    ['cash', 'About $12k', dollars, 12_000],
    ['payables', 'Nothing', dollars, 0],
    ['cash', '$1.234k', dollars, 1_234],
    ['cash', '1.2 M', dollars, 1_200_000],
    ['netMargin', '12 %', dollars, 0.12],
    ['netMargin', '-3,5%', dollars, -0.035],
    ['netMargin', '0,125', dollars, 0.125],
    ['netMargin', '12.345 %', dollars, 0.12345],
    ['revenueGrowth', '250 percent', dollars, 2.5],
    ['dso', '31 days', dollars, 31],
    ['dso', '1.234', euros, 1_234],
    ['reviewsAverage', '4,5 stars', dollars, 4.5],
    ['orders30', '1,234', dollars, 1_234],
  ])('%s %s', (name, text, place, value) => {
    expect(readFigure(name, text, place)).toEqual({ value });
  });

  it.each(['', ' ', '-', 'n/a', 'Skip', 'No answer', '?'])('says nothing: “%s”', (text) => {
    expect(readFigure('cash', text, dollars)).toBeNull();
  });

  it.each<[FigureName, string, string]>([
    ['cash', '€350', 'This is not in USD'],
    ['cash', '350 EUR', 'This is not in USD'],
    ['orders30', '$3', 'This is no amount of money'],
    ['cash', '12 %', 'This is no percentage'],
    ['cash', 'a lot', '‘a lot’ is no number'],
    ['cash', '1.2.3', '‘1.2.3’ is no number'],
    ['cash', '1,2345,678', '‘1,2345,678’ is no number'],
    ['cash', '12,34.567', '‘12,34.567’ is no number'],
    ['cash', '(350', '‘(350’ is no number'],
    ['cash', '--3', '‘--3’ is no number'],
    ['cash', '1e5', '‘1e5’ is no number'],
    ['netMargin', '12', 'Write 12 % or 0.12'],
    ['refundRate', '120 %', 'A share lies between 0 and 1: 0.12 is 12 %'],
    ['payables', '-5', 'This is never below 0'],
    ['orders30', '3.5', 'Write a whole number'],
    ['reviewsAverage', '6', 'There are five stars at most'],
  ])('%s cannot be %s', (name, text, problem) => {
    expect(readFigure(name, text, dollars)).toEqual({ problem });
  });

  it('is read back as the product itself writes it, in any place', () => {
    const places = [dollars, euros, dinars, { locale: 'fr-FR', currency: 'EUR' }, { locale: 'de-CH', currency: 'CHF' }];
    const size = fc.oneof(fc.integer({ min: 0, max: 9_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.constantFrom(...figureNames), fc.constantFrom(...places), size, (name, place, value) => {
        const { unit } = FIGURE_WORDS[name];
        if (!figuresSchema.shape[name].safeParse(value).success) return;
        const read = readFigure(name, formatFigure(unit, value, place), place);
        const off = read !== null && 'value' in read ? Math.abs(read.value - value) : Number.POSITIVE_INFINITY;
        // As precisely as it was written.
        expect(off).toBeLessThanOrEqual(unit === 'share' ? 0.0051 : 0.51);
      }),
    );
  });
});

describe('figures that are written down', () => {
  it('name the field and what is wrong with it', () => {
    const problems = (given: object) =>
      writtenFiguresSchema.safeParse(given).error?.issues.map(({ path, message }) => [path.join('.'), message]);
    expect(problems({ cash: -5, netMargin: null, dso: 12 })).toBeUndefined();
    expect(problems({ payables: -1 })).toEqual([['payables', 'This is never below 0']]);
    expect(problems({ refundRate: 12 })).toEqual([['refundRate', 'A share lies between 0 and 1: 0.12 is 12 %']]);
    expect(problems({ cash: '12' })).toEqual([['cash', 'Write a number, such as 12400.5']]);
    expect(problems({ cahs: 1, cash: 1 })).toEqual([
      ['', expect.stringMatching(/^There is no figure cahs; there are cash, /)],
    ]);
    expect(problems({})).toEqual([['', 'Name at least one figure, such as cash']]);
  });
});
