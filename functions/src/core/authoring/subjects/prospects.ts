import { celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, texts } from './gauge.ts';
import { usualLook } from './look-at.ts';
import { audienceOf } from './members.ts';
import type { Subject } from './subject.ts';

const who =
  '{{fallback(event.name, "Somebody")}}{{has(event.email) ? " (" + event.email + ")" : ""}}{{has(event.source) ? ", from " + event.source : ""}}';

export const prospects: Subject = {
  id: 'prospects',
  agent: 'craig',
  category: 'marketing',
  events: [
    eventOf('prospect.created', {
      name: 'New Prospect',
      named: ['name', 'email', 'source'],
      measures: { says: texts('source', 'status') },
      words: 'whenever there is a new prospect',
      title: 'A new prospect',
      text: `There is a new prospect: ${who}.`,
      tells: always,
    }),
    eventOf('prospect.status_changed', {
      name: 'Prospect Update',
      named: ['name', 'email', 'source'],
      measures: { says: texts('status') },
      words: 'whenever a prospect moves on',
      title: 'A prospect moved on',
      text: `${who} is now “{{event.status}}”.`,
      tells: always,
    }),
  ],
  look: {
    ...usualLook,
    name: 'Open Prospects',
    steps: () => [{ action: 'get_campaign_prospects', params: { limit: 200 } }],
    list: () => 'steps.get_campaign_prospects.items',
    named: ['name', 'email', 'source'],
    example: {
      id: 'p1',
      name: 'Ada',
      email: 'ada@example.com',
      phone: null,
      status: 'new',
      plan: null,
      source: 'fair',
      amountDue: 0,
      dueAt: null,
      daysPastDue: null,
    },
    measures: { says: texts('status', 'source') },
    title: 'Open prospects',
    line: (it) =>
      `${celOr(`${it}.name`, 'Somebody')} + (has(${it}.email) ? " (" + ${it}.email + ")" : "") + (has(${it}.status) ? ", " + ${it}.status : "")`,
    words: () => 'look for open prospects',
    one: 'a prospect',
    outputs: (items) => ({ get_campaign_prospects: audienceOf(items) }),
  },
};
