import { domainTrigger } from './domain-trigger.ts';

/** Publishes `member.*` events when a status changes. */
export const onMembersWritten = domainTrigger('members');
