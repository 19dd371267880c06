import { domainTrigger } from './domain-trigger.ts';

/** Publishes `product.*` and `price.*` events. */
export const onProductsWritten = domainTrigger('products');
