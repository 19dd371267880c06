import { domainTrigger } from './domain-trigger.ts';

/** Publishes `metric.threshold_crossed`. */
export const onMetricsWritten = domainTrigger('metrics');
