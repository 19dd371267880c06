import { describe, expect, it } from 'vitest';
import { setPrice } from '../local/src/demo/people.ts';
import { schedulerClient } from '../local/src/testing/google-client.ts';
import { activate, breaches, overflows, say } from './stage.ts';
import { stage } from './the-stage.ts';

const SENTENCE =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";

async function jobs() {
  const client = schedulerClient(stage.stack.ports.scheduler);
  const [found] = await client.listJobs({ parent: 'projects/demo-playbooks/locations/us-central1' });
  await client.close();
  return found;
}

describe('a shop owner', () => {
  it('says what to watch, sees it armed, and reads next morning’s mail', async () => {
    const owner = await stage.arrive();
    const { page } = owner;
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
    await setPrice(stage.stack, 'higher-level', 'blue-dream', 36);
    const mails = stage.stack.inbox.messages().length;
    const { page } = await stage.arrive('/playbooks');
    await page
      .getByRole('link', { name: /Competitor Price Alert/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('Condition not met').waitFor();
    expect(stage.stack.inbox.messages()).toHaveLength(mails);
  });

  it('is told what was not understood, and nothing is made', async () => {
    const owner = await stage.arrive();
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
    const owner = await stage.arrive('/playbooks', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    const { page } = owner;
    await page
      .getByRole('link', { name: /Competitor Price Alert/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await expect.poll(jobs, { timeout: 15_000 }).toEqual([]);
    expect(await breaches(owner)).toEqual([]);
    expect(await overflows(owner)).toBe(false);
  });

  it('finds nothing at an address that cannot be one', async () => {
    const owner = await stage.arrive();
    for (const path of ['/playbooks/a%2Fb', '/playbooks/__x__', '/executions/__x__', '/?c=a%2Fb']) {
      await owner.page.goto(`${stage.stack.appOrigin}${path}`);
      const expected = path.startsWith('/?')
        ? owner.page.getByRole('textbox', { name: 'Message' })
        : owner.page.getByText('Page not found').first();
      await expected.waitFor();
    }
  });
});
