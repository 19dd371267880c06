import type { DomainDocument } from '../../../model/domain.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { DomainCollection } from '../../../model/paths.ts';
import { isOneOf, isoOf } from './edge.ts';
import { invoiceData, isPaid } from './money.ts';
import { memberData, pastDueSince } from './people.ts';

/** What comes true some days after a date of a document or, where they are negative, before it. */
interface TimeBorn<C extends DomainCollection> {
  readonly eventName: string;
  readonly collection: C;
  /** The date of the document. */
  readonly field: string;
  readonly days: readonly number[];
  /** What is told; null where it is not so of this document. */
  readonly dataOf: (id: string, document: DomainDocument<C>, days: number) => JsonObject | null;
  /** What makes it this fact and no other. */
  readonly onceOf: (date: Date, days: number) => string;
}
/** One of them, whichever collection it is about. */
export type Sweeping = TimeBorn<DomainCollection>;

const eachTime = (date: Date, days: number) => `${date.toISOString()} ${days}`;
const ended = ['canceled', 'cancelled', 'inactive', 'expired'];

function about<C extends DomainCollection>(one: TimeBorn<C>): Sweeping {
  return one as unknown as Sweeping;
}

/** All that no change of a document tells. */
export const timeBorn: readonly Sweeping[] = [
  about({
    eventName: 'invoice.past_due',
    collection: 'invoices',
    field: 'dueAt',
    days: [1, 7, 14, 30],
    dataOf: (id, invoice, daysPastDue) =>
      isPaid(invoice) || isOneOf(invoice.status, 'draft', 'void', 'refunded', 'written_off', ...ended)
        ? null
        : { ...invoiceData(id, invoice), daysPastDue },
    onceOf: eachTime,
  }),
  about({
    eventName: 'customer.inactive',
    collection: 'customers',
    field: 'lastOrderAt',
    days: [30, 60, 90],
    dataOf: (customerId, { name = null, email = null, lastOrderAt }, days) => ({
      customerId,
      name,
      email,
      days,
      lastOrderAt: isoOf(lastOrderAt),
    }),
    onceOf: eachTime,
  }),
  about({
    eventName: 'member.past_due',
    collection: 'members',
    field: 'dueAt',
    days: [1],
    dataOf: (id, member) =>
      (member.balanceDue ?? 0) > 0 && !isOneOf(member.status, ...ended) ? memberData(id, member) : null,
    onceOf: pastDueSince,
  }),
  about({
    eventName: 'member.trial_ending',
    collection: 'members',
    field: 'trialEndsAt',
    days: [-3, -1],
    dataOf: (id, member, days) =>
      isOneOf(member.status, ...ended)
        ? null
        : { ...memberData(id, member), daysLeft: -days, trialEndsAt: isoOf(member.trialEndsAt) },
    onceOf: eachTime,
  }),
];
