import { lookAtFigures } from '../core/coach/look-again.ts';
import { domainTrigger } from './domain-trigger.ts';

/** Publishes `metric.threshold_crossed`, and has the coach look at figures that are new. */
export const onMetricsWritten = domainTrigger('metrics', lookAtFigures);
