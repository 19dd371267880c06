import type { DomainDocument } from '../../../model/domain.ts';
import { became, type Detector, when } from './edge.ts';

/** Two stars and less. */
const BAD_RATING = 2;

export const detectCustomers: Detector<DomainDocument<'customers'>> = ({ id, after, isNew }) =>
  when(isNew, 'customer.created', { customerId: id, name: after.name ?? null, email: after.email ?? null });

export const detectMembers: Detector<DomainDocument<'members'>> = (edge) => {
  const { id, before, after, isNew, at } = edge;
  const { status = null, dueAt } = after;
  const data = memberData(id, after);
  const isOut = became(edge, 'canceled', 'cancelled', 'inactive');
  // One who has a status joins by becoming active, not by being entered as a prospect.
  const joined = status === null ? isNew : became(edge, 'active') && before?.status !== 'past_due';
  return [
    ...when(joined, 'member.joined', data),
    ...when(became(edge, 'past_due', 'overdue'), 'member.past_due', data).map((event) =>
      dueAt && dueAt < at ? { ...event, once: pastDueSince(dueAt) } : event,
    ),
    ...when(isOut && before !== null, 'member.canceled', data),
  ];
};

export function memberData(memberId: string, member: DomainDocument<'members'>) {
  const { name = null, email = null, plan = null, status = null, balanceDue = null } = member;
  return { memberId, name, email, plan, status, balanceDue };
}

/** By this a payment that is missed is one fact, whether time or a new status has told it first. */
export function pastDueSince(dueAt: Date): string {
  return `due ${dueAt.toISOString()}`;
}

export const detectProspects: Detector<DomainDocument<'prospects'>> = ({ id, before, after, isNew }) => {
  const { name = null, email = null, status = null, source = null } = after;
  const data = { prospectId: id, name, email, status, source };
  const isMoved = before !== null && (before.status ?? null) !== status && status !== null;
  return [...when(isNew, 'prospect.created', data), ...when(isMoved, 'prospect.status_changed', data)];
};

export const detectReviews: Detector<DomainDocument<'reviews'>> = ({ id, before, after, isNew }) => {
  const { author = null, rating, text = null, source = null } = after;
  const data = { reviewId: id, author, rating, text: text?.slice(0, 5_000) ?? null, source };
  const wasBad = before !== null && before.rating <= BAD_RATING;
  return [...when(isNew, 'review.created', data), ...when(rating <= BAD_RATING && !wasBad, 'review.negative', data)];
};

export const detectCampaigns: Detector<DomainDocument<'campaigns'>> = (edge) => {
  const { id, after } = edge;
  const { name = null, status = null, sent = null } = after;
  const data = { campaignId: id, name, status, sent };
  return [
    ...when(became(edge, 'running', 'active', 'sending'), 'campaign.started', data),
    ...when(became(edge, 'completed', 'sent', 'finished'), 'campaign.completed', data),
  ];
};
