import { celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, figure, texts } from './gauge.ts';
import { lookAtDocuments } from './look-at.ts';
import type { Subject, SubjectEvent } from './subject.ts';

const usual: Pick<SubjectEvent, 'named' | 'measures' | 'tells'> = {
  named: ['name', 'campaignId'],
  measures: { count: figure('sent', ['count']) },
  tells: always,
};

export const campaigns: Subject = {
  id: 'campaigns',
  agent: 'craig',
  category: 'marketing',
  events: [
    eventOf('campaign.started', {
      ...usual,
      name: 'Campaign Started',
      words: 'whenever a campaign begins',
      title: 'A campaign began',
      text: 'The campaign “{{fallback(event.name, event.campaignId)}}” has begun.',
    }),
    eventOf('campaign.completed', {
      ...usual,
      name: 'Campaign Completed',
      words: 'whenever a campaign is over',
      title: 'A campaign is over',
      text: 'The campaign “{{fallback(event.name, event.campaignId)}}” is over{{has(event.sent) ? "; " + string(event.sent) + " were sent" : ""}}.',
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'campaigns', by: 'name' }),
    name: 'Campaigns',
    named: ['name'],
    example: { id: 'c1', name: 'Spring', status: 'running', sent: 0 },
    measures: { says: texts('status') },
    title: 'Your campaigns',
    line: (it) => `${celOr(`${it}.name`, 'A campaign')} + ", " + ${celOr(`${it}.status`, 'draft')}`,
    words: () => 'look at your campaigns',
    one: 'a campaign',
  },
};
