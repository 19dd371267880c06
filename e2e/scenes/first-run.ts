import { describe, expect, it } from 'vitest';
import { breachesInBoth, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const email = 'nora@first.example';
const password = 'first-steps';

/** Somebody whom nobody knows yet: the app is told that she is the demo user. */
async function signInAsNewcomer({ page }: Visitor): Promise<void> {
  const { appOrigin } = stage.stack;
  await page.route('**/api/client-config', async (route) => {
    const response = await route.fetch();
    const config = (await response.json()) as { emulators: { auth: string } };
    const account = JSON.stringify({ email, password, displayName: 'Nora New' });
    await fetch(`${config.emulators.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=local`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: account,
    });
    await route.fulfill({ response, json: { ...config, demoUser: { email, password } } });
  });
  await page.goto(appOrigin);
  await page.getByRole('button', { name: 'Continue as demo user' }).click();
}

describe('a newcomer', () => {
  it('makes a business and has a live playbook within two minutes', async () => {
    const nora = await stage.visit({ locale: 'en-GB', timezoneId: 'Europe/London' });
    const { page } = nora;
    const since = Date.now();
    await signInAsNewcomer(nora);
    await page.getByRole('textbox', { name: 'Name' }).fill('Northside Gym');
    await page.getByRole('combobox', { name: 'What kind of business is it?' }).selectOption('gym');
    await page.getByRole('button', { name: 'Create business' }).click();
    await page.getByText('First steps').waitFor();
    await page.getByRole('link', { name: 'See templates' }).click();
    await page.getByRole('link', { name: /Weekly list of past-due members/ }).click();
    await page.getByLabel('At what time?').fill('29:00');
    await page.getByText('Write a time as 09:00').waitFor();
    await page.getByLabel('At what time?').fill('07:15');
    await page.getByText('Every Monday at 7:15').first().waitFor();
    await page.getByRole('button', { name: 'Activate' }).click();
    await page.waitForURL(/\/playbooks\//);
    await page.getByText('Every Monday at 7:15 United Kingdom Time').waitFor();
    await page.getByText('Active', { exact: true }).first().waitFor();
    expect(Date.now() - since).toBeLessThan(120_000);
    await page.goto(stage.stack.appOrigin);
    await page.getByText('1 of 4 done').waitFor();
    expect(await breachesInBoth(nora)).toEqual([]);
    expect(nora.complaints).toEqual([]);
  });

  it('tries things with sample data, which is marked and gone at a click', async () => {
    const nora = await stage.visit();
    const { page } = nora;
    await signInAsNewcomer(nora);
    await page.getByRole('button', { name: /Try sample data/ }).click();
    await page.getByText('One playbook is active here').waitFor();
    expect(await breachesInBoth(nora)).toEqual([]);
    await page.getByRole('button', { name: 'Add sample data' }).click();
    await page.goto(`${stage.stack.appOrigin}/templates`);
    await page.getByText('You are looking at sample data').waitFor();
    expect(await breachesInBoth(nora)).toEqual([]);
    await page.getByRole('button', { name: /Remove it/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('You are looking at sample data').waitFor({ state: 'hidden' });
  });
});
