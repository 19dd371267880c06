import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../kit/api-kit.ts';
import { type ConnectionWorld, openConnectionWorld } from '../kit/connection-world.ts';

let world: ConnectionWorld;
beforeAll(async () => {
  world = await openConnectionWorld();
});
afterAll(() => world.close());

const ROUNDS = 4;

/** A business of its own, and what its owner may ask. */
async function openShop() {
  const { orgId, uid } = await world.api.tenant();
  const options = { token: world.api.token(uid) };
  const create = (name: string) => {
    const secrets = { webhookUrl: world.address(name) };
    return world.post('/api/connections', { connector: 'discord', name, secrets }, options);
  };
  const list = async (): Promise<{ connectionId: string; isDefault: boolean }[]> =>
    (await world.call('GET', '/api/connections', options)).body.items;
  return { orgId, options, create, list };
}

const statuses = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))].sort();

describe('connections that are changed by many at once', () => {
  it('get an id, a secret and a place each, and one of them is the default', async () => {
    const { orgId, create, list } = await openShop();
    const made = await Promise.all(Array.from({ length: 6 }, (_, index) => create(`at-once-${index}`)));
    expect(statuses(made)).toEqual([201]);
    const items = await list();
    expect([
      new Set(items.map(({ connectionId }) => connectionId)).size,
      Object.keys(await world.kept(orgId)).toSorted(),
    ]).toEqual([6, items.map(({ connectionId }) => `connection-${connectionId}`).toSorted()]);
    expect(items.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect([...new Set(Object.values(await world.kept(orgId)))]).toEqual([1]);
  });

  it('leave no secret behind when they are rotated, made the default and deleted together', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { orgId, options, create, list } = await openShop();
      await create(`first-${round}`);
      await create(`second-${round}`);
      const rotate = (name: string) =>
        world.post('/api/connections/discord/rotate', { secrets: { webhookUrl: world.address(name) } }, options);
      const answers = await Promise.all([
        rotate(`rotated-${round}`),
        world.call('DELETE', '/api/connections/discord', options),
        world.call('PATCH', '/api/connections/discord_2', { ...options, body: { isDefault: true } }),
        world.post('/api/connections/discord/test', {}, options),
        rotate(`again-${round}`),
      ]);
      expect(statuses(answers).filter((status) => ![200, 204, 404].includes(status))).toEqual([]);
      expect(await list()).toMatchObject([{ connectionId: 'discord_2', isDefault: true }]);
      expect(await world.kept(orgId)).toEqual({ 'connection-discord_2': 1 });
    }
  });
});
