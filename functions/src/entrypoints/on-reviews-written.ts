import { domainTrigger } from './domain-trigger.ts';

/** Publishes `review.*` events. */
export const onReviewsWritten = domainTrigger('reviews');
