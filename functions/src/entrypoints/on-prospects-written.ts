import { domainTrigger } from './domain-trigger.ts';

/** Publishes `prospect.*` events. */
export const onProspectsWritten = domainTrigger('prospects');
