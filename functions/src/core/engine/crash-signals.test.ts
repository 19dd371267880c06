import { describe, expect, it } from 'vitest';
import { cloudSteps, deliver, emit, people, publish, runOut, type Script, startMain } from '../../../test/kit/cloud.ts';
import type { Fate } from '../../../test/kit/mortal.ts';
import { scripts } from '../../../test/kit/scripts.ts';
import { leftovers, momentsOf, play, verdictOf } from '../../../test/kit/verdict.ts';
import { createWorld, type World } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { cancelExecution } from './cancel.ts';

const orgId = 'org_a';
const MET = 'Met by event fact';
const parts = () => ({ orgId, store: createMemoryStore() });

/** Has `act` done in the middle of one moment, by a process beside the one that passes it. */
async function playMeanwhile(
  script: Script,
  at: number,
  act: (world: World) => Promise<void>,
  { outside = people, ...fate }: Fate & { readonly outside?: (world: World) => Promise<boolean> } = {},
): Promise<World> {
  const { store } = parts();
  const world: World = createWorld({
    orgId,
    store,
    steps: cloudSteps,
    fate: { ...fate, meanwhile: { at, act: () => act(world) } },
  });
  await publish(store, orgId, script);
  await startMain(world);
  await runOut(world, outside);
  return world;
}

const mainOf = async (world: World) =>
  (await world.executions()).find(({ data }) => data.parent === null && data.playbookId === 'main');

describe('a cancel at any moment', () => {
  for (const [name, script] of Object.entries(scripts).filter(([key]) => !key.includes('shares'))) {
    it(`is heard, and leaves nothing open: ${name}`, async () => {
      const calm = await play(script, parts());
      for (const at of momentsOf(calm)) {
        for (const deaths of [[], [at + 5], [at + 6], [at + 7]]) {
          const where = `${at} ${calm.moments[at - 1]}, dead at ${deaths.join()}`;
          let isTold = false;
          const cancel = async (world: World): Promise<void> => {
            const main = await mainOf(world);
            if (!main) return;
            const told = await world.inProcess((engine) => cancelExecution(engine, orgId, main.id, 'owner'));
            isTold = told?.kind !== 'finished';
          };
          const world = await playMeanwhile(script, at, cancel, { deaths });
          expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
          const main = await mainOf(world);
          const statuses = isTold ? ['canceled', 'completed', 'failed'] : ['completed', 'failed'];
          expect({ where, status: main?.data.status }).toMatchObject({ where, status: expect.toBeOneOf(statuses) });
        }
      }
    });
  }
});

describe('an event at any moment', () => {
  it('since the execution began is met, and never missed', async () => {
    const script: Script = {
      steps: [
        { id: 's', action: 'send' },
        { id: 'paid', action: 'wait_for_event', params: { eventName: 'invoice.paid', timeout: '3 h' } },
        { id: 'end', action: 'look', params: { late: '{{steps.paid.timedOut}}' } },
      ],
    };
    const calm = await play(script, parts());
    const nobody = async (world: World) =>
      (await world.approvals()).some(({ data }) => data.status === 'pending') && people(world);
    for (const at of momentsOf(calm)) {
      for (const deaths of [[], [at + 2], [at + 3], [at + 5], [at + 7]]) {
        let hasBegun = false;
        const pay = async (world: World): Promise<void> => {
          const main = await mainOf(world);
          const begunAt = main?.data.startedAt?.getTime() ?? null;
          hasBegun = begunAt !== null && world.clock.now().getTime() < begunAt + 3 * 3_600_000;
          // A fan-out that dies is continued.
          for (let told: unknown = null; told === null; ) told = await emit(world, 'fact');
        };
        const world = await playMeanwhile(script, at, pay, { deaths, outside: nobody });
        const where = `${at} ${calm.moments[at - 1]}, dead at ${deaths.join()}`;
        const main = await mainOf(world);
        const paid = main?.data.stepResults.find(({ path }) => path === 'paid');
        expect({ where, note: hasBegun ? paid?.note : MET }).toEqual({ where, note: MET });
        expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
      }
    }
  });
});

describe('an answer at any moment', () => {
  for (const name of ['an approval', 'a wait for an answer', 'another playbook', 'for_each in shares that fails']) {
    it(`comes through: ${name}`, async () => {
      const script = scripts[name] as Script;
      const calm = await play(script, parts());
      const wanted = await verdictOf(calm, script);
      for (const at of momentsOf(calm)) {
        const everybody = async (world: World): Promise<void> => {
          await people(world);
          await deliver(world);
        };
        const world = await playMeanwhile(script, at, everybody);
        const where = `${at} ${calm.moments[at - 1]}`;
        expect({ where, ...(await verdictOf(world, script)) }).toEqual({ where, ...wanted });
        expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
      }
    });
  }
});
