import { describe, expect, it } from 'vitest';
import { adviceOf, insightsOf, short, toldTo, well, writeFigures } from '../../../test/kit/coach-kit.ts';
import { createEngineKit, Death, type EngineKit, orgId, seed } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Store } from '../ports.ts';
import { dailyInsights } from './daily-insights.ts';
import { lookAgain } from './look-again.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EARLY = '2026-11-23T11:00:00Z'; // 6:00 in New York

const pass = (kit: EngineKit) => dailyInsights(kit.engine, new Date(kit.clock.now().getTime() + 60_000));

describe('the insight of a day', () => {
  it('is made at six in the tenant’s morning, once, and named by its day', async () => {
    const kit = await createEngineKit([], { startAt: '2026-11-23T10:59:00Z' });
    await writeFigures(kit.store, '2026-11-20', well);
    expect(await pass(kit)).toBe(0);
    await kit.clock.advance(60_000);
    expect(await pass(kit)).toBe(1);
    expect(await pass(kit)).toBe(0);
    expect(await insightsOf(kit.store)).toMatchObject([
      { date: '2026-11-23', figures: { runwayDays: 300, dso: null }, findings: [], unread: [] },
    ]);
  });

  it('is not made where nothing is known, and only of the last of several mornings', async () => {
    const kit = await createEngineKit([], { startAt: EARLY });
    expect(await pass(kit)).toBe(0);
    await writeFigures(kit.store, '2026-11-25', well);
    await kit.clock.advance(3 * DAY_MS);
    expect(await pass(kit)).toBe(1);
    expect((await insightsOf(kit.store)).map(({ date }) => date)).toEqual(['2026-11-26']);
  });

  it('tells owners and admins what cannot wait, once as long as it lasts', async () => {
    const kit = await createEngineKit([], { startAt: EARLY });
    const person = { name: 'Ann', createdAt: kit.clock.now() };
    for (const role of ['admin', 'editor']) {
      const data = { ...person, uid: role, email: `${role}@thrive.example`, role };
      await kit.store.commit([{ op: 'set', path: tenantPaths(orgId).member(role).path, data }]);
    }
    for (const [day, figures] of [short, short, well, short].entries()) {
      await writeFigures(kit.store, `2026-11-${23 + day}`, figures);
      await pass(kit);
      await kit.clock.advance(DAY_MS);
    }
    const told = ['coach_alert: Your cash lasts 20 days', 'coach_alert: Your cash lasts 20 days'];
    expect(await toldTo(kit.store, 'owner')).toEqual(told);
    expect(await toldTo(kit.store, 'admin')).toEqual(told);
    expect(await toldTo(kit.store, 'editor')).toEqual([]);
    const since = (await insightsOf(kit.store)).map(({ findings }) => findings.map((one) => one.since));
    expect(since).toEqual([['2026-11-26'], [], ['2026-11-23'], ['2026-11-23']]);
  });

  it.each(['insight_made', 'insight_stored', 'tenants_swept'])('is there once after a death at %s', async (point) => {
    const kit = await createEngineKit([], { startAt: EARLY });
    await writeFigures(kit.store, '2026-11-23', short);
    kit.deaths.add(point);
    await expect(pass(kit)).rejects.toThrow(Death);
    await pass(kit);
    expect(await insightsOf(kit.store)).toHaveLength(1);
    expect(await adviceOf(kit.store)).toMatchObject([{ kind: 'short-runway', createdBy: 'coach', wordedBy: null }]);
    expect(await toldTo(kit.store, 'owner')).toHaveLength(1);
  });

  it('is made anew in the morning where somebody had it made in the night', async () => {
    const kit = await createEngineKit([], { startAt: '2026-11-23T08:00:00Z' });
    await writeFigures(kit.store, '2026-11-23', short);
    const actor = { kind: 'user', id: 'owner', name: 'Olive', from: null } as const;
    expect(await lookAgain(kit.engine, orgId, actor)).toMatchObject({ outcome: 'looked' });
    await kit.clock.advance(3 * HOUR_MS);
    await writeFigures(kit.store, '2026-11-23', well);
    expect(await pass(kit)).toBe(1);
    expect(await insightsOf(kit.store)).toMatchObject([
      {
        figures: { runwayDays: 300 },
        findings: [],
        createdAt: new Date('2026-11-23T08:00:00Z'),
        updatedAt: new Date(EARLY),
      },
    ]);
    expect(await adviceOf(kit.store)).toHaveLength(1);
    expect(await toldTo(kit.store, 'owner')).toHaveLength(1);
  });

  it('reaches 1,000 tenants though it is killed half-way, each once, for few reads', async () => {
    const inner = createMemoryStore();
    const cost = { reads: 0, writes: 0 };
    const life = { commits: 0, isOver: false };
    const store: Store = {
      ...inner,
      query: async (query) => {
        const found = await inner.query(query);
        cost.reads += Math.max(1, found.length);
        return found;
      },
      count: (query) => {
        cost.reads += 1;
        return inner.count(query);
      },
      commit: async (writes) => {
        life.commits += 1;
        if (life.commits === 500) life.isOver = true;
        if (life.isOver) throw new Death('killed');
        cost.writes += writes.length;
        return inner.commit(writes);
      },
    };
    const ids = Array.from({ length: 1_000 }, (_, index) => `org_${String(index).padStart(4, '0')}`);
    const kit = await createEngineKit([], { startAt: EARLY, store: inner });
    for (const [index, id] of ids.entries()) {
      await seed(inner, id, kit.clock.now());
      await writeFigures(inner, '2026-11-23', index % 10 === 0 ? short : well, id);
    }
    const engine = { ...kit.engine, store };
    const deadline = new Date(kit.clock.now().getTime() + 60_000);
    await expect(dailyInsights(engine, deadline)).rejects.toThrow(Death);
    const before = (await Promise.all(ids.map((id) => insightsOf(inner, id)))).flat().length;
    expect(before).toBeGreaterThan(400);
    expect(before).toBeLessThan(500);
    Object.assign(life, { isOver: false, commits: 1_000 });
    expect(await dailyInsights(engine, deadline)).toBe(1_000 - before);
    for (const [index, id] of ids.entries()) {
      expect(await insightsOf(inner, id)).toHaveLength(1);
      expect(await toldTo(inner, 'owner', id)).toHaveLength(index % 10 === 0 ? 1 : 0);
      expect(await adviceOf(inner, id)).toHaveLength(index % 10 === 0 ? 1 : 0);
    }
    // One insight each, a message and a recommendation for every tenth, and where it had come after each page.
    expect(cost.writes).toBe(1_000 + 200 + Math.ceil(1_001 / 10));
    expect(cost.reads / 1_000).toBeLessThan(25);
    expect((await inner.get(top.insightSweep))?.data.until).toBeNull();
  }, 60_000);
});
