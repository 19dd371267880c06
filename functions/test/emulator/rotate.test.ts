import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { deleteApp, getApps } from 'firebase-admin/app';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schedulerClient } from '../../../local/src/testing/google-client.ts';
import { type Rotation, rotateCronSecret } from '../../../scripts/deploy/rotate.ts';
import { rotationOf } from '../../../scripts/deploy/rotate-cron-secret.ts';
import { buildApp } from '../../src/app.ts';
import { jobFor } from '../../src/core/triggering/plan-triggers.ts';
import { createServer as createApi } from '../../src/entrypoints/http/server.ts';
import { createHandClock, type HandClock } from '../kit/clock.ts';
import { type LocalGoogle, projectId, startLocalGoogle } from '../kit/local-google.ts';

type Point = Parameters<Rotation['fault']>[0];

const SCRIPT = fileURLToPath(new URL('../../../scripts/deploy/rotate-cron-secret.ts', import.meta.url));
const PARENT = `projects/${projectId}/locations/us-central1`;
const FOREIGN = `${PARENT}/jobs/nightly-backup`;

/** Google's real clients, local servers, and an instance of the API whose clock is the test's. */
describe('the rotation of CRON_SECRET', () => {
  let google: LocalGoogle;
  let server: Server;
  let origin: string;
  let clock: HandClock;
  let rotation: Rotation;
  let dies: Point | null;
  let printed: string[];

  beforeEach(async () => {
    google = await startLocalGoogle();
    clock = createHandClock('2026-11-21T12:00:00Z');
    const app = buildApp(google.config, { clock });
    server = createServer(createApi(() => app)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    [dies, printed] = [null, []];
    rotation = {
      ...(await rotationOf({ ...google.config, apiOrigin: origin })),
      sleep: async (ms) => clock.advance(ms),
      print: (line) => void printed.push(line),
      fault: (point) => {
        if (point !== dies) return;
        dies = null;
        throw new Error(`killed after ${point}`);
      },
    };
    for (const playbookId of ['first', 'second', 'third']) await addJob(playbookId, 'first-secret');
    const target = { uri: 'https://backup.example/', headers: { Authorization: 'Bearer theirs' } };
    const job = { name: FOREIGN, description: 'Nightly backup', schedule: '0 1 * * *', httpTarget: target };
    await schedulerClient(google.scheduler.port).createJob({ parent: PARENT, job });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await google.close();
    await Promise.all(getApps().map(deleteApp));
  });

  async function addJob(playbookId: string, cronSecret: string): Promise<void> {
    const trigger = { orgId: 'thrive', playbookId, triggerId: 'schedule', cron: '0 9 * * *', timezone: 'UTC' };
    const app = buildApp(google.config);
    await app.scheduler.create(jobFor(trigger, { parent: PARENT, apiOrigin: origin, cronSecret }));
  }
  /** Which secret each of our jobs carries. */
  async function carried(): Promise<string[]> {
    const jobs = await rotation.scheduler.list();
    return jobs
      .filter(({ name }) => name !== FOREIGN)
      .map(({ headers }) => (headers.Authorization ?? '').replace('Bearer ', ''));
  }
  const values = async () => Promise.all((await rotation.versions.enabled()).map((one) => rotation.versions.read(one)));
  const theirs = async () => (await rotation.scheduler.get(FOREIGN))?.headers.Authorization;
  /** Later than any instance keeps what it has read. */
  const later = () => clock.advance(130_000);

  it('leaves one version, which every job of ours carries and the API alone accepts; others’ jobs are left alone', async () => {
    const disabled = await rotateCronSecret(rotation, { keepsOld: false });
    expect(disabled).toEqual([`projects/${projectId}/secrets/CRON_SECRET/versions/1`]);
    const [secret = '', ...more] = await values();
    expect(more).toEqual([]);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(await carried()).toEqual([secret, secret, secret]);
    expect(await theirs()).toBe('Bearer theirs');
    await later();
    expect([await rotation.accepts(secret), await rotation.accepts('first-secret')]).toEqual([true, false]);
    expect(printed.join('\n')).not.toContain(secret);
  });

  it.each<Point>(['added', 'accepted', 'job', 'patched', 'settled', 'disabled'])(
    'killed after “%s”: every job is still let in, and the next call ends it without a third version',
    async (point) => {
      dies = point;
      await expect(rotateCronSecret(rotation, { keepsOld: false })).rejects.toThrow('killed');
      await later();
      for (const secret of await carried()) expect(await rotation.accepts(secret)).toBe(true);
      const newest = (await rotation.versions.enabled())[0]?.number;
      await rotateCronSecret(rotation, { keepsOld: false });
      const left = await rotation.versions.enabled();
      // Killed at the very end, it was over: the next call is a rotation of its own.
      expect(left.map(({ number }) => number)).toEqual([point === 'disabled' ? 3 : newest]);
      expect(new Set(await carried())).toEqual(new Set(await values()));
      await later();
      expect(await rotation.accepts('first-secret')).toBe(false);
    },
  );

  it('lets in the old secret and the new one between the steps, until the old one is disabled', async () => {
    dies = 'patched';
    await expect(rotateCronSecret(rotation, { keepsOld: false })).rejects.toThrow('killed');
    const [secret = ''] = await values();
    expect([await rotation.accepts(secret), await rotation.accepts('first-secret')]).toEqual([true, true]);
    expect(await rotation.accepts('neither')).toBe(false);
  });

  it('mends a job that is armed with the old secret while it goes on', async () => {
    const arming = { ...rotation, fault: () => undefined };
    let isArmed = false;
    arming.sleep = async (ms) => {
      await clock.advance(ms);
      if (ms > 100_000 && !isArmed) await addJob('fourth', 'first-secret');
      isArmed ||= ms > 100_000;
    };
    await rotateCronSecret(arming, { keepsOld: false });
    expect(new Set(await carried())).toEqual(new Set(await values()));
    expect(await carried()).toHaveLength(4);
  });

  it('adds no third version when the list does not show yet the one that was added', async () => {
    await rotation.versions.add('second-secret');
    const versions = {
      ...rotation.versions,
      enabled: async () => (await rotation.versions.enabled()).filter(({ number }) => number === 1),
    };
    await rotateCronSecret({ ...rotation, versions }, { keepsOld: false });
    expect(await values()).toEqual(['second-secret']);
    expect(new Set(await carried())).toEqual(new Set(['second-secret']));
  });

  it('keeps the old one when asked to, and ends it the next time', async () => {
    expect(await rotateCronSecret(rotation, { keepsOld: true })).toEqual([]);
    expect(await values()).toHaveLength(2);
    await rotateCronSecret(rotation, { keepsOld: false });
    expect((await rotation.versions.enabled()).map(({ number }) => number)).toEqual([2]);
  });

  it('disables nothing when the API does not take the new one', async () => {
    const deaf = { ...rotation, accepts: async () => false };
    await expect(rotateCronSecret(deaf, { keepsOld: false })).rejects.toThrow('has not taken the new version');
    expect(await values()).toHaveLength(2);
    expect(new Set(await carried())).toEqual(new Set(['first-secret']));
  });

  it('survives SIGKILL of the command itself', async () => {
    const env = { ...process.env, ...google.env, API_ORIGIN: origin };
    const command = spawn(process.execPath, [SCRIPT, '--project', projectId], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await said(command, 'is added');
    await clock.advance(11_000); // so that the instance looks again when it meets the new secret
    await said(command, 'is accepted');
    command.kill('SIGKILL');
    await once(command, 'exit');
    expect(await values()).toHaveLength(2);
    for (const secret of await carried()) expect(await rotation.accepts(secret)).toBe(true);
    await rotateCronSecret(rotation, { keepsOld: false });
    expect((await rotation.versions.enabled()).map(({ number }) => number)).toEqual([2]);
    expect(new Set(await carried())).toEqual(new Set(await values()));
  }, 60_000);
});

async function said({ stdout }: ChildProcess, words: string): Promise<void> {
  if (stdout === null) throw new Error('The command has no output');
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) if (String(chunk).includes(words)) return;
  throw new Error(`The command ended without saying “${words}”`);
}
