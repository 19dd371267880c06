import { domainTrigger } from './domain-trigger.ts';

/** Publishes `inventory.*` events when stock crosses a line. */
export const onInventoryWritten = domainTrigger('inventory');
