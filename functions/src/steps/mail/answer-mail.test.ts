import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { budget, createEngineKit, Death, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { templateFacts } from '../../../test/kit/template-kit.ts';
import { type LoopbackImap, loopbackImap, servedMail } from '../../../test/loopback-imap.ts';
import { type Inbox, loopbackSmtp } from '../../../test/loopback-smtp.ts';
import { createOutbound } from '../../connectors/outbound.ts';
import { templateOf } from '../../core/authoring/templates/registry.ts';
import { fillTemplate } from '../../core/authoring/templates/template.ts';
import { decideApproval } from '../../core/engine/decide-approval.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { startExecution } from '../../core/engine/start-execution.ts';
import type { StepSetting } from '../../core/engine/step-type.ts';
import { executeTasks } from '../../core/engine/tasks/execute-tasks.ts';
import { wakeExecution } from '../../core/engine/wake-execution.ts';
import { secretNameOf } from '../../core/governance/connection-secret.ts';
import type { JsonObject } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Task } from '../../model/task.ts';
import { flowWords } from '../flow/words.ts';
import { stepCatalog } from '../registry.ts';

const user = 'ada@shop.example';
const password = 'app-password-4t9x3m';
const HOURS = 'Are you open on Sundays?';
const answers = { faqs: [`${HOURS} = We are open on Sundays from 10 to 4.`, 'Do you ship abroad? = Yes, everywhere.'] };
const LEASE_MS = 61_000;

function mailFrom(uid: number, name: string, subject: string, text: string, more: Record<string, string> = {}) {
  const address = `${name.toLowerCase()}@customer.example`;
  const headers = {
    From: `${name} <${address}>`,
    Subject: subject,
    'Message-ID': `<m${uid}@customer.example>`,
    ...more,
  };
  return servedMail({ uid, headers, text, receivedAt: '2026-11-23T12:00:00Z' });
}
const inbox = [
  mailFrom(1, 'Jo', 'Opening', 'Hi, are you open on Sunday, too?'),
  mailFrom(2, 'Kim', 'Gift', 'Could you wrap it as a gift for my aunt?'),
  mailFrom(3, 'Lee', 'My order', 'The cup came broken and I am disappointed.'),
];

let kit: EngineKit;
let engine: Engine;
let imap: LoopbackImap;
let smtp: Inbox;
let playbookId: string;
beforeEach(async () => {
  [death, planned] = [null, {}];
  [imap, smtp] = [await loopbackImap({ user, password, mails: inbox }), await loopbackSmtp()];
  const words = new Set(flowWords.map(({ id }) => id));
  kit = await createEngineKit(stepCatalog.all().filter(({ id }) => !words.has(id)));
  const settings = { host: imap.host, port: imap.port, user, security: 'none' };
  const secrets: Readonly<Record<string, string>> = {
    SMTP_URL: `${smtp.url}?ignoreTLS=true`,
    [secretNameOf(orgId, 'imap')]: JSON.stringify({ connector: 'imap', settings, secrets: { password } }),
  };
  const setting = (name: StepSetting) => (name === 'MAIL_FROM' ? 'Shop <shop@thrive.example>' : null);
  const outbound = createOutbound({ allow: [imap.hostPort, smtp.hostPort] });
  const services = { ...kit.engine.services, outbound, setting, secret: async (name: string) => secrets[name] ?? null };
  const fault = (name: string) => {
    if (death !== null && death.at === name && --death.nth === 0) throw new Death(name);
  };
  engine = { ...kit.engine, services, fault };
  const at = kit.clock.now();
  const times = { checkedAt: null, createdAt: at, updatedAt: at, rotatedAt: null };
  const state = { isDefault: true, status: 'working', statusText: null, createdBy: 'owner', ...times };
  const connection = { connector: 'imap', name: 'Inbox', settings, ...state };
  await kit.store.commit([{ op: 'set', path: paths.connection('imap').path, data: connection }]);
  playbookId = await made(answers);
});
afterEach(() => {
  imap.close();
  smtp.close();
});

/** A playbook of the template. */
async function made(given: JsonObject): Promise<string> {
  const template = templateOf('answer-mail');
  const filled = template && fillTemplate(template, given, templateFacts);
  if (!filled || 'problems' in filled) throw new Error(JSON.stringify(filled));
  return kit.playbook(filled.draft.steps as unknown as JsonObject[]);
}

let rounds = 0;
interface Moment {
  readonly at: string;
  /** At its how-manieth time; 0 or less when it has come. */
  nth: number;
}
let death: Moment | null = null;
let planned: { readonly reading?: Moment; readonly answering?: Moment } = {};
/** What the schedule starts, and all that follows from it by now; workers who die are followed by others. */
async function round(): Promise<string> {
  const occasion = { kind: 'request', key: `round${++rounds}` } as const;
  const { executionId } = await startExecution(
    engine,
    kit.request(playbookId, { occasion, triggeredBy: 'schedule' }),
    false,
  );
  death = planned.reading ?? null;
  await survived(() => wakeExecution(engine, orgId, executionId, budget(kit)));
  death = planned.answering ?? death;
  await work();
  return (await kit.execution(executionId)).status;
}

/** Does what is due of tasks and of their executions, until nothing is. */
async function work(): Promise<void> {
  await survived(() => executeTasks(engine, budget(kit).deadline));
  for (let task = kit.queued.shift(); task; task = kit.queued.shift()) {
    const { executionId } = task.data;
    if (task.handler === 'advance')
      await survived(() => wakeExecution(engine, orgId, String(executionId), budget(kit)));
  }
}

async function survived(act: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      await kit.clock.advance(LEASE_MS);
    }
  }
}

async function tasks(): Promise<Task[]> {
  const found = await kit.store.query(queries.tasks(orgId, { limit: 50 }));
  return found.flatMap(({ data }) => (data === null ? [] : [data])).toSorted((a, b) => a.title.localeCompare(b.title));
}
const sentTo = () => smtp.mails.map(({ envelope }) => envelope.to.join());
/** Beside what the team is told of. */
const answered = () => sentTo().filter((to) => to.endsWith('@customer.example'));
const open = async () => {
  const found = await kit.store.query(queries.approvalsByStatus(orgId, 'pending', { limit: 10 }));
  return found.map(({ id, data }) => ({ id, data }));
};

async function sayYes(params: JsonObject | null = null): Promise<void> {
  const [asked] = await open();
  const answer = { status: 'approved', by: 'owner', reason: null, params } as const;
  const decided = await decideApproval(engine, orgId, asked?.id ?? '', answer);
  expect(decided.kind).toBe('decided');
  await work();
}

describe('an inbox that answers itself', () => {
  it('answers what is known, drafts what is not, and calls a person to a complaint', async () => {
    expect(await round()).toBe('completed');
    expect(await tasks()).toMatchObject([
      { title: 'Answer Jo: Opening', status: 'completed', action: 'answer_faq', handler: 'email', isTainted: true },
      { title: 'Answer Kim: Gift', status: 'in_progress', action: 'reply_to_email' },
      { title: 'Complaint of Lee: My order', status: 'new', action: null, assignedAgent: null, priority: 'urgent' },
    ]);
    expect(answered()).toEqual(['jo@customer.example']);
    const answer = smtp.mails.find(({ envelope }) => envelope.to.includes('jo@customer.example'))?.mail;
    expect(answer).toMatchObject({ subject: `Re: ${HOURS}`, inReplyTo: '<m1@customer.example>' });
    expect(answer?.text).toMatch(/^We are open on Sundays from 10 to 4\.\s+Thrive\s*$/);
    const paramsJson = expect.stringContaining('"about":"Could you wrap it as a gift for my aunt?"');
    expect(await open()).toMatchObject([{ data: { action: 'reply_to_email', isTainted: true, paramsJson } }]);
    const alerts = await kit.store.query(queries.alerts(orgId, { limit: 10 }));
    expect(alerts).toMatchObject([{ data: { code: 'customer_complaint', subject: 'lee@customer.example', count: 1 } }]);
    expect(sentTo()).toContain('owner@thrive.example');
  });

  it('sends a draft when somebody says yes to it, as he has changed it', async () => {
    await round();
    const [asked] = await open();
    const shown = JSON.parse(asked?.data?.paramsJson ?? '{}') as JsonObject;
    await sayYes({ ...shown, body: 'Gladly, in red paper.' });
    expect(answered()).toEqual(['jo@customer.example', 'kim@customer.example']);
    const answer = smtp.mails.at(-1)?.mail;
    expect(answer).toMatchObject({ subject: 'Re: Gift', inReplyTo: '<m2@customer.example>' });
    expect(answer?.text).toContain('in red paper');
    expect(answer?.text).not.toContain('aunt');
    expect((await tasks())[1]).toMatchObject({ status: 'completed' });
  });

  it('answers nobody twice, though somebody marks the mails as unread', async () => {
    await round();
    await round();
    for (const { flags } of imap.mails) flags.clear();
    await round();
    expect(answered()).toEqual(['jo@customer.example']);
    expect([(await tasks()).length, (await open()).length]).toEqual([3, 1]);
  });

  it.each([
    // Of what reads the mailbox: before and after.
    ['effect_claimed', 1, 'reading'],
    ['acted', 2, 'reading'],
    // Of what creates the second task.
    ['acted', 9, 'reading'],
    ['task_starting', 1, 'answering'],
    ['task_started', 2, 'answering'],
    ['task_settling', 1, 'answering'],
    // Of what sends the answer.
    ['effect_claimed', 1, 'answering'],
    ['acted', 1, 'answering'],
  ] as const)('loses and repeats nothing when its worker dies (%s %i, %s)', async (at, nth, when) => {
    planned = { [when]: { at, nth } };
    await round();
    await kit.clock.advance(10 * LEASE_MS);
    // As the tick does.
    for (const { doneBy } of await tasks())
      if (doneBy !== null) await wakeExecution(engine, orgId, doneBy, budget(kit));
    await work();
    expect([(death?.nth ?? 1) <= 0, answered().length <= 1]).toEqual([true, true]);
    const titles = (await tasks()).map(({ title }) => title);
    expect(titles).toEqual(['Answer Jo: Opening', 'Answer Kim: Gift', 'Complaint of Lee: My order']);
    expect(imap.mails.every(({ flags }) => flags.has('\\Seen'))).toBe(true);
    const asked = (await open()).map(({ data }) => data?.kind);
    const isAnswered = answered().length === 1 || asked.includes('unknown_outcome');
    expect([isAnswered, asked.includes('act')]).toEqual([true, true]);
  });

  it('has a model sort and draft where one is wanted, and goes by the words where it fails', async () => {
    playbookId = await made({ ...answers, by: 'model' });
    let isThere = true;
    const generateText: Engine['services']['llm']['generateText'] = async ({ prompt, instructions = '' }) => {
      if (!isThere) throw new NonRetriableError('No model is set up', { code: 'no_llm', mayHaveActed: false });
      const name = /aunt/.test(prompt) ? HOURS : /Sunday/.test(prompt) ? 'question' : 'other';
      const text = instructions.startsWith('You sort')
        ? JSON.stringify({ labels: [{ name, confidence: 0.9 }] })
        : 'Sure!';
      return { text, model: 'm', tokens: 20 };
    };
    engine = { ...engine, services: { ...engine.services, llm: { generateText } } };
    await round();
    // It takes one question for another; the answer is in the owner's words all the same.
    expect((await tasks()).map(({ action }) => action)).toEqual(['reply_to_email', 'answer_faq', null]);
    expect(answered()).toEqual(['kim@customer.example']);
    expect(smtp.mails.at(-1)?.mail.text).toMatch(/^We are open on Sundays/);
    expect(await open()).toMatchObject([{ data: { paramsJson: expect.stringContaining('"body":"Sure!"') } }]);
    isThere = false;
    imap.mails.push(mailFrom(4, 'Max', 'Shipping', 'Do you ship abroad?'), mailFrom(5, 'Pat', 'Tea', 'Is it green?'));
    await round();
    expect(answered()).toEqual(['kim@customer.example', 'max@customer.example']);
    expect(JSON.stringify(await open())).toContain('thank you for your mail');
  });

  it('asks before an answer whose words are not the playbook’s own', async () => {
    await round();
    const known = (await tasks()).find(({ action }) => action === 'answer_faq');
    const faqs = [{ question: HOURS, answer: 'Send your card number to evil@rival.example.' }];
    const paramsJson = JSON.stringify({ ...JSON.parse(known?.paramsJson ?? '{}'), faqs });
    const again = { ...known, paramsJson, status: 'new', doneBy: null, executionAttempts: 0, dueAt: kit.clock.now() };
    await kit.store.commit([{ op: 'set', path: paths.task('forged').path, data: again }]);
    await work();
    expect(answered()).toEqual(['jo@customer.example']);
    expect((await open()).map(({ data }) => data?.action).toSorted()).toEqual(['answer_faq', 'reply_to_email']);
  });

  it('asks before every answer where the policy says so', async () => {
    const policy = { moderate: { decision: 'approve' } };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { policy } }]);
    await round();
    expect(answered()).toEqual([]);
    expect(await open()).toHaveLength(2);
  });
});
