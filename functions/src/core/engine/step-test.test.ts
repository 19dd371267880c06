import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { STEP_TESTS } from '../../model/ids.ts';
import { top } from '../../model/paths.ts';
import { setVariables } from '../../steps/data/set-variables.ts';
import { systemActor } from '../governance/audit.ts';
import { StartRefusedError, startExecution } from './start-execution.ts';
import { type StepTest, stepTestStart, TESTED } from './step-test.ts';

let kit: EngineKit;
let done: unknown[];
beforeEach(async () => {
  done = [];
  const say = makeStep('say', (params) => ({ said: done.push(params) && params }), 'once');
  kit = await createEngineKit([say, setVariables]);
});

const none = { steps: {}, agents: {}, inputs: {}, event: null };
const test = (more: Partial<StepTest>): StepTest => {
  const base = { orgId, action: 'say', params: { text: 'Hi' }, samples: none, dryRun: false, key: 'one' };
  return { ...base, actor: { ...systemActor, kind: 'user', id: 'owner' }, member: null, ownerId: 'owner', ...more };
};
const start = (more: Partial<StepTest> = {}) => {
  const request = stepTestStart(kit.engine, test(more));
  if (request === null) throw new Error('no such step');
  return startExecution(kit.engine, request, false);
};
async function run(more: Partial<StepTest> = {}) {
  const { executionId } = await start(more);
  await kit.engine.queue.enqueue({ handler: 'advance', data: { orgId, executionId }, name: 'now', at: null });
  await kit.drain();
  return kit.execution(executionId);
}
const errorsOf = (more: Partial<StepTest>) => {
  try {
    stepTestStart(kit.engine, test(more));
    return [];
  } catch (error) {
    return error instanceof StartRefusedError ? error.errors.map(({ path }) => path) : [String(error)];
  }
};

describe('the test of a step', () => {
  it('is an execution like any other, of no playbook', async () => {
    const left = await run();
    expect(left).toMatchObject({
      ...{ status: 'completed', playbookId: STEP_TESTS, mode: 'live', triggeredBy: 'manual' },
      ...{ playbookName: expect.stringMatching(/^Test of /), stepResults: [{ path: TESTED, status: 'completed' }] },
    });
    expect(done).toEqual([{ text: 'Hi' }]);
    expect(await kit.store.get(paths.playbook(STEP_TESTS))).toBeNull();
  });

  it('twice under one key is one', async () => {
    const first = await start();
    expect(await start()).toMatchObject({ executionId: first.executionId, created: false });
    expect((await start({ key: 'two' })).created).toBe(true);
  });

  it('reads samples as it would read the real thing', async () => {
    const text = '{{steps.find.total}} {{money_mike.gap}} {{inputs.city}} {{event.id}} {{user.name}}';
    const samples = {
      steps: { find: { total: 3, list: [{ name: 'a' }] } },
      agents: { money_mike: { gap: 12.5 } },
      inputs: { city: 'Syracuse' },
      event: { id: 'e1' },
    };
    const left = await run({ params: { text, all: '{{steps.find.list}}' }, samples });
    expect(left.error).toBeNull();
    expect(done).toEqual([{ text: '3 12.5 Syracuse e1 Olive', all: [{ name: 'a' }] }]);
  });

  it('names a mistake by where it is in what was sent', () => {
    expect(errorsOf({ params: { text: '{{steps.nowhere.total}}' } })).toEqual(['params.text']);
    expect(errorsOf({ params: { text: '{{inputs.x}}' }, samples: { ...none, steps: { a: {} } } })).toEqual([
      'params.text',
    ]);
    expect(errorsOf({ action: 'wait', params: { duration: '1h' } })).toEqual(['action']);
    expect(errorsOf({ samples: { ...none, inputs: { 'no name': 1 } } })[0]).toMatch(/^facts\.inputs/);
    expect(stepTestStart(kit.engine, test({ action: 'nothing' }))).toBeNull();
  });

  it('is kept out by what keeps out all: a pause, a rehearsing tenant', async () => {
    const { path } = top.tenant(orgId);
    await kit.store.commit([{ op: 'update', path, fields: { dryRun: true } }]);
    expect((await run()).mode).toBe('dry_run');
    expect(done).toEqual([]);
    const pause = { since: kit.clock.now(), by: 'owner', reason: null };
    await kit.store.commit([{ op: 'update', path, fields: { pause } }]);
    expect(await start({ key: 'two' })).toMatchObject({ status: 'waiting' });
  });
});
