import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['notfy', 'notify'],
    ['send_emial', 'send_email'],
    ['SEND_EMAIL', 'send_email'],
    ['teleport', null],
    ['', null],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['notify', 'send_email', 'scan_competitors'])).toBe(expected);
  });
});

describe('editDistance', () => {
  it('is a distance: nothing to itself, the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, a, 9)).toBe(0);
        expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
        expect(editDistance(a, b, 9) === 0).toBe(a === b);
      }),
    );
  });
});
