import { domainTrigger } from './domain-trigger.ts';

/** Publishes `competitor.*` events. */
export const onCompetitorPricesWritten = domainTrigger('competitor_prices');
