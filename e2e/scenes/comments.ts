import { describe, expect, it } from 'vitest';
import { breachesInBoth, overflows, patience } from '../stage.ts';
import { stage } from '../the-stage.ts';

const PHONE = { width: 390, height: 844 };

describe('comments on an execution', () => {
  it('are written with names from a list, are there for all at once, and are taken back', async () => {
    const steps = [{ id: 'set', action: 'set_variables', params: { values: { answer: 42 } } }];
    const { playbookId } = await stage.post('/api/playbooks', { name: 'Talked about', status: 'active', steps });
    const { executionId } = await stage.post(`/api/playbooks/${playbookId}/execute`, { triggeredBy: 'manual' });
    const at = `/executions/${executionId}`;
    const [owner, watcher] = [await stage.arrive(at), await stage.arrive(at)];
    const comments = owner.page.getByRole('region', { name: 'Comments', exact: true });
    await comments.getByText('Nobody has said anything yet.').waitFor();
    const field = comments.getByRole('textbox', { name: 'Write a comment' });
    await field.fill('Is that right, ');
    await field.pressSequentially('@da');
    await comments.getByRole('option', { name: /^Dana Reed/ }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await field.press('Enter');
    expect(await field.inputValue()).toBe('Is that right, @Dana Reed ');
    await field.pressSequentially('**or not**? <b>no</b>');
    await comments.getByRole('button', { name: 'Comment', exact: true }).click();
    for (const { page } of [owner, watcher]) {
      const there = page.getByRole('region', { name: 'Comments', exact: true });
      await there.getByText('<b>no</b>').waitFor();
      await there.getByText('1 comment', { exact: true }).waitFor();
    }
    await expect.poll(() => field.inputValue(), patience).toBe('');
    expect(await breachesInBoth(owner)).toEqual([]);
    await owner.page.setViewportSize(PHONE);
    expect(await overflows(owner)).toBe(false);
    await comments.getByRole('button', { name: 'Delete comment' }).click();
    await owner.page.getByRole('button', { name: 'Delete', exact: true }).click();
    const watched = watcher.page.getByRole('region', { name: 'Comments', exact: true });
    await watched.getByText('Nobody has said anything yet.').waitFor();
    expect([...owner.complaints, ...watcher.complaints]).toEqual([]);
  });
});
