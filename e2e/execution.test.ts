import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breaches, openStage, type Stage, signInAsDemoUser, type Visitor } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** It fails unless the page that it is asked about is `found`. */
const draft = {
  name: 'Price round',
  inputs: [{ name: 'page', label: 'Page to check', type: 'text', required: true }],
  steps: [
    {
      id: 'list',
      action: 'set_variables',
      params: {
        items: [
          { name: 'Blue Dream', price: 32.5 },
          { name: 'OG Kush', price: 18 },
        ],
        total: 2,
      },
    },
    { id: 'page', action: 'set_variables', params: { ok: '{{ {"found": steps.list.total}[inputs.page] }}' } },
    {
      id: 'mail',
      action: 'send_email',
      params: { to: ['demo@thrive.example'], subject: '{{steps.page.ok}} prices', body: 'Ready' },
    },
  ],
};

/** Asks the api as the page itself does. */
async function send({ page }: Visitor, path: string, body: object): Promise<Record<string, unknown>> {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().includes('/api/') && one.headers().authorization !== undefined),
    page.reload(),
  ]);
  const { authorization = '' } = request.headers();
  const answer = await page.request.post(`${stage.stack.appOrigin}${path}`, { data: body, headers: { authorization } });
  return (await answer.json()) as Record<string, unknown>;
}

describe.each(['light', 'dark'] as const)('an execution that has failed, in %s', (colorScheme) => {
  it('says what was wrong and what its steps got, and goes on with another input', async () => {
    const owner = await stage.visit({ colorScheme });
    await signInAsDemoUser(owner, stage.stack);
    const { page } = owner;
    const { playbookId } = await send(owner, '/api/playbooks', draft);
    const run = { triggeredBy: 'manual', inputs: { page: 'missing' }, wait: 15 };
    const { executionId } = await send(owner, `/api/playbooks/${playbookId}/execute`, run);
    await page.goto(`${stage.stack.appOrigin}/executions/${executionId}`);

    const row = (id: string) => page.locator(`#step-${id}`);
    const node = (id: string) => page.locator(`[data-step="${id}"]`);
    await page.getByText('Yours to fix').first().waitFor();
    await node('page').getByText('Failed').waitFor();
    await row('page').getByText('As it is written in the playbook').waitFor();
    expect(await breaches(owner)).toEqual([]);

    // What is chosen in the picture opens in the list; a list of things is a table.
    await node('list').focus();
    await page.keyboard.press('Enter');
    await row('list').getByRole('button', { name: 'Price' }).click();
    const cells = await row('list').locator('tbody tr td:first-child').allInnerTexts();
    expect(cells).toEqual(['OG Kush', 'Blue Dream']);
    expect(await breaches(owner)).toEqual([]);

    await page.getByRole('button', { name: 'Resume' }).click();
    const dialog = page.getByRole('dialog', { name: 'Go on where it stopped' });
    await dialog.getByRole('textbox', { name: 'Page to check' }).fill('found');
    expect(await breaches(owner)).toEqual([]);
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await node('mail').getByText('Completed').waitFor();

    await row('mail').getByRole('button', { expanded: false }).click();
    await row('mail').getByRole('tab', { name: 'What it got' }).click();
    await row('mail').getByRole('article', { name: 'The mail “2 prices”' }).waitFor();
    expect(await breaches(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});
