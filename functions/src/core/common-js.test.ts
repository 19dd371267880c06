import { expect, it } from 'vitest';
import { commonJs } from './common-js.ts';

it('finds the names of a CommonJS package as Node imports it and as the bundle does', () => {
  const names = { fetch: () => 1 };
  expect(commonJs({ ...names, default: names })).toBe(names);
  expect(commonJs({ default: names })).toHaveProperty('fetch');
  expect(commonJs(names)).toBe(names);
});
