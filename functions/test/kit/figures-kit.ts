import fc from 'fast-check';
import { FIGURE_WORDS, type Unit } from '../../src/model/figure-words.ts';
import { type FigureName, type Figures, figureNames } from '../../src/model/figures.ts';

/** Nothing is known but this. */
export function figuresOf(known: Partial<Figures>): Figures {
  const nothing = Object.fromEntries(figureNames.map((name) => [name, null])) as unknown as Figures;
  return { ...nothing, ...known };
}

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const VALUES: Readonly<Record<Unit, fc.Arbitrary<number>>> = {
  money: fc.oneof(double(0, 5_000), double(0, 2_000_000)),
  share: double(0, 1),
  days: double(0, 200),
  count: fc.integer({ min: 0, max: 200 }),
  times: double(0, 12),
  stars: double(1, 5),
};
/** What may be below zero. */
const CHANGES: readonly FigureName[] = ['cash', 'revenueGrowth', 'grossMargin', 'netMargin', 'netMarginPrev30'];

function anyValue(name: FigureName): fc.Arbitrary<number> {
  const value = VALUES[FIGURE_WORDS[name].unit];
  return CHANGES.includes(name) ? fc.tuple(value, fc.constantFrom(1, -1)).map(([one, sign]) => one * sign) : value;
}

/** The figures of any business on any day, a few of them unknown. */
export const anyFigures: fc.Arbitrary<Figures> = fc
  .record(Object.fromEntries(figureNames.map((name) => [name, fc.option(anyValue(name), { freq: 8 })])))
  .map((figures) => figures as unknown as Figures);
