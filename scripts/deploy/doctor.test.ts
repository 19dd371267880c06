import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../functions/src/adapters/memory/memory-store.ts';
import type { SchedulerJob, Store } from '../../functions/src/core/ports.ts';
import { jobFor } from '../../functions/src/core/triggering/plan-triggers.ts';
import type { Heartbeat } from '../../functions/src/model/heartbeat.ts';
import { tenantPaths, top } from '../../functions/src/model/paths.ts';
import type { Schedule } from '../../functions/src/model/schedule.ts';
import { doctor, type Practice } from './doctor.ts';
import { GOOD_SETTINGS } from './testing/cases-live.ts';
import { denied, type GoogleServer, startGoogleServer } from './testing/google-server.ts';
import { body, healthy, NOW, PROJECT, REGION } from './testing/healthy.ts';

const parent = `projects/${PROJECT}/locations/${REGION}`;
const apiOrigin = `https://${REGION}-${PROJECT}.cloudfunctions.net/api`;
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

describe('npm run doctor', () => {
  let server: GoogleServer;
  let root: string;
  let store: Store;
  let jobs: SchedulerJob[];
  let lines: string[];
  let answers: (url: string) => Response;

  beforeEach(async () => {
    server = await startGoogleServer(PROJECT, healthy());
    root = mkdtempSync(join(tmpdir(), 'playbooks-doctor-'));
    mkdirSync(join(root, 'functions'));
    writeFileSync(join(root, `functions/.env.${PROJECT}`), GOOD_SETTINGS);
    store = createMemoryStore();
    [jobs, lines] = [[], []];
    answers = () => Response.json({ status: 'ok', time: NOW.toISOString(), tickAgeMs: 1_000, watchAgeMs: 1_000 });
    await beat('tick', minutesAgo(1));
    await beat('watch', minutesAgo(4));
    await arm('price_alert');
  });
  afterEach(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });

  async function beat(name: 'tick' | 'watch', at: Date): Promise<void> {
    const past = { notedCursor: null, isPastNoted: true };
    const data: Heartbeat = { at, alarmedAt: null, jobsComparedAt: null, jobsCursor: null, isCut: false, ...past };
    await store.commit([{ op: 'set', path: top.heartbeat(name).path, data: { ...data } }]);
  }
  async function arm(playbookId: string, dueAt: Date = new Date('2026-11-22T09:00:00Z')): Promise<void> {
    const trigger = { playbookId, triggerId: 'schedule', cron: '0 9 * * *', timezone: 'UTC' };
    const wanted = jobFor({ ...trigger, orgId: 'thrive' }, { parent, apiOrigin, cronSecret: 'secret' });
    const schedule: Schedule = {
      ...trigger,
      every: 1,
      anchor: null,
      dayOfMonth: null,
      weekOfMonth: null,
      until: null,
      catchUpPolicy: 'latest',
      scheduledFor: dueAt,
      lastScheduledFor: null,
      armedAt: minutesAgo(60),
      jobName: wanted.name,
      dueAt,
    };
    const { path } = tenantPaths('thrive').schedule(playbookId, 'schedule');
    await store.commit([{ op: 'set', path, data: { ...schedule } }]);
    jobs.push({ ...wanted, state: 'ENABLED' });
  }
  async function run(...more: string[]): Promise<{ code: number; text: string }> {
    const practice: Practice = {
      google: () => server.google,
      live: () => ({ store, scheduler: { list: async () => jobs }, jobs: { parent, apiOrigin } }),
      print: (line) => void lines.push(stripVTControlCharacters(line)),
      fetch: async (url) => answers(String(url)),
      now: () => NOW,
      root,
    };
    const code = await doctor(['--project', PROJECT, ...more], practice);
    return { code, text: lines.join('\n') };
  }

  it('finds a project well, ends with 0, and changes nothing', async () => {
    const { code, text } = await run();
    expect(text).toContain('It is well.');
    expect(text).toContain('1 jobs for 1 schedules, $0.10 a month');
    expect([code, server.changes()]).toEqual([0, []]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['the tick is silent', () => beat('tick', minutesAgo(20)), /✗ Heartbeat of tick +Last 20 minutes ago/],
    ['the watch is silent', () => beat('watch', minutesAgo(60)), /✗ Heartbeat of watch +Last 60 minutes ago/],
    [
      'a schedule is overdue',
      () => arm('late', minutesAgo(30)),
      /✗ Nothing overdue +The oldest: schedule tenants\/thrive\/schedules\/late.schedule, 30 minutes/,
    ],
    [
      'Hosting does not reach the API',
      () => {
        answers = (url) => (url.includes('web.app') ? new Response('', { status: 404 }) : Response.json(health()));
      },
      /✗ The API answers +https:\/\/thrive-shop.web.app\/api\/health answers 404/,
    ],
    [
      'something else answers there',
      () => {
        answers = () => new Response('<html>');
      },
      /✗ The API answers .*something that is not ours/,
    ],
    [
      'it may not look at the queues',
      () => server.set({ [`GET cloudtasks/v2/${parent}/queues/advanceExecution`]: denied }),
      /\? Task queues +cannot tell: You may not look at it/,
    ],
    [
      'billing is off',
      () => server.set({ [`GET cloudbilling/v1/projects/${PROJECT}/billingInfo`]: body({ billingEnabled: false }) }),
      /✗ Billing plan Blaze/,
    ],
  ])('ends with 1 when %s', async (_, make, says) => {
    await make();
    const { code, text } = await run();
    expect(text).toMatch(says);
    expect(code).toBe(1);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['one is missing', () => jobs.pop(), /0 jobs for 1 schedules.*: 1 missing/],
    ['one has no schedule', () => jobs.push(orphan()), /2 jobs for 1 schedules.*: 1 without a schedule/],
    ['one failed to be updated', () => fail(), /: 1 not enabled \(UPDATE_FAILED, paused\)/],
    ['one posts to the old address', () => astray(), /: 1 post elsewhere than to https:/],
  ])('says that of the jobs %s, which the tick mends', async (_, make, says) => {
    make();
    const { code, text } = await run();
    expect(text).toMatch(says);
    expect(text).toContain('the tick mends them within the hour');
    expect(code).toBe(0);
  });

  it('tells when the clocks differ, and prints everything once more as JSON', async () => {
    answers = () => Response.json({ ...health(), time: '2026-11-21T11:50:00.000Z' });
    const { text } = await run('--json');
    expect(text).toContain('This machine and Google’s differ by 600 s');
    const { isWell, findings } = JSON.parse(lines.at(-1) ?? '');
    expect(isWell).toBe(true);
    expect(findings.find(({ id }: { id: string }) => id === 'clock').state).toBe('advice');
  });

  const health = () => ({ status: 'ok', time: NOW.toISOString(), tickAgeMs: 1_000, watchAgeMs: null });
  function orphan(): SchedulerJob {
    const trigger = { orgId: 'thrive', playbookId: 'gone', triggerId: 'schedule', cron: '0 9 * * *', timezone: 'UTC' };
    return { ...jobFor(trigger, { parent, apiOrigin, cronSecret: 'secret' }), state: 'ENABLED' };
  }
  function fail(): void {
    jobs = jobs.map((job) => ({ ...job, state: 'UPDATE_FAILED' }));
  }
  function astray(): void {
    jobs = jobs.map((job) => ({ ...job, url: job.url.replace(REGION, 'europe-west1') }));
  }
});
