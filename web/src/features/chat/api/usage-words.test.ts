import { expect, it } from 'vitest';
import { usageWords } from './usage-words.ts';

const usage = { type: 'usage', model: 'm-1', inputTokens: 12_000, outputTokens: 340 } as const;

it.each([
  [0.024, 'Answered by m-1 · 12,340 tokens · $0.02'],
  [0.004, 'Answered by m-1 · 12,340 tokens · less than $0.01'],
  [0, 'Answered by m-1 · 12,340 tokens · $0.00'],
  [null, 'Answered by m-1 · 12,340 tokens'],
])('of an answer that cost %s', (usd, words) => {
  expect(usageWords({ ...usage, usd })).toBe(words);
});
