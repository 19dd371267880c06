import { describe, expect, it } from 'vitest';
import { type Figures, foldIn, type Newest, successRate } from './fold-figures.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 9, minute));
const one = (executionId: string, status: Newest['status'], minute: number): Newest => ({
  executionId,
  playbookId: 'p',
  status,
  createdAt: at(minute),
});
const figures: Figures = {
  playbookId: 'p',
  recent: [{ executionId: 'a', status: 'running', createdAt: at(5) }],
  completed: 3,
  failed: 1,
  costMicros: 10,
};
const fold = (...newest: Newest[]) => foldIn(new Map([['p', figures]]), newest);

describe('foldIn', () => {
  it('takes in one that is new and one that has ended', () => {
    const found = fold(one('b', 'failed', 6), one('a', 'completed', 5)).get('p');
    expect(found).toMatchObject({ completed: 4, failed: 2 });
    expect(found?.recent.map(({ executionId, status }) => [executionId, status])).toEqual([
      ['b', 'failed'],
      ['a', 'completed'],
    ]);
  });

  it('changes nothing when it is told the same again', () => {
    const newest = [one('b', 'failed', 6), one('a', 'completed', 5)];
    const once = fold(...newest);
    expect(foldIn(once, newest)).toBe(once);
  });

  it('takes back a failure that was resumed and completed', () => {
    const failed = fold(one('b', 'failed', 6));
    expect(foldIn(failed, [one('b', 'completed', 6)]).get('p')).toMatchObject({ completed: 4, failed: 1 });
  });

  it('keeps twelve, and does not count anew what is older than those', () => {
    const many = Array.from({ length: 14 }, (_, index) => one(`n${index}`, 'completed', 30 - index));
    const full = fold(...many);
    expect(full.get('p')?.recent).toHaveLength(12);
    expect(foldIn(full, [one('old', 'completed', 1)])).toBe(full);
  });

  it('leaves alone what is not shown', () => {
    const known = new Map([['p', null]]);
    expect(foldIn(known, [one('b', 'failed', 6)])).toBe(known);
  });
});

describe('successRate', () => {
  it('is a whole percentage that no failure is rounded away from', () => {
    expect(successRate({ completed: 0, failed: 0 })).toBeNull();
    expect(successRate({ completed: 5, failed: 0 })).toBe(100);
    expect(successRate({ completed: 999, failed: 1 })).toBe(99);
    expect(successRate({ completed: 1, failed: 3 })).toBe(25);
  });
});
