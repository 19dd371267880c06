import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orgId } from '../../../../test/kit/engine-kit.ts';
import { createGymKit, type GymKit, outputOf } from '../../../../test/kit/gym-kit.ts';
import type { Execution } from '../../../model/execution.ts';
import { queries } from '../../../model/query.ts';

const DAY_MS = 86_400_000;

/** Nothing that was read lies in an execution as a whole. */
function expectSmall({ stepResults }: Execution): void {
  for (const { path, outputJson, outputStored } of stepResults) {
    expect([path, outputStored]).toEqual([path, false]);
    expect(Buffer.byteLength(outputJson ?? ''), path).toBeLessThanOrEqual(8 * 1024);
  }
}
const tasksOf = async ({ store }: GymKit) =>
  (await store.query(queries.tasks(orgId, { limit: 100 }))).flatMap(({ data }) => (data === null ? [] : [data.title]));

let gym: GymKit;
beforeAll(async () => {
  gym = await createGymKit();
});
afterAll(() => gym.close());

describe('by fixed steps, on the large gym', () => {
  it('the gym is as large as was told', () => {
    const count = (name: string) => gym.documents.filter(({ collection }) => collection === name).length;
    expect([count('prospects'), count('members'), count('records/training_clients'), count('invoices')]).toEqual([
      3_952, 485, 40, 60,
    ]);
  });

  it('the watch takes a no, and does not ask again that day', async () => {
    const playbookId = await gym.playbook('past-due-watch');
    const first = await gym.execute(playbookId);
    expect(await gym.answer(first.id, 'rejected')).toHaveLength(1);
    expect((await gym.execution(first.id)).status).toBe('completed');
    expect((await gym.execute(playbookId)).status).toBe('completed');
    expect(gym.letters()).toEqual([]);
  });

  it('the watch reminds 22 after a yes, tells of the three without an amount once, and repeats nothing', async () => {
    const [letters, told] = [gym.letters().length, gym.told().length];
    const playbookId = await gym.playbook('past-due-watch');
    const first = await gym.execute(playbookId);
    expect([outputOf(first, 'members').total, outputOf(first, 'clients').total]).toEqual([15, 7]);
    expect(outputOf(first, 'unknown')).toMatchObject({ total: 3, withoutAmount: 3 });
    expect(gym.told().at(-1)?.subject).toBe('3 training clients are past due without an amount');
    expect(await gym.answer(first.id)).toEqual(['22 payments are late: write to them?']);
    const done = await gym.execution(first.id);
    expect([done.status, outputOf(done, 'remind_members').completed]).toEqual(['completed', 15]);
    expect([gym.letters().length - letters, gym.told().length - told]).toEqual([22, 1]);
    expectSmall(done);
    const second = await gym.execute(playbookId);
    expect([second.status, outputOf(second, 'members').total, outputOf(second, 'clients').total]).toEqual([
      'completed',
      0,
      0,
    ]);
    expect([gym.letters().length - letters, gym.told().length - told]).toEqual([22, 1]);
  });

  it('the escalation writes to 20, has all 22 called, and does neither twice', async () => {
    const letters = gym.letters().length;
    const playbookId = await gym.playbook('past-due-escalation');
    const first = await gym.execute(playbookId);
    expect([outputOf(first, 'members').total, outputOf(first, 'clients').total]).toEqual([18, 4]);
    await gym.answer(first.id);
    const done = await gym.execution(first.id);
    expect([done.status, outputOf(done, 'remind_members').failed]).toEqual(['completed', 0]);
    expect([gym.letters().length - letters, (await tasksOf(gym)).length]).toEqual([20, 22]);
    expectSmall(done);
    const second = await gym.execute(playbookId);
    expect([second.status, outputOf(second, 'members').total]).toEqual(['completed', 2]);
    expect([gym.letters().length - letters, (await tasksOf(gym)).length]).toEqual([20, 22]);
  });

  it('each referrer of 25 gets one task', async () => {
    const before = (await tasksOf(gym)).length;
    const playbookId = await gym.playbook('referral-rewards');
    const first = await gym.execute(playbookId);
    expect([first.status, outputOf(first, 'friends').rewardsDue]).toEqual(['completed', 25]);
    expectSmall(first);
    await gym.execute(playbookId);
    expect((await tasksOf(gym)).length - before).toBe(25);
  });

  it('the review finds what is wrong, and tells it once', async () => {
    const told = gym.told().length;
    const playbookId = await gym.playbook('invoice-review');
    const first = await gym.execute(playbookId);
    expect(outputOf(first, 'review')).toMatchObject({
      reviewed: 50,
      byProblem: [{ problem: 'same_number', count: 1 }],
    });
    expectSmall(first);
    expect((await gym.execute(playbookId)).status).toBe('completed');
    expect(gym.told().length - told).toBe(1);
  });

  it('the doors open for three who have paid and shut for 25, each after a yes, and nobody is asked about again', async () => {
    const playbookId = await gym.playbook('door-access');
    const first = await gym.execute(playbookId);
    expect([outputOf(first, 'paid').total, outputOf(first, 'late').total]).toEqual([3, 25]);
    expect(gym.doors.size).toBe(0);
    while ((await gym.answer(first.id)).length > 0);
    const done = await gym.execution(first.id);
    expect(done.status).toBe('completed');
    expectSmall(done);
    const set = [...gym.doors.values()];
    expect([set.filter((one) => one).length, set.filter((one) => !one).length]).toEqual([3, 25]);
    const second = await gym.execute(playbookId);
    expect([second.status, outputOf(second, 'paid').total, outputOf(second, 'late').total]).toEqual([
      'completed',
      0,
      0,
    ]);
  });

  it('the campaign writes to 12 of 3,353 after a yes, to others the next day, and to nobody twice', async () => {
    const before = gym.letters();
    const letters = () => gym.letters().slice(before.length);
    const playbookId = await gym.playbook('daily-campaign', { campaignLimit: 12 });
    const rehearsed = await gym.execute(playbookId, true);
    expect(rehearsed.stepResults.find(({ path }) => path === 'letter')?.note).toContain('would have written to 12');
    const first = await gym.execute(playbookId);
    expect(outputOf(first, 'prospects')).toMatchObject({ total: 3_353, count: 12 });
    expect(outputOf(first, 'prospects').summary).toContain(
      '3353 open prospects, 3353 with an e-mail address; 12 shown',
    );
    expect([outputOf(first, 'green').total, outputOf(first, 'ppv').total]).toEqual([294, 117]);
    expect([first.status, letters()]).toEqual(['waiting', []]);
    expect(await gym.answer(first.id)).toHaveLength(1);
    const done = await gym.execution(first.id);
    expect([done.status, outputOf(done, 'letter')]).toMatchObject(['completed', { sent: 12, writtenLately: 0 }]);
    expectSmall(done);
    expect(new Set(letters()).size).toBe(12);
    expect(gym.told().at(-1)?.text).toContain('12 of 3353 were written to, at most 12 a day');

    const second = await gym.execute(playbookId);
    expect(outputOf(second, 'prospects').total).toBe(3_341);
    await gym.answer(second.id);
    expect((await gym.execution(second.id)).wait?.kind).toBe('limit');
    expect(letters()).toHaveLength(12);
    await gym.clock.advance(DAY_MS);
    expect((await gym.wake(second.id)).status).toBe('completed');
    expect([letters().length, new Set(letters()).size]).toEqual([24, 24]);
  });
});
