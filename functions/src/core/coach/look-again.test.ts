import { beforeEach, describe, expect, it } from 'vitest';
import { adviceOf, insightsOf, short, toldTo, well, writeFigures } from '../../../test/kit/coach-kit.ts';
import { createEngineKit, Death, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { docIn, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { removeSampleData } from '../authoring/sample/sample-data.ts';
import type { DocumentChange } from '../triggering/publish-events.ts';
import { lookAgain, lookAtFigures, lookSoon } from './look-again.ts';

const actor = { kind: 'user', id: 'owner', name: 'Olive', from: null } as const;
const DAY = '2026-11-23';

let kit: EngineKit;
beforeEach(async () => {
  // 8:00 in New York.
  kit = await createEngineKit([], { startAt: `${DAY}T13:00:00Z` });
  // By mail too, but not now.
  const quietHours = { from: '00:00', until: '23:59' };
  const data = preferencesSchema.parse({ channels: { coach: ['app', 'email'] }, quietHours });
  await kit.store.commit([
    { op: 'set', path: paths.preferencesOf('owner').path, data: { ...data, uid: 'owner', updatedAt: kit.clock.now() } },
  ]);
});

const look = () => lookAgain(kit.engine, orgId, actor);
const record = (figures: object, date = DAY) => writeFigures(kit.store, date, figures);
async function mailDueIn(): Promise<number[]> {
  const found = await kit.store.query(queries.dueDeliveries(new Date('2026-12-01T00:00:00Z'), { limit: 10 }));
  return found.flatMap(({ data }) => (data?.dueAt ? [data.dueAt.getTime() - data.createdAt.getTime()] : []));
}

describe('to have it look again', () => {
  it('needs something to look at', async () => {
    kit.commits.length = 0;
    expect(await look()).toEqual({ outcome: 'unknown' });
    expect(kit.commits).toEqual([]);
    expect(await lookAgain(kit.engine, 'nobody', actor)).toBeNull();
  });

  it('makes the day’s insight, or makes it anew every thirty seconds, on record, and tells at once what is new', async () => {
    await record(well);
    expect(await look()).toMatchObject({ outcome: 'looked', insight: { date: DAY, findings: [] } });
    await record(short);
    await kit.clock.advance(20_000);
    expect(await look()).toEqual({ outcome: 'wait', waitMs: 10_000 });
    await kit.clock.advance(10_000);
    expect(await look()).toMatchObject({ outcome: 'looked', insight: { findings: [{ id: 'out_of_cash_soon' }] } });
    await kit.clock.advance(30_000);
    await look();
    const [insight, ...others] = await insightsOf(kit.store);
    expect(others).toEqual([]);
    expect(insight).toMatchObject({ findings: [{ since: DAY }], told: ['out_of_cash_soon'] });
    expect(insight?.updatedAt.getTime()).toBe((insight?.createdAt.getTime() ?? 0) + 60_000);
    expect(await adviceOf(kit.store)).toMatchObject([{ kind: 'short-runway' }]);
    expect(await toldTo(kit.store, 'owner')).toEqual(['coach_alert: Your cash lasts 20 days']);
    expect(await mailDueIn()).toEqual([0]);
    const audit = await kit.store.query(queries.audit(orgId, { limit: 10 }));
    expect(audit.map(({ data }) => [data?.action, data?.target.id])).toEqual(Array(3).fill(['coach.looked', DAY]));
  });

  it('tells of what comes and goes once a day', async () => {
    for (const figures of [short, well, short, { ...short, overduePayables: 7_000 }]) {
      await record(figures);
      await look();
      await kit.clock.advance(30_000);
    }
    expect(await toldTo(kit.store, 'owner')).toEqual([
      'coach_alert: You cannot pay what is past due',
      'coach_alert: Your cash lasts 20 days',
    ]);
  });

  it('wakes nobody at night, and calls nobody for made-up data', async () => {
    await kit.clock.advance(-5 * 3_600_000);
    await record(short);
    await look();
    const [due] = await mailDueIn();
    expect(due).toBeGreaterThan(3_600_000);
    const sample = { business: 'shop', since: kit.clock.now(), documents: 9 };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { sample } }]);
    await kit.clock.advance(6 * 3_600_000);
    await record({ ...short, netMargin: -0.4 });
    await look();
    expect(await toldTo(kit.store, 'owner')).toHaveLength(2);
    expect(await mailDueIn()).toEqual([due]);
    expect(await insightsOf(kit.store)).toMatchObject([{ isSample: true }]);
    // It is taken out, and what was made of it.
    await kit.store.commit([{ op: 'delete', path: docIn(paths.domain('metrics'), DAY).path }]);
    await removeSampleData(kit.engine, orgId, actor);
    expect(await adviceOf(kit.store)).toMatchObject([{ kind: 'short-runway', isSample: false }]);
    expect(await insightsOf(kit.store)).toEqual([]);
  });

  it('does it once for two at once', async () => {
    await record(short);
    const both = await Promise.all([look(), look()]);
    expect(both.map((one) => one?.outcome).toSorted()).toEqual(['looked', 'wait']);
    expect(await adviceOf(kit.store)).toHaveLength(1);
    expect(await toldTo(kit.store, 'owner')).toHaveLength(1);
  });
});

describe('figures that somebody writes down', () => {
  let changes = 0;
  const change = (after: object | null, documentId = DAY, before: object | null = null): DocumentChange => ({
    ...{ orgId, collection: 'metrics', documentId, changeId: `change${++changes}`, time: kit.clock.now() },
    ...{ before: before as DocumentChange['before'], after: after as DocumentChange['after'] },
  });
  const write = async (figures: object) => {
    await record(figures);
    await lookAtFigures(kit.engine, change(figures));
  };
  const known = new Set<string>();
  beforeEach(() => known.clear());
  /** As Cloud Tasks does: each name once. Returns how many were delivered. */
  async function deliver(): Promise<number> {
    const due = kit.queued.filter(({ name, at }) => !known.has(name) && (at === null || at <= kit.clock.now()));
    const names = [...new Set(due.map(({ name }) => name))];
    for (const { handler, data } of due) expect([handler, data]).toEqual(['dispatch', { orgId, look: true }]);
    for (const name of names) known.add(name);
    await Promise.all(names.map(() => lookSoon(kit.engine, orgId)));
    return names.length;
  }
  const cash = async () => (await insightsOf(kit.store)).map(({ figures }) => figures.cash);

  it('are looked at at once, and again a minute later for all that comes until then', async () => {
    await write(well);
    expect(await deliver()).toBe(1);
    expect(await cash()).toEqual([90_000]);
    await kit.clock.advance(59_000);
    await write({ ...well, cash: 80_000 });
    await write(short);
    expect(await deliver()).toBe(0);
    await kit.clock.advance(1_000);
    expect(await deliver()).toBe(1);
    expect(await cash()).toEqual([6_000]);
    expect(await toldTo(kit.store, 'owner')).toHaveLength(1);
    await kit.clock.advance(3_600_000);
    await write(well);
    expect(await deliver()).toBe(1);
    expect(await cash()).toEqual([90_000]);
    expect(await deliver()).toBe(0);
  });

  it('are looked at once by two who come at once, and again if one may have missed something', async () => {
    await write(well);
    await deliver();
    await kit.clock.advance(60_000);
    await record(short);
    kit.commits.length = 0;
    await Promise.all([1, 2, 3].map(() => lookSoon(kit.engine, orgId)));
    expect(kit.commits.flat().filter((path) => path.includes('/recommendations/'))).toHaveLength(1);
    await kit.clock.advance(60_000);
    expect(await deliver()).toBe(1);
    expect(await toldTo(kit.store, 'owner')).toHaveLength(1);
  });

  it.each(['look_claimed', 'insight_made', 'insight_stored'])('are not lost by a death at %s', async (point) => {
    await write(well);
    await deliver();
    await kit.clock.advance(60_000);
    await write(short);
    kit.deaths.add(point);
    await expect(deliver()).rejects.toThrow(Death);
    await lookSoon(kit.engine, orgId);
    await kit.clock.advance(60_000);
    await deliver();
    expect(await cash()).toEqual([6_000]);
    expect(await adviceOf(kit.store)).toHaveLength(1);
    expect(await toldTo(kit.store, 'owner')).toHaveLength(1);
  });

  it('are left alone where they tell nothing of today', async () => {
    await record(well);
    await lookAtFigures(kit.engine, change({ ...well, note: 'as of noon' }, DAY, well));
    await lookAtFigures(kit.engine, change(well, '2026-11-24'));
    await lookAtFigures(kit.engine, change(well, '2026-10-22'));
    await lookAtFigures(kit.engine, change({ value: 5 }, 'revenue'));
    await lookAtFigures(kit.engine, { ...change(well), collection: 'orders' });
    await lookAtFigures(kit.engine, { ...change(well), orgId: 'nobody' });
    expect(kit.queued).toEqual([]);
    await lookAtFigures(kit.engine, change(well, '2026-10-23'));
    expect(await deliver()).toBe(1);
    expect(await cash()).toEqual([90_000]);
  });
});
