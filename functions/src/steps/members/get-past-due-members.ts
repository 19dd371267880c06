import { defineAudience } from './audience.ts';
import { isPastDue } from './person.ts';

export const getPastDueMembers = defineAudience({
  id: 'get_past_due_members',
  title: 'Get past-due members',
  description: 'Finds the members whose payment is late, those who owe most first.',
  modelDescription:
    'Members who are past due: by status, or owing something whose due day has passed; the largest amountDue first. `filters` by field, such as {amountDue: {min: 50}, daysPastDue: {min: 30}}. Gives figures over all and a page of at most 50 (items, nextCursor).',
  icon: 'user-round-x',
  example: { filters: { amountDue: { min: 50 } }, limit: 50 },
  collection: 'members',
  noun: 'past-due members',
  isOne: isPastDue,
});
