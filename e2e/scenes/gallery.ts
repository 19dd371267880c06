import { describe, expect, it } from 'vitest';
import { OTHER_ORG_ID, OTHER_USER } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, overflows, signInAsOther, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const PHONE = { width: 390, height: 844 };
const NAME = 'Greeting of the day';
const steps = [
  { id: 'greet', action: 'set_variables', params: { values: { words: 'Good morning', to: 'ada@jars.example' } } },
];

/** As the other business's owner, at a page. */
async function other(path: string): Promise<Visitor> {
  const visitor = await stage.visit();
  await signInAsOther(visitor, stage.stack);
  await visitor.page.goto(`${stage.stack.appOrigin}${path}`);
  return visitor;
}

const tab = ({ page }: Visitor, name: string | RegExp) => page.getByRole('tab', { name }).click();

describe('the gallery', () => {
  it('takes a playbook without what is private, once a moderator has let it in', async () => {
    const { playbookId } = await stage.post('/api/playbooks', { name: NAME, status: 'active', steps });
    const owner = await stage.arrive(`/playbooks/${playbookId}`);
    const { page, complaints } = owner;
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Share in the gallery…' }).click();
    await page.getByRole('heading', { level: 1, name: 'Share in the gallery' }).waitFor();
    const out = page.getByRole('list', { name: 'What is taken out' });
    await out.getByText(/^An e-mail address in the step greet\./).waitFor();
    expect(await page.getByText('ada@jars.example').count()).toBe(0);
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('textbox', { name: 'Description' }).fill('Too short');
    await page.getByRole('button', { name: 'Share it' }).click();
    await page.getByText('Say in a sentence or two what it does').waitFor();
    await page.getByRole('textbox', { name: 'Description' }).fill('Greets whoever opens the shop in the morning.');
    await page.getByRole('button', { name: 'Share it' }).click();
    const mine = page.getByRole('list', { name: 'My items' });
    await mine.getByText('Waits for a moderator').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.reload();
    await tab(owner, /^Moderation/);
    const waiting = page.getByRole('article', { name: `${NAME}, version 1` });
    await waiting.getByText('Greets whoever opens the shop').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await waiting.getByRole('button', { name: 'Let it in' }).click();
    await page.getByText('Nothing waits').waitFor();
    await tab(owner, 'All');
    await page.getByRole('link', { name: new RegExp(NAME) }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('what others share', () => {
  it('is found, installed, run and rated by another business', async () => {
    const guest = await other('/gallery');
    const { page, complaints } = guest;
    const field = page.getByRole('searchbox', { name: 'Search the gallery' });
    await field.fill('submarine');
    await page.getByText('Nobody shares anything like that').waitFor();
    await field.fill('greeting');
    const card = page.getByRole('link', { name: new RegExp(NAME) });
    await card.getByText('Free').waitFor();
    expect(await breachesInBoth(guest)).toEqual([]);
    await card.click();
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
    const address = page.url();
    await page.getByText('Install it and run it first').waitFor();
    expect(await breachesInBoth(guest)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await overflows(guest)).toBe(false);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Install' });
    await form.getByRole('textbox').first().fill('omar@harbor.example');
    await form.getByRole('button', { name: 'Install it' }).click();
    await page.getByText('Draft', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    const ask = page.getByRole('dialog', { name: 'Run now' });
    await ask.getByRole('button', { name: 'Run now' }).click();
    await page.waitForURL(/\/executions\//);
    await page.getByText('Completed', { exact: true }).first().waitFor();
    await page.goto(address);
    await page.getByRole('button', { name: 'Write a review' }).click();
    const review = page.getByRole('form', { name: 'Your review' });
    await review.getByRole('radio', { name: '4 stars' }).press('Space');
    await review.getByRole('textbox', { name: 'What you say of it' }).fill('It greets.');
    expect(await breachesInBoth(guest)).toEqual([]);
    await review.getByRole('button', { name: 'Save the review' }).click();
    const reviews = page.getByRole('list', { name: 'Reviews' });
    await reviews.getByText('It greets.').waitFor();
    await page.getByText('4.0 of 5, 1 rating').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('that costs money says what became of the payment, as soon as it is known', async () => {
    const [item] = (await stage.database.collection('gallery').where('name', '==', NAME).get()).docs;
    const order = stage.database.doc(`tenants/${OTHER_ORG_ID}/gallery_orders/order1`);
    const nobody = { sessionId: null, url: null, paymentId: null, paidAt: null, refundedAt: null };
    const price = { amount: 900, currency: 'USD' };
    const made = { itemId: item?.id, price, createdBy: OTHER_USER.uid, createdAt: new Date() };
    await order.set({ ...made, ...nobody, status: 'open' });
    const guest = await other(`/gallery/${item?.id}?order=order1`);
    const { page, complaints } = guest;
    await page.getByText(/^Waiting for the payment/).waitFor();
    await order.update({ status: 'paid', paidAt: new Date() });
    await page.getByText('Paid: $9. You can install it now.').waitFor();
    expect(await breachesInBoth(guest)).toEqual([]);
    await order.update({ status: 'open' });
    await page.goto(`${stage.stack.appOrigin}/gallery/${item?.id}?order=order1&canceled=1`);
    await page.getByText(/^Canceled: nothing was paid/).waitFor();
    expect(complaints).toEqual([]);
  });
});
