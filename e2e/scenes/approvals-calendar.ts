import { describe, expect, it, vi } from 'vitest';
import { tenantPaths } from '../../functions/src/model/paths.ts';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, overflows, patience, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

async function ask(name: string, step: object): Promise<void> {
  const steps = [{ id: 'ask', requiresApproval: true, ...step }];
  const { playbookId } = await stage.post('/api/playbooks', { name, status: 'active', steps });
  await stage.post(`/api/playbooks/${playbookId}/execute`, { wait: 5 });
}
const mails = (subject: string) => stage.stack.inbox.messages().filter((one) => one.subject === subject);
const focused = ({ page }: Visitor) => page.evaluate('document.activeElement?.textContent ?? ""');

describe('the inbox of approvals', () => {
  it('is worked through with the keyboard alone; a mail arrives as it was changed', async () => {
    const html = '<h1>Menu</h1><img src="https://shop.example/a.png"><script>document.title = "run"</script>';
    const mail = { to: 'orders@supplier.example', subject: 'Order of jars', body: 'Three jars, please.' };
    await ask('Second', { action: 'send_email', params: { ...mail, subject: 'The menu', html } });
    await ask('First', { action: 'send_email', params: mail });
    const owner = await stage.arrive('/approvals');
    const { page } = owner;
    const list = page.getByRole('navigation', { name: 'To decide' });
    await list.getByText('Send “Order of jars” to orders@supplier.example').waitFor({ timeout: 60_000 });
    await page.getByRole('article').getByText('Order of jars', { exact: true }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.keyboard.press('j');
    await page.getByText('A picture from the web is not loaded here', { exact: false }).waitFor();
    expect(await focused(owner)).toContain('The menu');
    expect(await page.frameLocator('iframe').getByRole('heading', { name: 'Menu' }).count()).toBe(1);
    await page.keyboard.press('r');
    await page.keyboard.type('Not now');
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.keyboard.press('Enter');
    await list.getByText('The menu').waitFor({ state: 'detached' });
    const next = list.getByRole('link').filter({ hasText: 'Order of jars' });
    await next.and(page.locator(':focus')).waitFor();

    await page.keyboard.press('e');
    const body = page.getByRole('textbox', { name: 'Body' });
    await body.waitFor();
    for (let tabs = 0; tabs < 5 && !(await body.evaluate((one) => one.matches(':focus'))); tabs += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Two jars are enough.');
    await page.frameLocator('iframe').getByText('Two jars are enough.').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nothing to decide').waitFor();
    await vi.waitFor(() => expect(mails('Order of jars')).toHaveLength(1), patience);
    expect(mails('Order of jars')[0]?.text).toContain('Two jars are enough.');
    expect(mails('The menu')).toEqual([]);

    await page.getByText('Decided', { exact: true }).click();
    await page.getByText(/changed by you/).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });

  it('fits a phone in the dark: a list, and a page for each', async () => {
    await ask('Text a customer', { action: 'send_sms', params: { to: '+15551234567', text: 'Your order is ready.' } });
    const owner = await stage.arrive('/approvals', { viewport: { width: 390, height: 844 } });
    await owner.page.getByRole('link', { name: /Send a text message to/ }).click();
    await owner.page.getByText('Your order is ready.').waitFor();
    expect(await overflows(owner)).toBe(false);
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});

describe('the calendar', () => {
  it('shows what starts tomorrow at nine, moves by keys, and folds what is often', async () => {
    const trigger = { type: 'schedule', timezone: 'America/New_York' };
    const steps = [{ id: 'note', action: 'set_variables', params: { values: { a: 1 } } }];
    const make = (name: string, cron: string) =>
      stage.post('/api/playbooks', { name, status: 'active', triggers: [{ ...trigger, cron }], steps });
    await make('Morning report', '0 9 * * *');
    const { playbookId = '' } = await make('Price watch', '*/5 * * * *');
    const owner = await stage.arrive('/calendar?view=month');
    const { page } = owner;
    const tomorrow = await vi.waitFor(async () => {
      await page.reload();
      const today = page.locator('[aria-current="date"]');
      await today.waitFor();
      await today.focus();
      await page.keyboard.press('ArrowRight');
      const head = page.locator('[data-chosen]:not([data-today])');
      await head.waitFor();
      const cell = head.locator('..');
      await cell.getByRole('link', { name: '9 AM Morning report, Planned' }).waitFor({ timeout: 4_000 });
      return cell;
    }, patience);
    await tomorrow.getByRole('link', { name: 'every 5 min Price watch, Planned' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.getByText('Week', { exact: true }).click();
    await page.getByRole('link', { name: '9 AM Morning report, Planned' }).first().waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    const before = page.url();
    await page.keyboard.press('PageDown');
    await expect.poll(() => page.url(), patience).not.toBe(before);
    await page.getByRole('link', { name: '9 AM Morning report, Planned' }).nth(6).waitFor();
    await page.getByRole('link', { name: '9 AM Morning report, Planned' }).first().click();
    await page.getByRole('heading', { name: 'Morning report', level: 1 }).waitFor();
    expect(owner.complaints).toEqual([]);
    // What comes every five minutes comes in nobody else's scene.
    await stage.database.doc(tenantPaths(DEMO_ORG_ID).playbook(playbookId).path).update({ status: 'paused' });
  });
});
