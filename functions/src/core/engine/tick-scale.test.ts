import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { armSchedule, createEngineKit, type EngineKit, makeStep } from '../../../test/kit/engine-kit.ts';
import type { Execution } from '../../model/execution.ts';
import { orgIdOf, tenantPaths, top } from '../../model/paths.ts';
import { playbookSchema } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Found, Store, Write } from '../ports.ts';
import { newestContent, startExecution } from './start-execution.ts';
import { tick } from './tick.ts';

const BUDGET_MS = 50_000;
const DUE = '2026-11-23T14:00:00Z';

/** `perTenant[i]` playbooks of the tenant `t{i}`, each with a schedule that the tick has to fire at 14:00. */
async function createFleet(perTenant: readonly number[]): Promise<EngineKit> {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const createdAt = kit.clock.now();
  const model = await kit.store.get(await armSchedule(kit, 'model', { jobName: null, dueAt: new Date(DUE) }));
  await kit.store.commit([{ op: 'delete', path: model?.ref.path ?? '' }]);
  const stepsJson = JSON.stringify([{ action: 'do' }]);
  const triggers = [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }];
  const { versionId } = newestContent(kit.engine, playbookSchema.parse({ name: 'p', triggers, stepsJson }));
  const arming = { state: 'armed', problems: [], versionId, checkedAt: createdAt };
  for (const [index, count] of perTenant.entries()) {
    const orgId = `t${String(index).padStart(3, '0')}`;
    const paths = tenantPaths(orgId);
    const writes: Write[] = [
      { op: 'set', path: top.tenant(orgId).path, data: { name: orgId, timezone: 'UTC', createdAt } },
      {
        op: 'set',
        path: paths.member('owner').path,
        data: { uid: 'owner', email: 'o@t.example', name: 'O', role: 'owner', createdAt },
      },
    ];
    for (let number = 0; number < count; number++) {
      const playbookId = `p${number}`;
      writes.push(
        {
          op: 'set',
          path: paths.playbook(playbookId).path,
          data: { name: playbookId, status: 'active', ownerId: 'owner', triggers, stepsJson, arming },
        },
        { op: 'set', path: paths.schedule(playbookId, 'schedule').path, data: { ...model?.data, playbookId } },
      );
    }
    await kit.store.commit(writes);
  }
  kit.commits.length = 0;
  return kit;
}

const runTick = (kit: EngineKit, store: Store = kit.store) =>
  tick({ ...kit.engine, store }, createArmoury(kit), new Date(kit.clock.now().getTime() + BUDGET_MS));

async function startedBy(kit: EngineKit): Promise<Map<string, number>> {
  const perTenant = new Map<string, number>();
  const far = new Date('2099-01-01');
  const all: Found<Execution>[] = await kit.store.query(queries.dueExecutions(far, { limit: 100_000 }));
  for (const { ref } of all) {
    const orgId = orgIdOf(ref.path) ?? '';
    perTenant.set(orgId, (perTenant.get(orgId) ?? 0) + 1);
  }
  return perTenant;
}

/** Counts what is read and how much of it at the same time, and lets `ms` go by with each commit. */
function slowStore(kit: EngineKit, ms: number) {
  const seen = { gets: 0, atOnce: 0, most: 0 };
  const store: Store = {
    ...kit.store,
    get: (ref) => {
      seen.gets += 1;
      return kit.store.get(ref);
    },
    find: (ref) => {
      seen.gets += 1;
      return kit.store.find(ref);
    },
    commit: async (writes) => {
      seen.atOnce += 1;
      seen.most = Math.max(seen.most, seen.atOnce);
      if (ms > 0) await kit.clock.advance(ms);
      const versions = await kit.store.commit(writes);
      seen.atOnce -= 1;
      return versions;
    },
  };
  return { seen, store };
}

describe('the tick at scale', () => {
  it('starts 10,000 schedules of 50 tenants that are due in the same minute, each once', async () => {
    const kit = await createFleet(Array.from({ length: 50 }, () => 200));
    await kit.clock.advance(3_600_000);
    const { seen, store } = slowStore(kit, 0);
    expect(await runTick(kit, store)).toMatchObject({ schedules: 10_000 });
    const started = await startedBy(kit);
    expect([...started.values()]).toEqual(Array.from({ length: 50 }, () => 200));
    expect(seen.most).toBeLessThanOrEqual(80);
    // The tenant and its owner are read once a page; what a start begins with is read for 25 of them at once.
    expect(seen.gets).toBeLessThan(2_000);
    expect(await runTick(kit)).toMatchObject({ schedules: 0 });
  });

  it('gives every tenant its turn before one gets its second share', async () => {
    const kit = await createFleet([3_000, 5, 5]);
    await kit.clock.advance(3_600_000);
    // Time for some 700 starts, far fewer than the first tenant has.
    const { store } = slowStore(kit, 70);
    await runTick(kit, store);
    const started = await startedBy(kit);
    expect(started.get('t001')).toBe(5);
    expect(started.get('t002')).toBe(5);
    expect(started.get('t000')).toBeGreaterThanOrEqual(500);
    expect(started.get('t000')).toBeLessThan(1_000);
  });

  it('stops at its deadline, and the next ticks do the rest', async () => {
    const kit = await createFleet(Array.from({ length: 4 }, () => 400));
    await kit.clock.advance(3_600_000);
    const { store } = slowStore(kit, 100);
    const counts: number[] = [];
    while (counts.length < 10 && counts.at(-1) !== 0) counts.push((await runTick(kit, store)).schedules);
    expect(counts.length).toBeGreaterThan(2);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(1_600);
    expect([...(await startedBy(kit)).values()]).toEqual([400, 400, 400, 400]);
  });

  it('killed in the middle goes on where it stopped, and two at once start each occurrence once', async () => {
    const kit = await createFleet([700, 700]);
    await kit.clock.advance(3_600_000);
    kit.deaths.add('schedules_settled');
    await expect(runTick(kit)).rejects.toThrow('schedules_settled');
    const before = [...(await startedBy(kit)).values()].reduce((a, b) => a + b, 0);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(1_400);
    await Promise.all([runTick(kit), runTick(kit)]);
    expect([...(await startedBy(kit)).values()]).toEqual([700, 700]);
  });

  it('wakes executions beyond the first page, of each tenant at most its share, all of the others', async () => {
    const kit = await createFleet([1_100, 400, 1]);
    for (const [tenant, count] of [1_100, 400, 1].entries()) {
      const orgId = `t00${tenant}`;
      for (let number = 0; number < count; number++) {
        await startExecution(kit.engine, { ...kit.request(`p${number}`), orgId }, false);
      }
    }
    await kit.clock.advance(600_000);
    expect(await runTick(kit)).toMatchObject({ executions: 901 });
    const woken = Map.groupBy(kit.queued, ({ data }) => String(data.orgId));
    expect([...woken].map(([orgId, tasks]) => [orgId, tasks.length])).toEqual([
      ['t000', 500],
      ['t001', 400],
      ['t002', 1],
    ]);
    expect(new Set(kit.queued.map(({ name }) => name)).size).toBe(901);
  });
});
