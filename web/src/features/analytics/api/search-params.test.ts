import { expect, it } from 'vitest';
import { analyticsSearch } from './search-params.ts';

it('of an address, what makes no sense is left out', () => {
  expect(analyticsSearch.parse({ days: 90, playbook: 'p1' })).toEqual({ days: 90, playbook: 'p1' });
  expect(analyticsSearch.parse({ days: 12, playbook: '__no__' })).toEqual({});
  expect(analyticsSearch.parse({ days: '30', playbook: 4711 })).toEqual({ playbook: '4711' });
});
