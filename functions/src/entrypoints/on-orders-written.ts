import { domainTrigger } from './domain-trigger.ts';

/** Publishes `order.*` events. */
export const onOrdersWritten = domainTrigger('orders');
