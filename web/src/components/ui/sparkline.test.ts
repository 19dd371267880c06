import { expect, it } from 'vitest';
import { resultWords } from './sparkline.tsx';

it('says in words what the bars show', () => {
  expect(resultWords([])).toBe('Has not run yet');
  expect(resultWords(['failed'])).toBe('The only one so far: failed.');
  expect(resultWords(['failed', 'completed', 'completed'])).toBe('Last 3: 2 completed, 1 failed. The latest: failed.');
});
