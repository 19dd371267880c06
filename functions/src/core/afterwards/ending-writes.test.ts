import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, Death, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { endedExecution } from '../../../test/kit/sheets-kit.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Execution, StepResult } from '../../model/execution.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { top } from '../../model/paths.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { cancelExecution } from '../engine/cancel.ts';
import { enqueueAdvance } from '../engine/enqueue.ts';
import { NonRetriableError } from '../engine/errors.ts';
import type { Letter } from '../engine/notify/courier.ts';
import { deliverDue } from '../engine/notify/deliver.ts';
import { resumeExecution } from '../engine/resume.ts';
import { startExecution } from '../engine/start-execution.ts';
import { systemActor } from '../governance/audit.ts';
import { changePreferences } from '../governance/notification-preferences.ts';
import { noticeOf } from './run-notice.ts';
import { sheetRow } from './sheet-row.ts';

let kit: EngineKit;
let isBroken: boolean;
const steps = [
  makeStep('greet', () => {
    if (isBroken) throw new NonRetriableError('It is *broken*');
    return { said: 'hello' };
  }),
];
beforeEach(async () => {
  isBroken = false;
  kit = await createEngineKit(steps);
  await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { 'afterwards.sheetsLog': 'log' } }]);
});

const all = { where: [], orderBy: [], limit: 100, after: null };
const rows = async () =>
  (await kit.store.query({ from: paths.sheetRows, ...all })).map(({ id, data }) => [id, data?.cells]);
const deliveries = async (): Promise<Delivery[]> =>
  (await kit.store.query({ from: paths.deliveries, ...all })).flatMap(({ data }) => data ?? []);
let starts = 0;
async function run(more: object = {}): Promise<string> {
  const playbookId = await kit.playbook([{ id: 'greet', action: 'greet' }]);
  starts += 1;
  const request = kit.request(playbookId, { occasion: { kind: 'request', key: `key${starts}` }, ...more });
  const started = await startExecution(kit.engine, request, false);
  await enqueueAdvance(kit.engine, orgId, started.executionId, null);
  return started.executionId;
}
async function member(uid: string, preferences: object): Promise<void> {
  const data: TeamMember = {
    uid,
    email: `${uid}@thrive.example`,
    name: uid,
    role: 'viewer',
    locale: 'en-US',
    away: null,
    createdAt: kit.clock.now(),
  };
  await kit.store.commit([{ op: 'set', path: paths.member(uid).path, data }]);
  await changePreferences(
    kit.engine,
    { orgId, member: data, actor: systemActor },
    preferencesSchema.parse(preferences),
  );
}
const notices = async () => (await kit.store.get(top.tenant(orgId)))?.data.afterwards.notices;

describe('the row of an ended execution', () => {
  it('lies there with the commit of its end, whatever that was', async () => {
    const completed = await run();
    await kit.drain();
    isBroken = true;
    const failed = await run();
    await kit.drain();
    const canceled = await run();
    await cancelExecution(kit.engine, orgId, canceled, 'owner');
    await kit.runOut();
    const found = new Map(await rows().then((list) => list.map(([id, cells]) => [id, cells] as const)));
    expect(found.get(`${completed}.0.log`)?.slice(2)).toEqual([
      'Test',
      '{}',
      'completed',
      '',
      '{"said":"hello"}',
      0,
      'free',
    ]);
    expect(found.get(`${failed}.0.log`)?.[4]).toBe('failed');
    expect(found.get(`${failed}.0.log`)?.[5]).toContain('It is *broken*');
    expect(found.get(`${canceled}.0.log`)?.[4]).toBe('canceled');
    expect(found.size).toBe(3);
  });

  it('is there once when the worker died around the commit, and again when it was resumed and has ended again', async () => {
    isBroken = true;
    kit.deaths.add('left');
    const id = await run();
    await expect(kit.drain()).rejects.toThrow(Death);
    await kit.runOut();
    expect(await rows()).toHaveLength(1);
    isBroken = false;
    await resumeExecution(kit.engine, orgId, id, { by: 'owner', version: 'pinned', inputs: {} });
    await kit.runOut();
    expect((await rows()).map(([key]) => key)).toEqual([`${id}.0.log`, `${id}.1.log`]);
  });

  it('is not there for a rehearsal, nor where no log is kept', async () => {
    await run({ dryRun: true });
    await kit.drain();
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { 'afterwards.sheetsLog': null } }]);
    await run();
    await kit.drain();
    expect(await rows()).toEqual([]);
  });

  it('keeps secrets out of the inputs, and cuts what is long', () => {
    const inputs = { apiKey: 'sk-123', text: 'é'.repeat(5_000) };
    const context = JSON.parse(endedExecution(kit.clock.now(), 0).contextJson);
    const result = { status: 'completed', path: 'a', outputStored: true, outputJson: null };
    const state: Execution = {
      ...endedExecution(kit.clock.now(), 0, { contextJson: JSON.stringify({ ...context, inputs }) }),
      stepResults: [result as StepResult],
    };
    const row = sheetRow({ orgId, executionId: 'e', state }, { name: 'Thrive', tier: 'pro' }, 'log');
    expect(row.cells?.[3]).not.toContain('sk-123');
    expect(String(row.cells?.[3])).toHaveLength(2_000);
    expect(row.cells?.[6]).toBe('(too long to show; see the execution)');
  });
});

describe('a notice after each run', () => {
  it('is in the words of its format, by the clock of the tenant', () => {
    const tenant = { name: 'Demo Client', timezone: 'America/New_York' };
    const completedAt = new Date('2026-11-23T19:30:01.234Z');
    const ran = { startedAt: new Date('2026-11-23T19:30:00Z'), completedAt };
    expect(noticeOf(endedExecution(kit.clock.now(), 0, ran as never), tenant)).toEqual({
      title: '✅ Skill Completed Successfully',
      message: 'Skill: Email Sequence Builder\nClient: Demo Client\nDuration: 1234ms\nTime: 2:30 PM',
    });
    const error = { code: 'x', fault: 'user', message: 'No such address', fix: null, errors: [] };
    const failed = endedExecution(kit.clock.now(), 0, { ...ran, status: 'failed', error } as never);
    expect(noticeOf(failed, tenant)).toMatchObject({
      title: '❌ Skill Failed',
      message: expect.stringMatching(/Time: 2:30 PM\nError: No such address$/),
    });
  });

  it('reaches whoever wants all, or those that failed, by their own channels, and nobody else', async () => {
    await member('ann', { afterEach: 'all', channels: { runs: ['telegram'] }, telegram: { to: '77' } });
    await member('bob', { afterEach: 'failures', channels: { runs: ['slack', 'email'] } });
    await member('eve', { channels: { runs: ['telegram'] } });
    await run();
    await kit.drain();
    expect((await deliveries()).map(({ uid, channel, to }) => [uid, channel, to])).toEqual([['ann', 'telegram', '77']]);
    isBroken = true;
    const failed = await run();
    await kit.drain();
    const told = (await deliveries()).filter(({ title }) => title === '❌ Skill Failed');
    expect(told.map(({ uid, channel }) => `${uid} ${channel}`).sort()).toEqual([
      'ann telegram',
      'bob email',
      'bob slack',
    ]);
    expect(told[0]).toMatchObject({
      link: `/executions/${failed}`,
      message: expect.stringContaining('Error: It is *broken*'),
    });
  });

  it('is sent once, also where a worker dies after the commit and its task comes again', async () => {
    await member('ann', { afterEach: 'all', channels: { runs: ['telegram'] } });
    kit.deaths.add('left').add('delivery_sent');
    await run();
    await expect(kit.drain()).rejects.toThrow(Death);
    await kit.runOut();
    const letters: Letter[] = [];
    const courier = { carry: async (_: string, letter: Letter) => void letters.push(letter) };
    const deliver = () => deliverDue(kit.engine, courier, new Date(kit.clock.now().getTime() + 50_000));
    await deliver().catch(() => undefined);
    await kit.clock.advance(10 * 60_000);
    await deliver();
    expect(letters.map(({ channel, title }) => [channel, title])).toEqual([
      ['telegram', '✅ Skill Completed Successfully'],
    ]);
  });

  it('is not thought of while nobody wants one', async () => {
    expect(await notices()).toBe('off');
    await member('ann', { afterEach: 'failures' });
    await member('bob', { afterEach: 'all' });
    expect(await notices()).toBe('all');
    await member('bob', {});
    expect(await notices()).toBe('failures');
    await member('ann', {});
    expect(await notices()).toBe('off');
  });
});
