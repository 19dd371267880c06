import { wordIn } from '../../core/engine/fields.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineAudience } from './audience.ts';
import type { Person } from './person.ts';

const CLOSED = [
  'won',
  'converted',
  'customer',
  'member',
  'lost',
  'dead',
  'archived',
  'inactive',
  'canceled',
  'cancelled',
];
const NO_MAIL = ['unsubscribed', 'do_not_contact', 'bounced', 'complained'];

export const getCampaignProspects = defineAudience({
  id: 'get_campaign_prospects',
  title: 'Get prospects for a campaign',
  description: 'Finds the open prospects who may be written to.',
  modelDescription:
    'Open prospects (not won or lost, not unsubscribed) to whom nothing was sent in the last 7 days (quietDays). `filters` by field, such as {source: "walk-in", email: {exists: true}}. Gives figures over all (total, byStatus, bySource) and a page of at most 50 (items, nextCursor).',
  icon: 'users-round',
  example: { filters: { email: { exists: true } }, limit: 50 },
  collection: 'prospects',
  noun: 'open prospects',
  quietDays: 7,
  isOne: isOpen,
});

function isOpen({ status }: Person, document: JsonObject): boolean {
  const isRefused = [document.unsubscribed, document.doNotContact, document.do_not_contact].includes(true);
  const words = [status, wordIn(document, 'emailStatus', 'email_status')];
  return !isRefused && !words.some((word) => CLOSED.includes(word ?? '') || NO_MAIL.includes(word ?? ''));
}
