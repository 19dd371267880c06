import { describe, expect, it } from 'vitest';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth } from '../stage.ts';
import { stage } from '../the-stage.ts';

describe('the agents', () => {
  it('say what they have found, what they work with and within which limits', async () => {
    const at = new Date();
    const threat = stage.database.doc(`tenants/${DEMO_ORG_ID}/competitive_actions/threat`);
    const nothing = { product: null, productId: null, competitor: 'Higher Level', currentPrice: null, currency: null };
    await threat.set({
      ...{ ...nothing, type: 'price_adjustment', title: 'Ask $29.99 for Blue Dream', recommendation: 'They ask less.' },
      ...{ suggestedPrice: 29.99, dataJson: '{}', priority: 'critical', assignedAgent: 'money_mike', taskId: null },
      ...{ status: 'pending', executionId: null, createdBy: 'system', createdAt: at, updatedAt: at },
      expireAt: new Date(at.getTime() + 86_400_000),
    });
    const owner = await stage.arrive('/agents');
    const { page, complaints } = owner;
    const card = page.getByRole('article', { name: 'Money Mike' });
    await card.getByText('1 critical competitive threat requires attention.').waitFor();
    await card.getByText('What it works with').click();
    await card.getByText('Change a price').waitFor();
    await card.getByText('Its limits').click();
    await card.getByText('A person is asked first.').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await card.getByRole('button', { name: 'Dismiss' }).click();
    await card.getByText('critical competitive threat').waitFor({ state: 'detached' });
    expect((await threat.get()).get('status')).toBe('dismissed');
    expect(complaints).toEqual([]);
  });
});

describe('a schedule', () => {
  it('is run at once, paused and resumed where all of them stand', async () => {
    await stage.post('/api/playbooks', {
      ...{
        name: 'Morning note',
        status: 'active',
        steps: [{ action: 'log_note', params: { message: 'Good morning' } }],
      },
      triggers: [{ type: 'schedule', cron: '0 6 * * *', timezone: 'America/New_York' }],
    });
    const owner = await stage.arrive('/schedules');
    const { page, complaints } = owner;
    const row = page.getByRole('listitem').filter({ hasText: 'Morning note' });
    await row.getByText('Every day at 6:00 AM').waitFor();
    await row.getByText('Has not run yet').waitFor();
    await row.getByRole('button', { name: 'Run now' }).click();
    await row.getByText('Completed').waitFor();
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('Not while it is paused').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await row.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click();
    await row.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('textbox', { name: 'Letters of a campaign, a day' }).fill('12');
    await page.getByRole('button', { name: 'Save thresholds' }).click();
    await page.getByText('Templates ask with these from now on').waitFor();
    expect(complaints).toEqual([]);
  });
});
