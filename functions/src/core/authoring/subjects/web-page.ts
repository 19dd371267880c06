import { texts } from './gauge.ts';
import { usualLook } from './look-at.ts';
import type { Subject } from './subject.ts';
import { hostsOf, pageList, pageOutputs, pageSteps } from './website.ts';

const page = { title: 'A page', description: '', text: 'Nothing in particular.', links: [] };

export const webPage: Subject = {
  id: 'web_page',
  agent: 'ezal',
  category: 'intelligence',
  events: [],
  look: {
    ...usualLook,
    counted: {},
    name: 'Page Watch',
    steps: (contract) => pageSteps('fetch_page', contract),
    list: (contract) => pageList('fetch_page', contract),
    item: 'page',
    named: ['url', 'title'],
    example: page,
    measures: { says: texts('text', 'title') },
    title: 'News on a page',
    line: (it) => `${it}.title + " (" + ${it}.url + ")"`,
    words: (contract) => `read ${hostsOf(contract)}`,
    one: 'a page',
    outputs: (pages, contract) => pageOutputs('fetch_page', contract, pages, (url) => ({ ...page, url })),
    leastMinutes: 5,
  },
};
