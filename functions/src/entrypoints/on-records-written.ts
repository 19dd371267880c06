import { domainTrigger } from './domain-trigger.ts';

/** Publishes `record.*` events of the collections that a business has made itself. */
export const onRecordsWritten = domainTrigger('records/{collection}/items');
