import { beforeAll, describe, expect, it } from 'vitest';
import { fillTenant, idOf, orderOf, pastExecution } from '../../bench/web/fill.ts';
import { tenantPaths } from '../../functions/src/model/paths.ts';
import { DEMO_USER } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, overflows, type Stage, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const ORG = 'busy_shop';

/** The demo user in a second business of his. */
async function arrive(path: string, options: Parameters<Stage['visit']>[0] = {}): Promise<Visitor> {
  const owner = await stage.arrive('/', options);
  await owner.page.evaluate(`localStorage.setItem('playbooks.orgId', '${ORG}')`);
  await owner.page.goto(`${stage.stack.appOrigin}${path}`);
  return owner;
}
const scrolled = ({ page }: Visitor): Promise<number> => page.evaluate('window.scrollY');

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

describe('an execution that has failed', () => {
  it('says what was wrong and what its steps got, and goes on with another input', async () => {
    const { playbookId } = await stage.post('/api/playbooks', draft);
    const run = { triggeredBy: 'manual', inputs: { page: 'missing' }, wait: 15 };
    const { executionId } = await stage.post(`/api/playbooks/${playbookId}/execute`, run);
    const owner = await stage.arrive(`/executions/${executionId}`);
    const { page } = owner;

    const row = (id: string) => page.locator(`#step-${id}`);
    const node = (id: string) => page.locator(`[data-step="${id}"]`);
    await page.getByText('Yours to fix').first().waitFor({ timeout: 60_000 });
    await node('page').getByText('Failed').waitFor();
    await row('page').getByText('As it is written in the playbook').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    // What is chosen in the picture opens in the list; a list of things is a table.
    await node('list').focus();
    await page.keyboard.press('Enter');
    await row('list').getByRole('button', { name: 'Price' }).click();
    const cells = await row('list').locator('tbody tr td:first-child').allInnerTexts();
    expect(cells).toEqual(['OG Kush', 'Blue Dream']);
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.getByRole('button', { name: 'Resume' }).click();
    const dialog = page.getByRole('dialog', { name: 'Go on where it stopped' });
    await dialog.getByRole('textbox', { name: 'Page to check' }).fill('found');
    expect(await breachesInBoth(owner)).toEqual([]);
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await node('mail').getByText('Completed').waitFor({ timeout: 60_000 });

    await row('mail').getByRole('button', { expanded: false }).click();
    await row('mail').getByRole('tab', { name: 'What it got' }).click();
    await row('mail').getByRole('article', { name: 'The mail “2 prices”' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});

describe('many executions', () => {
  beforeAll(() => fillTenant(stage.database, ORG, DEMO_USER.uid, 400));

  it('are searched by an order number, filtered, opened, and found again where one was', async () => {
    const owner = await arrive('/executions');
    const { page } = owner;
    await page.locator('tbody tr').nth(5).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    const field = page.getByRole('searchbox', { name: 'Search executions' });
    await field.fill(orderOf(321).toLowerCase());
    await page.locator(`tr[data-id="${idOf(321)}"]`).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await field.fill('ORD-1003');
    await page.getByText('Whole words are looked for', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.locator('tbody tr').nth(5).waitFor();

    await page.getByRole('button', { name: 'Any status' }).click();
    await page.getByRole('checkbox', { name: 'Failed' }).check();
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).searchParams.get('status')).toBe('failed');
    // The filter takes the focus back.
    await page.locator('button:focus', { hasText: 'Failed' }).waitFor();
    await page.getByText('40 executions, that is all').waitFor({ timeout: 60_000 });
    await page.locator(`tr[data-id="${idOf(4)}"] a`).focus();
    for (let row = 0; row < 30; row++) await page.keyboard.press('ArrowDown');
    await page.locator(`tr[data-id="${idOf(304)}"] a:focus`).waitFor();
    const before = await scrolled(owner);
    expect(before).toBeGreaterThan(500);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/executions/${idOf(304)}`);
    await page.goBack();
    await page.locator(`tr[data-id="${idOf(304)}"]`).waitFor();
    expect(Math.abs((await scrolled(owner)) - before)).toBeLessThan(70);
    expect(owner.complaints).toEqual([]);
  });

  it('tell of a new one without moving what one looks at, on a phone in the dark', async () => {
    const owner = await arrive('/executions', { viewport: { width: 390, height: 844 } });
    const { page } = owner;
    await page.locator('tbody tr').nth(5).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(await overflows(owner)).toBe(false);
    await page.evaluate('window.scrollTo(0, 2000)');
    await page.locator(`tr[data-id="${idOf(30)}"]`).waitFor();
    const place = () => page.locator(`tr[data-id="${idOf(30)}"]`).boundingBox();
    const before = await place();
    const data = { ...pastExecution(ORG, 0, new Date()), playbookName: 'Just now' };
    await stage.database.doc(tenantPaths(ORG).execution('justnow').path).create(data);
    const pill = page.getByRole('button', { name: '1 new' });
    await pill.waitFor();
    expect((await place())?.y).toBe(before?.y);
    await pill.click();
    await page.getByRole('link', { name: 'Just now' }).waitFor();
    expect(owner.complaints).toEqual([]);
  });
});
