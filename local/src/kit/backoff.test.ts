import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('the retry intervals', () => {
  it('are those of the example in Google’s documentation', () => {
    const backoff = { minMs: 10, maxMs: 300, maxDoublings: 3 };
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((retry) => backoffMs(backoff, retry))).toEqual([
      10, 20, 40, 80, 160, 240, 300, 300,
    ]);
  });
});
