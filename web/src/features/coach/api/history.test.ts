import { type Figures, figureNames } from '@model/figures.ts';
import type { Insight } from '@model/insight.ts';
import { describe, expect, it } from 'vitest';
import { changeOf, isAlone, seriesOf, weeksOf } from './history.ts';

const unknown = Object.fromEntries(figureNames.map((name) => [name, null])) as Figures;

function seen(date: string, score: number, figures: Partial<Figures> = {}): Insight {
  const at = new Date(`${date}T06:00:00Z`);
  return {
    ...{ date, score, known: 100, parts: [], missing: [], figures: { ...unknown, ...figures }, unread: [] },
    ...{ isSample: false, findings: [], told: [], expected: null, createdAt: at, updatedAt: at, expireAt: at },
  };
}

const scoreIn = ({ score }: Insight) => score;
const cashIn = ({ figures }: Insight) => figures.cash;

describe('the days of a line', () => {
  it('are as many as asked for, and a day that nobody looked at is a gap', () => {
    const insights = [seen('2026-11-22', 57), seen('2026-11-20', 55), seen('2026-10-01', 10)];
    expect(seriesOf(insights, scoreIn, '2026-11-22', 4)).toEqual([
      { day: '2026-11-19', value: null },
      { day: '2026-11-20', value: 55 },
      { day: '2026-11-21', value: null },
      { day: '2026-11-22', value: 57 },
    ]);
  });

  it('stand alone between gaps, and not beside another', () => {
    const points = seriesOf(
      [seen('2026-11-22', 57), seen('2026-11-21', 56), seen('2026-11-19', 55)],
      scoreIn,
      '2026-11-22',
      4,
    );
    expect(points.map((_, index) => isAlone(points, index))).toEqual([true, false, false, false]);
  });
});

describe('a change', () => {
  it('is measured against the day asked for, or one shortly before it', () => {
    const insights = [seen('2026-11-22', 57), seen('2026-11-16', 60), seen('2026-11-13', 50), seen('2026-11-10', 40)];
    expect(changeOf(insights, scoreIn, 7)).toEqual({ before: 50, now: 57, since: '2026-11-13' });
  });

  it('is not known where nothing was seen around that day, or the figure was not known', () => {
    expect(changeOf([seen('2026-11-22', 57), seen('2026-11-11', 50)], scoreIn, 7)).toBeNull();
    expect(changeOf([seen('2026-11-22', 57, { cash: 1 }), seen('2026-11-15', 50)], cashIn, 7)).toBeNull();
    expect(changeOf([seen('2026-11-22', 57), seen('2026-11-15', 50, { cash: 1 })], cashIn, 7)).toBeNull();
    expect(changeOf([], scoreIn, 7)).toBeNull();
  });

  it('takes the latest day on which the figure was known', () => {
    const insights = [seen('2026-11-22', 57, { cash: 5 }), seen('2026-11-15', 50), seen('2026-11-14', 50, { cash: 9 })];
    expect(changeOf(insights, cashIn, 7)).toEqual({ before: 9, now: 5, since: '2026-11-14' });
  });
});

describe('the weeks of the cash flow', () => {
  it('end with the newest day, each as it stood last, with what changed since the week before', () => {
    const insights = [
      seen('2026-11-22', 1, { cash: 900, revenue30: 40, monthlyBurn: 10, runwayDays: 90 }),
      seen('2026-11-18', 1, { cash: 5_000 }),
      seen('2026-11-15', 1, { cash: 1_000 }),
    ];
    const weeks = weeksOf(insights, 8);
    expect(weeks).toHaveLength(2);
    expect(weeks[0]).toEqual({
      ...{ from: '2026-11-16', until: '2026-11-22', cash: 900, change: -100, revenue: 40, burn: 10, runwayDays: 90 },
    });
    expect(weeks[1]).toMatchObject({ until: '2026-11-15', cash: 1_000, change: null, revenue: null });
  });

  it('keep a week in between that nobody looked at, and tell no change across it', () => {
    const weeks = weeksOf([seen('2026-11-22', 1, { cash: 900 }), seen('2026-11-06', 1, { cash: 1_000 })], 8);
    expect(weeks.map(({ cash, change }) => [cash, change])).toEqual([
      [900, null],
      [null, null],
      [1_000, null],
    ]);
  });

  it('are no more than asked for, the oldest still with its change', () => {
    const insights = ['2026-11-22', '2026-11-15', '2026-11-08'].map((date, index) => seen(date, 1, { cash: index }));
    expect(weeksOf(insights, 2).map(({ change }) => change)).toEqual([-1, -1]);
    expect(weeksOf([], 8)).toEqual([]);
  });
});
