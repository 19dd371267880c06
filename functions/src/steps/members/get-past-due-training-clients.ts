import { defineAudience } from './audience.ts';
import { isPastDue } from './person.ts';

export const getPastDueTrainingClients = defineAudience({
  id: 'get_past_due_training_clients',
  title: 'Get past-due training clients',
  description: 'Finds the clients of personal training whose payment is late, those who owe most first.',
  modelDescription:
    'Past-due documents of records/training_clients (balanceDue or amount_past_due, dueAt, status), the largest amountDue first. `filters` by field, such as {trainer: "Kim"}. Gives figures over all and a page of at most 50 (items, nextCursor).',
  icon: 'dumbbell',
  example: { filters: { daysPastDue: { min: 7 } }, limit: 50 },
  collection: 'records/training_clients',
  noun: 'past-due training clients',
  isOne: isPastDue,
});
