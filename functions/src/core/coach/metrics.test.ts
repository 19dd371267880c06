import { describe, expect, it } from 'vitest';
import { createEngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { Actor } from '../../model/audit.ts';
import { docIn } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { ConflictError, type Store } from '../ports.ts';
import { changesOf, metricsBetween, placeOf, recordMetrics } from './metrics.ts';

const actor: Actor = { kind: 'user', id: 'olive', name: 'Olive', from: null };
const day = (date: string) => docIn(paths.data('metrics'), date);

async function setUp() {
  const { engine, store } = await createEngineKit([]);
  const put = (date: string, data: object) => store.commit([{ op: 'set', path: day(date).path, data }]);
  const dataOf = async (date: string) => (await store.get(day(date)))?.data ?? null;
  const told = async () => {
    const entries = await store.query(queries.audit(orgId, { limit: 10 }));
    return entries.flatMap(({ data }) => (data === null ? [] : [data])).filter(({ actor: by }) => by.id === 'olive');
  };
  const record = (...days: Parameters<typeof recordMetrics>[3][number][]) => recordMetrics(engine, orgId, actor, days);
  return { engine, store, put, dataOf, told, record };
}

describe('figures of a day', () => {
  it('are put beside those that are there; null takes one back', async () => {
    const { engine, put, dataOf, told, record } = await setUp();
    const lastWrite = { executionId: 'e', depth: 1, isTainted: false, key: 'k' };
    await put('2026-11-20', { cash: 5_000, netMargin: 0.1, note: 'Friday', lastWrite });
    const figures = { cash: 6_000, netMargin: null, payables: 300, monthlyBurn: null };
    expect(await record({ date: '2026-11-20', figures })).toEqual([
      {
        date: '2026-11-20',
        changes: [
          { name: 'cash', before: 5_000, after: 6_000 },
          { name: 'netMargin', before: 0.1, after: null },
          { name: 'payables', before: null, after: 300 },
        ],
      },
    ]);
    expect(await dataOf('2026-11-20')).toMatchObject({ cash: 6_000, note: 'Friday', lastWrite });
    const [entry] = await told();
    expect(entry).toMatchObject({ action: 'metrics.recorded', target: { kind: 'metrics', id: '2026-11-20' } });
    expect(JSON.parse(entry?.afterJson ?? '')).toEqual({ cash: 6_000, netMargin: null, payables: 300 });
    expect(JSON.parse(entry?.beforeJson ?? '')).toEqual({ cash: 5_000, netMargin: 0.1, payables: null });
    const known = { date: '2026-11-20', figures: { cash: 6_000, payables: 300 } };
    expect(await metricsBetween(engine.store, orgId, '2026-11-20', '2026-11-20')).toEqual([known]);
  });

  it('that are known already are not written again', async () => {
    const { dataOf, told, record } = await setUp();
    const figures = { cash: 0.1 + 0.2, netMargin: null };
    expect(await record({ date: '2026-11-20', figures })).toHaveLength(1);
    expect(await record({ date: '2026-11-20', figures }, { date: '2026-11-19', figures: { dso: null } })).toEqual([]);
    expect(await told()).toHaveLength(1);
    expect([await dataOf('2026-11-20'), await dataOf('2026-11-19')]).toEqual([{ cash: 0.3 }, null]);
  });

  it('of one’s own put an end to those that are made up', async () => {
    const { put, dataOf, record } = await setUp();
    const madeUp = { cash: 2_000, payables: 10, isSample: true };
    await put('2026-11-20', madeUp);
    await put('2026-11-13', madeUp);
    await record({ date: '2026-11-20', figures: { cash: 2_000 } }, { date: '2026-11-13', figures: { cash: null } });
    expect(await dataOf('2026-11-20')).toEqual({ cash: 2_000, payables: null, isSample: false });
    expect(await dataOf('2026-11-13')).toEqual({ ...madeUp, cash: null });
  });

  it('are written for many days at once, or for none, in one entry', async () => {
    const { engine, store, dataOf, told, record } = await setUp();
    const days = [
      { date: '2026-11-20', figures: { cash: 3 } },
      { date: '2026-11-13', figures: { cash: 2, dso: 9 } },
    ];
    expect(await changesOf(store, orgId, days)).toHaveLength(2);
    expect(await dataOf('2026-11-20')).toBeNull();
    const failing: Store = { ...store, commit: () => Promise.reject(new ConflictError('Somebody else')) };
    await expect(recordMetrics({ ...engine, store: failing }, orgId, actor, days)).rejects.toThrow(ConflictError);
    expect(await dataOf('2026-11-13')).toBeNull();
    await record(...days);
    const [entry, ...others] = await told();
    expect([entry?.target.id, others]).toEqual(['2026-11-13:2026-11-20', []]);
    expect(JSON.parse(entry?.afterJson ?? '')).toMatchObject({ days: 2, figures: ['cash', 'dso'] });
  });

  it('meet those that somebody else writes at the same time', async () => {
    const { engine, store, dataOf } = await setUp();
    let isFirst = true;
    const raced: Store = {
      ...store,
      commit: async (writes) => {
        if (isFirst) {
          isFirst = false;
          await store.commit([{ op: 'create', path: day('2026-11-20').path, data: { dso: 9 } }]);
        }
        return store.commit(writes);
      },
    };
    const days = [{ date: '2026-11-20', figures: { cash: 3 } }];
    await recordMetrics({ ...engine, store: raced }, orgId, actor, days);
    expect(await dataOf('2026-11-20')).toEqual({ dso: 9, cash: 3 });
  });

  it('are of the calendar of the business', async () => {
    const { engine } = await setUp();
    const at = (iso: string) => ({ ...engine, clock: { ...engine.clock, now: () => new Date(iso) } });
    expect((await placeOf(at('2026-11-21T04:30:00Z'), orgId)).today).toBe('2026-11-20');
    expect((await placeOf(at('2026-11-21T05:30:00Z'), orgId)).today).toBe('2026-11-21');
  });
});
