import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureName, Figures } from '../../model/figures.ts';
import { criticalFindings } from './critical-findings.ts';
import { completeFigures } from './gather-figures.ts';
import { HEALTH_PARTS, healthScore } from './health-score.ts';

const place = { locale: 'en-US', currency: 'USD' };
const none = completeFigures({});
const lines = readFileSync(new URL('../../../../docs/coach.md', import.meta.url), 'utf8').split('\n');

/** The rows of the table of the docs whose head begins so, as cells by heading. */
function tableOf(firstCell: string): Record<string, string>[] {
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const start = lines.findIndex((line) => cells(line)[0] === firstCell);
  const head = cells(lines[start] ?? '');
  const rest = lines.slice(start + 2);
  return rest
    .slice(
      0,
      rest.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => Object.fromEntries(cells(line).map((cell, at) => [`${at} ${head[at]}`, cell])));
}

/** What the score is made of, by the way that is good for it, with values around those that its scales know. */
const RANGES: Partial<Record<FigureName, { better: 1 | -1; min: number; max: number }>> = {
  runwayDays: { better: 1, min: 0, max: 4_000 },
  monthlyBurn: { better: -1, min: 0, max: 50_000 },
  revenue30: { better: 1, min: 0, max: 50_000 },
  dso: { better: -1, min: 0, max: 400 },
  efficiency: { better: 1, min: 0, max: 1 },
  revenueGrowth: { better: 1, min: -1, max: 3 },
  netMargin: { better: 1, min: -2, max: 1 },
};
const names = Object.keys(RANGES) as FigureName[];
const anyValueOf = (name: FigureName) =>
  fc.double({ min: RANGES[name]?.min ?? 0, max: RANGES[name]?.max ?? 1, noNaN: true });
const anyFigures: fc.Arbitrary<Figures> = fc
  .record(Object.fromEntries(names.map((name) => [name, fc.option(anyValueOf(name), { freq: 4 })])))
  .map((some) => ({ ...none, ...some }));
const change = fc
  .constantFrom(...names)
  .chain((name) => fc.tuple(fc.constant(name), anyValueOf(name), anyValueOf(name)));

describe('the health score', () => {
  it('is the one worked out by hand for the three companies of the docs', () => {
    const rows = tableOf('Company').map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, cell]) => [key.split(' ')[1] ?? '', cell])),
    );
    expect(rows.map(({ Company }) => Company)).toEqual(['Healthy', 'Short of cash', 'Overstocked']);
    for (const { Company, ...cells } of rows) {
      const given = Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, Number(cell)]));
      const { score, known, parts, missing } = healthScore(completeFigures(given), place);
      const got = Object.fromEntries([['score', score], ...parts.map((one) => [one.part, one.score])]);
      const { cash_flow, operations, revenue, profitability } = given;
      expect([Company, got]).toEqual([Company, { score: given.score, cash_flow, operations, revenue, profitability }]);
      expect([known, missing]).toEqual([100, []]);
    }
  });

  it('has the weights and scales that the docs tell', () => {
    const told = tableOf('Part').map((row) => Object.values(row));
    const had = HEALTH_PARTS.flatMap(({ part, weight, inputs }) =>
      inputs.map((one) => [
        part,
        `${weight} %`,
        `${one.input} (${one.unit})`,
        `${one.weight} %`,
        one.scale.map(([value, points]) => `${value} → ${points}`).join(', '),
      ]),
    );
    expect(told).toEqual(had);
    expect(HEALTH_PARTS.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    for (const { inputs } of HEALTH_PARTS) expect(inputs.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
  });

  it('lies between 0 and 100, and so does each part', () => {
    fc.assert(
      fc.property(anyFigures, (figures) => {
        const { score, known, parts } = healthScore(figures, place);
        for (const one of [score, known, ...parts.map((part) => part.score)]) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(100);
          expect(Number.isInteger(one)).toBe(true);
        }
      }),
    );
  });

  it('never rises when a figure is missing, nor does what is known', () => {
    fc.assert(
      fc.property(anyFigures, fc.constantFrom(...names), (figures, name) => {
        const [whole, lacking] = [healthScore(figures, place), healthScore({ ...figures, [name]: null }, place)];
        expect(lacking.score).toBeLessThanOrEqual(whole.score);
        expect(lacking.known).toBeLessThanOrEqual(whole.known);
      }),
    );
  });

  it('never falls when a figure gets better, whatever the others are', () => {
    fc.assert(
      fc.property(anyFigures, change, (figures, [name, one, other]) => {
        const [worse, better] = [one, other].toSorted((a, b) => (a - b) * (RANGES[name]?.better ?? 1));
        const scoreAt = (value: number | undefined) => healthScore({ ...figures, [name]: value ?? null }, place).score;
        expect(scoreAt(better)).toBeGreaterThanOrEqual(scoreAt(worse));
      }),
      { numRuns: 300 },
    );
  });

  it('says what is missing and what it could add: with it, the score is at most as much higher', () => {
    const nothing = healthScore(none, place);
    expect([nothing.score, nothing.known]).toEqual([0, 0]);
    expect(nothing.missing.map(({ input, points }) => [input, points])).toEqual([
      ['growth', 25],
      ['runway', 21],
      ['net_margin', 15],
      ['burn', 14],
      ['dso', 12.5],
      ['efficiency', 12.5],
    ]);
    const some = healthScore(completeFigures({ cash: 6_000, monthlyBurn: 9_000 }), place);
    expect(some.known).toBe(21);
    expect(some.missing.find(({ input }) => input === 'burn')?.figures).toEqual(['revenue30']);
    expect(some.parts[0]?.explanation).toBe(
      'Runway 20 days: 13 of 100 points, 60% of the part. Burn by revenue is not known: 0 of 100 points, 40% of the part.',
    );
  });

  it('tells a burn without revenue from one that nobody knows', () => {
    const { parts, missing } = healthScore({ ...none, monthlyBurn: 100, revenue30: 0 }, place);
    expect(parts[0]?.explanation).toContain('Burn by revenue has no revenue to stand against: 0 of 100');
    expect(missing.map(({ input }) => input)).not.toContain('burn');
    expect(healthScore({ ...none, monthlyBurn: 0 }, place).parts[0]?.inputs[1]).toMatchObject({
      value: 0,
      points: 100,
    });
  });
});

describe('what cannot wait', () => {
  const on = (figures: Partial<Figures>) =>
    criticalFindings(completeFigures(figures), { place, date: '2026-11-23', before: [] });

  it.each([
    ['overdrawn', { cash: -1 }, { cash: 0 }],
    ['out_of_cash_soon', { cash: 2_999, monthlyBurn: 3_000 }, { cash: 3_000, monthlyBurn: 3_000 }],
    ['bills_beyond_cash', { cash: 100, overduePayables: 101 }, { cash: 100, overduePayables: 100 }],
    ['revenue_halved', { revenue30: 50, revenuePrev30: 100 }, { revenue30: 51, revenuePrev30: 100 }],
    ['heavy_loss', { netMargin: -0.25 }, { netMargin: -0.24 }],
    ['unpaid_beyond_revenue', { overdueReceivables: 11, revenue30: 10 }, { overdueReceivables: 10, revenue30: 10 }],
  ])('%s is found just there', (id, bad, good) => {
    expect(on(bad).map((one) => one.id)).toEqual([id]);
    expect(on(good)).toEqual([]);
  });

  it('is told with its figures, and not where one of them is unknown', () => {
    expect(on({ cash: 6_000, monthlyBurn: 9_000 })).toEqual([
      {
        id: 'out_of_cash_soon',
        title: 'Your cash lasts 20 days',
        text: 'You have $6,000, and spend $9,000 a month more than you earn.',
        since: '2026-11-23',
      },
    ]);
    expect(on({ runwayDays: 5 })).toEqual([]);
  });
});
