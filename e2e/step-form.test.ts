import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ORG_ID } from '../local/src/seed/demo-shop.ts';
import { openFirestore } from '../local/src/testing/firestore.ts';
import { breaches, openStage, type Stage, signInAsDemoUser } from './stage.ts';

let stage: Stage;
let database: ReturnType<typeof openFirestore>;
beforeAll(async () => {
  stage = await openStage();
  database = openFirestore(stage.stack.projectId);
});
afterAll(async () => {
  await database.close();
  await stage.close();
});

const steps = [
  { id: 'look', action: 'check_stock', params: { limit: 20 } },
  { id: 'mail', action: 'send_email', params: { to: 'ada@example.com', subject: 'Low', body: 'See the list' } },
];
const path = 'playbooks/step_form';

async function keep(): Promise<void> {
  const ref = database.firestore.doc(`tenants/${DEMO_ORG_ID}/${path}`);
  await ref.set({
    name: 'Stock by mail',
    status: 'draft',
    ownerId: 'demo-owner',
    triggers: [{ type: 'manual' }],
    steps,
  });
}

describe.each(['light', 'dark'] as const)('the form of a step (%s)', (colorScheme) => {
  it('puts a value in, says what a condition comes to, and tests the step', async () => {
    await keep();
    const owner = await stage.visit({ colorScheme });
    const { page } = owner;
    await signInAsDemoUser(owner, stage.stack);
    await page.goto(`${stage.stack.appOrigin}/${path}/edit`);
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
    expect(await breaches(owner)).toEqual([]);

    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/^Would have e-mailed 1 person: ada@example.com/).waitFor();
    expect(await breaches(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});
