import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, change, type History, redo, undo } from './history.ts';

describe('what was done', () => {
  it('is undone as far as it goes, and done again, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (values) => {
        const states: History<number>[] = [begin(-1)];
        for (const value of values) states.push(change(states.at(-1) ?? begin(-1), value, null, 0));
        const distinct = states.filter((state, index) => state !== states[index - 1]);
        let now = states.at(-1) ?? begin(-1);
        for (const before of distinct.toReversed()) {
          expect(now.present).toBe(before.present);
          now = undo(now);
        }
        for (const after of distinct.slice(1)) {
          now = redo(now);
          expect(now.present).toBe(after.present);
        }
      }),
    );
  });

  it('takes what is typed at once in one field as one, until somebody pauses or goes elsewhere', () => {
    let now = begin('');
    now = change(now, 'a', 'name', 0);
    now = change(now, 'ab', 'name', 500);
    now = change(now, 'abc', 'name', 1_200);
    expect(undo(now).present).toBe('');
    now = change(now, 'abcd', 'name', 3_000);
    now = change(now, 'x', 'help', 3_100);
    expect(undo(now).present).toBe('abcd');
    expect(undo(undo(now)).present).toBe('abc');
  });

  it('forgets what was undone once something else is done', () => {
    const now = change(undo(change(begin(1), 2, null, 0)), 3, null, 0);
    expect(redo(now)).toBe(now);
  });
});
