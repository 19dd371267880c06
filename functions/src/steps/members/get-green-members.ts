import { defineAudience } from './audience.ts';
import { isGreen } from './person.ts';

export const getGreenMembers = defineAudience({
  id: 'get_green_members',
  title: 'Get members in good standing',
  description: 'Finds the active members who owe nothing.',
  modelDescription:
    "Green members: active, nothing past due, not pay-per-visit. `filters` by field, such as {plan: 'Gold'} or {joinedAt: {min: '2026-01-01'}}. Gives figures over all (total, byStatus, byPlan) and a page of at most 50 (items, nextCursor).",
  icon: 'user-check',
  example: { filters: { plan: 'Gold' }, limit: 50 },
  collection: 'members',
  noun: 'members in good standing',
  isOne: isGreen,
});
