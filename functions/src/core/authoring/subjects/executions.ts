import { eventOf } from './event-of.ts';
import { always, figure } from './gauge.ts';
import type { Subject } from './subject.ts';

export const executions: Subject = {
  id: 'executions',
  agent: 'pops',
  category: 'operations',
  events: [
    eventOf('execution.failed', {
      name: 'Playbook Failure Alert',
      named: ['playbookName', 'playbookId'],
      measures: {},
      words: 'whenever a playbook fails',
      title: 'Failed: {{event.playbookName}}',
      text: 'The playbook “{{event.playbookName}}” has failed: {{event.error}}',
      tells: always,
    }),
    eventOf('approval.requested', {
      name: 'Approval Alert',
      named: ['playbookName', 'playbookId'],
      measures: {},
      words: 'whenever a playbook waits for a yes',
      title: 'A yes is asked for',
      text: 'The playbook “{{event.playbookName}}” asks: {{event.title}}',
      tells: always,
    }),
    eventOf('usage.threshold', {
      name: 'Usage Alert',
      named: ['limit'],
      measures: { value: figure('percent', ['percent', 'count'], true) },
      words: 'whenever 75, 90 or 100 percent of a monthly limit are used up',
      title: 'A limit comes near',
      text: '{{event.used}} of {{event.of}} are used up ({{event.percent}} %, {{event.limit}}).',
      tells: ({ operator, value }) =>
        (operator === '==' || operator === '>=') && (value === 75 || value === 90 || value === 100),
    }),
  ],
  look: null,
};
