import { status as Code } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, name, startSchedulerFixture } from '../testing/scheduler-fixture.ts';

let fixture: Awaited<ReturnType<typeof startSchedulerFixture>>;
beforeEach(async () => {
  fixture = await startSchedulerFixture();
});
afterEach(() => fixture.close());

describe('the clock', () => {
  it('never goes back, and says what it wants', async () => {
    const past = await fixture.control('/clock', { advanceTo: '2020-01-01T00:00:00Z' });
    expect(past).toMatchObject({ status: 400, body: { detail: expect.stringContaining('only moves forward') } });
    expect((await fixture.control('/clock', {})).status).toBe(400);
    expect((await fixture.control('/clock', { advanceTo: 'tomorrow' })).body.detail).toContain('ISO time');
    expect((await fixture.control('/clock', { advanceMs: -5 })).status).toBe(400);
  });
});

describe('faults', () => {
  it('leave a job in UPDATE_FAILED until an update succeeds', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('hourly');
    await fixture.control('/faults', { updateFailed: name('hourly') });
    const update = () =>
      fixture.client.updateJob({
        job: { name: name('hourly'), description: 'new' },
        updateMask: { paths: ['description'] },
      });
    await expect(update()).rejects.toMatchObject({ code: Code.INTERNAL });
    expect(await fixture.get('hourly')).toMatchObject({ state: 'UPDATE_FAILED', scheduleTime: null });
    expect(await fixture.scheduler.advanceTo(new Date(hour))).toEqual([]);
    await expect(fixture.client.runJob({ name: name('hourly') })).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
    });
    expect((await update())[0]).toMatchObject({ state: 'ENABLED', description: 'new' });
  });

  it('deliver the same occurrence twice', async () => {
    const hour = await fixture.alignToHour();
    await fixture.create('hourly');
    await fixture.control('/faults', { duplicateDelivery: 1 });
    await fixture.scheduler.advanceTo(new Date(hour + HOUR));
    expect(fixture.scheduleTimes()).toEqual([hour, hour, hour + HOUR]);
  });
});

describe('the control door', () => {
  it('shows jobs without their headers, and a page', async () => {
    const authorization = 'Bearer the-cron-secret';
    await fixture.create('hourly', {
      description: 'tom & <jerry>',
      httpTarget: { uri: `${fixture.target.url}/`, headers: { authorization } },
    });
    const { body } = await fixture.control('/jobs');
    expect(body.jobs).toMatchObject([{ name: name('hourly'), state: 'ENABLED', schedule: '0 * * * *', status: null }]);
    const raw = await (await fetch(`${fixture.controlUrl}/jobs`)).text();
    expect(raw).not.toContain('the-cron-secret');
    const html = await (await fetch(`${fixture.controlUrl}/`)).text();
    expect(html).toContain('tom &amp; &lt;jerry&gt;');
    expect(html).not.toContain('the-cron-secret');
  });

  it('takes the page’s form, and no write from a page of another origin', async () => {
    const url = `${fixture.controlUrl}/clock`;
    const body = new URLSearchParams({ advanceMs: '60000' });
    const before = fixture.scheduler.now().getTime();
    const own = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { Origin: new URL(url).origin },
    });
    expect(own.status).toBe(303);
    expect(fixture.scheduler.now().getTime() - before).toBeGreaterThanOrEqual(60_000);
    expect((await fetch(url, { method: 'POST', body, headers: { Origin: 'http://evil.example' } })).status).toBe(403);
    expect((await fixture.control('/nothing')).status).toBe(404);
  });
});
