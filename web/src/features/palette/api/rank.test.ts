import { Zap } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import { type Entry, type Group, mayBeId, rank } from './rank.ts';

const entry = (label: string, given: Partial<Entry> = {}): Entry => ({
  ...{ id: label, label, icon: Zap, run: () => undefined },
  ...given,
});
const groups: readonly Group[] = [
  {
    title: 'Pages',
    entries: [entry('Playbooks', { isSuggested: true }), entry('Settings: Safety', { words: 'pause' })],
  },
  { title: 'Playbooks', entries: [entry('Competitor Price Alert'), entry('Run now: Competitor Price Alert')] },
];
const found = (text: string) =>
  rank(groups, text).map(({ title, entries }) => [title, entries.map(({ label }) => label)]);

describe('what the palette finds', () => {
  it('is what is suggested as long as nothing is looked for', () => {
    expect(found('  ')).toEqual([['Pages', ['Playbooks']]]);
  });

  it('holds every word, by its beginning, the nearest first', () => {
    expect(found('comp price')).toEqual([['Playbooks', ['Competitor Price Alert', 'Run now: Competitor Price Alert']]]);
    expect(found('run comp')).toEqual([['Playbooks', ['Run now: Competitor Price Alert']]]);
    expect(found('price nothing')).toEqual([]);
  });

  it('is found by words that are not shown, and without accents', () => {
    expect(found('PAUSE')).toEqual([['Pages', ['Settings: Safety']]]);
    expect(found('pláybooks')).toEqual([['Pages', ['Playbooks']]]);
  });

  it('is what the business has before what it could have', () => {
    const both: Group[] = [
      { title: 'Templates', entries: [entry('Price match')], isElsewhere: true },
      { title: 'Playbooks', entries: [entry('Our price match')] },
    ];
    expect(rank(both, 'price').map(({ title }) => title)).toEqual(['Playbooks', 'Templates']);
  });

  it('is the group with the best match first', () => {
    const both: Group[] = [
      { title: 'Far', entries: [entry('The alert')] },
      { title: 'Near', entries: [entry('Alert')] },
    ];
    expect(rank(both, 'alert').map(({ title }) => title)).toEqual(['Near', 'Far']);
  });
});

describe('an id', () => {
  it('is one long word', () => {
    expect(mayBeId(' org_thrive_x7k2m4n5p6 ')).toBe(true);
    for (const text of ['price alert', 'price', '__reserved_by_firestore__', 'a/b/c/d/e/f/g/h/i/j/k']) {
      expect(mayBeId(text)).toBe(false);
    }
  });
});
