import { domainTrigger } from './domain-trigger.ts';

/** Publishes `campaign.*` events. */
export const onCampaignsWritten = domainTrigger('campaigns');
