import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillTenant, idOf, orderOf, pastExecution } from '../bench/web/fill.ts';
import { tenantPaths } from '../functions/src/model/paths.ts';
import { DEMO_USER } from '../local/src/seed/demo-shop.ts';
import { openFirestore } from '../local/src/testing/firestore.ts';
import { breaches, openStage, type Stage, signInAsDemoUser, type Visitor } from './stage.ts';

const ORG = 'busy_shop';
let stage: Stage;
let database: ReturnType<typeof openFirestore>;
beforeAll(async () => {
  stage = await openStage();
  database = openFirestore(stage.stack.projectId);
  await fillTenant(database.firestore, ORG, DEMO_USER.uid, 400);
});
afterAll(async () => {
  await database.close();
  await stage.close();
});

async function arrive(options: Parameters<Stage['visit']>[0] = {}): Promise<Visitor> {
  const owner = await stage.visit(options);
  await signInAsDemoUser(owner, stage.stack);
  await owner.page.evaluate(`localStorage.setItem('playbooks.orgId', '${ORG}')`);
  await owner.page.goto(`${stage.stack.appOrigin}/executions`);
  await owner.page.locator('tbody tr').nth(5).waitFor();
  return owner;
}
const scrolled = ({ page }: Visitor): Promise<number> => page.evaluate('window.scrollY');
const overflows = ({ page }: Visitor) => page.evaluate('document.documentElement.scrollWidth > window.innerWidth');

describe('many executions', () => {
  it('are searched by an order number, filtered, opened, and found again where one was', async () => {
    const owner = await arrive();
    const { page } = owner;
    expect(await breaches(owner)).toEqual([]);
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
    const owner = await arrive({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    const { page } = owner;
    expect(await breaches(owner)).toEqual([]);
    expect(await overflows(owner)).toBe(false);
    await page.evaluate('window.scrollTo(0, 2000)');
    await page.locator(`tr[data-id="${idOf(30)}"]`).waitFor();
    const place = () => page.locator(`tr[data-id="${idOf(30)}"]`).boundingBox();
    const before = await place();
    const data = { ...pastExecution(ORG, 0, new Date()), playbookName: 'Just now' };
    await database.firestore.doc(tenantPaths(ORG).execution('justnow').path).create(data);
    const pill = page.getByRole('button', { name: '1 new' });
    await pill.waitFor();
    expect((await place())?.y).toBe(before?.y);
    await pill.click();
    await page.getByRole('link', { name: 'Just now' }).waitFor();
    expect(owner.complaints).toEqual([]);
  });
});
