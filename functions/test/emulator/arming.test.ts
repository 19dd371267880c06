import { randomUUID } from 'node:crypto';
import { deleteApp, getApps } from 'firebase-admin/app';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schedulerClient } from '../../../local/src/testing/google-client.ts';
import { type App, buildApp } from '../../src/app.ts';
import { createPlaybook, deletePlaybook, updatePlaybook } from '../../src/core/authoring/save-playbook.ts';
import { systemActor } from '../../src/core/governance/audit.ts';
import { type Arsenal, applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { reconcileJobs } from '../../src/core/triggering/reconcile-jobs.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { playbookDraftSchema } from '../../src/model/playbook.ts';
import type { Query } from '../../src/model/query.ts';
import { type LocalGoogle, startLocalGoogle } from '../kit/local-google.ts';

const draft = playbookDraftSchema.parse({
  name: 'Competitor Price Alert',
  agent: 'money_mike',
  category: 'intelligence',
  status: 'active',
  triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
  steps: [
    { action: 'scan_competitors', params: { competitors: ['https://shop.example/menu'] } },
    { action: 'analyze_pricing', agent: 'money_mike' },
    {
      action: 'notify',
      condition: '{{money_mike.price_gap}} > 10',
      params: { to: '{{user.email}}', subject: 'Price Alert!' },
    },
  ],
});

describe('a playbook of seed 003, on real clients', () => {
  let google: LocalGoogle;
  let app: App;
  let orgId: string;
  const client = () => schedulerClient(google.scheduler.port);

  beforeAll(async () => {
    google = await startLocalGoogle();
    app = buildApp(google.config);
  });
  afterAll(async () => {
    await google.close();
    await Promise.all(getApps().map(deleteApp));
  });
  beforeEach(() => {
    orgId = `org_${randomUUID()}`;
  });

  /** The jobs of this test's tenant, as Google's own client lists them. */
  async function jobs() {
    const [all] = await client().listJobs({ parent: app.arsenal.jobs.parent });
    return all.filter(({ description }) => description?.includes(orgId));
  }
  const jobOf = async (playbookId: string) =>
    (await jobs()).find(({ name }) => name?.includes(`playbook-${playbookId}-`))?.name ?? null;
  /** As if this test's tenant were the only one on the emulator, which all suites share. */
  const alone = (): Arsenal => {
    const { store } = app.engine;
    const query = async <T>(wanted: Query<T>) =>
      (await store.query({ ...wanted, limit: 5_000 })).filter(({ ref }) => ref.path.startsWith(`tenants/${orgId}/`));
    const list = async () => (await app.scheduler.list()).filter(({ description }) => description.includes(orgId));
    const count: typeof store.count = async (wanted) => (await query(wanted)).length;
    return { ...app.arsenal, store: { ...store, query, count }, scheduler: { ...app.scheduler, list } };
  };
  const save = () => createPlaybook(app.engine, orgId, draft, { actor: systemActor, ownerId: 'owner' });
  const arm = (playbookId: string) => applyTriggers(app.arsenal, orgId, playbookId);

  it('parses as printed there, and is armed with one job that carries the secret', async () => {
    const { playbookId } = await save();
    await Promise.all([arm(playbookId), arm(playbookId), arm(playbookId)]);
    const [job, ...others] = await jobs();
    expect(others).toEqual([]);
    expect(job).toMatchObject({ schedule: '0 9 * * *', timeZone: 'America/New_York', state: 'ENABLED' });
    expect(job?.httpTarget?.headers).toMatchObject({ Authorization: 'Bearer first-secret' });
    const stored = await app.engine.store.get(tenantPaths(orgId).playbook(playbookId));
    expect(stored?.data.arming).toMatchObject({ state: 'armed', problems: [] });
  });

  it('keeps its job over an edit, loses it on a pause, gets it back, and loses it when deleted', async () => {
    const { playbookId } = await save();
    await arm(playbookId);
    const [first] = await jobs();
    const triggers = [{ ...draft.triggers[0], id: 'schedule', cron: '30 7 * * 1' }] as typeof draft.triggers;
    await updatePlaybook(app.engine, orgId, playbookId, { triggers }, systemActor);
    await arm(playbookId);
    expect((await jobs()).map(({ name, schedule }) => [name, schedule])).toEqual([[first?.name, '30 7 * * 1']]);
    for (const [status, count] of [
      ['paused', 0],
      ['active', 1],
      ['archived', 0],
    ] as const) {
      await updatePlaybook(app.engine, orgId, playbookId, { status }, systemActor);
      await arm(playbookId);
      expect(await jobs()).toHaveLength(count);
    }
    await updatePlaybook(app.engine, orgId, playbookId, { status: 'active' }, systemActor);
    await arm(playbookId);
    await deletePlaybook(app.engine, orgId, playbookId, systemActor);
    await arm(playbookId);
    expect(await jobs()).toEqual([]);
  });

  it('has its job repaired after an update that Cloud Scheduler failed', async () => {
    const { playbookId } = await save();
    await arm(playbookId);
    const [job] = await jobs();
    await fetch(`http://127.0.0.1:${google.scheduler.controlPort}/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ updateFailed: job?.name }),
    });
    const broken = { job: { name: job?.name ?? '', schedule: '5 5 * * *' }, updateMask: { paths: ['schedule'] } };
    await expect(client().updateJob(broken)).rejects.toMatchObject({ code: 13 });
    expect((await jobs())[0]?.state).toBe('UPDATE_FAILED');
    await arm(playbookId);
    expect((await jobs())[0]).toMatchObject({ state: 'ENABLED', schedule: '0 9 * * *' });
  });

  it('has its job restored by the tick when somebody deleted it, and an orphan of ours removed', async () => {
    const { playbookId } = await save();
    const other = await save();
    await Promise.all([arm(playbookId), arm(other.playbookId)]);
    const [deleted, orphaned] = [await jobOf(playbookId), await jobOf(other.playbookId)];
    await client().deleteJob({ name: deleted });
    const paths = tenantPaths(orgId);
    await app.engine.store.commit([
      { op: 'delete', path: paths.playbook(other.playbookId).path },
      { op: 'delete', path: paths.schedule(other.playbookId, 'schedule').path },
    ]);
    const foreign = `${app.arsenal.jobs.parent}/jobs/backup-${orgId}`;
    const job = { name: foreign, description: `Nightly ${orgId}`, schedule: '0 1 * * *', timeZone: 'UTC' };
    await client().createJob({
      parent: app.arsenal.jobs.parent,
      job: { ...job, httpTarget: { uri: 'https://a.example' } },
    });
    expect((await reconcileJobs(alone(), null)).healed).toBe(2);
    const left = (await jobs()).map(({ name }) => name);
    expect(left.sort()).toEqual([deleted, foreign].sort());
    expect(left).not.toContain(orphaned);
  });

  it('beyond the cap has no job, is fired by the tick, and gets the place that another one leaves', async () => {
    const first = (await save()).playbookId;
    const second = (await save()).playbookId;
    await arm(first);
    const arsenal = { ...alone(), jobs: { ...app.arsenal.jobs, cap: 1 } };
    await applyTriggers(arsenal, orgId, second);
    const ref = tenantPaths(orgId).schedule(second, 'schedule');
    const without = await app.engine.store.get(ref);
    expect(without?.data).toMatchObject({ jobName: null, dueAt: without?.data.scheduledFor });
    expect(await jobs()).toHaveLength(1);
    await updatePlaybook(app.engine, orgId, first, { status: 'paused' }, systemActor);
    await applyTriggers(arsenal, orgId, first);
    await reconcileJobs(arsenal, null);
    expect((await app.engine.store.get(ref))?.data.jobName).toBe(await jobOf(second));
    expect(await jobs()).toHaveLength(1);
  });

  it('accepts the old and the new secret while CRON_SECRET is rotated', async () => {
    const other = await startLocalGoogle();
    try {
      await other.addSecret('CRON_SECRET', 'second-secret');
      const secrets = buildApp(other.config).secrets;
      expect(await secrets.cronSecrets()).toEqual(['second-secret', 'first-secret']);
      expect(await secrets.read('NO_SUCH_SECRET')).toBeNull();
    } finally {
      await other.close();
    }
  });
});
