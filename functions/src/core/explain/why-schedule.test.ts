import { describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { execution, failedWith, problem } from './explain.fixture.ts';
import { addVersion, at, daily, nine, occurrence, put, scheduled, store, why, world } from './why.fixture.ts';
import { whyAt } from './why.ts';

describe('a start that was due', () => {
  it('and happened: how late, how it ended, and where it is', async () => {
    const kit = await world();
    const id = await store(
      kit,
      occurrence(nine),
      scheduled(nine, { createdAt: at('2026-11-23T14:20:00Z'), ...failedWith('x', 'No page') }),
    );
    const { summary, text, links, evidence } = await why(kit, '2026-11-23T09:00');
    expect(summary).toContain(
      'It did run: the start due at Mon, Nov 23, 2026, 9:00 AM EST began 20 minutes late, and it failed at',
    );
    expect(text).toContain('A start was due at Mon, Nov 23, 2026, 9:00 AM EST (every day at 9:00 AM Eastern Time).');
    expect(links).toContainEqual({ label: 'The execution', href: `/executions/${id}` });
    expect(evidence).toContainEqual({ label: 'Due', value: '2026-11-23T14:00:00.000Z', path: null });
  });

  it('and was skipped: the reason, also where one record stands for many', async () => {
    const kit = await world();
    const first = at('2026-11-21T14:00:00Z');
    const skipped = scheduled(first, {
      status: 'skipped',
      startedAt: null,
      error: {
        ...problem('overlap', 'The execution that began at 2026-11-20T14:00:00.000Z was still under way.'),
        fix: { label: 'Open it', href: '/executions/e0' },
      },
      occurrences: 3,
      lastScheduledFor: nine,
    });
    await store(kit, occurrence(first), skipped);
    const { summary, text, links } = await why(kit, '2026-11-23T14:00:00Z');
    expect(summary).toBe(
      'It was skipped at Mon, Nov 23, 2026, 9:00 AM EST. The execution that began at Fri, Nov 20, 2026, 9:00 AM EST was still under way.',
    );
    expect(text).toContain('The record stands for 3 starts in a row.');
    expect(links).toContainEqual({ label: 'Open it', href: '/executions/e0' });
    expect((await why(kit, '2026-11-24T09:00')).summary).toContain('still to come');
    expect((await why(kit, '2026-11-20T09:00')).summary).toContain('no record of this start');
  });

  it('but before it was armed: made later, armed anew, or with other times then', async () => {
    const kit = await world();
    expect((await why(kit, '2026-11-09T09:00')).summary).toContain(
      'The playbook was only made at Tue, Nov 10, 2026, 7:00 AM EST',
    );
    const resumed = await world({ schedule: { armedAt: at('2026-11-23T16:00:00Z'), lastScheduledFor: null } });
    const { summary, evidence } = await why(resumed, '2026-11-23T09:00');
    expect(summary).toContain(
      'It was armed at Mon, Nov 23, 2026, 11:00 AM EST, and nothing starts for a time before that.',
    );
    expect(summary).toContain('which of these it was is not stored');
    expect(evidence).toContainEqual({
      label: 'Armed',
      value: '2026-11-23T16:00:00.000Z',
      path: 'schedules/playbook1.schedule',
    });
    const changed = await world({ schedule: { cron: '0 8 * * *', armedAt: at('2026-11-23T16:00:00Z') } });
    expect((await why(changed, '2026-11-23T08:00')).summary).toContain(
      '(every day at 9:00 AM Eastern Time) has no start at',
    );
    expect((await why(changed, '2026-11-24T08:00')).summary).toContain('still to come');
  });

  it('of a playbook that is paused: since before, or nobody knows since when', async () => {
    const paused = (updatedAt: string) =>
      world({
        playbook: { status: 'paused', updatedAt: at(updatedAt) },
        schedule: { dueAt: null, scheduledFor: null, lastScheduledFor: null },
      });
    const before = await why(await paused('2026-11-20T12:00:00Z'), '2026-11-23T09:00');
    expect(before.summary).toContain(
      'The playbook is paused, and only an active one starts by itself. It has not been changed since',
    );
    const after = await why(await paused('2026-11-23T20:00:00Z'), '2026-11-23T09:00');
    expect(after.summary).toContain('how it was at the time itself is not stored');
    expect((await why(await paused('2026-11-20T12:00:00Z'), '2026-11-25T09:00')).summary).toContain(
      'as things stand it will not happen',
    );
  });

  it('names the version that was live then, also where an earlier one was restored', async () => {
    const armedAt = at('2026-11-23T18:00:00Z');
    const kit = await world({ schedule: { armedAt } });
    const content = { agent: null, triggers: [daily], inputs: [], steps: [{ id: 'do', action: 'do' }] };
    await addVersion(kit, 'version2', at('2026-11-20T12:00:00Z'), { ...content, triggers: [] });
    const version = { label: 'Version by then', path: 'playbooks/playbook1/versions' };
    expect((await why(kit, '2026-11-23T09:00')).evidence).toContainEqual({ ...version, value: 'version2' });
    const fields = { liveAgainAt: [at('2026-11-22T12:00:00Z')] };
    await kit.store.commit([{ op: 'update', path: paths.version('playbook1', 'version1').path, fields }]);
    const restored = await why(kit, '2026-11-23T09:00');
    expect(restored.evidence).toContainEqual({ ...version, value: 'version1' });
    expect(restored.text).toContain('The trigger was in the playbook before');
  });

  it('in a pause: whose it is, and since when', async () => {
    const pause = { since: at('2026-11-23T12:00:00Z'), by: 'owner', reason: 'Stocktaking' };
    const schedule = { dueAt: null, scheduledFor: nine, lastScheduledFor: null };
    const { summary } = await why(await world({ playbook: { status: 'paused', pause }, schedule }), '2026-11-23T09:00');
    expect(summary).toContain('The playbook is paused, by Olive since Mon, Nov 23, 2026, 7:00 AM EST.');
    expect(summary).toContain('The reason that was given: “Stocktaking”.');
  });

  it('of a playbook with mistakes, a draft, and one that is not armed', async () => {
    const problems = [{ path: 'steps.0.action', message: 'There is no such step' }];
    const arming = { state: 'invalid', problems, versionId: null, checkedAt: at('2026-11-22T12:00:00Z') };
    const invalid = await why(await world({ playbook: { arming } }), '2026-11-23T09:00');
    expect(invalid.summary).toContain(
      'The playbook has mistakes and cannot start. steps.0.action: There is no such step.',
    );
    const draft = await world({ playbook: { status: 'draft' }, schedule: null });
    expect((await why(draft, '2026-11-23T09:00')).summary).toContain('The playbook is a draft');
    expect((await why(await world({ schedule: null }), '2026-11-23T09:00')).summary).toContain(
      'Nothing is armed for this trigger',
    );
    expect((await why(await world({ playbook: { arming: null } }), '2026-11-23T09:00')).summary).toContain(
      'not armed the playbook yet',
    );
  });

  it('that nobody has looked at: by when, and when the tick last ran', async () => {
    const overdue = { scheduledFor: nine, lastScheduledFor: null, dueAt: at('2026-11-23T14:01:30Z') };
    const late = await world({ schedule: overdue, now: '2026-11-23T14:30:00Z' });
    expect((await why(late, '2026-11-23T09:00')).summary).toContain(
      'it is late. The tick, which looks after such starts from Mon, Nov 23, 2026, 9:01 AM EST on, has left no sign',
    );
    await put(late, top.heartbeat('tick').path, {
      at: at('2026-11-23T13:40:00Z'),
      alarmedAt: null,
      jobsComparedAt: null,
      jobsCursor: null,
    });
    expect((await why(late, '2026-11-23T09:00')).summary).toContain(
      'was last heard of at Mon, Nov 23, 2026, 8:40 AM EST',
    );
    const soon = await world({ schedule: overdue, now: '2026-11-23T14:01:00Z' });
    expect((await why(soon, '2026-11-23T09:00')).summary).toContain('it is only just due');
  });

  it('so long ago that executions of then are not kept', async () => {
    const kit = await world({ now: '2027-06-01T12:00:00Z' });
    expect((await why(kit, '2026-11-23T09:00')).summary).toContain('Executions are kept for 30 days');
  });
});

describe('a time at which nothing was due', () => {
  it('is told with the starts before and after, and what became of the one before', async () => {
    const kit = await world();
    const id = await store(kit, occurrence(nine), scheduled(nine));
    const { summary, text, links } = await why(kit, '2026-11-23T10:30');
    expect(summary).toContain(
      'has no start at Mon, Nov 23, 2026, 10:30 AM EST: the one before at Mon, Nov 23, 2026, 9:00 AM EST, the next at Tue, Nov 24, 2026, 9:00 AM EST.',
    );
    expect(text).toContain('Of the one before: it completed at');
    expect(links).toContainEqual({ label: 'The execution before', href: `/executions/${id}` });
  });

  it('though someone started it by hand, or it was under way', async () => {
    const kit = await world();
    const created = at('2026-11-23T15:30:20Z');
    await put(
      kit,
      paths.execution('hand').path,
      execution({ createdAt: created, startedAt: created, completedAt: at('2026-11-23T16:00:00Z') }),
    );
    expect((await why(kit, '2026-11-23T10:30')).summary).toContain(
      'An execution started by hand was started in that minute; it completed',
    );
    expect((await why(kit, '2026-11-23T10:45')).text).toContain('An execution started by hand was under way, since');
    expect((await why(kit, '2026-11-23T11:30')).text).not.toContain('by hand');
  });

  it('by a playbook whose triggers were never armed, or that cannot be read', async () => {
    const problems = [{ path: 'triggers.0.cron', message: 'There is no minute 61' }];
    const arming = { state: 'invalid', problems, versionId: null, checkedAt: nine };
    const kit = await world({ triggers: [{ type: 'manual', id: 'manual' }], playbook: { triggers: [daily], arming } });
    const { summary } = await why(kit, '2026-11-23T09:00');
    expect(summary).toContain('It did not run: no trigger of it was ever armed');
    expect(summary).toContain('triggers.0.cron: There is no minute 61.');
    await put(kit, paths.playbook('playbook1').path, { name: 7 });
    expect((await why(kit, '2026-11-23T09:00')).summary).toContain('The playbook cannot be read as it is stored');
  });

  it('by a playbook that only people start', async () => {
    const kit = await world({ triggers: [{ type: 'manual', id: 'manual' }] });
    expect((await why(kit, '2026-11-23T10:30')).summary).toBe(
      'Nothing starts this playbook by itself, and nobody started it at that time.',
    );
  });
});

describe('clocks that change', () => {
  const schedule = (cron: string) => ({
    cron,
    armedAt: at('2026-01-01T00:00:00Z'),
    scheduledFor: null,
    lastScheduledFor: null,
  });
  const early = { createdAt: at('2026-01-01T00:00:00Z'), updatedAt: at('2026-01-01T00:00:00Z') };

  it('forward: the time did not exist, and the start is due after the gap', async () => {
    const kit = await world({ schedule: schedule('30 2 * * *'), playbook: early, now: '2026-03-08T12:00:00Z' });
    const due = at('2026-03-08T07:00:00Z');
    await store(kit, occurrence(due), scheduled(due));
    const { summary, text } = await why(kit, '2026-03-08T02:30');
    expect(summary).toContain('It did run: the start due at Sun, Mar 8, 2026, 3:00 AM EDT began on time');
    expect(text).toContain(
      'That time did not exist on that day in America/New_York: the clocks were put forward by 1 hour, to Sun, Mar 8, 2026, 3:00 AM EDT.',
    );
    expect(text).toContain('Its own time of day did not exist that day');
  });

  it('back: the time came twice, and it starts the first time only', async () => {
    const kit = await world({ schedule: schedule('30 1 * * *'), playbook: early, now: '2026-11-01T12:00:00Z' });
    const due = at('2026-11-01T05:30:00Z');
    await store(kit, occurrence(due), scheduled(due));
    const { summary, text } = await why(kit, '2026-11-01T01:30');
    expect(summary).toContain('began on time');
    expect(text).toContain('That time came twice on that day in America/New_York');
    const second = await why(kit, '2026-11-01T06:30:00Z');
    expect(second.text).toContain('this time of day came twice; it starts the first time only');
    expect(second.text).not.toContain('A start was due');
  });
});

it('a playbook that is not there, or another tenant’s, has no answer', async () => {
  const kit = await world();
  expect(await whyAt(kit.engine, orgId, 'playbook2', '2026-11-23T09:00')).toBeNull();
  expect(await whyAt(kit.engine, 'org_b', 'playbook1', '2026-11-23T09:00')).toBeNull();
});
