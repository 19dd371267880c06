import { describe, expect, it } from 'vitest';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, overflows, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const DAY_MS = 86_400_000;
const ZONE = 'America/New_York';
const PHONE = { width: 390, height: 844 };

/** By the clock that the product goes by. */
const now = () => stage.stack.scheduler.now();
const dayOf = (time: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(time);

/** What a shop that runs short of cash has written down, and what its customers owe. */
async function shortOfCash(): Promise<void> {
  const at = (days: number) => new Date(now().getTime() + days * DAY_MS);
  const tenant = stage.database.doc(`tenants/${DEMO_ORG_ID}`);
  const batch = stage.database.batch();
  for (const [number, amount, due] of [
    ['A-1', 1_800, -20],
    ['A-2', 950, -12],
    ['A-3', 1_250, 9],
  ] as const) {
    const customer = { customerName: 'Ada Park', customerEmail: 'ada@park.example' };
    const invoice = { number, amount, status: 'open', issuedAt: at(due - 30), dueAt: at(due), ...customer };
    batch.set(tenant.collection('invoices').doc(number), invoice);
  }
  const figures = { cash: 2_400, monthlyBurn: 4_800, payables: 900, overduePayables: 0, netMargin: 0.04 };
  batch.set(tenant.collection('metrics').doc(dayOf(now())), figures);
  await batch.commit();
}

const meter = ({ page }: Visitor) => page.getByRole('meter', { name: 'Health score' });

describe('the coach', () => {
  it('speaks the moment that figures say something that cannot wait, and every morning', async () => {
    const owner = await stage.arrive();
    const { page, complaints } = owner;
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { level: 1, name: 'Coach' }).waitFor();
    // After six in the morning it may have looked by itself a moment ago, and then looks again in a minute.
    await shortOfCash();
    await stage.stack.scheduler.advanceTo(new Date(now().getTime() + 70_000));
    await page.getByText('Your cash lasts 15 days').first().waitFor();
    await meter(owner).waitFor();
    const pressing = page.getByRole('region', { name: 'What cannot wait' });
    await pressing.getByText('You have $2,400, and spend $4,800 a month more than you earn.').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page
      .getByRole('button', { name: /notification/i })
      .first()
      .click();
    const drawer = page.getByRole('dialog', { name: 'Notifications' });
    await drawer.getByRole('link', { name: /Your cash lasts 15 days/ }).waitFor();
    await page.keyboard.press('Escape');

    const tomorrow = new Date(now().getTime() + DAY_MS);
    const [, offset = '-05:00'] =
      /GMT(\S+)/.exec(
        new Intl.DateTimeFormat('en-US', { timeZone: ZONE, timeZoneName: 'longOffset' }).format(tomorrow),
      ) ?? [];
    await stage.stack.scheduler.advanceTo(new Date(`${dayOf(tomorrow)}T06:02:00${offset}`));
    await page.getByRole('status', { name: 'News of the coach' }).getByText(/./).first().waitFor();
    await page.setViewportSize(PHONE);
    await expect.poll(() => overflows(owner)).toBe(false);
    expect(complaints).toEqual([]);
  });
});

describe('a recommendation', () => {
  it('shows what it rests on, and becomes a plan whose tasks are ticked off', async () => {
    const owner = await stage.arrive('/coach');
    const { page, complaints } = owner;
    const card = page.getByRole('article', { name: /^Collect / });
    await card.getByRole('button', { name: /^Show details/ }).click();
    const details = page.getByRole('dialog', { name: 'Details' });
    await details.getByRole('list', { name: 'Figures' }).getByText('Owed to you, past due').waitFor();
    await details.getByRole('region', { name: 'What should come in by week' }).getByText('$1,250').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.keyboard.press('Escape');

    await card.getByRole('button', { name: /^Make a plan/ }).click();
    const wizard = page.getByRole('dialog', { name: 'Make a plan' });
    for (const step of ['Details', 'Timeline', 'Tasks']) {
      await wizard.getByRole('group', { name: new RegExp(`: ${step}$`) }).waitFor();
      expect(await breachesInBoth(owner)).toEqual([]);
      await wizard.getByRole('button', { name: 'Next' }).click();
    }
    await wizard.getByRole('button', { name: 'Make plan' }).click();
    const plan = page.getByRole('list', { name: 'Plans under way' }).getByRole('article').first();
    const tasks = plan.getByRole('checkbox');
    await tasks.first().waitFor();
    const count = await tasks.count();
    await tasks.first().click();
    await plan.getByText(`1 of ${count}`).first().waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.getByRole('tab', { name: 'Effect' }).click();
    await page
      .getByRole('list', { name: 'Earlier recommendations' })
      .getByText(/^Collect /)
      .waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('whoever looks at a recommendation', () => {
  it('talks about it, has it looked after, and says what he thinks of another', async () => {
    const owner = await stage.arrive('/coach');
    const { page, complaints } = owner;
    const runway = page.getByRole('article', { name: /^Your cash lasts/ });
    await runway.getByRole('link', { name: /^Tell me more/ }).click();
    await page.getByRole('region', { name: 'What this is about' }).waitFor();
    await page.getByRole('button', { name: 'Which invoices would help most if they were paid now?' }).click();
    await page.getByRole('region', { name: 'invoices' }).getByRole('cell', { name: '$1,800.00' }).waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);

    await page.goto(`${stage.stack.appOrigin}/coach`);
    await runway.getByRole('link', { name: /^Automate this/ }).click();
    await page.getByRole('button', { name: 'What would it have done in the last 30 days?' }).click();
    await page
      .getByRole('region', { name: 'On your own past' })
      .getByText(/would have/i)
      .first()
      .waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Activate', exact: true }).click();
    await page.getByText('Active', { exact: true }).first().waitFor();

    await page.goto(`${stage.stack.appOrigin}/coach`);
    await runway.waitFor({ state: 'detached' });
    const other = page.getByRole('article').first();
    const title = (await other.getByRole('heading').first().textContent()) ?? '';
    await other.getByRole('button', { name: /^This does not help/ }).click();
    const ask = page.getByRole('dialog', { name: 'What do you think of it?' });
    await ask.getByRole('radio', { name: 'Other things come first' }).check();
    await ask.getByRole('button', { name: 'Dismiss it' }).click();
    await ask.getByText('Thank you').waitFor();
    await ask.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Effect' }).click();
    await page.getByRole('list', { name: 'Earlier recommendations' }).getByText(title).first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the coach without a connection', () => {
  it('is read, and goes on when it is back', async () => {
    const owner = await stage.arrive('/coach', { serviceWorkers: 'allow' });
    const { page } = owner;
    await meter(owner).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    const before = await meter(owner).getAttribute('value');
    const metrics = stage.database.doc(`tenants/${DEMO_ORG_ID}/metrics/${dayOf(now())}`);
    await metrics.set({ cash: 40_000, monthlyBurn: 1_000, netMargin: 0.2 });
    await page.context().setOffline(false);
    await page.getByText('You are connected again', { exact: true }).waitFor();
    await stage.stack.scheduler.advanceTo(new Date(now().getTime() + 70_000));
    await expect.poll(() => meter(owner).getAttribute('value')).not.toBe(before);
  });
});
