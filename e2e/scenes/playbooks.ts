import { describe, expect, it, vi } from 'vitest';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { breachesInBoth, overflows, patience } from '../stage.ts';
import { stage } from '../the-stage.ts';

const stored = () => stage.database.collection(`tenants/${DEMO_ORG_ID}/playbooks`);
const note = (message: string) => JSON.stringify([{ id: 'note', action: 'log_note', params: { message } }]);
const friday = { type: 'schedule', id: 'schedule', cron: '0 18 * * 5', timezone: 'America/New_York' };

/** As somebody might by the console: the trigger arms it and keeps its versions all the same. */
async function make(id: string, fields: object): Promise<void> {
  const fixed = { status: 'active', triggers: [friday], ownerId: 'demo-owner', stepsJson: note('one') };
  await stored()
    .doc(id)
    .set({ ...fixed, createdAt: new Date(), updatedAt: new Date(), ...fields });
  const isArmed = async () => expect((await stored().doc(id).get()).get('arming.versionId')).toBeTruthy();
  await vi.waitFor(isArmed, patience);
}

describe('the list of playbooks', () => {
  it('is narrowed down as one types, in its address, and several are paused at once', async () => {
    await make('count_one', { name: 'Friday count of the flowers', category: 'operations' });
    await make('count_two', { name: 'Friday count of the edibles', category: 'operations' });
    await make('report', { name: 'Monthly report', category: 'finance' });
    const owner = await stage.arrive('/playbooks');
    const { page } = owner;
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('count friday');
    await page.getByText('2 playbooks found').waitFor();
    await vi.waitFor(() => expect(page.url()).toContain('q=count'), patience);
    await page.reload();
    await page.getByText('2 playbooks found').waitFor();
    await page.getByText('Has not run yet').first().waitFor();

    await page.getByRole('checkbox', { name: 'Choose Friday count of the flowers' }).check();
    await page.getByRole('button', { name: 'Choose all' }).click();
    await page.getByText('2 chosen').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Pause 2 playbooks' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const statuses = async () => (await stored().get()).docs.map((one) => [one.id, one.get('status')]);
    await vi.waitFor(async () => {
      const all = Object.fromEntries(await statuses());
      expect([all.count_one, all.count_two, all.report]).toEqual(['paused', 'paused', 'active']);
    }, patience);

    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByRole('combobox', { name: 'Category' }).selectOption('finance');
    await page.getByText('1 playbook found').waitFor();
    expect(owner.complaints).toEqual([]);
  });

  it('shows how one went as soon as it has run, also on a phone and in the dark', async () => {
    await make('quick', { name: 'Quick one', triggers: [{ type: 'manual', id: 'manual' }] });
    const phone = await stage.arrive('/playbooks?q=quick', { viewport: { width: 390, height: 844 } });
    await phone.page.getByText('Has not run yet').waitFor();
    const owner = await stage.arrive('/playbooks/quick');
    await owner.page.getByRole('button', { name: 'Run now' }).click();
    await owner.page.getByText('Completed').first().waitFor();
    await phone.page.getByRole('img', { name: 'The only one so far: completed.' }).waitFor();
    await phone.page.getByText('100% succeed').waitFor();
    expect(await breachesInBoth(phone)).toEqual([]);
    expect(await overflows(phone)).toBe(false);
  });
});

describe('the versions of a playbook', () => {
  it('say what changed, and one that is restored is what it does', async () => {
    await make('versioned', { name: 'Versioned', status: 'draft' });
    await stored()
      .doc('versioned')
      .update({ stepsJson: note('two'), updatedAt: new Date() });
    const owner = await stage.arrive('/playbooks/versioned?tab=versions');
    const { page } = owner;
    await page.getByText('“Write a note”: the message is now “two” instead of “one”.').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    await page.getByRole('button', { name: /^Restore the version of/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore this version?' });
    await dialog.getByText('“Write a note”: the message is now “one” instead of “two”.').waitFor();
    await dialog.getByRole('button', { name: 'Restore it' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await stored().doc('versioned').get()).get('stepsJson')).toBe(note('one'));
    const live = page.getByRole('listitem').filter({ hasText: 'What it does now' });
    await live.getByText('The first version: 1 step').waitFor();
    expect(await breachesInBoth(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});
