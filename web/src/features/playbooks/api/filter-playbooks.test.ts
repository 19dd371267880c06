import { playbookSchema } from '@model/playbook.ts';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../lib/firestore.ts';
import { choicesIn, filterPlaybooks, type PlaybookFilter } from './filter-playbooks.ts';

const entry = (id: string, fields: object): Entry<ReturnType<typeof playbookSchema.parse>> => ({
  id,
  path: id,
  problem: null,
  data: playbookSchema.parse({ name: id, status: 'active', ...fields }),
});
const arming = { state: 'invalid', problems: [], versionId: null, checkedAt: new Date(0) };
const entries = [
  entry('Price watch', { category: 'intelligence', agent: 'ezal' }),
  entry('Past due 10', { category: 'finance', arming }),
  entry('Past due 9', { category: 'finance', status: 'paused' }),
  entry('Old one', { status: 'archived', category: 'finance' }),
  { id: 'broken', path: 'broken', data: null, problem: 'name: wrong' } as const,
];
const next = new Map([
  ['Past due 10', { scheduledFor: new Date(1) }],
  ['Past due 9', { scheduledFor: new Date(0) }],
  ['Price watch', { scheduledFor: new Date(2) }],
]);
const ids = (filter: PlaybookFilter) => filterPlaybooks(entries, filter, next).map(({ id }) => id);

describe('filterPlaybooks', () => {
  it('leaves the archive out unless it is asked for', () => {
    expect(ids({})).toEqual(['Price watch', 'Past due 10', 'Past due 9', 'broken']);
    expect(ids({ status: 'archived' })).toEqual(['Old one']);
  });

  it.each<[PlaybookFilter, string[]]>([
    [{ status: 'paused' }, ['Past due 9']],
    [{ status: 'attention' }, ['Past due 10']],
    [{ category: 'finance' }, ['Past due 10', 'Past due 9']],
    [{ agent: 'ezal' }, ['Price watch']],
    [{ q: 'DUE past' }, ['Past due 10', 'Past due 9']],
    [{ q: 'due', status: 'active' }, ['Past due 10']],
    [{ q: 'nothing' }, []],
  ])('finds by %o', (filter, found) => {
    expect(ids(filter)).toEqual(found);
  });

  it('sorts by name as people count, and by what starts next; a paused one starts at no time', () => {
    expect(ids({ sort: 'name' })).toEqual(['Past due 9', 'Past due 10', 'Price watch', 'broken']);
    expect(ids({ sort: 'next' })).toEqual(['Past due 10', 'Price watch', 'Past due 9', 'broken']);
  });
});

it('offers what there is', () => {
  expect(choicesIn(entries)).toEqual({
    categories: [
      { value: 'finance', label: 'Finance (2)' },
      { value: 'intelligence', label: 'Intelligence (1)' },
    ],
    agents: ['ezal'],
  });
});
