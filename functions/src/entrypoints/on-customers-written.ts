import { domainTrigger } from './domain-trigger.ts';

/** Publishes `customer.created`. */
export const onCustomersWritten = domainTrigger('customers');
