import { defineAudience } from './audience.ts';
import { isPayPerVisit } from './person.ts';

export const getPpvMembers = defineAudience({
  id: 'get_ppv_members',
  title: 'Get pay-per-visit members',
  description: 'Finds the members who pay for each visit, to win them for a contract.',
  modelDescription:
    'PPV members: their plan or status says pay per visit, PPV or drop-in. `filters` by field, such as {lastVisitAt: {min: "2026-10-01"}}. Gives figures over all and a page of at most 50 (items, nextCursor).',
  icon: 'ticket',
  example: { filters: {}, limit: 50 },
  collection: 'members',
  noun: 'pay-per-visit members',
  isOne: isPayPerVisit,
});
