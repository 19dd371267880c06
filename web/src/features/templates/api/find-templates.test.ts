import { describe, expect, it } from 'vitest';
import { findTemplates, type Wanted } from './find-templates.ts';
import type { Template } from './templates.ts';

const make = (id: string, more: Partial<Template>): Template => ({
  id,
  title: id,
  description: '',
  sentence: '',
  businesses: ['shop'],
  category: 'operations',
  agent: 'pops',
  icon: 'tag',
  questions: {},
  starts: [],
  steps: [],
  connections: [],
  ...more,
});
const slack = [{ connector: 'slack', title: 'Slack', href: '/', isThere: false }];
const all = [
  make('stock', { businesses: ['shop', 'gym'], description: 'Mails you when an item runs low.' }),
  make('leads', { businesses: ['agency', 'gym'], category: 'customers', connections: slack }),
  make('doors', { businesses: ['gym'] }),
];
const ids = (wanted: Partial<Wanted>) =>
  findTemplates(all, { text: '', business: null, category: null, ...wanted }).map(({ id }) => id);

describe('findTemplates', () => {
  it('finds every word anywhere: in what it says, does and needs', () => {
    expect(ids({})).toEqual(['stock', 'leads', 'doors']);
    expect(ids({ text: ' LOW  item' })).toEqual(['stock']);
    expect(ids({ text: 'slack' })).toEqual(['leads']);
    expect(ids({ text: 'slack low' })).toEqual([]);
  });

  it('keeps to the kind of business, what is made for it first, and to the purpose', () => {
    expect(ids({ business: 'gym' })).toEqual(['doors', 'stock', 'leads']);
    expect(ids({ business: 'gym', category: 'customers' })).toEqual(['leads']);
    expect(ids({ business: 'coach' })).toEqual([]);
  });
});
