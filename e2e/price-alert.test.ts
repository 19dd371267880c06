import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schedulerClient } from '../local/src/testing/google-client.ts';
import { activate, breaches, openStage, type Stage, say, signInAsDemoUser } from './stage.ts';

const SENTENCE =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function jobs() {
  const client = schedulerClient(stage.stack.ports.scheduler);
  const [found] = await client.listJobs({ parent: 'projects/demo-playbooks/locations/us-central1' });
  await client.close();
  return found;
}

describe('a shop owner', () => {
  it('says what to watch, sees it armed, and reads next morning’s mail', async () => {
    const owner = await stage.visit();
    const { page } = owner;
    await signInAsDemoUser(owner, stage.stack);
    await say(owner, SENTENCE);
    await activate(owner);
    await expect.poll(async () => (await jobs()).length, { timeout: 60_000 }).toBe(1);
    const [job] = await jobs();
    expect(job).toMatchObject({ schedule: '0 9 * * *', timeZone: 'America/New_York' });

    await page.getByRole('link', { name: 'Open Competitor Price Alert' }).click();
    await page.getByRole('heading', { name: 'Competitor Price Alert' }).waitFor();
    await expect.poll(() => page.getByText('9:00 AM').count()).toBeGreaterThanOrEqual(5);
    expect(await breaches(owner)).toEqual([]);

    const due = new Date(Number(job?.scheduleTime?.seconds) * 1000);
    await stage.stack.scheduler.advanceTo(due);
    await page.goto(`${stage.stack.appOrigin}/executions`);
    await page
      .getByRole('link', { name: /Competitor Price Alert/ })
      .first()
      .click();
    await page.getByText('Higher Level Syracuse').first().waitFor();
    const mail = await stage.stack.inbox.messages().find(({ subject }) => subject.includes('Price Alert!'));
    expect(mail?.to).toEqual(['demo@thrive.example']);
    for (const told of ['Higher Level Syracuse', 'Blue Dream', '15%']) expect(mail?.text).toContain(told);
    expect(await breaches(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });

  it('runs it by hand, and sees the step skipped when nobody is cheaper any more', async () => {
    const owner = await stage.visit();
    const { page } = owner;
    await signInAsDemoUser(owner, stage.stack);
    await fetch(`http://127.0.0.1:${stage.stack.ports.shopsControl}/control/prices`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ shop: 'higher-level', product: 'blue-dream', price: 36 }),
    });
    const mails = stage.stack.inbox.messages().length;
    await page.goto(`${stage.stack.appOrigin}/playbooks`);
    await page
      .getByRole('link', { name: /Competitor Price Alert/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('Condition not met').waitFor();
    expect(stage.stack.inbox.messages()).toHaveLength(mails);
  });

  it('is told what was not understood, and nothing is made', async () => {
    const owner = await stage.visit();
    await signInAsDemoUser(owner, stage.stack);
    await say(owner, 'Please paint my bicycle blue on Tuesdays');
    const log = owner.page.getByRole('log');
    await log
      .getByText(/cannot|did not understand/)
      .first()
      .waitFor();
    expect(await log.getByRole('article').count()).toBe(0);
    expect(await jobs()).toHaveLength(1);
  });

  it('pauses it from the page, and its job is gone', async () => {
    const owner = await stage.visit({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    const { page } = owner;
    await signInAsDemoUser(owner, stage.stack);
    await page.goto(`${stage.stack.appOrigin}/playbooks`);
    await page
      .getByRole('link', { name: /Competitor Price Alert/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await expect.poll(jobs, { timeout: 15_000 }).toEqual([]);
    expect(await breaches(owner)).toEqual([]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    expect(overflow).toBe(false);
  });

  it('finds nothing at an address that cannot be one', async () => {
    const owner = await stage.visit();
    await signInAsDemoUser(owner, stage.stack);
    for (const path of ['/playbooks/a%2Fb', '/playbooks/__x__', '/executions/__x__', '/?c=a%2Fb']) {
      await owner.page.goto(`${stage.stack.appOrigin}${path}`);
      const expected = path.startsWith('/?')
        ? owner.page.getByRole('textbox', { name: 'Message' })
        : owner.page.getByText('Page not found').first();
      await expected.waitFor();
    }
  });
});
