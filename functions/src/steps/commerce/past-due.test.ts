import { afterEach, describe, expect, it } from 'vitest';
import { loopbackSmtp, scriptedSmtp } from '../../../test/loopback-smtp.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { findPastDue } from './find-past-due.ts';
import { sendPaymentReminder } from './send-payment-reminder.ts';

const closers: { close(): void }[] = [];
afterEach(() => {
  for (const server of closers.splice(0)) server.close();
});
function keep<T extends { close(): void }>(server: T): T {
  closers.push(server);
  return server;
}

type Documents = Readonly<Record<string, object>>;
async function shop(documents: Documents, inbox?: { hostPort: string; url: string }) {
  const allow = inbox ? [inbox.hostPort] : [];
  const secrets = inbox ? { SMTP_URL: inbox.url } : {};
  const kit = stepContext({ allow, secrets, settings: { MAIL_FROM: 'Thrive <shop@thrive.example>' } });
  const { root, domain } = tenantPaths(kit.context.orgId);
  const writes = Object.entries(documents).map(([path, data]) => ({
    op: 'set' as const,
    path: `${root}/${path}`,
    data,
  }));
  await kit.context.store.commit(writes);
  const invoice = async (id: string) => (await kit.context.store.find(docIn(domain('invoices'), id)))?.data ?? null;
  return { ...kit, invoice };
}

const invoices: Documents = {
  'invoices/a': { number: 'INV-1', amount: 100, amountPaid: 40, dueAt: '2026-11-19', status: 'open' },
  'invoices/b': { number: 'INV-2', amount: 80.5, dueAt: new Date('2026-10-10T12:00:00Z') },
  'invoices/c': { number: 'INV-3', amount: 500, dueAt: '2026-07-01', currency: 'eur', status: 'Overdue' },
  'invoices/d': { amount: 10, status: 'past due' },
  'invoices/paid': { amount: 9, dueAt: '2026-01-01', status: 'Paid' },
  'invoices/paid2': { amount: 9, dueAt: '2026-01-01', paidAt: new Date('2026-01-02T00:00:00Z') },
  'invoices/draft': { amount: 9, dueAt: '2026-01-01', status: 'draft' },
  'invoices/today': { amount: 9, dueAt: '2026-11-20', status: 'open' },
  'invoices/settled': { amount: 9, amountPaid: 9, dueAt: '2026-01-01' },
  'invoices/odd': { amount: 'nine', dueAt: 'soon', number: null },
};

describe('find_past_due', () => {
  it('finds what should have been paid, the latest first, with totals over all', async () => {
    const { context, usage } = await shop(invoices);
    expect(await runStep(findPastDue, {}, context)).toMatchObject({
      items: [
        { id: 'c', amount: 500, currency: 'EUR', daysPastDue: 142, dueAt: '2026-07-01' },
        { id: 'b', amount: 80.5, currency: 'USD', daysPastDue: 41 },
        { id: 'a', number: 'INV-1', amount: 60, daysPastDue: 1 },
        { id: 'd', amount: 10, daysPastDue: null, dueAt: null },
      ],
      count: 4,
      total: 4,
      amount: 150.5,
      otherCurrencies: { EUR: 500 },
      buckets: [
        { days: '1-30', count: 2, amount: 70 },
        { days: '31-60', count: 1, amount: 80.5 },
        { days: '61-90', count: 0, amount: 0 },
        { days: '90+', count: 1, amount: 0 },
      ],
      nextCursor: null,
      isCut: false,
      summary: '4 invoices are past due: $150.50 in all.',
    });
    expect(usage.vendorCalls).toBe(0);
  });

  it('narrows by days and amount, and counts days by the calendar of the business', async () => {
    const { context, clock } = await shop(invoices);
    const ids = async (params: JsonObject) =>
      ((await runStep(findPastDue, params, context)) as { items: { id: string }[] }).items.map(({ id }) => id).join('');
    expect(await ids({ minDays: 2 })).toBe('cb');
    expect(await ids({ maxDays: 30 })).toBe('ad');
    expect(await ids({ minAmount: 80 })).toBe('cb');
    // Still the 19th in New York: what was due on the 19th is not past due yet.
    clock.at = new Date('2026-11-20T04:59:00Z');
    expect(await ids({ maxDays: 30 })).toBe('d');
  });

  it('pages through many without telling one twice, though some are paid meanwhile', async () => {
    const many = Array.from({ length: 95 }, (_, n) => [
      `invoices/i${n}`,
      { amount: 5, dueAt: `2026-10-${10 + (n % 10)}` },
    ]);
    const { context } = await shop(Object.fromEntries(many));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = (await runStep(findPastDue, { limit: 20, cursor }, context)) as {
        items: { id: string }[];
        nextCursor: string | null;
      };
      seen.push(...page.items.map(({ id }) => id));
      const [first] = page.items;
      const { path } = docIn(tenantPaths(context.orgId).domain('invoices'), first?.id ?? '');
      await context.store.commit([{ op: 'update', path, fields: { status: 'paid' } }]);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(95);
    expect(seen).toHaveLength(95);
  });
});

const late = {
  number: 'INV-7',
  customerName: 'Bob',
  email: 'bob@shop.example',
  amount: 120,
  dueAt: '2026-11-10',
  status: 'open',
};

describe('send_payment_reminder', () => {
  const setUp = async (invoice: object = late, more: Documents = {}) => {
    const inbox = keep(await loopbackSmtp());
    const kit = await shop({ 'invoices/i': invoice, ...more }, inbox);
    const remind = (params: JsonObject = {}, key = 'k1') =>
      runStep(sendPaymentReminder, { invoiceId: 'i', ...params }, { ...kit.context, idempotencyKey: key });
    return { ...kit, inbox, remind };
  };

  it.each(['polite', 'firm', 'final'])('writes a %s mail with amount and days, and marks the invoice', async (tone) => {
    const { remind, inbox, invoice } = await setUp();
    const output = await remind({ tone, payLink: 'https://pay.example/i', note: 'Mind the <b>date</b>' });
    expect(output).toMatchObject({
      isSent: true,
      reason: null,
      to: ['bob@shop.example'],
      amount: 120,
      daysPastDue: 10,
      tone,
    });
    const [mail] = inbox.mails;
    const text = JSON.stringify(mail);
    for (const words of ['INV-7', '$120.00', 'November 10, 2026', '10 days', 'https://pay.example/i'])
      expect(text, words).toContain(words);
    expect(await invoice('i')).toMatchObject({
      lastReminderAt: '2026-11-20T14:00:00.000Z',
      status: 'open',
      reminderKey: 'k1',
    });
  });

  it('does not write again within the days that were asked for', async () => {
    const { remind, inbox, clock } = await setUp();
    await remind();
    clock.at = new Date('2026-11-27T13:00:00Z');
    expect(await remind({}, 'k2')).toMatchObject({ isSent: false, reason: 'reminded_lately', to: [] });
    expect(await remind({ notWithinDays: 3 }, 'k2')).toMatchObject({ isSent: true });
    expect(inbox.mails).toHaveLength(2);
  });

  it.each([
    [{ ...late, status: 'paid' }, 'paid'],
    [{ ...late, dueAt: '2026-11-20' }, 'not_past_due'],
  ])('leaves %j alone', async (one, reason) => {
    const { remind, inbox } = await setUp(one);
    expect(await remind()).toMatchObject({ isSent: false, reason });
    expect(inbox.mails).toHaveLength(0);
  });

  it('asks the customer for his address, and says when nobody has one', async () => {
    const { email, ...bare } = late;
    const own = { 'customers/c1': { email: 'cyd@shop.example' } };
    const { remind } = await setUp({ ...bare, customerId: 'c1' }, own);
    expect(await remind()).toMatchObject({ to: ['cyd@shop.example'] });
    const other = await setUp(bare);
    await expect(other.remind()).rejects.toThrow(/INV-7 has no e-mail address/);
    expect(await other.invoice('i')).not.toHaveProperty('lastReminderAt');
  });

  it('takes its mark back when the mail was refused, and keeps it when nobody knows', async () => {
    const refusing = keep(
      await scriptedSmtp((line) =>
        line.startsWith('RCPT') ? '550 no such user' : line.startsWith('EHLO') ? '250 hi' : '250 ok',
      ),
    );
    const refused = await shop({ 'invoices/i': late }, refusing);
    await expect(runStep(sendPaymentReminder, { invoiceId: 'i' }, refused.context)).rejects.toThrow(/refused/);
    expect(await refused.invoice('i')).toMatchObject({ lastReminderAt: null });
    const cutting = keep(
      await scriptedSmtp((line) =>
        line === '.'
          ? null
          : line.startsWith('EHLO')
            ? '250 hi'
            : line === 'DATA'
              ? '354 go'
              : line.startsWith('RCPT') || line.startsWith('MAIL')
                ? '250 ok'
                : '',
      ),
    );
    const cut = await shop({ 'invoices/i': late }, cutting);
    await expect(runStep(sendPaymentReminder, { invoiceId: 'i' }, cut.context)).rejects.toMatchObject({
      mayHaveActed: true,
    });
    expect(await cut.invoice('i')).toMatchObject({ lastReminderAt: '2026-11-20T14:00:00.000Z' });
  });

  it('goes out once when two playbooks remind at the same moment', async () => {
    const { remind, inbox } = await setUp();
    const outcomes = (await Promise.all([remind({}, 'k1'), remind({}, 'k2')])) as { isSent: boolean }[];
    expect(outcomes.map(({ isSent }) => isSent).toSorted()).toEqual([false, true]);
    expect(inbox.mails).toHaveLength(1);
  });

  it('writes to nobody in a dry run', async () => {
    const { context, inbox, invoice } = await setUp();
    const said = await rehearseStep(sendPaymentReminder, { invoiceId: 'i', tone: 'final' }, context);
    expect(said.wouldHave).toBe('would have sent a final payment reminder for invoices/i');
    expect(inbox.mails).toHaveLength(0);
    expect(await invoice('i')).not.toHaveProperty('reminderKey');
  });
});
