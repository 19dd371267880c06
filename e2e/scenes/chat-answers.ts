import { describe, expect, it, vi } from 'vitest';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breaches, patience, say } from '../stage.ts';
import { stage } from '../the-stage.ts';

describe('what is looked up', () => {
  it('stands in a table for people: amounts, days, and nothing that only programs need', async () => {
    const owner = await stage.arrive();
    await say(owner, 'what are our prices?');
    const table = owner.page.getByRole('region', { name: 'products' });
    await table.getByRole('cell', { name: '$35.00' }).waitFor();
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(['Name', 'Price', 'Category']);
    expect(owner.complaints).toEqual([]);
  });
});

describe('an @', () => {
  it('opens the list of agents, and who is picked answers', async () => {
    const owner = await stage.arrive();
    const { page } = owner;
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.focus();
    await page.keyboard.type('@');
    await page.getByRole('option').nth(3).waitFor();
    expect(await breaches(owner)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await page.keyboard.type('mi');
    await page.keyboard.press('Enter');
    expect(await box.inputValue()).toBe('@Money Mike ');
    await page.keyboard.type('how many products do we have?');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('Products: 6.').first().waitFor();
    await page.getByRole('log').getByText('Money Mike', { exact: true }).waitFor();
    expect(owner.complaints).toEqual([]);
  });
});

describe('what waits for a yes', () => {
  const supplier = 'orders@supplier.example';
  const mails = (subject: string) => stage.stack.inbox.messages().filter((mail) => mail.subject === subject);
  /** Runs a playbook that asks before it writes to the supplier. */
  async function askFor(subject: string): Promise<void> {
    const params = { to: supplier, subject, body: 'Three jars, please.' };
    const steps = [{ id: 'order', action: 'send_email', params, requiresApproval: true }];
    const { playbookId } = await stage.post('/api/playbooks', { name: subject, status: 'active', steps });
    await stage.post(`/api/playbooks/${playbookId}/execute`, {});
  }

  it('is listed in the conversation, and decided there by words, by a choice and by a button', async () => {
    const subjects = ['Order jars', 'Order lids', 'Order labels'];
    for (const subject of subjects) await askFor(subject);
    const pending = stage.database.collection(`tenants/${DEMO_ORG_ID}/approvals`).where('status', '==', 'pending');
    await vi.waitFor(async () => expect((await pending.get()).size).toBe(3), patience);
    const owner = await stage.arrive();
    const { page } = owner;
    await say(owner, 'what waits for approval?');
    await page.getByText('3 things wait for a decision.').first().waitFor();
    await page.getByRole('button', { name: 'Approve', exact: true }).nth(2).waitFor();
    expect(await breaches(owner)).toEqual([]);

    await say(owner, 'approve order jars');
    await page.getByText('“Send e-mail (Order jars)” is approved.').first().waitFor();
    await vi.waitFor(() => expect(mails('Order jars')).toHaveLength(1), patience);

    await say(owner, 'reject it');
    const choices = page.getByRole('group', { name: 'Answers to choose from' });
    await choices.getByRole('button', { name: 'Reject Send e-mail (Order lids)' }).click();
    await page.getByText('“Send e-mail (Order lids)” is rejected.').first().waitFor();

    await say(owner, 'what waits for approval?');
    await page.getByText('One thing waits for a decision.').first().waitFor();
    await page.getByRole('button', { name: 'Approve', exact: true }).last().click();
    await vi.waitFor(() => expect(mails('Order labels')).toHaveLength(1), patience);
    expect(mails('Order lids')).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});
