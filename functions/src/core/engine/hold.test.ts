import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, start, tell } from '../../../test/kit/flow-kit.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import {
  HOUR_MS,
  happen,
  listening,
  MINUTE_MS,
  pause,
  resume,
  setStatus,
  wakeDue,
} from '../governance/pause.fixture.ts';
import type { Store } from '../ports.ts';
import { releaseHeld } from './hold.ts';
import { signalExecution } from './signal.ts';
import type { AnyStepType } from './step-type.ts';
import { tick } from './tick.ts';

/** Counts requests and documents, and lets `ms` go by with each request that waits for its answer. */
function watched(kit: EngineKit, ms = 0) {
  const seen = { requests: 0, reads: 0, writes: 0 };
  const ask = async <T>(asked: Promise<T>, reads: (answer: T) => number): Promise<T> => {
    seen.requests += 1;
    const answer = await asked;
    seen.reads += reads(answer);
    if (ms > 0) await kit.clock.advance(ms);
    return answer;
  };
  const store: Store = {
    get: (ref) => ask(kit.store.get(ref), () => 1),
    find: (ref) => ask(kit.store.find(ref), () => 1),
    findAll: (refs) => ask(kit.store.findAll(refs), () => refs.length),
    query: (query) => ask(kit.store.query(query), ({ length }) => Math.max(1, length)),
    count: (query) => ask(kit.store.count(query), () => 1),
    commit: async (writes) => {
      seen.writes += writes.length;
      return ask(kit.store.commit(writes), () => 0);
    },
  };
  return { seen, store };
}

/** One held execution, as often as wanted. */
async function hold(kit: EngineKit, count: number): Promise<void> {
  const id = await start(kit, [tell('a')]);
  const model = await kit.execution(id);
  const { execution } = tenantPaths(orgId);
  for (let from = 1; from < count; from += 500) {
    const writes = Array.from({ length: Math.min(500, count - from) }, (_, index) => {
      const createdAt = new Date(model.createdAt.getTime() + from + index);
      return { op: 'set' as const, path: execution(`held${from + index}`).path, data: { ...model, createdAt } };
    });
    await kit.store.commit(writes);
  }
}

describe('what a pause holds', () => {
  it('5,000 times is told within seconds; the first hundreds are woken, the others by the tick', async () => {
    const { kit } = await createFlowKit();
    await pause(kit);
    await hold(kit, 5_000);
    const { seen, store } = watched(kit, 50);
    const from = kit.clock.now().getTime();
    expect(await releaseHeld({ ...kit.engine, store }, orgId, 'pause')).toBe(5_000);
    expect(kit.clock.now().getTime() - from).toBeLessThan(10_000);
    expect(seen.requests).toBeLessThan(110);
    expect(kit.queued).toHaveLength(500);
    await kit.clock.advance(MINUTE_MS);
    expect(await tick(kit.engine, createArmoury(kit), new Date(kit.clock.now().getTime() + 50_000))).toMatchObject({
      executions: 500,
    });
  });

  it('is left to look for itself where telling it takes too long', async () => {
    const { kit } = await createFlowKit();
    await pause(kit);
    await hold(kit, 5_000);
    const { store } = watched(kit, 2_000);
    const from = kit.clock.now().getTime();
    expect(await releaseHeld({ ...kit.engine, store }, orgId, 'pause')).toBeLessThan(1_000);
    expect(kit.clock.now().getTime() - from).toBeLessThan(20_000);
  });

  it('is told each for itself where one of them moves meanwhile', async () => {
    const { kit, told } = await createFlowKit();
    await listening(kit);
    await pause(kit);
    for (const id of ['e1', 'e2', 'e3']) {
      await kit.clock.advance(1_000);
      await happen(kit, id);
    }
    let isFirst = true;
    const store: Store = {
      ...kit.store,
      commit: async (writes) => {
        if (isFirst && writes.every(({ path }) => path.includes('/playbook_executions/'))) {
          isFirst = false;
          const [, second] = writes;
          await kit.store.commit([{ op: 'update', path: second?.path ?? '', fields: { takeovers: 0 } }]);
        }
        return kit.store.commit(writes);
      },
    };
    await resume({ ...kit, engine: { ...kit.engine, store } }, 'all');
    await kit.drain();
    expect(isFirst).toBe(false);
    expect(told).toEqual(['e1', 'e2', 'e3']);
  });

  it('is not due for what it does not wait for now', async () => {
    const { kit } = await createFlowKit();
    await pause(kit);
    const id = await start(kit, [tell('a')]);
    const { dueAt } = await kit.execution(id);
    const signal = { kind: 'callback' as const, path: 'tell', at: kit.clock.now() };
    await signalExecution(kit.engine, orgId, id, { id: 'early', signal });
    await kit.drain();
    expect((await kit.execution(id)).dueAt).toEqual(dueAt);
    expect(Object.keys((await kit.execution(id)).signals)).toEqual(['early']);
  });
});

describe('a pause that lasts', () => {
  it('of a playbook keeps no place in the line of a limit that others wait for', async () => {
    const mailed: string[] = [];
    const mail = makeStep('mail', ({ to }) => mailed.push(String(to)), 'once');
    const kit = await createEngineKit([{ ...mail, limit: 'newsletter_send' } as AnyStepType]);
    const allow = (newsletter_send: number) =>
      kit.store.commit([
        { op: 'update', path: top.tenant(orgId).path, fields: { limits: { daily: { newsletter_send } } } },
      ]);
    await allow(0);
    const steps = (to: string) => [{ id: 'mail', action: 'mail', params: { to } }];
    const paused = await listening(kit, { stepsJson: JSON.stringify(steps('a')) });
    await happen(kit, 'e1');
    await setStatus(kit, paused, 'paused');
    await kit.clock.advance(10 * MINUTE_MS);
    await wakeDue(kit);
    await allow(1);
    const id = await start(kit, steps('b'));
    expect((await kit.execution(id)).status).toBe('completed');
    await kit.clock.advance(24 * HOUR_MS);
    await setStatus(kit, paused, 'active', 'none');
    await kit.drain();
    const younger = await start(kit, steps('c'));
    // It had begun before the pause, so that the choice is not about it.
    expect(mailed).toEqual(['b', 'a']);
    expect(await kit.execution(younger)).toMatchObject({ wait: { kind: 'limit', limit: 'newsletter_send' } });
  });

  it('costs little: each execution and each schedule is looked at hourly, and none is written more often', async () => {
    const { kit, told } = await createFlowKit();
    await pause(kit);
    await hold(kit, 300);
    const model = await kit.store.get(await armSchedule(kit, 'model', { jobName: null }));
    await kit.store.commit([{ op: 'delete', path: model?.ref.path ?? '' }]);
    for (let index = 0; index < 300; index++) {
      const playbookId = await kit.playbook([tell('hour')], {
        triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }],
      });
      const data = { ...model?.data, playbookId };
      await kit.store.commit([{ op: 'set', path: paths.schedule(playbookId, 'schedule').path, data }]);
    }
    // By then each has looked often enough to look hourly only.
    for (let minutes = 0; minutes < 3 * 60; minutes += 5) {
      await kit.clock.advance(5 * MINUTE_MS);
      await wakeDue(kit);
    }
    const { seen, store } = watched(kit);
    const engine = { ...kit.engine, store };
    let most = 0;
    for (let minute = 0; minute < 120; minute++) {
      await kit.clock.advance(MINUTE_MS);
      const before = seen.writes;
      await tick(engine, createArmoury(kit), new Date(kit.clock.now().getTime() + 50_000));
      await kit.drain();
      most = Math.max(most, seen.writes - before);
    }
    expect(told).toEqual([]);
    const hours = 2;
    // What is found, what its start or its step reads, and the pause; then it is put off.
    expect(seen.writes / hours / 600).toBeLessThan(1);
    expect(seen.reads / hours / 600).toBeLessThan(5);
    expect(most).toBeLessThan(605);
  });
});
