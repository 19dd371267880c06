import { describe, expect, it } from 'vitest';
import { aboutCost, costRange, costWords } from './money.ts';

describe('what something costs', () => {
  it.each([
    [0, '0 ¢'],
    [12, 'less than 0.01 ¢'],
    [213, '0.021 ¢'],
    [13_400, '1.3 ¢'],
    [996_000, '100 ¢'],
    [4_200_000, '$4.20'],
    [99_999_999, '$100.00'],
    [1_250_400_000, '$1,250'],
  ])('says %i millionths of a dollar as %s', (micros, words) => {
    expect(costWords(micros)).toBe(words);
  });
  it('is said to be about so much, unless it is next to nothing', () => {
    expect([aboutCost(0), aboutCost(12), aboutCost(213)]).toEqual(['0 ¢', 'less than 0.01 ¢', 'about 0.021 ¢']);
  });
  it('says a range, or one figure where both ends are the same', () => {
    expect(costRange({ min: 2_000, max: 4_200_000 })).toBe('0.2 ¢ to $4.20');
    expect(costRange({ min: 0, max: 0 })).toBe('0 ¢');
  });
});
