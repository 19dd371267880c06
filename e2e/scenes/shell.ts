import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEMO_ORG_ID, DEMO_USER } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, signInAsOther, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const kept = ({ page }: Visitor) =>
  page.evaluate(
    'indexedDB.databases().then((all) => all.map(({ name }) => name).filter((name) => /firestore/.test(name)))',
  );
const note = ({ page }: Visitor) => page.getByRole('region', { name: 'Connection' });

async function signOut({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Continue as demo user' }).waitFor();
}

describe('the palette', () => {
  it('finds pages and commands, and says things in the chat, with the keyboard alone', async () => {
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    const box = page.getByRole('combobox', { name: 'Find or run anything' });
    await page.keyboard.press('Control+k');
    await box.waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.keyboard.type('execu');
    await page.getByRole('option', { name: /^Executions/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Executions' }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: 'Playbooks' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await box.fill('zebra zone zeal');
    await page.keyboard.press('Enter');
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.waitFor();
    expect(await message.inputValue()).toBe('zebra zone zeal');
    expect(complaints).toEqual([]);
  });
});

describe('a notification', () => {
  it('that arrives while the app is open is a toast, then in the drawer, and is cleared with all others', async () => {
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    await page.getByText('Live', { exact: true }).waitFor();
    const at = new Date();
    await stage.database.doc(`tenants/${DEMO_ORG_ID}/notifications/${randomUUID()}`).set({
      ...{ uid: DEMO_USER.uid, type: 'warning', title: 'Stock is low', message: 'Six are left', link: '/events' },
      ...{ executionId: null, createdAt: at, readAt: null, expireAt: new Date(at.getTime() + 86_400_000) },
    });
    const toast = page.getByRole('alert').filter({ hasText: 'Stock is low' });
    await toast.waitFor();
    await page.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Notifications' });
    await drawer.getByRole('article').filter({ hasText: 'Stock is low' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await drawer.getByRole('button', { name: 'Clear all' }).click();
    await page
      .getByRole('dialog', { name: /^Clear all/ })
      .getByRole('button', { name: 'Clear all' })
      .click();
    await drawer.getByText('All quiet').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('without a connection', () => {
  it('what was seen can be read, also after a reload, and a command is refused in words', async () => {
    await stage.database.doc(`tenants/${DEMO_ORG_ID}/playbooks/kept`).set({
      ...{ name: 'Kept here', status: 'paused', ownerId: DEMO_USER.uid, triggers: [{ type: 'manual' }] },
      ...{ steps: [{ id: 'note', action: 'log_note', params: { message: 'one' } }], createdAt: new Date() },
    });
    const owner = await stage.arrive('/playbooks', { serviceWorkers: 'allow' });
    const { page } = owner;
    await page.getByRole('link', { name: 'Kept here' }).click();
    await page.getByRole('heading', { level: 1, name: 'Kept here' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.context().setOffline(true);
    await note(owner).getByText('You are offline.').waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Kept here' }).waitFor();
    await note(owner)
      .getByText(/What you see is as of/)
      .waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Run now' }).click();
    const refusal = page.getByRole('alert').filter({ hasText: 'It did not start' });
    await refusal.waitFor();
    // Whether a browser knows after a reload that it has no network is the browser's affair.
    expect(await refusal.textContent()).toMatch(/You are offline, so this was not done|The server cannot be reached/);
    await page.context().setOffline(false);
    await page.getByText('You are connected again', { exact: true }).waitFor();
  });

  it('nobody reads what somebody else has seen in the same browser', async () => {
    const owner = await stage.arrive('/', { serviceWorkers: 'allow' });
    const { page } = owner;
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await kept(owner)).toHaveLength(1);
    const tab = await page.context().newPage();
    await tab.goto(`${stage.stack.appOrigin}/playbooks`);
    await tab.getByText('Live', { exact: true }).waitFor();
    await signOut(owner);
    // The other tab ends with it.
    await tab.getByRole('button', { name: 'Continue as demo user' }).waitFor();
    expect(await kept(owner)).toEqual([]);
    expect(await page.evaluate('Object.values(localStorage).join()')).not.toContain('Thrive');

    await signInAsOther(owner, stage.stack);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.context().setOffline(true);
    await page.goto(`${stage.stack.appOrigin}/playbooks`);
    await note(owner).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Thrive');
  });
});
