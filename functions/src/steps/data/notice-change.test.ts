import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { startExecution } from '../../core/engine/start-execution.ts';
import type { JsonValue } from '../../model/json.ts';
import { noticeChange } from './notice-change.ts';

function setUp() {
  const { context, clock, seen } = stepContext();
  let count = 0;
  /** One execution after the other sees a value; or `again` the one before. */
  const see = (value: JsonValue, more: { key?: string; playbookId?: string; again?: boolean } = {}) => {
    if (!more.again) count++;
    const { key, playbookId = 'playbook1' } = more;
    const given = { value, ...(key === undefined ? {} : { key }) };
    return runStep(noticeChange, given, { ...context, executionId: `exec${count}`, playbookId });
  };
  return { context, clock, seen, see };
}

describe('notice_change', () => {
  it('tells what has changed, and what has begun, since the last execution', async () => {
    const { see } = setUp();
    expect(await see(true)).toEqual({ changed: true, began: true, before: null });
    expect(await see(true)).toEqual({ changed: false, began: false, before: true });
    expect(await see(0)).toEqual({ changed: true, began: false, before: true });
    expect(await see(7)).toEqual({ changed: true, began: true, before: 0 });
    expect(await see(8)).toEqual({ changed: true, began: false, before: 7 });
    expect(await see({ a: 1, b: 2 })).toMatchObject({ changed: true, began: false });
    expect(await see({ b: 2, a: 1 })).toMatchObject({ changed: false });
  });

  it('finds in a list what was not in it, whatever has left it', async () => {
    const { see } = setUp();
    expect(await see([])).toMatchObject({ changed: true, began: false });
    expect(await see(['tea', 'pot'])).toMatchObject({ began: true });
    expect(await see(['pot'])).toMatchObject({ changed: true, began: false });
    expect(await see(['cup'])).toMatchObject({ began: true, before: ['pot'] });
  });

  it('gives one execution the same answer, however often it asks', async () => {
    const { see } = setUp();
    await see(['tea']);
    const first = await see(['tea', 'pot']);
    expect(first).toEqual({ changed: true, began: true, before: ['tea'] });
    expect(await see(['tea', 'pot', 'cup'], { again: true })).toEqual(first);
    expect(await see(['tea', 'pot'])).toMatchObject({ changed: false, before: ['tea', 'pot'] });
  });

  it('keeps apart playbooks, and what has a key of its own', async () => {
    const { see } = setUp();
    await see(1);
    expect(await see(1, { playbookId: 'other' })).toMatchObject({ began: true });
    expect(await see(1, { key: 'tea' })).toMatchObject({ began: true });
    expect(await see(1, { key: 'tea' })).toMatchObject({ began: false });
    expect(await see(1)).toMatchObject({ began: false });
  });

  it('is written anew only where there is something new, or its end comes near', async () => {
    const { context, clock } = setUp();
    const commits: number[] = [];
    const commit: typeof context.store.commit = (writes) => {
      commits.push(writes.length);
      return context.store.commit(writes);
    };
    for (const [execution, days] of [0, 1, 250, 450].entries()) {
      clock.at = new Date(Date.parse('2026-11-20T14:00:00Z') + days * 86_400_000);
      const store = { ...context.store, commit };
      await runStep(noticeChange, { value: 1 }, { ...context, store, executionId: `exec${execution}` });
    }
    expect(commits).toEqual([1, 1, 1]);
  });

  it('reads and writes nothing in a dry run', async () => {
    const { context, see } = setUp();
    await see(1);
    const none = () => Promise.reject(new Error('no'));
    const store = { ...context.store, get: none, commit: none };
    const { output, wouldHave } = await rehearseStep(noticeChange, { value: 1 }, { ...context, store });
    expect([output, wouldHave]).toEqual([
      { changed: true, began: true, before: null },
      expect.stringContaining('would have'),
    ]);
  });

  it('says of what strangers wrote that they did, also next time', async () => {
    const { context, seen } = setUp();
    const lastWrite = { ...context.lastWrite, isTainted: true };
    await runStep(noticeChange, { value: 'free money' }, { ...context, lastWrite });
    expect(seen.isTainted).toBe(false);
    await runStep(noticeChange, { value: 1 }, { ...context, executionId: 'exec2' });
    expect(seen.isTainted).toBe(true);
  });

  it('refuses what is too large to be remembered', async () => {
    const { see } = setUp();
    await expect(see('x'.repeat(100_001))).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('in executions', () => {
  const steps = [
    { id: 'look', action: 'look' },
    { id: 'notice', action: 'notice_change', params: { value: '{{steps.look.found}}' } },
    { id: 'tell', action: 'tell', condition: 'steps.notice.began' },
  ];

  async function shop(act: () => void) {
    const world = { found: [] as string[], told: 0 };
    const look = makeStep('look', () => ({ found: world.found }));
    const tell = makeStep('tell', () => {
      act();
      world.told++;
      return {};
    });
    const kit = await createEngineKit([look, tell, noticeChange]);
    const playbookId = await kit.playbook(steps);
    return { kit, world, run: () => run(kit, playbookId) };
  }

  let runs = 0;
  async function run(kit: EngineKit, playbookId: string): Promise<string> {
    const request = kit.request(playbookId, { occasion: { kind: 'request', key: `run${++runs}` } });
    const { executionId } = await startExecution(kit.engine, request, false);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: `first${runs}`, at: null });
    await kit.drain();
    return (await kit.execution(executionId)).status;
  }

  it('counts as not seen what an execution saw that failed before it could tell', async () => {
    let isBroken = true;
    const { world, run } = await shop(() => {
      if (isBroken) throw new NonRetriableError('Slack is down');
    });
    world.found = ['tea'];
    expect([await run(), world.told]).toEqual(['failed', 0]);
    isBroken = false;
    expect([await run(), world.told]).toEqual(['completed', 1]);
    expect([await run(), world.told]).toEqual(['completed', 1]);
  });

  it('leaves the shop’s own data alone', async () => {
    const { kit, world, run } = await shop(() => undefined);
    world.found = ['tea'];
    kit.commits.length = 0;
    await run();
    const written = kit.commits
      .flat()
      .filter((path) => !/\/(playbooks|playbook_executions|effects|ended)\//.test(path));
    expect(written.map((path) => path.split('/').at(-2))).toEqual(['marks']);
  });
});
