import { domainTrigger } from './domain-trigger.ts';

/** Publishes `invoice.created` and `invoice.paid`. */
export const onInvoicesWritten = domainTrigger('invoices');
