import { beforeEach, describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { tick } from '../engine/tick.ts';
import { raiseAlert, resolveAlert } from './alert.ts';
import { watch } from './watch.ts';

const MINUTE_MS = 60_000;
const problem = {
  code: 'worker_died',
  subject: 'execution1',
  severity: 'critical' as const,
  title: 'A worker died',
  message: 'Three times.',
  link: '/executions/execution1',
};

let kit: EngineKit;
let sent: { subject: string; text: string; key: string }[];
let logged: string[];
let mailWorks: boolean;
beforeEach(async () => {
  kit = await createEngineKit([makeStep('do', () => ({}))]);
  sent = [];
  logged = [];
  mailWorks = true;
});

const alertMail = {
  link: (path: string) => `https://app.example${path}`,
  send: async (mail: (typeof sent)[number]) => {
    if (!mailWorks) throw new Error('The mail server is down');
    sent.push(mail);
  },
};
const log = () => ({ ...kit.engine.log, error: (event: string) => void logged.push(event) });
const runWatch = () => watch({ ...kit.engine, log: log(), alertMail });
const runTick = () => {
  const engine = { ...kit.engine, log: log() };
  return tick(engine, createArmoury(kit), new Date(kit.clock.now().getTime() + 50_000), alertMail);
};
/** Time goes by minute by minute, as it does. */
async function minutes(count: number, each: { tick?: boolean; watch?: boolean }): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    await kit.clock.advance(MINUTE_MS);
    if (each.tick) await runTick();
    if (each.watch && kit.clock.now().getUTCMinutes() % 5 === 0) await runWatch();
  }
}
const alerts = async () =>
  (await kit.store.query(queries.alerts(orgId, { limit: 50 }))).flatMap(({ data }) => data ?? []);

describe('the tick and the watch', () => {
  it('are at peace while both run', async () => {
    await minutes(120, { tick: true, watch: true });
    expect([logged, sent]).toEqual([[], []]);
  });

  it('the watch says that the tick is silent after five minutes, by mail once an hour, until it is back', async () => {
    await minutes(20, { tick: true, watch: true });
    await minutes(10, { watch: true });
    expect(new Set(logged)).toEqual(new Set(['tick_silent']));
    expect(sent.map(({ subject }) => subject)).toEqual(["Playbooks: 'tick' is silent"]);
    expect(sent[0]?.text).toContain('has not run for');
    await minutes(60, { watch: true });
    expect(sent).toHaveLength(2);
    await minutes(10, { tick: true, watch: true });
    logged.length = 0;
    await minutes(60, { tick: true, watch: true });
    expect([logged, sent.length]).toEqual([[], 2]);
  });

  it('the watch misses a tick that never came', async () => {
    await minutes(20, { watch: true });
    expect(sent).toHaveLength(1);
  });

  it('the tick says that the watch is silent after fifteen minutes', async () => {
    await minutes(20, { tick: true, watch: true });
    await minutes(14, { tick: true });
    expect(logged).toEqual([]);
    await minutes(10, { tick: true });
    expect(new Set(logged)).toEqual(new Set(['watch_silent']));
    expect(sent.map(({ subject }) => subject)).toEqual(["Playbooks: 'watch' is silent"]);
  });

  it('accuse nobody after an outage of both', async () => {
    await minutes(20, { tick: true, watch: true });
    await kit.clock.advance(6 * 60 * MINUTE_MS);
    await Promise.all([runWatch(), runTick()]);
    await minutes(30, { tick: true, watch: true });
    expect([logged, sent]).toEqual([[], []]);
  });

  it('go on when no mail can be sent, and mail when it can again', async () => {
    mailWorks = false;
    await minutes(20, { watch: true });
    expect(new Set(logged)).toEqual(new Set(['tick_silent', 'alert_not_mailed']));
    mailWorks = true;
    await minutes(5, { watch: true });
    expect(sent).toHaveLength(1);
  });
});

describe('a schedule that is silent', () => {
  it('becomes an alert of its tenant, which names the playbook and ends when the schedule has moved on', async () => {
    const triggers = [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }];
    const playbookId = await kit.playbook([{ action: 'do' }], { name: 'Price Alert', triggers });
    const ref = await armSchedule(kit, playbookId);
    // Due at 14:01:30; nobody comes.
    await kit.clock.advance(71 * MINUTE_MS);
    expect(await runWatch()).toMatchObject({ silent: 0 });
    await kit.clock.advance(MINUTE_MS);
    expect(await runWatch()).toEqual({ silent: 1, mailed: 1 });
    await kit.clock.advance(5 * MINUTE_MS);
    expect(await runWatch()).toEqual({ silent: 1, mailed: 0 });
    expect(await alerts()).toMatchObject([
      {
        code: 'schedule_silent',
        subject: `${playbookId}.schedule`,
        title: '“Price Alert” did not start',
        message: expect.stringContaining('Nov 23, 2026'),
        link: `/playbooks/${playbookId}`,
        count: 2,
        resolvedAt: null,
      },
    ]);
    expect(sent[0]?.text).toContain(`https://app.example/playbooks/${playbookId}`);
    await runTick();
    expect((await kit.store.get(ref))?.data.scheduledFor).toEqual(new Date('2026-11-23T15:00:00Z'));
    expect(await runWatch()).toMatchObject({ silent: 0 });
    expect(await alerts()).toMatchObject([{ resolvedAt: kit.clock.now() }]);
  });
});

describe('an alert', () => {
  it('raised again is the same one, counted, and mailed at most once an hour', async () => {
    for (let minute = 0; minute < 90; minute += 5) {
      await raiseAlert(kit.engine, orgId, { ...problem, message: `At minute ${minute}.` });
      await runWatch();
      await kit.clock.advance(5 * MINUTE_MS);
    }
    expect(await alerts()).toMatchObject([
      { ...problem, message: 'At minute 85.', count: 18, firstAt: new Date('2026-11-23T13:00:00Z') },
    ]);
    expect(sent.filter(({ text }) => text.includes('worker died'))).toHaveLength(2);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length);
  });

  it('raised by ten at once is counted ten times or once more than it was lost, never doubled', async () => {
    await Promise.allSettled(Array.from({ length: 10 }, () => raiseAlert(kit.engine, orgId, problem)));
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert?.count).toBeGreaterThanOrEqual(5);
  });

  it('that is over begins anew when it comes back, and what is over is not mailed', async () => {
    await raiseAlert(kit.engine, orgId, problem);
    await resolveAlert(kit.engine, orgId, problem);
    await resolveAlert(kit.engine, orgId, { ...problem, subject: 'unknown' });
    expect(await runWatch()).toMatchObject({ mailed: 0 });
    await kit.clock.advance(MINUTE_MS);
    await raiseAlert(kit.engine, orgId, problem);
    expect(await alerts()).toMatchObject([{ count: 1, firstAt: kit.clock.now(), resolvedAt: null }]);
    expect(await runWatch()).toMatchObject({ mailed: 1 });
  });

  it('is one mail together with all others that are due, in one line of subject', async () => {
    await raiseAlert(kit.engine, orgId, { ...problem, title: 'Two\r\nlines' });
    expect(await runWatch()).toMatchObject({ mailed: 1 });
    expect(sent[0]?.subject).toBe('Playbooks: Two lines');
    for (const subject of ['a', 'b', 'c']) await raiseAlert(kit.engine, orgId, { ...problem, subject });
    await raiseAlert(kit.engine, orgId, { ...problem, subject: 'd', severity: 'info' });
    expect(await runWatch()).toMatchObject({ mailed: 3 });
    expect(sent[1]?.subject).toBe('Playbooks: 3 alerts');
  });

  it('waits for the next watch when the mail server is down', async () => {
    mailWorks = false;
    await raiseAlert(kit.engine, orgId, problem);
    expect(await runWatch()).toMatchObject({ mailed: 0 });
    mailWorks = true;
    expect(await runWatch()).toMatchObject({ mailed: 1 });
  });

  it('does not stop at a document that cannot be read', async () => {
    await raiseAlert(kit.engine, orgId, problem);
    const [found] = await kit.store.query(queries.alerts(orgId, { limit: 1 }));
    await kit.store.commit([{ op: 'update', path: found?.ref.path ?? '', fields: { severity: 'huge' } }]);
    await raiseAlert(kit.engine, orgId, problem);
    expect(await alerts()).toMatchObject([{ severity: 'critical', count: 1 }]);
  });
});

describe('a heartbeat', () => {
  it('is written once a minute, however often the tick comes', async () => {
    await Promise.all([runTick(), runTick()]);
    kit.commits.length = 0;
    await runTick();
    await kit.clock.advance(30_000);
    await runTick();
    expect(kit.commits).toEqual([]);
    await kit.clock.advance(30_000);
    await runTick();
    expect(kit.commits).toEqual([['heartbeats/tick']]);
    expect((await kit.store.get(top.heartbeat('tick')))?.data.at).toEqual(kit.clock.now());
  });
});
