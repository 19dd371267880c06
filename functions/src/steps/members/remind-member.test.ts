import { afterEach, describe, expect, it } from 'vitest';
import { type Inbox, loopbackSmtp } from '../../../test/loopback-smtp.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { remindMember } from './remind-member.ts';

let inbox: Inbox | null = null;
afterEach(() => inbox?.close());

const bob = { name: 'Bob', email: 'bob@gym.example', status: 'past_due', balanceDue: 80, dueAt: '2026-11-10' };
async function setUp(member: object, faults = {}) {
  inbox = await loopbackSmtp(faults);
  const { context, clock } = stepContext({
    allow: [inbox.hostPort],
    secrets: { SMTP_URL: `${inbox.url}?ignoreTLS=true` },
    settings: { MAIL_FROM: 'Thrive <gym@thrive.example>' },
  });
  const ref = docIn(tenantPaths(context.orgId).domain('members'), 'bob');
  await context.store.commit([{ op: 'set', path: ref.path, data: member }]);
  const mails = inbox.mails;
  const remind = (more: JsonObject = {}, idempotencyKey = context.idempotencyKey) =>
    runStep(remindMember, { memberId: 'bob', ...more }, { ...context, idempotencyKey });
  return { context, clock, mails, remind, member: async () => (await context.store.get(ref))?.data };
}

describe('remind_member', () => {
  it('writes what is owed for what, and not again within a week by anybody', async () => {
    const { clock, mails, remind, member } = await setUp(bob);
    expect(await remind()).toMatchObject({ isSent: true, to: ['bob@gym.example'], amount: 80, daysPastDue: 10 });
    expect(mails[0]?.mail.subject).toBe('A friendly reminder: your membership ($80.00)');
    expect(mails[0]?.mail.text).toContain('It was due on November 10, 2026, 10 days ago.');
    expect(await member()).toMatchObject({ name: 'Bob', reminderKey: expect.any(String) });
    clock.at = new Date('2026-11-26T14:00:00Z');
    expect(await remind({}, 'other')).toMatchObject({ isSent: false, reason: 'reminded_lately' });
    clock.at = new Date('2026-11-27T05:30:00Z');
    expect(await remind({ tone: 'firm' }, 'other')).toMatchObject({ isSent: true });
    expect(mails).toHaveLength(2);
  });

  it.each([
    ['not_past_due', { ...bob, status: 'active', balanceDue: 0 }],
    ['not_past_due', { ...bob, status: 'canceled' }],
    ['no_amount', { ...bob, balanceDue: null }],
    ['reminded_lately', { ...bob, lastContactedAt: '2026-11-19' }],
  ])('writes nothing: %s', async (reason, member) => {
    const { context, mails, remind } = await setUp(member);
    expect(await remind()).toMatchObject({ isSent: false, reason, to: [] });
    const { wouldHave } = await rehearseStep(remindMember, { memberId: 'bob' }, context);
    expect(wouldHave).toBe(`would have sent nothing to members/bob: ${reason}`);
    expect(mails).toEqual([]);
  });

  it('takes its mark back when the mail was certainly not sent', async () => {
    const { remind, member } = await setUp(bob, {
      onRcptTo: (_: unknown, __: unknown, done: (error: Error) => void) =>
        done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })),
    });
    await expect(remind()).rejects.toMatchObject({ mayHaveActed: false });
    expect(await member()).toMatchObject({ lastReminderAt: null, reminderKey: null });
  });

  it('names who has no address, and who is not there', async () => {
    const { remind } = await setUp({ ...bob, email: null });
    await expect(remind()).rejects.toMatchObject({ code: 'no_recipient', message: 'Bob has no e-mail address' });
    await expect(remind({ memberId: 'eve' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
