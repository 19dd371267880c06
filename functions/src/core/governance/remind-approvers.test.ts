import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { remindApprovers } from './remind-approvers.ts';
import { tellApprovers } from './tell-approvers.ts';

const HOUR_MS = 3_600_000;
const act = { id: 'mail', action: 'mail', params: { to: 'ada@example.com' }, requiresApproval: true };

async function asked(rule: object = {}) {
  const kit = await createConsentKit();
  await kit.member('ed', 'editor');
  await kit.member('eda', 'editor');
  await kit.go([{ ...act, approval: rule } as never]);
  const { id } = await kit.open();
  const mail = { link: (path: string) => path, send: async () => undefined };
  await tellApprovers({ engine: kit.engine, mail, linkKeyName: 'LINK_KEY' }, orgId, id);
  const remind = () => remindApprovers(kit.engine);
  const everything = { where: [], orderBy: [], limit: 50, after: null };
  const reminded = async () => {
    const found = await kit.store.query({ from: paths.notifications, ...everything });
    return found.flatMap(({ data }) => (data?.title.startsWith('Still waiting') ? [data.uid] : [])).toSorted();
  };
  const remindAt = async () => (await kit.approvals())[0]?.data.remindAt;
  return { kit, id, remind, reminded, remindAt, begin: kit.clock.now().getTime() };
}

describe('a question that nobody answers', () => {
  it('is told once more at half of its time, to those who may say yes', async () => {
    const { kit, remind, reminded, remindAt, begin } = await asked();
    expect((await remindAt())?.getTime()).toBe(begin + 3.5 * 24 * HOUR_MS);
    await kit.clock.advance(3.5 * 24 * HOUR_MS - 1);
    expect(await remind()).toBe(0);
    await kit.clock.advance(1);
    expect(await remind()).toBe(1);
    expect(await remindAt()).toBeNull();
    expect(await reminded()).toEqual(['ed', 'eda']);
    await kit.clock.advance(24 * HOUR_MS);
    expect(await remind()).toBe(0);
  });

  it.each([
    [40, 16],
    [30, 6],
    [24, 1],
    [2, 1],
    [1, null],
  ])('within %i hours is so after %s: a day before its end, and not within the first hour', async (timeout, hours) => {
    const { remindAt, begin } = await asked({ timeoutMs: timeout * HOUR_MS });
    expect((await remindAt()) ?? null).toEqual(hours === null ? null : new Date(begin + hours * HOUR_MS));
  });

  it('is told to those only who have not answered, and once though the tick dies', async () => {
    const { kit, id, remind, reminded } = await asked({ needed: 2 });
    await kit.answer(id, { by: 'ed' });
    await kit.clock.advance(4 * 24 * HOUR_MS);
    kit.deaths.add('reminded');
    await expect(remind()).rejects.toThrow();
    expect(await remind()).toBe(1);
    expect(await reminded()).toEqual(['eda']);
  });

  it('is not, once it is decided, and not where nobody was told of it', async () => {
    const { kit, id, remind, reminded } = await asked();
    await kit.store.commit([{ op: 'update', path: paths.approval(id).path, fields: { told: [] } }]);
    await kit.clock.advance(4 * 24 * HOUR_MS);
    expect(await remind()).toBe(0);
    const other = await asked();
    await other.kit.answer(other.id, { by: 'ed' });
    await other.kit.clock.advance(4 * 24 * HOUR_MS);
    expect([await other.remind(), await reminded(), await other.reminded()]).toEqual([0, [], []]);
  });
});
