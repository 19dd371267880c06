import { describe, expect, it } from 'vitest';
import { breachesInBoth, say } from '../stage.ts';
import { stage } from '../the-stage.ts';

const mails = (subject: string) => stage.stack.inbox.messages().filter((one) => one.subject === subject);

describe('a task', () => {
  it('for a person is made, talked about and done', async () => {
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'New task' }).click();
    const form = page.getByRole('dialog', { name: 'New task' });
    await form.getByRole('textbox', { name: 'What is to be done?' }).fill('Call the supplier of the jars');
    await form.getByRole('combobox', { name: 'Who is to do it?' }).selectOption({ label: 'Me' });
    await form.getByRole('combobox', { name: 'How urgent is it?' }).selectOption('high');
    expect(await breachesInBoth(owner)).toEqual([]);
    await form.getByRole('button', { name: 'Make task' }).click();
    await page.getByRole('heading', { level: 1, name: 'Call the supplier of the jars' }).waitFor();
    await page.getByRole('textbox', { name: 'Write something about it' }).fill('They open at ten.');
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: 'They open at ten.' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Mark as done' }).click();
    await page.getByText('Done', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('for an agent waits for a yes, is done once, and tells what came of it', async () => {
    const subject = 'Your jars are on their way';
    const { taskId } = await stage.post('/api/tasks', {
      ...{ title: 'Write to Ada about her jars', assignedAgent: 'Email Agent', requiresApproval: true },
      metadata: { to: 'ada@jars.example', subject, body: 'They leave today.' },
    });
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    await page.goto(`${stage.stack.appOrigin}/tasks?view=board`);
    const waiting = page.getByRole('region', { name: /^Waits for a yes/ });
    await waiting.getByRole('link', { name: /Write to Ada/ }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await waiting.getByRole('link', { name: /Write to Ada/ }).click();
    await page.getByText('ada@jars.example').first().waitFor();
    expect(mails(subject)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Done', { exact: true }).waitFor();
    expect(mails(subject)).toHaveLength(1);
    await page.getByRole('link', { name: 'an execution' }).click();
    await page.getByText('Completed', { exact: true }).first().waitFor();
    expect(page.url()).not.toContain(taskId);
    expect(complaints).toEqual([]);
  });

  it('is asked for in the chat, which shows how it goes', async () => {
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    await say(owner, 'Give Pops the task to count the vault, high priority');
    await page.getByText(/^“Count the vault” is put on record for Pops/).waitFor();
    const card = page.getByRole('link', { name: /^Count the vault/ });
    await card.getByText('Done', { exact: true }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await card.click();
    await page.getByRole('heading', { level: 1, name: 'Count the vault' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
