import { describe, expect, it } from 'vitest';
import { cloudSteps, people, publish, runOut, type Script, startMain } from '../../../test/kit/cloud.ts';
import { leftovers } from '../../../test/kit/verdict.ts';
import { createWorld, type World } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { tenantPaths } from '../../model/paths.ts';

const orgId = 'org_a';

async function die(script: Script): Promise<World> {
  const store = createMemoryStore();
  const world = createWorld({ orgId, store, steps: cloudSteps });
  await publish(store, orgId, script);
  await startMain(world);
  await runOut(world);
  return world;
}

const mainOf = async (world: World) => {
  const main = (await world.executions()).find(({ data }) => data.playbookId === 'main' && data.parent === null);
  if (!main) throw new Error('It was not started');
  return main.data;
};

describe('a step that kills its worker', () => {
  for (const action of ['kill', 'kill_late']) {
    it(`(${action}) fails the execution after the third death, with its name, and raises an alert`, async () => {
      const world = await die({ steps: [{ action: 'look' }, { id: 'poison', action }, { action: 'send' }] });
      const main = await mainOf(world);
      expect(main).toMatchObject({ status: 'failed', error: { code: 'worker_died', fault: 'system' } });
      expect(main.error?.message).toContain("'poison'");
      expect(world.receiver.once.size).toBe(0);
      expect(await leftovers(world)).toEqual([]);
      expect(await world.all(tenantPaths(orgId).alerts)).toMatchObject([
        { data: { code: 'worker_died', severity: 'critical', count: 1, subject: 'main' } },
      ]);
      const seconds = (Number(main.completedAt) - Number(main.createdAt)) / 1000;
      expect(seconds).toBeLessThan(3 * 2 * 60 + 60);
    });
  }

  it('in one way of a fork leaves what the others did, and releases what they wait for', async () => {
    const world = await die({
      steps: [
        {
          action: 'parallel',
          branches: [
            { id: 'a', steps: [{ action: 'send' }] },
            { id: 'b', steps: [{ action: 'look' }, { id: 'poison', action: 'kill_late' }] },
            { id: 'c', steps: [{ action: 'wait_for_event', params: { eventName: 'invoice.paid' } }] },
            { id: 'd', steps: [{ action: 'run_playbook', params: { playbookId: 'other' } }] },
          ],
        },
      ],
      others: { other: [{ action: 'wait', params: { for: '2 h' } }] },
      onFailure: [
        { id: 'told', action: 'send' },
        { action: 'request_approval', params: { title: 'Seen?' } },
        { action: 'put' },
      ],
    });
    const main = await mainOf(world);
    expect(main).toMatchObject({ status: 'failed', error: { code: 'worker_died' } });
    expect(main.stepResults.find(({ path }) => path === 'told')?.status).toBe('completed');
    expect([...world.receiver.once.values()]).toEqual([1, 1]);
    expect(await leftovers(world)).toEqual([]);
    const other = (await world.executions()).find(({ data }) => data.playbookId === 'other');
    expect(other?.data.status).toBe('canceled');
  });

  it('in the middle of an act asks a person, who is not asked for ever', async () => {
    const world = createWorld({ orgId, store: createMemoryStore(), steps: cloudSteps });
    await publish(world.store, orgId, { steps: [{ id: 'act', action: 'kill_once' }] });
    await startMain(world);
    let asked = 0;
    await runOut(world, async () => {
      const isAsked = (await world.approvals()).some(({ data }) => data.status === 'pending');
      return isAsked && ++asked < 9 && people(world);
    });
    expect((await mainOf(world)).status).toBe('failed');
    expect(asked).toBeGreaterThan(0);
    expect(await leftovers(world)).toEqual([]);
  });
});
