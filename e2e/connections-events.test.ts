import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SLACK_TOKEN, SLACK_WEBHOOK, slackApi, slackWebhooks } from '../functions/test/vendors/slack.ts';
import { startVendors, type VendorServer } from '../functions/test/vendors/vendor.ts';
import { DEMO_ORG_ID, DEMO_USER } from '../local/src/seed/demo-shop.ts';
import { breaches, openStage, patience, type Stage, type Visitor } from './stage.ts';

let vendors: VendorServer;
let stage: Stage;
let owner: Visitor;
beforeAll(async () => {
  vendors = await startVendors([slackApi, slackWebhooks]);
  stage = await openStage({ detours: vendors.detours });
  owner = await stage.arrive();
});
afterAll(async () => {
  await stage.close();
  vendors.close();
});

/** Made through the API; gives its id. */
async function playbook(draft: object): Promise<string> {
  const { playbookId = '' } = await stage.post('/api/playbooks', { status: 'active', ...draft });
  return playbookId;
}
const mail = (subject: string) => ({
  id: 'order',
  action: 'send_email',
  params: { to: 'orders@supplier.example', subject, body: 'Three jars, please.' },
});
const mails = (subject: string) => stage.stack.inbox.messages().filter((one) => one.subject === subject);
const mailed = (subject: string, times: number) =>
  vi.waitFor(() => expect(mails(subject)).toHaveLength(times), patience);
const open = (path: string) => owner.page.goto(`${stage.stack.appOrigin}${path}`);
const posted = () => vendors.calls.filter(({ path }) => path === '/api/chat.postMessage');

describe('a connection', () => {
  it('is made with the right secret only, and then carries the message of a playbook', async () => {
    const text = 'Three jars of Blue Dream are left.';
    const steps = [{ id: 'tell', action: 'post_slack_message', params: { channel: '#sales', text } }];
    const playbookId = await playbook({ name: 'Tell the team', steps });
    const { page } = owner;
    await open(`/playbooks/${playbookId}`);
    await page.getByText('Not connected yet.').waitFor();
    await page.getByRole('link', { name: 'Slack', exact: true }).click();

    const dialog = page.getByRole('dialog', { name: 'Connect Slack' });
    const connect = dialog.getByRole('button', { name: 'Connect', exact: true });
    await connect.click();
    await dialog.getByText('Give the address of a webhook or a bot token, one of the two').waitFor();
    await dialog.getByLabel('Bot token').fill('xoxb-1-wrong-wrong');
    await connect.click();
    await dialog.getByText('Slack does not accept the connection: it says invalid_auth.').waitFor();
    expect(await breaches(owner)).toEqual([]);
    await dialog.getByLabel('Bot token').fill(SLACK_TOKEN);
    await dialog.getByRole('alert').waitFor({ state: 'detached' });
    await connect.click();
    const list = page.getByRole('list', { name: 'Connections' });
    await list.getByText('workspace Acme').waitFor();
    await list.getByText('Works', { exact: true }).waitFor();
    expect(await breaches(owner)).toEqual([]);

    await open(`/playbooks/${playbookId}`);
    await page.getByText('#sales · Three jars').waitFor();
    await page.getByText('Not connected yet.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('Completed', { exact: true }).first().waitFor();
    expect(posted().map((call) => call.json())).toEqual([
      { channel: '#sales', text, unfurl_links: false, unfurl_media: false },
    ]);
    expect(await page.content()).not.toContain(SLACK_TOKEN);
  });

  it('keeps its secrets where the new ones are wrong, and asks twice before it goes from under a playbook', async () => {
    const { page } = owner;
    await open('/settings/connections');
    const more = page.getByRole('button', { name: 'More for Slack' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Put in new secrets' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input:focus').waitFor();
    await dialog.getByLabel('Bot token').fill('xoxb-2-wrong-wrong');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/invalid_auth\. The old ones were kept\./).waitFor();
    await dialog.getByLabel('Bot token').fill('');
    await dialog.getByLabel('Webhook URL').fill(SLACK_WEBHOOK);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('a webhook of one channel').waitFor();
    await page.locator('[aria-label="More for Slack"]:focus').waitFor();

    await more.click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('link', { name: 'Tell the team' }).waitFor();
    expect(await breaches(owner)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete anyway' }).click();
    await page.getByText('Nothing is connected yet').waitFor();
  });
});

describe('an event', () => {
  it('is seen as it happens, says what it started and what not, and can be said again', async () => {
    const low = { type: 'event', id: 'low', eventName: 'inventory.low_stock' };
    await playbook({
      name: 'Restock',
      triggers: [{ ...low, filter: 'event.quantity < 5' }],
      steps: [mail('{{event.name}} is low')],
    });
    const rare = await playbook({
      name: 'Only the rare ones',
      triggers: [
        { ...low, filter: "event.name.startsWith('Rare')", debounce: { windowMs: 30_000, by: 'event.itemId' } },
      ],
      steps: [mail('A rare one')],
    });
    const { page } = owner;
    await open(`/playbooks/${rare}`);
    await page.getByText('Event: Stock is low').waitFor();
    await page.getByText('Starts once, when it has been quiet for 30 s, with the latest').waitFor();
    await open('/events?name=inventory.low_stock');
    await page.getByText('None of these yet').waitFor();
    const armed = stage.database.collection(`tenants/${DEMO_ORG_ID}/playbook_event_listeners`);
    await vi.waitFor(async () => expect((await armed.get()).size).toBe(2), patience);

    const item = stage.database.doc(`tenants/${DEMO_ORG_ID}/inventory/golden-goat`);
    await item.set({ name: 'Golden Goat', quantity: 9, reorderPoint: 5 });
    await item.update({ quantity: 2 });
    await page.getByText(/Golden Goat · started 1 playbook/).waitFor();
    expect(await breaches(owner)).toEqual([]);
    await page.getByRole('link', { name: /Stock is low/ }).click();
    await page.getByRole('link', { name: /Restock/ }).waitFor();
    await page.getByText("Its filter (event.name.startsWith('Rare')) was not true of it.").waitFor();
    await mailed('Golden Goat is low', 1);
    expect(await breaches(owner)).toEqual([]);

    const first = page.url();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('button', { name: 'Replay event' }).click();
    await page.getByRole('link', { name: 'Said again of an earlier event' }).waitFor();
    expect(page.url()).not.toBe(first);
    await mailed('Golden Goat is low', 2);

    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('checkbox', { name: 'As dry runs' }).check();
    await page.getByRole('button', { name: 'Replay event' }).click();
    await page.getByText('What this starts are dry runs').waitFor();
    await page.getByRole('link', { name: /Restock/ }).click();
    await page.getByText(/Would have e-mailed 1 person/).waitFor();
    expect(mails('Golden Goat is low')).toHaveLength(2);
    await page.getByRole('link', { name: 'See the event' }).click();
    await page.getByRole('heading', { name: 'Stock is low' }).waitFor();
  });
});

describe('a webhook', () => {
  it('takes what is signed with its secret, which is shown once', async () => {
    const playbookId = await playbook({
      name: 'Booking came in',
      triggers: [{ type: 'webhook', id: 'booking', scheme: 'hmac', filter: "event.body.status == 'new'" }],
      steps: [mail('Booking of {{event.body.name}}')],
    });
    const { page } = owner;
    await open(`/playbooks/${playbookId}`);
    await page.getByText('Needs a secret').waitFor();
    const url = (await page.getByText(/\/api\/hooks\/\w/).textContent()) ?? '';
    expect(await breaches(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Set the secret…' }).click();
    await page.getByRole('button', { name: 'Make a secret' }).click();
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? '';
    expect(await breaches(owner)).toEqual([]);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText(/was taken and started nothing/).waitFor();
    await page.getByText('With a body of my own').click();
    await page.getByRole('textbox', { name: 'Body of the test' }).fill('{"status": "new", "name": "Tess"}');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText(/was taken, and starts a dry run/).waitFor();

    expect(await deliver(url, { status: 'new', name: 'Eve' }, null)).toBe(403);
    expect(await deliver(url, { status: 'new', name: 'Ada' }, secret)).toBe(202);
    await page.getByText(/Last delivery just now; it started an execution/).waitFor();
    await page.getByText(/Last refused just now: The header with the signature is missing/).waitFor();
    await mailed('Booking of Ada', 1);
    expect(await breaches(owner)).toEqual([]);
    await page.reload();
    await page.getByText('Ready', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
    expect([...mails('Booking of Eve'), ...mails('Booking of Tess')]).toEqual([]);

    await withRole('viewer', async () => {
      await open(`/playbooks/${playbookId}`);
      await page.getByText('Editors and up see its address.').waitFor();
      expect(await page.content()).not.toContain(url);
    });
  });
});

describe('who may', () => {
  it('is told: viewers look at events, editors say them again, admins connect', async () => {
    const { page } = owner;
    const newest = async () => {
      await open('/events?name=inventory.low_stock');
      await page
        .getByRole('link', { name: /Stock is low/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'What it started' }).waitFor();
      return page.getByRole('button', { name: 'Replay' }).count();
    };
    await withRole('viewer', async () => expect(await newest()).toBe(0));
    await withRole('editor', async () => {
      expect(await newest()).toBe(1);
      await open('/settings/connections');
      await page.getByText('Only admins and owners can change this. You are an editor.').waitFor();
    });
    // What a wrong secret and a connection in use are answered with; nothing else has gone wrong.
    const expected = /status of (409|422)/;
    expect(owner.complaints.filter((complaint) => !expected.test(complaint))).toEqual([]);
  });
});

/** As somebody of that role sees it. */
async function withRole(role: string, look: () => Promise<void>): Promise<void> {
  const membership = stage.database.doc(`tenants/${DEMO_ORG_ID}/team/${DEMO_USER.uid}`);
  await membership.update({ role });
  await look();
  await membership.update({ role: 'owner' });
}

/** A delivery from outside, as Standard Webhooks says; without a secret it is not signed. Gives the status. */
async function deliver(url: string, payload: object, secret: string | null): Promise<number> {
  const body = JSON.stringify(payload);
  const [id, time] = [randomUUID(), String(Math.floor(Date.now() / 1_000))];
  const key = Buffer.from(secret?.slice('whsec_'.length) ?? '', 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  const signed = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
  const headers = { 'content-type': 'application/json', ...(secret !== null && signed) };
  return (await fetch(url, { method: 'POST', body, headers })).status;
}
