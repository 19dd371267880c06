import { describe, expect, it } from 'vitest';
import { execution } from '../core/explain/explain.fixture.ts';
import type { Execution } from './execution.ts';
import { anyExecution, executionSearch, MOST_READ, searchExecutions } from './execution-search.ts';

const plan = (filter: Partial<typeof anyExecution>) => {
  const search = executionSearch('acme', { ...anyExecution, ...filter });
  const { where } = search.query({ limit: 10 });
  return { search, fields: where.map(([field, operator]) => `${field} ${operator}`), where };
};

describe('which index answers a filter', () => {
  it.each([
    [{}, ['isShare =='], true],
    [{ mode: 'live' }, ['isShare =='], false],
    [{ mode: 'dry_run' }, ['isShare ==', 'mode =='], true],
    [{ triggeredBy: 'manual' }, ['isShare ==', 'triggeredBy =='], true],
    [{ statuses: ['failed'], triggeredBy: 'manual' }, ['isShare ==', 'status in'], false],
    [{ playbookId: 'p', statuses: ['failed'] }, ['isShare ==', 'playbookId ==', 'status in'], true],
    [{ playbookId: 'p', text: 'ord-1' }, ['isShare ==', 'terms array-contains'], false],
    [{ text: 'ord-1' }, ['isShare ==', 'terms array-contains'], true],
    [{ from: new Date(0) }, ['isShare ==', 'createdAt >='], true],
  ] as const)('%j', (filter, fields, isExact) => {
    const made = plan(filter);
    expect([made.fields, made.search.isExact]).toEqual([fields, isExact]);
  });

  it('looks for the rarest word, and for the others in what comes', () => {
    const { where, search } = plan({ text: 'confirmation of 1042' });
    expect(where[1]).toEqual(['terms', 'array-contains', '1042']);
    const one = execution({ playbookName: 'Order confirmation', terms: ['1042'], contextJson: '{"a":"of"}' });
    expect(search.fits(one)).toBe(true);
    expect(search.fits({ ...one, playbookName: 'Order' })).toBe(false);
  });
});

const entry = (number: number, more: Partial<Execution> = {}) => ({
  id: `e${String(number).padStart(4, '0')}`,
  data: { ...execution(more), createdAt: new Date(number * 1000) } as Execution,
});

/** Reads from the newest on, counting. */
function reader(all: readonly { id: string; data: Execution | null }[]) {
  const read = { documents: 0 };
  return {
    read,
    from: async ({ limit, after }: { limit: number; after: readonly unknown[] | null }) => {
      const found = all
        .filter(({ data }) => after === null || (data !== null && data.createdAt < (after[0] as Date)))
        .slice(0, limit);
      read.documents += found.length;
      return found;
    },
  };
}
const numbered = (count: number, more: (number: number) => Partial<Execution> = () => ({})) =>
  Array.from({ length: count }, (_, index) => entry(count - index, more(count - index)));

describe('a page of a search', () => {
  it('reads no more than it shows where an index answers all', async () => {
    const { read, from } = reader(numbered(200));
    const page = await searchExecutions(plan({}).search, from, { limit: 50, after: null });
    expect([page.found.length, read.documents, page.after?.[1]]).toEqual([50, 50, 'e0151']);
  });

  it('looks at 500 at most, and says how far it came', async () => {
    const { read, from } = reader(numbered(2_000, (number) => ({ mode: number % 400 === 0 ? 'dry_run' : 'live' })));
    const { search } = plan({ statuses: ['completed'], mode: 'dry_run' });
    const page = await searchExecutions(search, from, { limit: 50, after: null });
    expect([page.found.map(({ id }) => id), read.documents]).toEqual([['e2000', 'e1600'], MOST_READ]);
    expect(page.after?.[1]).toBe('e1501');
  });

  it('ends in the middle of what it read when it is full, and leaves nothing out', async () => {
    const all = numbered(300, (number) => ({ mode: number % 2 === 0 ? 'dry_run' : 'live' }));
    const { from } = reader(all);
    const { search } = plan({ statuses: ['completed'], mode: 'dry_run' });
    const seen: string[] = [];
    for (let after: readonly [Date, string] | null = null, first = true; first || after !== null; first = false) {
      const page: Awaited<ReturnType<typeof searchExecutions>> = await searchExecutions(search, from, {
        limit: 20,
        after,
      });
      seen.push(...page.found.map(({ id }) => id));
      after = page.after;
    }
    expect(seen).toEqual(all.filter(({ data }) => data.mode === 'dry_run').map(({ id }) => id));
  });

  it('shows what cannot be read, and does not stop at it', async () => {
    const all = [entry(3), { id: 'broken', data: null }, entry(1)];
    const { from } = reader(all);
    const page = await searchExecutions(plan({}).search, from, { limit: 10, after: null });
    expect([page.found.map(({ id }) => id), page.after]).toEqual([['e0003', 'broken', 'e0001'], null]);
  });
});
