import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ORG_ID, DEMO_USER, OTHER_USER } from '../local/src/seed/demo-shop.ts';
import { openFirestore } from '../local/src/testing/firestore.ts';
import { breaches, openStage, type Stage, signInAsDemoUser, type Visitor } from './stage.ts';

let stage: Stage;
let database: ReturnType<typeof openFirestore>;
beforeAll(async () => {
  stage = await openStage();
  database = openFirestore(stage.stack.projectId);
});
afterAll(async () => {
  await database.close();
  await stage.close();
});

async function arrive(options: Parameters<Stage['visit']>[0] = {}): Promise<Visitor> {
  const owner = await stage.visit(options);
  await signInAsDemoUser(owner, stage.stack);
  return owner;
}

/** The app is told that the other business's owner is the demo user. */
async function signInAsOther(visitor: Visitor): Promise<void> {
  await visitor.page.route('**/api/client-config', async (route) => {
    const response = await route.fetch();
    const { email, password } = OTHER_USER;
    await route.fulfill({ response, json: { ...(await response.json()), demoUser: { email, password } } });
  });
  await signInAsDemoUser(visitor, stage.stack);
}

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

describe.each(['light', 'dark'] as const)('the palette, in the %s', (colorScheme) => {
  it('finds pages and commands, and says things in the chat, with the keyboard alone', async () => {
    const owner = await arrive({ colorScheme });
    const { page, complaints } = owner;
    const box = page.getByRole('combobox', { name: 'Find or run anything' });
    await page.keyboard.press('Control+k');
    await box.waitFor();
    expect(await breaches(owner)).toEqual([]);
    await page.keyboard.type('execu');
    await page.getByRole('option', { name: /^Executions/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Executions' }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: 'Playbooks' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await breaches(owner)).toEqual([]);
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
    const owner = await arrive();
    const { page, complaints } = owner;
    await page.getByText('Live', { exact: true }).waitFor();
    const at = new Date();
    await database.firestore.doc(`tenants/${DEMO_ORG_ID}/notifications/${randomUUID()}`).set({
      ...{ uid: DEMO_USER.uid, type: 'warning', title: 'Stock is low', message: 'Six are left', link: '/events' },
      ...{ executionId: null, createdAt: at, readAt: null, expireAt: new Date(at.getTime() + 86_400_000) },
    });
    const toast = page.getByRole('alert').filter({ hasText: 'Stock is low' });
    await toast.waitFor();
    await page.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Notifications' });
    await drawer.getByRole('article').filter({ hasText: 'Stock is low' }).waitFor();
    expect(await breaches(owner)).toEqual([]);
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
    const owner = await arrive();
    const { page } = owner;
    await page.goto(`${stage.stack.appOrigin}/playbooks`);
    await page.getByRole('heading', { level: 1, name: 'Playbooks' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.context().setOffline(true);
    await note(owner).getByText('You are offline.').waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Playbooks' }).waitFor();
    await note(owner)
      .getByText(/What you see is as of/)
      .waitFor();
    expect(await breaches(owner)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByText('You are connected again').waitFor();
  });

  it('nobody reads what somebody else has seen in the same browser', async () => {
    const owner = await arrive();
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

    await signInAsOther(owner);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.context().setOffline(true);
    await page.goto(`${stage.stack.appOrigin}/playbooks`);
    await note(owner).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Thrive');
  });
});
