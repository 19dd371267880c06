import { describe, expect, it } from 'vitest';
import { barsOf, changeWords, heatOf, monthlyPace, peakWords, pointsWords, savedWords, shareWords } from './figures.ts';
import type { Day } from './get-analytics.ts';

const DAY_MS = 86_400_000;
const none = { canceled: 0, costMicros: 0, savedSeconds: 0, successRate: null, p50Ms: null, p95Ms: null };
const daysOf = (count: number): Day[] =>
  Array.from({ length: count }, (_, index) => {
    const date = new Date(Date.parse('2026-01-01T00:00:00Z') + index * DAY_MS).toISOString().slice(0, 10);
    return { ...none, date, completed: index, failed: 1, runs: index + 1 };
  });

describe('figures in words', () => {
  it('say how they have changed', () => {
    expect([changeWords(120, 100), changeWords(50, 100), changeWords(100, 100)]).toEqual([
      '20 % more',
      '50 % less',
      'as before',
    ]);
    expect([changeWords(5, 0), changeWords(null, 3), changeWords(5_000, 1)]).toEqual([
      null,
      null,
      'many times as much',
    ]);
    expect([pointsWords(0.98, 0.95), pointsWords(0.9, 0.91), pointsWords(null, 1)]).toEqual([
      '3 points up',
      '1 point down',
      null,
    ]);
  });

  it('round no failure away', () => {
    expect([shareWords(1), shareWords(0.9999), shareWords(0.973), shareWords(null)]).toEqual([
      '100 %',
      '99.9 %',
      '97.3 %',
      '–',
    ]);
    expect([savedWords(90), savedWords(5_400), savedWords(360_000)]).toEqual(['2 min', '1.5 h', '100 h']);
  });
});

describe('runs over time', () => {
  it('are a bar a day, and of a year a bar a week, with nothing lost', () => {
    expect(barsOf(daysOf(30))).toHaveLength(30);
    for (const length of [93, 98, 365]) {
      const days = daysOf(length);
      const bars = barsOf(days);
      expect(bars).toHaveLength(Math.ceil(length / 7));
      const sum = (all: readonly { runs: number }[]) => all.reduce((total, { runs }) => total + runs, 0);
      expect(sum(bars)).toBe(sum(days));
      expect(bars.at(-1)?.runs).toBe(sum(days.slice(-7)));
    }
    expect(barsOf(daysOf(93))[0]?.label).toBe('Jan 1 – Jan 2');
  });

  it('give the pace of a month', () => {
    expect(monthlyPace({ totals: { runs: 70 }, days: daysOf(7) })).toBe(300);
    expect(monthlyPace({ totals: { runs: 0 }, days: [] })).toBe(0);
  });
});

describe('the week', () => {
  it('says when most began, and shows the rare beside the frequent', () => {
    const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
    expect(peakWords(week)).toBeNull();
    week[2]?.splice(9, 1, 4);
    expect(peakWords(week)).toBe('Wednesdays at 9 AM');
    expect([heatOf(0, 100), heatOf(100, 100)]).toEqual([0, 1]);
    expect(heatOf(1, 10_000)).toBeGreaterThan(0.15);
  });
});
