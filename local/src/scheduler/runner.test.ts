import { status as Code } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, name, startSchedulerFixture } from '../testing/scheduler-fixture.ts';
import { gate } from '../testing/target-server.ts';

let fixture: Awaited<ReturnType<typeof startSchedulerFixture>>;
beforeEach(async () => {
  fixture = await startSchedulerFixture();
});
afterEach(() => fixture.close());

describe('a delivery', () => {
  it('carries the headers of the real service', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('daily', {
      httpTarget: { uri: `${fixture.target.url}/x?y=1`, headers: { 'X-Mine': '1' }, body: Buffer.from('{"a":1}') },
    });
    await fixture.scheduler.advanceTo(new Date(hour));
    expect(fixture.target.hits).toHaveLength(1);
    const [hit] = fixture.target.hits;
    expect(hit).toMatchObject({ method: 'POST', url: '/x?y=1', body: '{"a":1}' });
    expect(hit?.headers).toMatchObject({
      'user-agent': 'Google-Cloud-Scheduler',
      'x-cloudscheduler': 'true',
      'x-cloudscheduler-jobname': 'daily',
      'x-cloudscheduler-scheduletime': new Date(hour).toISOString().replace('.000', ''),
      'content-type': 'application/octet-stream',
      'x-mine': '1',
    });
  });

  it('has an unsigned token instead of the given Authorization when OIDC is set', async () => {
    const oidcToken = { serviceAccountEmail: 'cron@demo-local.iam.gserviceaccount.com', audience: 'me' };
    await fixture.create('oidc', {
      httpTarget: { uri: fixture.target.url, httpMethod: 'GET', headers: { authorization: 'Bearer mine' }, oidcToken },
    });
    await fixture.client.runJob({ name: name('oidc') });
    await fixture.target.arrived(1);
    const [, claims = ''] = String(fixture.target.hits[0]?.headers.authorization).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: 'me',
      email: oidcToken.serviceAccountEmail,
    });
  });

  it('leaves status and times on the job', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('ok');
    await fixture.create('gone', { httpTarget: { uri: 'http://127.0.0.1:9/' } });
    await fixture.create('bad');
    fixture.behaviour.answer = (hit) => (hit.url === '/bad' ? 404 : 204);
    await fixture.scheduler.advanceTo(new Date(hour));
    const ok = await fixture.get('ok');
    expect(ok.status).toMatchObject({ code: 0 });
    expect(Number(ok.scheduleTime?.seconds) * 1000).toBe(hour + HOUR);
    expect(Number(ok.lastAttemptTime?.seconds) * 1000).toBe(hour);
    expect((await fixture.get('bad')).status).toMatchObject({ code: Code.NOT_FOUND });
    expect((await fixture.get('gone')).status).toMatchObject({ code: Code.UNAVAILABLE });
  });

  it('takes a redirect for a failure and does not follow it', async () => {
    fixture.behaviour.answer = () => 302;
    await fixture.create('redirect');
    await fixture.client.runJob({ name: name('redirect') });
    await fixture.scheduler.idle();
    expect(fixture.target.hits).toHaveLength(1);
    expect((await fixture.get('redirect')).status?.message).toContain('302');
  });
});

describe('the clock', () => {
  it('fires every occurrence on the way, in order over all jobs', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('b');
    await fixture.create('a', { schedule: '*/30 * * * *' });
    const { body } = await fixture.control('/clock', { advanceTo: new Date(hour + HOUR).toISOString() });
    expect(body.fired.map((fired) => [fired.job, Date.parse(fired.scheduleTime)])).toEqual([
      [name('a'), hour],
      [name('b'), hour],
      [name('a'), hour + HOUR / 2],
      [name('a'), hour + HOUR],
      [name('b'), hour + HOUR],
    ]);
    expect(fixture.target.hits.map((hit) => hit.url)).toEqual(['/a', '/b', '/a', '/a', '/b']);
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(hour + HOUR);
    expect(fixture.stops).toContain(new Date(hour + HOUR / 2).toISOString());
  });

  it('does not fire what is paused', async () => {
    await fixture.create('hourly');
    await fixture.client.pauseJob({ name: name('hourly') });
    const { body } = await fixture.control('/clock', { advanceMs: 3 * HOUR });
    expect(body.fired).toEqual([]);
    await fixture.client.resumeJob({ name: name('hourly') });
    expect((await fixture.control('/clock', { advanceMs: HOUR })).body.fired).toHaveLength(1);
  });

  it('stays where it got to when the emulator is closed half-way', async () => {
    const hour = await fixture.alignToHour();
    const door = gate();
    fixture.behaviour.answer = () => door.opened.then(() => 200);
    await fixture.create('hourly');
    const advance = fixture.scheduler.advanceTo(new Date(hour + 10 * HOUR));
    await fixture.target.arrived(1);
    await fixture.scheduler.close();
    await advance;
    expect(fixture.scheduler.now().getTime()).toBeLessThan(hour + HOUR);
    door.open();
  });

  it('follows daylight saving time', async () => {
    await fixture.create('nine', { schedule: '0 9 * * *', timeZone: 'America/New_York' });
    await fixture.scheduler.advanceTo(new Date('2027-03-12T15:00:00Z'));
    const fired = await fixture.scheduler.advanceTo(new Date('2027-03-15T15:00:00Z'));
    expect(fired.map(({ scheduleTime }) => scheduleTime)).toEqual([
      '2027-03-13T14:00:00.000Z',
      '2027-03-14T13:00:00.000Z',
      '2027-03-15T13:00:00.000Z',
    ]);
  });

  it('fires by itself while time passes', async () => {
    await fixture.create('minutely', { schedule: '* * * * *' });
    const minute = Math.ceil((fixture.scheduler.now().getTime() + MINUTE) / MINUTE) * MINUTE;
    await fixture.scheduler.advanceTo(new Date(minute - 50));
    const before = fixture.target.hits.length;
    await fixture.target.arrived(before + 1);
    expect(fixture.scheduleTimes().at(-1)).toBe(minute);
  });
});

describe('retries', () => {
  const retryConfig = { retryCount: 3, minBackoffDuration: { seconds: 10 }, maxDoublings: 3 };

  it('follow the backoff with the same schedule time, and end with success', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('flaky', { retryConfig });
    fixture.behaviour.answer = () => (fixture.target.hits.length < 3 ? 500 : 200);
    const fired = await fixture.scheduler.advanceTo(new Date(hour + HOUR / 2));
    expect(fired.map(({ attempt, status }) => [attempt, status.code])).toEqual([
      [1, Code.INTERNAL],
      [2, Code.INTERNAL],
      [3, Code.OK],
    ]);
    expect(fixture.scheduleTimes()).toEqual([hour, hour, hour]);
    const lastAttempt = Number((await fixture.get('flaky')).lastAttemptTime?.seconds) * 1000;
    expect(lastAttempt - hour).toBeGreaterThanOrEqual(30_000);
    expect(lastAttempt - hour).toBeLessThan(40_000);
    expect(Number((await fixture.get('flaky')).scheduleTime?.seconds) * 1000).toBe(hour + HOUR);
  });

  it('stop at the count', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('broken', { retryConfig });
    fixture.behaviour.answer = () => 503;
    expect(await fixture.scheduler.advanceTo(new Date(hour + HOUR / 2))).toHaveLength(4);
    expect((await fixture.get('broken')).status).toMatchObject({ code: Code.UNAVAILABLE });
  });

  it('stop at the next scheduled time', async () => {
    await fixture.create('minutely', {
      schedule: '* * * * *',
      retryConfig: { retryCount: 5, minBackoffDuration: { seconds: 40 } },
    });
    fixture.behaviour.answer = () => 500;
    const minute = Math.ceil((fixture.scheduler.now().getTime() + MINUTE) / MINUTE) * MINUTE;
    await fixture.scheduler.advanceTo(new Date(minute - 1000));
    fixture.target.hits.length = 0;
    await fixture.scheduler.advanceTo(new Date(minute + 2 * MINUTE - 1));
    expect(fixture.scheduleTimes()).toEqual([minute, minute, minute + MINUTE, minute + MINUTE]);
  });

  it('are not made without a count', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('once');
    fixture.behaviour.answer = () => 500;
    expect(await fixture.scheduler.advanceTo(new Date(hour + HOUR / 2))).toHaveLength(1);
  });
});

describe('running by hand', () => {
  it('answers at once, works on a paused job, and never overlaps another attempt', async () => {
    const door = gate();
    let open = 0;
    let most = 0;
    fixture.behaviour.answer = async () => {
      open += 1;
      most = Math.max(most, open);
      await door.opened;
      open -= 1;
      return 200;
    };
    await fixture.create('manual');
    await fixture.client.pauseJob({ name: name('manual') });
    await fixture.client.runJob({ name: name('manual') });
    await fixture.client.runJob({ name: name('manual') });
    await fixture.target.arrived(1);
    expect(fixture.target.hits).toHaveLength(1);
    door.open();
    await fixture.scheduler.idle();
    expect(fixture.target.hits).toHaveLength(2);
    expect(most).toBe(1);
    expect(await fixture.get('manual')).toMatchObject({ state: 'PAUSED', scheduleTime: null, status: { code: 0 } });
  });

  it('leaves the schedule alone', async () => {
    const [before] = await fixture.create('hourly');
    await fixture.client.runJob({ name: name('hourly') });
    await fixture.scheduler.idle();
    expect((await fixture.get('hourly')).scheduleTime).toEqual(before.scheduleTime);
  });

  it('delays an occurrence that falls due meanwhile, and a deleted job is not fired again', async () => {
    const hour = await fixture.alignToHour();
    const door = gate();
    fixture.behaviour.answer = () => door.opened.then(() => 200);
    await fixture.create('hourly');
    await fixture.client.runJob({ name: name('hourly') });
    await fixture.target.arrived(1);
    const advance = fixture.scheduler.advanceTo(new Date(hour));
    await fixture.client.deleteJob({ name: name('hourly') });
    door.open();
    expect(await advance).toEqual([]);
    expect(fixture.target.hits).toHaveLength(1);
  });
});
