import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudSchedulerClient, protos } from '@google-cloud/scheduler';
import { status as Code } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schedulerClient } from '../testing/google-client.ts';
import { type LocalScheduler, startScheduler } from './start.ts';

type WireJob = protos.google.cloud.scheduler.v1.IJob;

const PARENT = 'projects/demo-local/locations/us-central1';
const name = (id: string) => `${PARENT}/jobs/${id}`;
const aJob = (changes: WireJob = {}): WireJob => ({
  name: name('daily'),
  description: 'Price watch',
  schedule: '0 9 * * *',
  timeZone: 'America/New_York',
  httpTarget: {
    uri: 'http://127.0.0.1:9/execute',
    httpMethod: 'POST',
    headers: { Authorization: 'Bearer s', 'Content-Type': 'application/json' },
    body: Buffer.from('{}'),
  },
  retryConfig: { retryCount: 3 },
  attemptDeadline: { seconds: 30 },
  ...changes,
});

let scheduler: LocalScheduler;
let client: CloudSchedulerClient;
const stateDir = mkdtempSync(join(tmpdir(), 'scheduler-'));
const start = async (options: { stateFile?: string; jobCap?: number } = {}) => {
  scheduler = await startScheduler({ host: '127.0.0.1', port: 0, controlPort: 0, ...options });
  client = schedulerClient(scheduler.port);
};
const stop = async () => {
  await client.close();
  await scheduler.close();
};
const create = async (changes: WireJob = {}) => (await client.createJob({ parent: PARENT, job: aJob(changes) }))[0];
const seconds = (time: { seconds?: unknown } | null | undefined) => Number(time?.seconds) * 1000;

beforeEach(() => start());
afterEach(stop);
afterAll(() => rmSync(stateDir, { recursive: true }));

describe('jobs', () => {
  it('are created with the next time in their zone and the service’s defaults', async () => {
    const job = await create({ attemptDeadline: null, retryConfig: null });
    expect(job).toMatchObject({
      name: name('daily'),
      state: 'ENABLED',
      schedule: '0 9 * * *',
      description: 'Price watch',
    });
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' });
    expect(local.format(seconds(job.scheduleTime))).toBe('09:00');
    expect(seconds(job.scheduleTime) - Date.now()).toBeLessThanOrEqual(25 * 3_600_000);
    expect(seconds(job.attemptDeadline)).toBe(180_000);
    expect(job.retryConfig).toMatchObject({ retryCount: 0, maxDoublings: 5 });
    expect(seconds(job.retryConfig?.minBackoffDuration)).toBe(5000);
    expect(job.httpTarget?.headers).toMatchObject({
      'User-Agent': 'Google-Cloud-Scheduler',
      Authorization: 'Bearer s',
    });
  });

  it('are given back as they were stored', async () => {
    const created = await create();
    expect((await client.getJob({ name: name('daily') }))[0]).toEqual(created);
  });

  it('get a name when none is given', async () => {
    expect((await create({ name: '' })).name).toMatch(/\/jobs\/[0-9a-f-]{36}$/);
  });

  it('ignore headers that the service computes itself', async () => {
    const { httpTarget } = aJob();
    const headers = { Host: 'evil', 'x-cloudscheduler': 'no', 'X-Google-Y': '1', 'user-agent': 'me', 'X-Mine': 'kept' };
    const job = await create({ httpTarget: { ...httpTarget, headers } });
    expect(job.httpTarget?.headers).toEqual({
      'X-Mine': 'kept',
      'User-Agent': 'Google-Cloud-Scheduler',
      'Content-Type': 'application/octet-stream',
    });
  });

  it.each<[string, WireJob, string]>([
    ['a wrong cron', { schedule: '61 * * * *' }, 'minute'],
    ['no schedule', { schedule: '' }, 'five'],
    ['the App Engine form', { schedule: 'every 5 minutes' }, 'App Engine'],
    ['an unknown zone', { timeZone: 'Mars/Base' }, 'Mars/Base'],
    ['a long description', { description: 'x'.repeat(501) }, '500'],
    ['a short deadline', { attemptDeadline: { seconds: 14 } }, 'attempt_deadline'],
    ['a long deadline', { attemptDeadline: { seconds: 1801 } }, 'attempt_deadline'],
    ['six retries', { retryConfig: { retryCount: 6 } }, 'retry_count'],
    ['negative retries', { retryConfig: { retryCount: -1 } }, 'retry_count'],
    ['no target', { httpTarget: null }, 'target'],
    ['a Pub/Sub target', { httpTarget: null, pubsubTarget: { topicName: 't' } }, 'http_target only'],
    ['a body with GET', { httpTarget: { uri: 'http://a/', httpMethod: 'GET', body: Buffer.from('x') } }, 'body'],
    ['another scheme', { httpTarget: { uri: 'ftp://a/' } }, 'uri'],
    ['a long address', { httpTarget: { uri: `http://a/${'x'.repeat(2080)}` } }, '2083'],
    ['a broken header', { httpTarget: { uri: 'http://a/', headers: { 'X-A': 'b\r\nX-C: d' } } }, 'X-A'],
    ['a wrong id', { name: name('a b') }, 'ID'],
    ['another location', { name: 'projects/demo-local/locations/europe-west1/jobs/a' }, 'parent'],
  ])('with %s are refused as INVALID_ARGUMENT', async (_, changes, reason) => {
    const refusal = create(changes);
    await expect(refusal).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: expect.stringContaining(reason),
    });
  });

  it('exist once', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ code: Code.ALREADY_EXISTS });
  });

  it('are NOT_FOUND for every RPC once they are deleted', async () => {
    await create();
    await client.deleteJob({ name: name('daily') });
    const gone = { name: name('daily') };
    const calls = [
      client.getJob(gone),
      client.deleteJob(gone),
      client.pauseJob(gone),
      client.resumeJob(gone),
      client.runJob(gone),
      client.updateJob({ job: aJob() }),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: Code.NOT_FOUND });
  });

  it('are listed by pages, only those of the location', async () => {
    for (const id of ['c', 'a', 'b']) await create({ name: name(id) });
    const elsewhere = 'projects/demo-local/locations/europe-west1';
    await client.createJob({ parent: elsewhere, job: aJob({ name: `${elsewhere}/jobs/z` }) });
    const [page, next] = await client.listJobs({ parent: PARENT, pageSize: 2 }, { autoPaginate: false });
    expect(page.map((job) => job.name)).toEqual([name('a'), name('b')]);
    expect(next).toMatchObject({ pageToken: expect.stringMatching(/./) });
    const [all] = await client.listJobs({ parent: PARENT, pageSize: 2 });
    expect(all.map((job) => job.name)).toEqual([name('a'), name('b'), name('c')]);
  });

  it('are RESOURCE_EXHAUSTED above the quota of a location', async () => {
    await stop();
    await start({ jobCap: 2 });
    await create({ name: name('a') });
    await create({ name: name('b') });
    await expect(create({ name: name('c') })).rejects.toMatchObject({ code: Code.RESOURCE_EXHAUSTED });
    await client.deleteJob({ name: name('a') });
    await expect(create({ name: name('c') })).resolves.toBeDefined();
  });
});

describe('pause and resume', () => {
  it('take the next time away and give it back', async () => {
    await create();
    const [paused] = await client.pauseJob({ name: name('daily') });
    expect(paused).toMatchObject({ state: 'PAUSED', scheduleTime: null });
    const [resumed] = await client.resumeJob({ name: name('daily') });
    expect(resumed.state).toBe('ENABLED');
    expect(resumed.scheduleTime).not.toBeNull();
  });

  it('are FAILED_PRECONDITION from any other state', async () => {
    await create();
    await expect(client.resumeJob({ name: name('daily') })).rejects.toMatchObject({ code: Code.FAILED_PRECONDITION });
    await client.pauseJob({ name: name('daily') });
    await expect(client.pauseJob({ name: name('daily') })).rejects.toMatchObject({ code: Code.FAILED_PRECONDITION });
  });
});

describe('updates', () => {
  const update = (job: WireJob, ...paths: string[]) =>
    client.updateJob({ job: { name: name('daily'), ...job }, updateMask: { paths } });

  it('change only what the mask names', async () => {
    await create();
    const [job] = await update(
      { schedule: '*/5 * * * *', timeZone: 'UTC', description: 'ignored' },
      'schedule',
      'time_zone',
    );
    expect(job).toMatchObject({ schedule: '*/5 * * * *', timeZone: 'UTC', description: 'Price watch' });
    expect(seconds(job.scheduleTime) % 300_000).toBe(0);
  });

  it('reach into the target', async () => {
    await create();
    const [job] = await update({ httpTarget: { headers: { Authorization: 'Bearer new' } } }, 'http_target.headers');
    expect(job.httpTarget).toMatchObject({
      uri: 'http://127.0.0.1:9/execute',
      headers: { Authorization: 'Bearer new' },
    });
  });

  it('without a mask change what they set', async () => {
    await create();
    const [job] = await update({ description: 'Changed' });
    expect(job).toMatchObject({ description: 'Changed', schedule: '0 9 * * *' });
  });

  it('ignore output-only fields and keep a paused job paused', async () => {
    await create();
    await client.pauseJob({ name: name('daily') });
    const [job] = await update({ state: 'ENABLED', schedule: '0 8 * * *' }, 'state', 'schedule');
    expect(job).toMatchObject({ state: 'PAUSED', schedule: '0 8 * * *', scheduleTime: null });
  });

  it.each(['timeZone', 'colour', 'http_target.colour', 'schedule.x'])('refuse the path %s', async (path) => {
    await create();
    await expect(update({}, path)).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
  });

  it('are refused as a whole when one field is wrong', async () => {
    await create();
    const refusal = update({ description: 'new', schedule: 'x' }, 'description', 'schedule');
    await expect(refusal).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
    expect((await client.getJob({ name: name('daily') }))[0].description).toBe('Price watch');
  });
});

describe('state', () => {
  it('survives a restart, the moved clock too', async () => {
    const stateFile = join(stateDir, 'state.json');
    await stop();
    await start({ stateFile });
    await create();
    await client.pauseJob({ name: name('daily') });
    await create({ name: name('other') });
    const moved = new Date(Date.now() + 30 * 86_400_000);
    await stop();
    await start({ stateFile });
    await client.deleteJob({ name: name('other') });
    await scheduler.advanceTo(moved);
    await stop();
    await start({ stateFile });
    const [jobs] = await client.listJobs({ parent: PARENT });
    expect(jobs.map((job) => [job.name, job.state])).toEqual([[name('daily'), 'PAUSED']]);
    expect(scheduler.now().getTime()).toBeGreaterThanOrEqual(moved.getTime());
  });
});
