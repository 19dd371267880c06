import { celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { figure, never } from './gauge.ts';
import { lookAtDocuments } from './look-at.ts';
import type { Subject } from './subject.ts';

/** Of the documents in which playbooks keep what they saw at the look before. */
export const WATCH_PREFIX = 'watch_';

const units = ['count', 'currency', 'percent', 'days', 'stars'] as const;

export const metrics: Subject = {
  id: 'metrics',
  agent: 'pops',
  category: 'analytics',
  events: [
    eventOf('metric.threshold_crossed', {
      name: 'Metric Alert',
      named: ['name', 'metricId'],
      measures: { value: figure('value', units, true) },
      words: 'whenever a metric crosses its threshold',
      title: '{{event.name}} is {{event.direction}} {{event.threshold}}',
      text: '{{event.name}} is at {{event.value}}{{has(event.unit) ? " " + event.unit : ""}}, {{event.direction}} its threshold of {{event.threshold}}{{has(event.oldValue) ? "; it was " + string(event.oldValue) : ""}}.',
      // At the threshold that the metric has itself.
      tells: never,
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'metrics', by: 'recordedAt', largestFirst: true }),
    name: 'Metric Alert',
    // Beside the latest value there is one for each day, which is no news; nor is what playbooks keep for themselves.
    only: (it) =>
      `!${it}.id.startsWith("${WATCH_PREFIX}") && !(has(${it}.date) && ${it}.id.endsWith("_" + string(${it}.date)))`,
    named: ['name', 'id'],
    example: { id: 'returns', name: 'Returns', value: 8, unit: null, date: '2026-01-15' },
    measures: { value: figure('value', units) },
    title: 'Your figures',
    line: (it) =>
      `${celOr(`${it}.name`, 'A metric')} + ": " + string(${it}.value) + (has(${it}.unit) ? " " + string(${it}.unit) : "")`,
    words: () => 'look at your figures',
    one: 'a figure',
  },
};
