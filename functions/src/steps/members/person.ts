import { z } from 'zod';
import { dayOf, isoDay } from '../../core/engine/calendar.ts';
import { numberIn, textIn, timeIn, wordIn } from '../../core/engine/fields.ts';
import type { JsonObject } from '../../model/json.ts';

/** A member, client or prospect as steps show them: few fields, null where nothing is known. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  status: z.string().nullable(),
  /** The plan of a member, where a prospect came from. */
  plan: z.string().nullable(),
  source: z.string().nullable(),
  amountDue: z.number(),
  dueAt: z.string().nullable(),
  /** Counted by the days of the business's calendar; null when nothing is due, or nobody knows since when. */
  daysPastDue: z.int().nullable(),
});
export type Person = z.infer<typeof personSchema>;

const PAST_DUE = ['past_due', 'overdue', 'delinquent'];
const GONE = ['canceled', 'cancelled', 'inactive', 'expired', 'former', 'deleted'];
const GOOD = ['active', 'green', 'good', 'good_standing', 'in_good_standing', 'current', 'member_is_in_good_standing'];
const PAY_PER_VISIT = /(^|_)(ppv|pay_?per_?visit|pay_?per_?view|drop_?in)(_|$)/;

/** `today` is a day of the calendar of `zone`, as `dayOf` counts. */
export function personOf(document: JsonObject, today: number, zone: string): Person {
  const first = textIn(document, 'firstName', 'first_name');
  const last = textIn(document, 'lastName', 'last_name');
  const owed = numberIn(document, 'balanceDue', 'amountPastDue', 'amount_past_due', 'balance_due') ?? 0;
  const dueAt = timeIn(document, 'dueAt', 'pastDueSince', 'past_due_since', 'due_at');
  const day = dueAt === null ? null : dayOf(dueAt, zone);
  return {
    id: String(document.id),
    name: textIn(document, 'name', 'fullName', 'full_name') ?? ([first, last].filter(Boolean).join(' ') || null),
    email: textIn(document, 'email'),
    phone: textIn(document, 'phone', 'mobile', 'mobilePhone', 'mobile_phone'),
    status: wordIn(document, 'status', 'statusMessage', 'status_message'),
    plan: textIn(document, 'plan', 'membershipType', 'membership_type', 'agreementType'),
    source: textIn(document, 'source'),
    amountDue: Math.max(0, owed),
    dueAt: day === null ? null : isoDay(day),
    daysPastDue: day === null || day >= today ? null : today - day,
  };
}

const is = (person: Person, words: readonly string[]) => words.includes(person.status ?? '');
const isGone = (person: Person) => is(person, GONE);

/** Said to be, or owing something whose day has come. */
export function isPastDue(person: Person): boolean {
  if (isGone(person)) return false;
  return is(person, PAST_DUE) || (person.amountDue > 0 && person.daysPastDue !== null);
}

/** Pays for each visit, and has no contract that runs. */
export function isPayPerVisit(person: Person): boolean {
  const words = [person.plan, person.status].map((text) => text?.toLowerCase().replaceAll(/[\s-]+/g, '_') ?? '');
  return !isGone(person) && words.some((word) => PAY_PER_VISIT.test(word));
}

/** An active member in good standing: nothing past due, and not by the visit. */
export function isGreen(person: Person): boolean {
  return is(person, GOOD) && !isPastDue(person) && !isPayPerVisit(person);
}
