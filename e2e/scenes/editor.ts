import { describe, expect, it } from 'vitest';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, overflows, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const NAME = 'Monday note';
const rows = ({ page }: Visitor) => page.locator('[data-outline]').allTextContents();
const stepRows = async (visitor: Visitor) =>
  (await rows(visitor)).filter((text) => /^(Leave a note|Wait|Note)/.test(text));
const saved = ({ page }: Visitor) => page.getByText('Draft saved').waitFor();

/** By the keyboard alone: the catalogue, a few letters, Enter. */
async function addStep({ page }: Visitor, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a step', exact: true }).press('Enter');
  await page.getByRole('combobox', { name: 'What should it do?' }).pressSequentially(words);
  await page.getByRole('dialog').getByRole('option', { selected: true }).waitFor();
  await page.keyboard.press('Enter');
}

describe('the editor', () => {
  it('makes a playbook, adds by keyboard, drags, says what is wrong, and publishes what then runs', async () => {
    const owner = await stage.arrive('/playbooks/new');
    const { page } = owner;
    await page.getByRole('textbox', { name: 'What is it called?' }).fill(NAME);
    await page.getByRole('button', { name: 'Choose a step' }).click();
    await page.getByRole('combobox', { name: 'What should it do?' }).fill('note some values');
    await page.getByRole('option', { name: /^Note some values/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();

    await addStep(owner, 'wait');
    await saved(owner);
    const [first = '', second = ''] = await stepRows(owner);
    await page.getByText(/still to be put right/).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/still to be put right/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();

    // With the mouse to the top, by the keys back, and to the top again.
    const grip = page.getByRole('button', { name: /^Move / }).nth(1);
    const gap = page.getByRole('button', { name: /^Add a step before / }).first();
    await grip.hover();
    await page.mouse.down();
    await gap.hover({ force: true });
    await page.mouse.up();
    expect(await stepRows(owner)).toEqual([second, first]);
    await page.keyboard.press('Control+z');
    expect(await stepRows(owner)).toEqual([first, second]);

    await page.locator('[data-outline]', { hasText: second }).focus();
    await page.keyboard.press('Delete');
    expect(await stepRows(owner)).toEqual([first]);
    await page.locator('[data-outline]', { hasText: 'About this playbook' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(`${NAME}, changed`);
    await saved(owner);
    await page.keyboard.press('Control+Enter');
    await page.getByText(`It is called “${NAME}, changed” instead of “${NAME}”`).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Save and activate' }).click();
    await page.getByRole('heading', { name: `${NAME}, changed`, level: 1 }).waitFor();

    const path = new URL(page.url()).pathname.replace('/edit', '');
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('Completed').first().waitFor({ timeout: 60_000 });
    const draft = await stage.database.doc(`tenants/${DEMO_ORG_ID}${path}/drafts/current`).get();
    expect(draft.exists).toBe(false);
  });
});

describe('the editor as text', () => {
  it('shows the same, keeps what is typed only when it is right, and works on a phone', async () => {
    const owner = await stage.arrive(`/playbooks?q=${NAME}`, { viewport: { width: 390, height: 844 } });
    const { page } = owner;
    await page
      .getByRole('link', { name: new RegExp(`^${NAME}`) })
      .first()
      .click();
    await page.waitForURL(/\/playbooks\/\w/);
    await page.goto(`${page.url().split('?')[0]}/edit`);
    await page.locator('[data-outline]').first().waitFor();
    expect(await overflows(owner)).toBe(false);
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByText('YAML', { exact: true }).click();
    const text = page.getByRole('textbox', { name: 'The playbook as YAML' });
    const written = await text.inputValue();
    await text.fill(written.replace('category:', 'categry:'));
    await page.getByText(/^Line 3: /).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await text.fill(written.replace(/^name: .*$/m, 'name: As text'));
    await page.getByRole('heading', { name: 'As text', level: 1 }).waitFor();
    await saved(owner);
  });
});

const steps = [
  { id: 'look', action: 'check_stock', params: { limit: 20 } },
  { id: 'mail', action: 'send_email', params: { to: 'ada@example.com', subject: 'Low', body: 'See the list' } },
];
const path = 'playbooks/step_form';

async function keep(): Promise<void> {
  const ref = stage.database.doc(`tenants/${DEMO_ORG_ID}/${path}`);
  await ref.set({
    name: 'Stock by mail',
    status: 'draft',
    ownerId: 'demo-owner',
    triggers: [{ type: 'manual' }],
    steps,
  });
}

describe('the form of a step', () => {
  it('puts a value in, says what a condition comes to, and tests the step', async () => {
    await keep();
    const owner = await stage.arrive(`/${path}/edit`);
    const { page } = owner;
    await page.getByText('Send an e-mail').first().click();

    const subject = page.getByRole('textbox', { name: 'Subject' });
    await subject.press('End');
    await subject.pressSequentially(' at {{');
    await page.getByRole('combobox', { name: 'Find a value for Subject' }).fill('business name');
    await page.keyboard.press('Enter');
    expect(await subject.inputValue()).toBe('Low at {{org.name}}');
    await page.getByText('Low at Thrive Syracuse').waitFor();

    await page.getByRole('button', { name: /^Only if/ }).click();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByRole('button', { name: 'It is done where, row 1: the value: choose' }).click();
    await page.getByRole('combobox', { name: /^Find a value/ }).fill('currency');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'It is done where, row 1: compared with' }).fill('EUR');
    await page.getByText('Does not hold', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'It is done where, row 1: compared with' }).fill('USD');
    await page.getByText('Holds', { exact: true }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/^Would have e-mailed 1 person: ada@example.com/).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});
