import { beforeAll, describe, expect, it, vi } from 'vitest';
import { signIn } from '../../local/src/demo/people.ts';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breaches, patience, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const SUPPLIER = 'orders@supplier.example';
const GUEST = { email: 'gus@thrive.example', password: 'guest-of-thrive', name: 'Gus Vale' };

let owner: Visitor;
beforeAll(async () => {
  owner = await stage.arrive('/', { colorScheme: 'dark' });
});

async function playbook(draft: object): Promise<string> {
  const { playbookId = '' } = await stage.post('/api/playbooks', { status: 'active', ...draft });
  return playbookId;
}
async function execute(playbookId: string): Promise<string> {
  const { executionId = '' } = await stage.post(`/api/playbooks/${playbookId}/execute`, {});
  return executionId;
}
/** A step that writes to the supplier. */
const order = (subject: string, more: object = {}) => ({
  id: 'order',
  action: 'send_email',
  params: { to: SUPPLIER, subject, body: 'Three jars of Blue Dream, please.' },
  ...more,
});

const executions = () => stage.database.collection(`tenants/${DEMO_ORG_ID}/playbook_executions`);
const isNow = (executionId: string, status: string) =>
  vi.waitFor(async () => expect((await executions().doc(executionId).get()).get('status')).toBe(status), patience);
const open = (path: string) => owner.page.goto(`${stage.stack.appOrigin}${path}`);

const mails = (subject: string) => stage.stack.inbox.messages().filter((mail) => mail.subject === subject);
const mailed = (subject: string, times = 1) =>
  vi.waitFor(() => {
    const [newest] = mails(subject);
    expect(mails(subject)).toHaveLength(times);
    return newest?.text ?? '';
  }, patience);
/** The mail that asks for a yes to the step of a playbook. */
const letter = (name: string) => mailed(`Your answer is needed: Send e-mail (${name})`);
/** The link to a path, out of a mail. */
const linkIn = (text: string, path: string) => new RegExp(`http://[^/\\s]+${path}\\S*`).exec(text)?.[0] ?? '';

describe('an act that needs a yes', () => {
  it('is decided by the button behind a link, not by the link, and once', async () => {
    const subject = 'Order by link';
    const steps = [order(subject, { requiresApproval: true })];
    const executionId = await execute(await playbook({ name: 'Order jars', steps }));
    const link = linkIn(await letter('Order jars'), '/api/approvals/\\w+/approve');
    const scanned = await fetch(link);
    expect(scanned.status).toBe(200);
    expect(await scanned.text()).toContain('Three jars of Blue Dream, please.');
    await isNow(executionId, 'waiting');

    const { page } = owner;
    await page.goto(link);
    await page.getByText(SUPPLIER, { exact: true }).waitFor();
    expect(mails(subject)).toEqual([]);
    expect(await breaches(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Yes, approve it' }).click();
    await page.getByRole('heading', { name: 'Your yes is on record' }).waitFor();
    await mailed(subject);
    await isNow(executionId, 'completed');

    const again = await fetch(link, { method: 'POST', body: new URL(link).searchParams });
    expect(await again.text()).toContain('Nothing was changed.');
    expect(again.status).toBe(409);
    expect(mails(subject)).toHaveLength(1);

    await page.getByRole('link', { name: 'Open the approvals in the app' }).click();
    await page.getByText('Decided', { exact: true }).click();
    await page.getByText(/Decided by you, by a link/).waitFor();
    await open('/settings/audit');
    await page.getByText('Approval approved').first().waitFor();
    await page
      .getByText(/You, by a link, from Chrome/)
      .first()
      .waitFor();
  });

  it('is done with the words that a person put in before saying yes', async () => {
    const subject = 'Order with changes';
    await execute(await playbook({ name: 'Order', steps: [order(subject, { requiresApproval: true })] }));
    const { page } = owner;
    await page.goto(linkIn(await letter('Order'), '/approvals/'));
    await page.getByRole('button', { name: 'Change it first' }).click();
    await page.getByRole('textbox', { name: 'Body' }).fill('Two jars are enough.');
    expect(await breaches(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page
      .getByText(/changed by you/)
      .first()
      .waitFor();
    expect(await mailed(subject)).toContain('Two jars are enough.');
  });
});

describe('a pause of everything', () => {
  it('holds what comes, and lets go on what was chosen', async () => {
    const subject = '{{event.name}} is low';
    const triggers = [{ type: 'event', id: 'low', eventName: 'inventory.low_stock' }];
    const playbookId = await playbook({ name: 'Low stock', triggers, steps: [order(subject)] });
    const byHand = await playbook({ name: 'By hand', steps: [order('Ordered by hand')] });
    const { page } = owner;
    await open('/settings/safety');
    await page.getByRole('textbox', { name: 'Reason' }).fill('Stocktaking');
    await page.getByRole('button', { name: 'Pause everything' }).click();
    const paused = page.getByRole('region', { name: 'Notices' }).getByText(/Stocktaking/);
    await paused.waitFor();

    await open(`/playbooks/${byHand}`);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText(/Held by a pause: it goes on by itself/).waitFor();
    for (const name of ['Golden Goat', 'Silver Haze']) {
      const item = stage.database.doc(`tenants/${DEMO_ORG_ID}/inventory/${name.replace(' ', '-')}`);
      await item.set({ name, quantity: 9, reorderPoint: 5 });
      await item.update({ quantity: 2 });
      const held = executions().where('playbookId', '==', playbookId).where('wait.kind', '==', 'pause');
      const count = name === 'Golden Goat' ? 1 : 2;
      await vi.waitFor(async () => expect((await held.get()).size).toBe(count), patience);
    }
    await page.getByRole('button', { name: 'Resume…' }).click();
    await page.getByText(/3 executions are held/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await mailed('Ordered by hand');
    await mailed('Silver Haze is low');
    await vi.waitFor(async () => {
      const { docs } = await executions().where('playbookId', '==', playbookId).orderBy('createdAt').get();
      expect(docs.map((one) => one.get('status'))).toEqual(['skipped', 'completed']);
    }, patience);
    expect(mails('Golden Goat is low')).toEqual([]);
    await paused.waitFor({ state: 'detached' });
  });
});

describe('a limit', () => {
  it('holds an act until there is room, which then goes on by itself', async () => {
    const { page } = owner;
    const limitTo = async (value: string) => {
      await open('/settings/usage');
      await page.getByRole('button', { name: 'Change limits…' }).click();
      await page.getByRole('textbox', { name: 'E-mails a day' }).fill(value);
      await page.getByRole('button', { name: 'Save limits' }).click();
      await page.getByText('The limits hold from now on').waitFor();
    };
    await limitTo('0');
    const executionId = await execute(await playbook({ name: 'Over the limit', steps: [order('Within the limit')] }));
    await open(`/executions/${executionId}`);
    await page
      .getByText(/Held by a limit \(e-mails a day\): it goes on by itself/)
      .first()
      .waitFor();
    expect(mails('Within the limit')).toEqual([]);
    await limitTo('');
    await mailed('Within the limit');
    await isNow(executionId, 'completed');
  });
});

describe('what is to come', () => {
  it('is foretold in numbers, and rehearsed over what was', async () => {
    const triggers = [
      { type: 'event', id: 'low', eventName: 'inventory.low_stock' },
      { type: 'schedule', id: 'daily', cron: '0 9 * * *', timezone: 'UTC' },
    ];
    const playbookId = await playbook({ name: 'Foretold', triggers, steps: [order('Daily')] });
    const { page } = owner;
    await open(`/playbooks/${playbookId}`);
    await page.getByText('About 2 times a month').waitFor();
    const days = daysOfNextMonth();
    await page.getByText(`${days} times a month`, { exact: true }).waitFor();
    await page.getByText(`Executions a month${days} to ${days + 2}`).waitFor();
    await page.getByRole('tab', { name: 'Simulate' }).click();
    await page.getByRole('combobox', { name: 'Over the last' }).selectOption('7 days');
    await page.getByRole('button', { name: 'Simulate', exact: true }).click();
    await page.getByText(`Would have run 9 times, sent 9 e-mails to ${SUPPLIER}`).waitFor();
    expect(await page.getByRole('list', { name: 'Would-be starts' }).getByText('Completed').count()).toBe(9);
    // What was rehearsed is no execution of it.
    await page.getByRole('tab', { name: 'Executions' }).click();
    await page.getByText('Nothing has run yet').waitFor();
    expect(mails('Daily')).toEqual([]);
  });
});

describe('an invitation', () => {
  it('makes the one it was written to a viewer, who decides nothing', async () => {
    const { stack } = stage;
    await createAccount();
    const { page } = owner;
    await open('/settings/team');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(GUEST.email);
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('viewer');
    await page.getByRole('button', { name: 'Invite' }).click();
    const { text } = await vi.waitFor(() => {
      const mail = stack.inbox.messages().find(({ to }) => to.includes(GUEST.email));
      if (mail === undefined) throw new Error('No invitation has come');
      return mail;
    }, patience);

    const guest = await stage.visit();
    // The local sign-in knows one person only; here it is the guest.
    await guest.page.route('**/api/client-config', async (route) => {
      const answer = await route.fetch();
      const { email, password } = GUEST;
      await route.fulfill({ response: answer, json: { ...(await answer.json()), demoUser: { email, password } } });
    });
    await guest.page.goto(linkIn(text ?? '', '/join'));
    await guest.page.getByRole('button', { name: 'Continue as demo user' }).click();
    await guest.page.getByRole('button', { name: 'Join' }).click();
    await guest.page.getByRole('textbox', { name: 'Message' }).waitFor();
    const member = stage.database.collection(`tenants/${DEMO_ORG_ID}/team`).where('email', '==', GUEST.email);
    expect((await member.get()).docs.map((one) => one.get('role'))).toEqual(['viewer']);

    await execute(await playbook({ name: 'Ask', steps: [order('Asked', { requiresApproval: true })] }));
    await guest.page.goto(linkIn(await letter('Ask'), '/approvals/'));
    await guest.page.getByText('Editors decide here').waitFor();
    const path = new URL(linkIn(await letter('Ask'), '/approvals/')).pathname;
    expect(await answersTo(`/api${path}/approve`)).toBe(403);
    expect(mails('Asked')).toEqual([]);
    expect(stack.inbox.messages().filter(({ to }) => to.includes(GUEST.email))).toHaveLength(1);
    expect([...owner.complaints, ...guest.complaints]).toEqual([]);
  });
});

/** As the shop in New York counts them. */
function daysOfNextMonth(): number {
  const today = new Date().toLocaleDateString('en-US', { timeZone: 'America/New_York' });
  const [month = 0, , year = 0] = today.split('/').map(Number);
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/** The status of the guest's own answer to a question. */
async function answersTo(path: string): Promise<number> {
  const bearer = await signIn(stage.stack, GUEST.email, GUEST.password);
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` };
  return (await fetch(`${stage.stack.apiOrigin}${path}`, { method: 'POST', headers, body: '{}' })).status;
}

/** An account of the guest, with an address that is proved to be his. */
async function createAccount(): Promise<void> {
  const { ports, projectId } = stage.stack;
  const path = `/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts`;
  const { name: displayName, ...account } = GUEST;
  const answer = await fetch(`http://127.0.0.1:${ports.auth}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer owner' },
    body: JSON.stringify({ ...account, displayName, emailVerified: true }),
  });
  expect(answer.ok, await answer.clone().text()).toBe(true);
}
