import type { ContractCondition } from '../../../model/contract.ts';
import { celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, crossing, figure, never } from './gauge.ts';
import { lookAtDocuments } from './look-at.ts';
import type { Gauge, Subject } from './subject.ts';

const units = ['count', 'currency', 'percent', 'days', 'stars'] as const;

/** How far it has moved: in percent of what it was before, negative where it fell. */
const movement = figure('changePercent', ['percent']);
const level = crossing('value', 'oldValue', units);
const gaugeOf = ({ base }: ContractCondition) => (base === 'price before' ? movement : level);
const changed: Gauge = {
  holds: (it, condition) => gaugeOf(condition).holds(it, condition),
  at: (value, condition) => gaugeOf(condition).at(value, condition),
};

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
    eventOf('metric.changed', {
      name: 'Metric Alert',
      named: ['name', 'metricId'],
      measures: { value: changed },
      isCrossing: ({ base }) => base !== 'price before',
      words: 'whenever a metric changes',
      title: '{{event.name}} is at {{event.value}}',
      text: '{{event.name}} is at {{event.value}}{{has(event.unit) ? " " + event.unit : ""}}{{has(event.oldValue) ? "; it was " + string(event.oldValue) : ""}}.',
      tells: always,
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'metrics', by: 'recordedAt', largestFirst: true }),
    name: 'Metric Alert',
    // Beside the latest value there is one for each day, which is no news.
    only: (it) => `!(has(${it}.date) && ${it}.id.endsWith("_" + string(${it}.date)))`,
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
