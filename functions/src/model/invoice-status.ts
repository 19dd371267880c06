/** What an invoice's status says, in small letters, where nothing of it is to be paid, or not yet. */
export const CLOSED_INVOICE = [
  'paid',
  'void',
  'voided',
  'canceled',
  'cancelled',
  'refunded',
  'draft',
  'written_off',
  'uncollectible',
];
