import { describe, expect, it } from 'vitest';
import type { Entry } from './firestore.ts';
import { appendPage, foldTop, heldBack, type Pages } from './pages.ts';

interface One {
  readonly createdAt: Date;
  readonly status: string;
}
const one = (number: number, status = 'completed'): Entry<One> => ({
  id: `e${String(number).padStart(3, '0')}`,
  path: `p/${number}`,
  data: { createdAt: new Date(number * 1000), status },
  problem: null,
});
/** The newest first: from one number down to another. */
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => one(from - index));
const numbers = ({ entries }: Pages<One>) => entries.map(({ id }) => Number(id.slice(1)));
const top = (found: readonly Entry<One>[], fits = (_: One) => true) => ({ found, limit: 3, fits, isKept: false });

describe('a list that is live at its top', () => {
  const first = foldTop(null, top(down(10, 8)));
  const two = appendPage(first, { found: down(7, 5), after: [new Date(5000), 'e005'] });

  it('goes on behind its first page, unless that is not full', () => {
    expect([numbers(first), first.after]).toEqual([
      [10, 9, 8],
      [new Date(8000), 'e008'],
    ]);
    expect(foldTop(null, top(down(2, 1))).after).toBeNull();
    expect([numbers(two), two.after]).toEqual([
      [10, 9, 8, 7, 6, 5],
      [new Date(5000), 'e005'],
    ]);
  });

  it('keeps what newer ones push out of sight', () => {
    const later = foldTop(two, top(down(12, 10)));
    expect(numbers(later)).toEqual([12, 11, 10, 9, 8, 7, 6, 5]);
    expect(later.after).toEqual(two.after);
    const whole = foldTop(appendPage(first, { found: [], after: null }), top(down(11, 9)));
    expect([numbers(whole), whole.after]).toEqual([[11, 10, 9, 8], null]);
  });

  it('shows a change, and drops what is gone or fits no more', () => {
    expect(foldTop(two, top([one(10, 'failed'), one(9), one(8)])).entries[0]?.data?.status).toBe('failed');
    // Without the ninth the seventh comes into sight.
    expect(numbers(foldTop(two, top([one(10), one(8), one(7)])))).toEqual([10, 8, 7, 6, 5]);
    const fits = ({ status }: One) => status === 'completed';
    expect(numbers(foldTop(two, top([one(10, 'failed'), one(9), one(8)], fits)))).toEqual([9, 8, 7, 6, 5]);
  });

  it('begins anew where all that is told is new', () => {
    const anew = foldTop(two, top(down(90, 88)));
    expect([numbers(anew), anew.after]).toEqual([
      [90, 89, 88],
      [new Date(88_000), 'e088'],
    ]);
  });

  it('goes on where what is left of a page is less than one', () => {
    const fits = ({ status }: One) => status === 'failed';
    const none = foldTop(null, top(down(10, 8), fits));
    expect([numbers(none), none.after]).toEqual([[], [new Date(8000), 'e008']]);
  });

  it('does not go on from what this device has kept of it', () => {
    const holes = [one(10), one(7), one(4)];
    const kept = foldTop(null, { ...top(holes), isKept: true });
    expect([numbers(kept), kept.after, kept.isKept]).toEqual([[10, 7, 4], null, true]);
    const told = foldTop(kept, top(down(10, 8)));
    expect([numbers(told), told.after, told.isKept]).toEqual([[10, 9, 8], [new Date(8000), 'e008'], false]);
    // Few of many were kept, and then all are told.
    expect(foldTop(foldTop(null, { ...top([one(9)]), isKept: true }), top(down(10, 8))).after).not.toBeNull();
    // Without a connection for a moment, what was told stays.
    expect(numbers(foldTop(two, { ...top(down(10, 8)), isKept: true }))).toEqual([10, 9, 8, 7, 6, 5]);
  });

  it('looks once more behind a page that has become full', () => {
    expect(foldTop(foldTop(null, top(down(2, 1))), top(down(3, 1))).after).toEqual([new Date(1000), 'e001']);
  });

  it('has each once, also what a page brings again', () => {
    expect(numbers(appendPage(two, { found: [one(5), one(4)], after: null }))).toEqual([10, 9, 8, 7, 6, 5, 4]);
  });

  it('shows what cannot be read', () => {
    const broken: Entry<One> = { id: 'x', path: 'p/x', data: null, problem: 'status: wrong' };
    expect(foldTop(null, top([one(3), broken, one(1)])).entries).toHaveLength(3);
  });
});

describe('what is newer than what one looks at', () => {
  it('is held back and counted; of one instant, by the id', () => {
    const { shown, held } = heldBack(down(12, 8), [new Date(10_000), 'e010']);
    expect([shown.map(({ id }) => id), held]).toEqual([['e010', 'e009', 'e008'], 2]);
    expect(heldBack(down(12, 8), null).held).toBe(0);
    const twin: Entry<One> = { ...one(10), id: 'f010' };
    expect(heldBack([twin, one(10)], [new Date(10_000), 'e010']).held).toBe(1);
  });
});
