import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep, paths } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { RunningExecution } from '../../model/execution.ts';
import { AlreadyExistsError, ConflictError, Increment, type Store, type Write } from '../ports.ts';
import { createHolder } from './holder.ts';
import { openLedger, type StateChange } from './ledger.ts';
import { startExecution } from './start-execution.ts';
import { toRunning } from './transition.ts';

const counter = paths.limit('email_send_2026-11-23').path;

/** A running execution in the hands of this test, and a counter at 1 beside it. */
async function world() {
  const inner = createMemoryStore();
  const kit = await createEngineKit([makeStep('give', (params) => params)], { store: inner });
  const playbookId = await kit.playbook([{ action: 'give' }]);
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
  const ref = paths.execution(executionId);
  const queued = await kit.execution(executionId);
  const state = toRunning(queued, 'mine', kit.clock.now());
  await inner.commit([
    { op: 'set', path: ref.path, data: state },
    { op: 'create', path: counter, data: { name: 'email_send', period: '2026-11-23', used: 1, expireAt: new Date(0) } },
  ]);
  const stored = await inner.get(ref);
  if (stored === null) throw new Error('It is not there');
  const used = async () => (await inner.get(paths.limit('email_send_2026-11-23')))?.data.used;
  const version = async () => (await inner.get(paths.limit('email_send_2026-11-23')))?.version ?? '';
  const open = () => openLedger(kit.engine, stored, state);
  return { kit, inner, stored, ref, open, used, version };
}
const add = (by: number, ifVersion?: string): Write => {
  return { op: 'update', path: counter, fields: { used: new Increment(by) }, ...(ifVersion && { ifVersion }) };
};
const tainted =
  (source: string): StateChange =>
  (state) => ({ ...state, taint: [...state.taint, source] });

describe('a commit', () => {
  it('holds one write for each document, what two add to it together, and the version that one insists on', async () => {
    const { kit, open, used, version } = await world();
    const ledger = open();
    ledger.deferred.push(add(-3), { op: 'update', path: counter, fields: { told: 75 } });
    await ledger.write((state) => state, [add(5, await version())]);
    expect(kit.commits.at(-1)?.filter((path) => path === counter)).toHaveLength(1);
    expect(await used()).toBe(3);
    ledger.deferred.push(add(-1));
    await expect(ledger.write((state) => state, [add(1, 'gone')])).rejects.toThrow(ConflictError);
    expect(await used()).toBe(3);
  });

  it('takes its change of the state with it, or leaves it', async () => {
    const { kit, stored, open, version } = await world();
    const ledger = open();
    const refused = ledger.write((state) => state, [add(1, 'gone')], tainted('lost'));
    await expect(refused).rejects.toThrow(ConflictError);
    expect(ledger.state.taint).toEqual([]);
    await ledger.write((state) => state, [add(1, await version())], tainted('event'));
    expect(ledger.state.taint).toEqual(['event']);
    expect((await kit.execution(stored.id)).taint).toEqual(['event']);
  });

  it('that lost the race for another document says so at once, one that met a signal folds it in', async () => {
    const { kit, inner, ref, open, used, version } = await world();
    const ledger = open();
    const before = kit.commits.length;
    const create: Write = { op: 'create', path: counter, data: {} };
    await expect(ledger.write((state) => state, [create])).rejects.toThrow(AlreadyExistsError);
    expect(kit.commits.length - before).toBe(1);
    const signal = { kind: 'cancel', by: 'owner', at: kit.clock.now() };
    await inner.commit([{ op: 'update', path: ref.path, fields: { 'signals.stop': signal } }]);
    await ledger.write((state) => state, [add(1, await version())]);
    expect(ledger.state.signals).toMatchObject({ stop: { kind: 'cancel' } });
    expect(await used()).toBe(2);
  });

  it('whose answer was lost, and which was sent again in vain, has been made', async () => {
    const { kit, inner, stored, used, version } = await world();
    const store: Store = {
      ...kit.engine.store,
      commit: async (writes) => {
        await inner.commit(writes);
        throw new ConflictError('changed');
      },
    };
    const ledger = openLedger({ ...kit.engine, store }, stored, stored.data as RunningExecution);
    await ledger.write((state) => state, [add(1, await version())], tainted('event'));
    expect(await used()).toBe(2);
    expect(ledger.state.taint).toEqual(['event']);
    expect(ledger.deferred).toEqual([]);
    await ledger.write((state) => state, [add(1, await version())]);
    expect(await used()).toBe(3);
  });
});

describe('commits at the same moment', () => {
  it('are one; where one of them is refused, the others do not suffer for it', async () => {
    const { kit, stored, used, version } = await world();
    const holder = createHolder(kit.engine, 'org_a', stored);
    const seen = await version();
    const first = holder.commit();
    const all = await Promise.allSettled([
      holder.commitChange(tainted('one'), add(1, seen)),
      holder.commitChange(tainted('two'), add(1, 'gone')),
      holder.commitChange(tainted('three')),
    ]);
    await first;
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await used()).toBe(2);
    expect((await kit.execution(stored.id)).taint).toEqual(['one', 'three']);
  });

  it('wait for each other, the last one too', async () => {
    const { kit, stored } = await world();
    const holder = createHolder(kit.engine, 'org_a', stored);
    const commit = holder.commitChange(tainted('one'));
    const left = await holder.release((state) => ({ ...state, taint: [...state.taint, 'left'] }));
    await commit;
    expect(left.taint).toEqual(['one', 'left']);
  });
});
