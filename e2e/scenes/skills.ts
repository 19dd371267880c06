import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { breachesInBoth, overflows, patience, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const PHONE = { width: 390, height: 844 };
const SKILL = 'Email Sequence Builder';
const ZONE = 'America/New_York';

/** By the clock that the product goes by. */
const now = () => stage.stack.scheduler.now();

const region = ({ page }: Visitor, name: string) => page.getByRole('region', { name, exact: true });
const history = ({ page }: Visitor) => page.getByRole('list', { name: 'Last executions' }).getByRole('listitem');

/** Fills in the form, and runs it. */
async function run(visitor: Visitor, kind: string, mails: string): Promise<void> {
  const ask = region(visitor, 'What it is given');
  await ask.getByRole('combobox', { name: 'Kind of sequence' }).selectOption(kind);
  await ask.getByRole('textbox', { name: 'Number of mails' }).fill(mails);
  await ask.getByRole('button', { name: 'Run', exact: true }).click();
}

/** What a press of a button saves. */
async function download({ page }: Visitor, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [saved] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: saved.suggestedFilename(), text: await readFile(await saved.path(), 'utf8') };
}

describe('a skill', () => {
  it('is found, asks for what it needs, and shows what comes out', async () => {
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { level: 1, name: 'Skills' }).waitFor();
    const skills = page.getByRole('list', { name: 'Skills' });
    await skills.getByText('Built in').first().waitFor();
    expect(await skills.getByRole('listitem').count()).toBeGreaterThanOrEqual(8);
    expect(await breachesInBoth(owner)).toEqual([]);
    const field = page.getByRole('searchbox', { name: 'Search skills' });
    await field.fill('nothing is called that');
    await page.getByText('No skill is called that').waitFor();
    await field.fill('email seq');
    await skills.getByRole('link', { name: SKILL }).click();

    await page.getByRole('heading', { level: 1, name: SKILL }).waitFor();
    await page.getByText('It has not run yet.').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await run(owner, 'Nurture', '11');
    await region(owner, 'What it is given').getByText('At most 10').waitFor();
    await run(owner, 'Nurture', '3');
    const result = region(owner, 'Result');
    await result.getByText('Completed').waitFor();
    await result.getByRole('button', { name: 'Copy the result' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    const saved = await download(owner, () => result.getByRole('button', { name: 'Download the result' }).click());
    expect(saved.name).toBe('email-sequence-builder.md');
    expect(saved.text.length).toBeGreaterThan(200);
    await history(owner).filter({ hasText: 'Nurture' }).waitFor();

    await result.getByRole('button', { name: 'Run again with other inputs' }).click();
    await page.locator('select:focus').waitFor();
    await run(owner, 'Welcome', '2');
    await history(owner).filter({ hasText: 'Welcome' }).waitFor();
    await history(owner)
      .filter({ hasText: 'Nurture' })
      .getByRole('button', { name: /^Run again/ })
      .click();
    await expect.poll(() => history(owner).filter({ hasText: 'Nurture' }).count(), patience).toBe(2);
    await region(owner, 'What it is given').getByRole('button', { name: 'Dry run' }).click();
    await result.getByText('Dry run').waitFor();
    await result.getByText('Completed').waitFor();
    await page.setViewportSize(PHONE);
    await expect.poll(() => overflows(owner), patience).toBe(false);
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('the history of skills', () => {
  it('is filtered by skill and by how it went, tells inputs and result, and is taken along as a file', async () => {
    const draft = {
      name: 'Fails on purpose',
      triggers: [{ type: 'manual' }],
      inputs: [{ name: 'word', type: 'text', required: true }],
      steps: [{ id: 'look', action: 'set_variables', params: { it: '{{ {"a": 1}[inputs.word] }}' } }],
    };
    const { playbookId } = await stage.post('/api/playbooks', draft);
    await stage.post(`/api/skills/${playbookId}/run`, { inputs: { word: 'b' } });
    const owner = await stage.arrive('/executions');
    const { page, complaints } = owner;
    const names = () => page.locator('tbody tr td:first-child a').allInnerTexts();
    await page.getByRole('combobox', { name: 'Playbook' }).fill(SKILL);
    await page.getByRole('option', { name: SKILL }).click();
    await expect.poll(names, patience).toEqual(Array.from({ length: 4 }, () => SKILL));
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByRole('button', { name: 'Any status' }).click();
    await page.getByRole('checkbox', { name: 'Failed' }).check();
    await page.keyboard.press('Escape');
    await expect.poll(names, patience).toContain('Fails on purpose');
    expect(await names()).not.toContain(SKILL);
    await page.getByRole('link', { name: 'Fails on purpose' }).first().click();
    await page.getByText('Yours to fix').first().waitFor();

    const { runs = [] } = await answer('/api/history/get?limit=50');
    const done = runs.filter(({ skill_name: name, success }) => name === SKILL && success);
    expect(done).toHaveLength(3);
    await page.goto(`${stage.stack.appOrigin}/executions/${done[0]?.id}`);
    await page.getByRole('heading', { name: 'What came out' }).waitFor();
    await page.getByText('Nurture').first().waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.goto(`${stage.stack.appOrigin}/executions?playbook=email-sequence&mode=live`);
    await expect.poll(names, patience).toHaveLength(3);
    await page.getByRole('button', { name: 'Export' }).click();
    const csv = await download(owner, () => page.getByRole('menuitem', { name: 'CSV…' }).click());
    await page.getByText('3 rows exported').waitFor();
    expect(csv.name).toMatch(/^executions-\d{4}-\d\d-\d\d\.csv$/);
    expect(csv.text.split('\r\n').filter((line) => line.includes(SKILL))).toHaveLength(3);
    await page.getByRole('button', { name: 'Export' }).click();
    const sheet = await download(owner, () => page.getByRole('menuitem', { name: 'Excel (XLSX)…' }).click());
    expect(sheet.name).toMatch(/\.xlsx$/);
    expect(sheet.text.startsWith('PK')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('has what was made elsewhere, to be read and not to be gone on with', async () => {
    const body = {
      skill_id: 'email-sequence',
      inputs: { sequence_type: 'Win-back' },
      success: true,
      duration_ms: 1234,
    };
    await stage.post('/api/history/log', { ...body, result: { text: 'Written by hand' } });
    const owner = await stage.arrive('/skills/email-sequence');
    const { page } = owner;
    const row = history(owner).filter({ hasText: 'Made elsewhere' });
    await row.getByText('1.2 s').waitFor();
    await row.getByRole('link').click();
    await page.getByText('It was only told of', { exact: false }).waitFor();
    await page.getByText('Written by hand').first().waitFor();
    expect(await page.getByRole('button', { name: 'Replay' }).count()).toBe(0);
    expect(await breachesInBoth(owner)).toEqual([]);
  });
});

/** What the API answers, past the app. */
async function answer(path: string): Promise<{ runs?: readonly Record<string, unknown>[] }> {
  const { key = '' } = await stage.post('/api/api-keys', { name: 'History', scopes: ['executions:read'] });
  const response = await fetch(`${stage.stack.apiOrigin}${path}`, { headers: { 'X-API-Key': key } });
  return (await response.json()) as { runs?: readonly Record<string, unknown>[] };
}

describe('a schedule of a skill', () => {
  it('is made, stands in the list, comes due, and is deleted', async () => {
    const owner = await stage.arrive('/skills/email-sequence');
    const { page, complaints } = owner;
    const ask = region(owner, 'What it is given');
    await ask.getByRole('combobox', { name: 'Kind of sequence' }).selectOption('Win-back');
    await ask.getByRole('button', { name: 'Schedule this…' }).click();
    const dialog = page.getByRole('dialog', { name: `Schedule: ${SKILL}` });
    await dialog.getByText('Win-back').waitFor();
    await dialog.getByRole('combobox', { name: 'How often' }).selectOption('monthly');
    await dialog.getByRole('combobox', { name: 'On day' }).selectOption('last');
    expect(await breachesInBoth(owner)).toEqual([]);
    await dialog.getByRole('combobox', { name: 'How often' }).selectOption('daily');
    await dialog.getByRole('textbox', { name: 'At', exact: true }).fill('09:00');
    await dialog.getByRole('button', { name: 'Schedule', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const schedules = page.getByRole('list', { name: 'Schedules' });
    await schedules.getByText('Every day at 9:00 AM', { exact: false }).waitFor();

    // With its job: without one the tick would begin it, some minutes late.
    await expect
      .poll(
        async () =>
          (await stage.database.collectionGroup('playbooks').where('category', '==', 'schedule').get()).docs
            .map((one) => one.get('arming.state'))
            .join(),
        patience,
      )
      .toBe('armed');
    await stage.stack.scheduler.advanceTo(nextNine());
    await history(owner).filter({ hasText: 'By its schedule' }).getByText('Completed').first().waitFor();
    const { runs = [] } = await answer('/api/history/get');
    expect(runs.find(({ scheduled }) => scheduled === true)).toMatchObject({
      skill_id: 'email-sequence',
      success: true,
    });

    await schedules.getByRole('button', { name: /^Delete: / }).click();
    await page.getByRole('button', { name: 'Delete schedule' }).click();
    await page.getByText('It runs only when somebody starts it.').waitFor();
    expect(complaints).toEqual([]);
  });
});

/** A minute after nine in the morning of tomorrow, where the shop is. */
function nextNine(): Date {
  const tomorrow = new Date(now().getTime() + 86_400_000);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(tomorrow);
  const name = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, timeZoneName: 'longOffset' }).format(tomorrow);
  return new Date(`${day}T09:01:00${/GMT(\S+)/.exec(name)?.[1] ?? '-05:00'}`);
}

const mayRun = () =>
  stage.post('/api/skills/email-sequence/run', {}).then(
    () => true,
    () => false,
  );

describe('the skills that a business may run', () => {
  it('are chosen by an admin, and nobody runs another', async () => {
    const owner = await stage.arrive('/settings/business');
    const { page } = owner;
    await page.getByRole('radio', { name: 'Only those that are chosen' }).check();
    await page.getByRole('checkbox', { name: 'Ad copy', exact: false }).first().check();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Save skills' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await expect(stage.post('/api/skills/email-sequence/run', {})).rejects.toThrow(/403/);
    await page.getByRole('radio', { name: 'All of them' }).check();
    await page.getByRole('button', { name: 'Save skills' }).click();
    await expect.poll(mayRun, patience).toBe(true);
  });
});
