import { describe, expect, it } from 'vitest';
import { executionsSearch, filterCount, filterOf, statusesOf, statusParam } from './search-params.ts';

const zone = 'America/New_York';
const now = new Date('2026-11-22T03:00:00Z');

describe('the filters of the executions in an address', () => {
  it('leave out what makes no sense, and take a number for a text', () => {
    const parsed = executionsSearch.parse({ q: 1042, status: 'failed', by: 'magic', from: '31.12.2026', mode: 'live' });
    expect(parsed).toEqual({ q: '1042', status: 'failed', mode: 'live' });
    expect(executionsSearch.parse({ playbook: '../x', when: 'ever', q: 'x'.repeat(201) })).toEqual({});
  });

  it('hold several statuses, each once', () => {
    expect(statusesOf({ status: 'failed,waiting,failed,done' })).toEqual(['failed', 'waiting']);
    expect(statusParam(statusesOf({ status: 'failed,waiting' }))).toBe('failed,waiting');
    expect(statusParam([])).toBeUndefined();
  });

  it.each([
    ['today', '2026-11-21T05:00:00.000Z'],
    ['7d', '2026-11-15T05:00:00.000Z'],
    ['30d', '2026-10-23T04:00:00.000Z'],
    ['month', '2026-11-01T04:00:00.000Z'],
  ] as const)('%s begins at midnight where the business is', (when, from) => {
    expect(filterOf({ when }, zone, now)).toMatchObject({ from: new Date(from), to: null });
  });

  it('include the last day', () => {
    const { from, to } = filterOf({ from: '2026-11-01', to: '2026-11-01' }, zone, now);
    // A day of 25 hours.
    expect([from?.toISOString(), to?.toISOString()]).toEqual(['2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z']);
  });

  it('are counted, a period as one', () => {
    expect(filterCount({})).toBe(0);
    expect(filterCount({ q: 'x', status: 'failed', from: '2026-11-01', to: '2026-11-02' })).toBe(2);
  });
});
