import type { FigureName } from '@model/figures.ts';
import type { StatedFigure } from '@model/recommendation.ts';
import { describe, expect, it } from 'vitest';
import { daysLeft, detailFigures, effectOf, endedSince, groupsOf } from './recommendations.ts';

const now = new Date('2026-11-22T09:00:00Z');
const place = { locale: 'en-US', currency: 'USD' };

describe('the groups of what is pending', () => {
  const one = (id: string, priority: number, expiresAt: Date | null = null) => ({ id, data: { priority, expiresAt } });

  it('follow the priority, the most urgent first, without those that are empty', () => {
    const groups = groupsOf([one('a', 45), one('b', 71), one('c', 99)], now);
    expect(groups.map(({ urgency, entries }) => [urgency, entries.map(({ id }) => id)])).toEqual([
      ['now', ['c', 'b']],
      ['soon', ['a']],
    ]);
  });

  it('are without what is too old, also before the server has said so', () => {
    expect(groupsOf([one('a', 90, now)], now)).toEqual([]);
  });
});

it('says how long something may be acted on', () => {
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  expect(daysLeft(null, now)).toBeNull();
  expect(daysLeft(inHours(-1), now)).toBe('Expired');
  expect(daysLeft(inHours(5), now)).toBe('Last day');
  expect(daysLeft(inHours(30), now)).toBe('2 days left');
});

describe('the effect of a recommendation', () => {
  const outcome = { figure: 'overdueReceivables' as const, before: 4_000, after: 1_500, measuredAt: now };

  it('is its figure before and after, and whether that is good news', () => {
    expect(effectOf({ outcome }, place)).toEqual({
      ...{ label: 'Owed to you, past due', before: '$4,000', after: '$1,500', verdict: 'better' },
    });
  });

  it('is not told before it is known', () => {
    expect(effectOf({ outcome: { ...outcome, after: null } }, place)).toMatchObject({ after: null, verdict: null });
    expect(effectOf({ outcome: null }, place)).toBeNull();
  });
});

describe('the figures shown of a recommendation', () => {
  const stated = (name: FigureName | null): StatedFigure => ({
    ...{ name, label: 'x', unit: 'money', value: 1, text: '$1' },
  });

  it('are four: its own first, each once, and then those that tell most about its category', () => {
    const figures = [stated('overdueReceivables'), stated(null), stated('receivables')];
    expect(detailFigures({ category: 'cash_flow', figures, outcome: null })).toEqual([
      ...['overdueReceivables', 'receivables', 'cash', 'monthlyBurn'],
    ]);
    expect(detailFigures({ category: 'growth', figures: [], outcome: null })).toHaveLength(4);
  });
});

it('tells what was decided lately, the latest first', () => {
  const one = (id: string, status: 'pending' | 'accepted' | 'expired', day: string) => ({
    ...{ id, data: { status, updatedAt: new Date(`${day}T00:00:00Z`) } },
  });
  const entries = [
    one('old', 'accepted', '2026-07-01'),
    one('first', 'expired', '2026-11-01'),
    one('open', 'pending', '2026-11-20'),
    one('last', 'accepted', '2026-11-21'),
  ];
  expect(endedSince(entries, new Date('2026-08-24T00:00:00Z')).map(({ id }) => id)).toEqual(['last', 'first']);
});
