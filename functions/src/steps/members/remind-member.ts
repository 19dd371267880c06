import { z } from 'zod';
import { mailAddressSchema } from '../../connectors/smtp.ts';
import { dayOf } from '../../core/engine/calendar.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { docIn } from '../../model/paths.ts';
import { isOurs, sendReminder } from '../commerce/reminded.ts';
import { reminder, reminderFields, TONES } from '../commerce/reminder-text.ts';
import { collectionOf, documentId, noDocument, shown } from '../data/documents.ts';
import { retryConflicts } from '../data/retry-conflicts.ts';
import { isPastDue, personOf } from './person.ts';
import { isQuiet } from './quiet.ts';

const PLACES = {
  members: { collection: 'members', which: 'your membership' },
  training_clients: { collection: 'records/training_clients', which: 'your training' },
} as const;

const params = z.strictObject({
  among: z.enum(['members', 'training_clients']).default('members'),
  memberId: documentId,
  ...reminderFields,
});
type Params = z.infer<typeof params>;
const output = z.object({
  isSent: z.boolean(),
  /** Why not; null when it was. */
  reason: z.enum(['not_past_due', 'no_amount', 'reminded_lately']).nullable(),
  memberId: z.string(),
  to: z.array(z.string()),
  tone: z.enum(TONES),
  amount: z.number(),
  daysPastDue: z.int().nullable(),
  messageId: z.string().nullable(),
});
type Output = z.infer<typeof output>;

export const remindMember = defineStep<Params, Output>({
  id: 'remind_member',
  title: 'Remind a member of a payment',
  description: 'Reminds a member or a client of a trainer by e-mail of what is past due.',
  modelDescription:
    'E-mails one reminder (polite, firm, final) to one past-due member or training client; does nothing (isSent false) when nothing is past due, nobody has noted how much, or something was sent within notWithinDays. For many: for_each over get_past_due_members items.',
  category: 'members',
  icon: 'mail-warning',
  example: { memberId: 'm-1042', tone: 'polite', notWithinDays: 7 },
  params,
  output,
  risk: ({ tone }) => (tone === 'final' ? 'high' : 'moderate'),
  effect: 'once',
  blast: () => ({ recipients: 1 }),
  targets: ['memberId', 'payLink'],
  literals: ['among'],
  tally: { done: 'sent', one: 'payment reminder', many: 'payment reminders', to: 'to' },
  limit: 'email_send',
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  run: (given, context) =>
    retryConflicts(`${given.among}/${given.memberId}`, async () => {
      const { found, letter, told } = await look(given, context);
      return letter === null ? told : { ...told, ...(await sendReminder(found, letter, context)) };
    }),
  async dryRun(given, context) {
    const { told } = await look(given, context);
    const whom = `${given.among}/${given.memberId}`;
    const wouldHave = told.isSent
      ? `would have sent a ${given.tone} payment reminder to ${whom}`
      : `would have sent nothing to ${whom}: ${told.reason}`;
    return { output: told, wouldHave };
  },
});

/** What there is to say to somebody, as he is now; null where there is nothing. */
async function look(given: Params, context: StepContext) {
  const { among, memberId, tone, notWithinDays } = given;
  const { org, user, clock } = context;
  const { collection, which } = PLACES[among];
  const found = await context.store.find(docIn(collectionOf(context, collection), memberId));
  if (!found?.data) throw noDocument(collection, memberId);
  const zone = org.timezone;
  const today = dayOf(clock.now().toISOString(), zone) ?? 0;
  const person = personOf(shown(memberId, found.data), today, zone);
  const { amountDue: amount, daysPastDue } = person;
  const told: Output = { isSent: false, reason: null, memberId, to: [], tone, amount, daysPastDue, messageId: null };
  const not = (reason: Output['reason']) => ({ found, letter: null, told: { ...told, reason } });
  if (!isPastDue(person)) return not('not_past_due');
  if (amount === 0) return not('no_amount');
  if (!isOurs(found, context) && !isQuiet(found.data, notWithinDays, { today, zone })) return not('reminded_lately');
  const to = mailAddressSchema.safeParse(person.email);
  if (!to.success) {
    const message = `${person.name ?? memberId} has no e-mail address`;
    throw new NonRetriableError(message, { code: 'no_recipient', mayHaveActed: false });
  }
  const owed = { ...person, amount, currency: org.currency };
  const text = reminder({ ...given, owed, which, business: org.name, locale: user.locale });
  return { found, letter: { to: to.data, ...text }, told: { ...told, isSent: true, to: [to.data] } };
}
