import type { Contract } from '../../../model/contract.ts';
import { texts } from './gauge.ts';
import { usualLook } from './look-at.ts';
import { sinceLastLook } from './since.ts';
import type { Subject } from './subject.ts';
import { hostsOf, pageOutputs, pageSteps } from './website.ts';

const entry = {
  id: 'e1',
  title: 'News',
  link: null,
  publishedAt: null,
  author: null,
  summary: 'Nothing in particular.',
};

/** All entries of all feeds in one list. */
const list = ({ urls }: Contract) =>
  urls.map((_, index) => `steps.read_rss${index === 0 ? '' : `_${index + 1}`}.items`).join(' + ');

export const feed: Subject = {
  id: 'feed',
  agent: 'ezal',
  category: 'intelligence',
  events: [],
  look: {
    ...usualLook,
    name: 'Feed Digest',
    steps: (contract) => pageSteps('read_rss', contract, { since: `{{${sinceLastLook(contract)}}}`, limit: 50 }),
    list: (contract) => (contract.urls.length === 1 ? list(contract) : `(${list(contract)})`),
    item: 'entry',
    named: ['author'],
    example: entry,
    measures: { says: texts('title', 'summary') },
    title: 'From your feeds',
    line: (it) => `${it}.title + (has(${it}.link) ? " " + ${it}.link : "")`,
    words: (contract) => `read what is new at ${hostsOf(contract)}`,
    one: 'an entry',
    outputs: (entries, contract) => {
      const found = { title: 'Feed', items: [...entries], count: entries.length };
      return pageOutputs('read_rss', contract, [found], () => ({ title: 'Feed', items: [], count: 0 }));
    },
    leastMinutes: 5,
  },
};
