import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { getFunctions, type TaskOptions } from 'firebase-admin/functions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, type Hit, startTarget } from '../testing/target-server.ts';
import { functionsEmulatorUrl, type LocalTasks, startTasks, type TasksOptions } from './start.ts';

const HOUR = 3_600_000;

let dir: string;
let tasks: LocalTasks;
let app: App;
let target: Awaited<ReturnType<typeof startTarget>>;
let answer: (hit: Hit) => number | Promise<number>;
let ahead: number;

const start = async (options: Partial<TasksOptions> = {}) => {
  tasks = await startTasks({
    host: '127.0.0.1',
    port: 0,
    resolveUrl: functionsEmulatorUrl(target.url),
    stateFile: join(dir, 'tasks.json'),
    now: () => new Date(Date.now() + ahead),
    minBackoffMs: 1,
    ...options,
  });
  // Admin reads the variable when it makes its client, once per app.
  process.env.CLOUD_TASKS_EMULATOR_HOST = `127.0.0.1:${tasks.port}`;
  app = initializeApp({ projectId: 'demo-local' }, `app-${tasks.port}`);
};
const stop = async () => {
  await deleteApp(app);
  await tasks.close();
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tasks-'));
  ahead = 0;
  answer = () => 200;
  target = await startTarget((hit) => answer(hit));
  await start();
});
afterEach(async () => {
  delete process.env.CLOUD_TASKS_EMULATOR_HOST;
  await stop();
  await target.close();
  rmSync(dir, { recursive: true });
});

const queue = (name = 'advanceExecution') => getFunctions(app).taskQueue(`locations/us-central1/functions/${name}`);
const enqueue = (data: Record<string, unknown>, options?: TaskOptions) => queue().enqueue(data, options);
const later = (ms: number) => new Date(Date.now() + ahead + ms);
const move = (ms: number) => {
  ahead += ms;
  tasks.clockMoved();
};
const control = async (path: string) => (await fetch(`http://127.0.0.1:${tasks.port}/control/${path}`)).text();

describe('a task enqueued with firebase-admin', () => {
  it('reaches its function as Cloud Tasks delivers it', async () => {
    await enqueue({ executionId: 'e1' }, { id: 'first', headers: { 'X-Mine': '1' } });
    await tasks.idle();
    expect(target.hits).toHaveLength(1);
    const [hit] = target.hits;
    expect(hit).toMatchObject({ method: 'POST', url: '/demo-local/us-central1/advanceExecution' });
    expect(JSON.parse(hit?.body ?? '')).toEqual({ data: { executionId: 'e1' } });
    expect(hit?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-mine': '1',
      'x-cloudtasks-queuename': 'advanceExecution',
      'x-cloudtasks-taskname': 'first',
      'x-cloudtasks-taskretrycount': '0',
      'x-cloudtasks-taskexecutioncount': '0',
    });
    expect(hit?.headers).not.toHaveProperty('authorization');
    expect(Math.abs(Number(hit?.headers['x-cloudtasks-tasketa']) * 1000 - Date.now())).toBeLessThan(10_000);
  });

  it('goes to its own address when it has one', async () => {
    await enqueue({}, { uri: `${target.url}/elsewhere` });
    await tasks.idle();
    expect(target.hits[0]?.url).toBe('/elsewhere');
  });

  it('is refused when it is too large, too far ahead, or its queue does not exist', async () => {
    await expect(enqueue({ text: 'x'.repeat(110_000) })).rejects.toThrow('Task size too large');
    await expect(enqueue({}, { scheduleTime: later(31 * 24 * HOUR) })).rejects.toThrow('30 days');
    await stop();
    await start({ resolveUrl: () => null });
    await expect(enqueue({})).rejects.toMatchObject({ code: 'functions/not-found' });
  });
});

describe('a delayed task', () => {
  it('waits for its time on the given clock', async () => {
    await enqueue({}, { id: 'delayed', scheduleTime: later(2 * HOUR) });
    await tasks.idle();
    move(HOUR);
    await tasks.idle();
    expect(target.hits).toHaveLength(0);
    expect(await control('tasks')).toContain('tasks/delayed');
    move(HOUR + 1000);
    await tasks.idle();
    expect(target.hits).toHaveLength(1);
    expect(await control('tasks')).not.toContain('tasks/delayed');
  });

  it('is delivered by itself when the time comes', async () => {
    const due = later(60);
    await enqueue({}, { scheduleTime: due });
    expect(target.hits).toHaveLength(0);
    await target.arrived(1);
    expect(Date.now()).toBeGreaterThanOrEqual(due.getTime() - 1);
  });

  it('can be deleted while it waits', async () => {
    await enqueue({}, { id: 'a', scheduleTime: later(HOUR) });
    await enqueue({}, { id: 'b', scheduleTime: later(HOUR) });
    await queue().delete('a');
    move(2 * HOUR);
    await tasks.idle();
    expect(target.hits.map((hit) => hit.headers['x-cloudtasks-taskname'])).toEqual(['b']);
  });

  it('survives a restart', async () => {
    await enqueue({ n: 1 }, { id: 'kept', scheduleTime: later(HOUR) });
    await stop();
    ahead = 2 * HOUR;
    await start();
    await tasks.idle();
    expect(target.hits.map((hit) => hit.body)).toEqual(['{"data":{"n":1}}']);
    await expect(enqueue({}, { id: 'kept' })).rejects.toMatchObject({ code: 'functions/task-already-exists' });
  });
});

describe('a task’s name', () => {
  it('is taken while the task exists and for an hour after', async () => {
    await enqueue({}, { id: 'same', scheduleTime: later(HOUR) });
    await expect(enqueue({}, { id: 'same' })).rejects.toMatchObject({ code: 'functions/task-already-exists' });
    move(HOUR);
    await tasks.idle();
    await expect(enqueue({}, { id: 'same' })).rejects.toMatchObject({ code: 'functions/task-already-exists' });
    await queue('another').enqueue({}, { id: 'same' });
    move(HOUR + 1000);
    await enqueue({}, { id: 'same' });
    await tasks.idle();
    expect(target.hits).toHaveLength(3);
  });
});

describe('a task that fails', () => {
  it('is tried again until it succeeds, and says how often', async () => {
    answer = () => [503, 404, 200][target.hits.length - 1] ?? 200;
    await enqueue({});
    await target.arrived(3);
    await tasks.idle();
    const counts = target.hits.map(({ headers }) => [
      headers['x-cloudtasks-taskretrycount'],
      headers['x-cloudtasks-taskexecutioncount'],
      headers['x-cloudtasks-taskpreviousresponse'],
    ]);
    expect(counts).toEqual([
      ['0', '0', undefined],
      ['1', '0', '503'],
      ['2', '1', '404'],
    ]);
  });

  it('is given up after its last attempt', async () => {
    answer = () => 500;
    await enqueue({}, { id: 'hopeless' });
    await target.arrived(3);
    await tasks.idle();
    move(HOUR);
    await tasks.idle();
    expect(target.hits).toHaveLength(3);
    expect(JSON.parse(await control('tasks'))).toMatchObject({
      pending: [],
      dropped: [expect.stringContaining('hopeless')],
    });
  });

  it('waits for its backoff', async () => {
    await stop();
    await start({ minBackoffMs: HOUR });
    answer = () => (target.hits.length === 1 ? 500 : 200);
    await enqueue({});
    await tasks.idle();
    expect(target.hits).toHaveLength(1);
    move(HOUR + 1000);
    await tasks.idle();
    expect(target.hits).toHaveLength(2);
  });

  it('that was cut off by a shutdown is delivered again', async () => {
    const door = gate();
    answer = () => door.opened.then(() => 200);
    await enqueue({});
    await target.arrived(1);
    await stop();
    await start();
    await target.arrived(2);
    door.open();
    await tasks.idle();
    expect(target.hits).toHaveLength(2);
  });
});

describe('a queue', () => {
  it('has at most so many attempts under way, without holding up another', async () => {
    const door = gate();
    answer = () => door.opened.then(() => 200);
    for (let n = 0; n < 6; n += 1) await enqueue({ n });
    await target.arrived(4);
    await queue('another').enqueue({});
    await target.arrived(5);
    expect(target.hits.filter((hit) => hit.url.endsWith('/advanceExecution'))).toHaveLength(4);
    const idle = control('idle');
    door.open();
    expect(await idle).toBe('{"idle":true}');
    expect(target.hits).toHaveLength(7);
  });
});
