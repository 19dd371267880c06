import { describe, expect, it } from 'vitest';
import { createEngineKit, Death, type EngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { DomainEvent } from '../../model/event.ts';
import { type DomainCollection, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Store } from '../ports.ts';
import { publishEvents } from './publish-events.ts';
import { isSweepDue, sweepDays } from './sweep-days.ts';

const HOUR_MS = 3_600_000;
const MORNING = '2026-11-23T12:30:00Z'; // 7:30 in New York

const later = (kit: EngineKit, ms = 60_000) => new Date(kit.clock.now().getTime() + ms);
const sweep = (kit: EngineKit) => sweepDays(kit.engine, later(kit));

async function put(kit: EngineKit, collection: DomainCollection, id: string, data: object, tenant = orgId) {
  const { path } = tenantPaths(tenant).domain(collection);
  await kit.store.commit([{ op: 'set', path: `${path}/${id}`, data }]);
}
async function eventsOf(kit: EngineKit, tenant = orgId): Promise<DomainEvent[]> {
  const found = await kit.store.query(queries.events(tenant, new Date(0), new Date('2030-01-01'), { limit: 1_000 }));
  return found.flatMap(({ data }) => data ?? []);
}
const told = async (kit: EngineKit) =>
  (await eventsOf(kit)).map(({ eventName, subject, dataJson }) => [eventName, subject, JSON.parse(dataJson)] as const);

/** Day after day, an hour at a time, each with a sweep. */
async function pass(kit: EngineKit, days: number): Promise<void> {
  for (let hour = 0; hour < days * 24; hour++) {
    await kit.clock.advance(HOUR_MS);
    await sweep(kit);
  }
}

describe('what time alone brings about', () => {
  it('is told of an invoice 1, 7, 14 and 30 days after its date, each once, until it is paid', async () => {
    const kit = await createEngineKit([], { startAt: MORNING });
    const invoice = { number: 'A-1', email: 'ada@example.com', amount: 120, dueAt: '2026-11-23' };
    await put(kit, 'invoices', 'open', invoice);
    await put(kit, 'invoices', 'paid', invoice);
    await pass(kit, 3);
    await put(kit, 'invoices', 'paid', { ...invoice, paidAt: new Date('2026-11-26') });
    await pass(kit, 29);
    const days = (await told(kit)).map(([name, subject, { daysPastDue }]) => `${name} ${subject} ${daysPastDue}`);
    expect(days.toSorted()).toEqual([
      'invoice.past_due invoices/open 1',
      'invoice.past_due invoices/open 14',
      'invoice.past_due invoices/open 30',
      'invoice.past_due invoices/open 7',
      'invoice.past_due invoices/paid 1',
    ]);
  });

  it('is told at seven in the morning of the tenant, with the time of that', async () => {
    const kit = await createEngineKit([], { startAt: '2026-11-24T11:59:00Z' });
    await put(kit, 'invoices', 'i1', { amount: 5, dueAt: '2026-11-23' });
    expect(await sweep(kit)).toBe(0);
    await kit.clock.advance(60_000);
    expect(await sweep(kit)).toBe(1);
    expect((await eventsOf(kit))[0]?.time).toEqual(new Date('2026-11-24T12:00:00Z'));
    expect(kit.queued).toMatchObject([{ handler: 'dispatch' }]);
  });

  it.each([
    ['a customer', 'customers', { name: 'Ada', lastOrderAt: '2026-10-24' }, 'customer.inactive', { days: 30 }],
    ['a member who owes', 'members', { balanceDue: 40, dueAt: '2026-11-22' }, 'member.past_due', { balanceDue: 40 }],
    ['a trial', 'members', { trialEndsAt: '2026-11-26', status: 'trial' }, 'member.trial_ending', { daysLeft: 3 }],
  ] as const)('is told of %s', async (_, collection, data, eventName, payload) => {
    const kit = await createEngineKit([], { startAt: MORNING });
    await put(kit, collection, 'x', data);
    await sweep(kit);
    expect(await told(kit)).toEqual([[eventName, `${collection}/x`, expect.objectContaining(payload)]]);
  });

  it.each([
    ['a member who owes nothing', 'members', { balanceDue: 0, dueAt: '2026-11-22' }],
    ['a member who left', 'members', { balanceDue: 5, dueAt: '2026-11-22', status: 'canceled' }],
    ['a draft of an invoice', 'invoices', { amount: 5, dueAt: '2026-11-22', status: 'draft' }],
    ['a document that cannot be read', 'invoices', { amount: 'five', dueAt: '2026-11-22' }],
    ['a date that is none', 'invoices', { amount: 5, dueAt: '2026-11-22 or so' }],
  ] as const)('is not told of %s', async (_, collection, data) => {
    const kit = await createEngineKit([], { startAt: MORNING });
    await put(kit, collection, 'x', data);
    await sweep(kit);
    expect(await told(kit)).toEqual([]);
  });

  it('goes by the tenant’s calendar: an hour before midnight is not the next day, midnight in UTC is a mere date', async () => {
    const kit = await createEngineKit([], { startAt: MORNING });
    const due = (dueAt: Date | string) => ({ amount: 5, dueAt });
    await put(kit, 'invoices', 'evening', due(new Date('2026-11-23T04:00:00Z'))); // 23:00 on the 22nd
    await put(kit, 'invoices', 'evening-text', due('2026-11-22T23:00:00-05:00'));
    await put(kit, 'invoices', 'date', due(new Date('2026-11-22T00:00:00Z')));
    await put(kit, 'invoices', 'today', due(new Date('2026-11-23T05:00:00Z')));
    await put(kit, 'invoices', 'before', due(new Date('2026-11-22T04:59:00Z')));
    await sweep(kit);
    const subjects = (await told(kit)).map(([, subject]) => subject).toSorted();
    expect(subjects).toEqual(['invoices/date', 'invoices/evening', 'invoices/evening-text']);
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-22T17:00:00Z', '2026-11-20T23:30:00-11:00'],
    ['Pacific/Niue', '2026-11-22T18:00:00Z', '2026-11-23T00:30:00+14:00'],
  ])('is found in %s though another end of the world has written its date', async (timezone, startAt, dueAt) => {
    const kit = await createEngineKit([], { startAt });
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { timezone } }]);
    await put(kit, 'invoices', 'far', { amount: 5, dueAt });
    await sweep(kit);
    expect((await told(kit)).map(([, subject]) => subject)).toEqual(['invoices/far']);
  });

  it('is told once where a change of status has told it already', async () => {
    const kit = await createEngineKit([], { startAt: MORNING });
    const member = { status: 'active', balanceDue: 40, dueAt: '2026-11-22' };
    await put(kit, 'members', 'm1', member);
    const change = { orgId, collection: 'members', documentId: 'm1', changeId: 'c1', time: kit.clock.now() } as const;
    await sweep(kit);
    await publishEvents(kit.engine, { ...change, before: member, after: { ...member, status: 'past_due' } });
    expect(await told(kit)).toHaveLength(1);
  });

  it('is tainted where strangers’ words are in the document', async () => {
    const kit = await createEngineKit([], { startAt: MORNING });
    const lastWrite = { executionId: 'e1', depth: 2, isTainted: true };
    await put(kit, 'invoices', 'x', { amount: 5, dueAt: '2026-11-22', lastWrite });
    await sweep(kit);
    expect(await eventsOf(kit)).toMatchObject([{ isTainted: true, depth: 0, causedBy: null }]);
  });
});

describe('the sweep', () => {
  it('costs one read until the next full hour, and is looked at once in it, or at once where time was over', async () => {
    const kit = await createEngineKit([], { startAt: MORNING });
    await sweep(kit);
    kit.commits.length = 0;
    expect(await sweep(kit)).toBe(0);
    expect(kit.commits).toEqual([]);
    const beat = (at: string) => ({
      at: new Date(at),
      alarmedAt: null,
      jobsComparedAt: null,
      jobsCursor: null,
      notedCursor: null,
      isPastNoted: true,
      isCut: false,
    });
    expect(isSweepDue(new Date('2026-11-23T12:59:00Z'), beat('2026-11-23T12:00:00Z'))).toBe(false);
    expect(isSweepDue(new Date('2026-11-23T13:00:10Z'), beat('2026-11-23T12:59:10Z'))).toBe(true);
    expect(isSweepDue(new Date('2026-11-23T12:05:10Z'), null)).toBe(true);
    const cut = { ...beat('2026-11-23T12:03:00Z'), isCut: true };
    expect(isSweepDue(new Date('2026-11-23T12:04:00Z'), cut)).toBe(true);
  });

  it('makes up for the mornings of two days on which nothing ran', async () => {
    const kit = await createEngineKit([], { startAt: MORNING });
    for (const day of [22, 23, 24]) await put(kit, 'invoices', `i${day}`, { amount: 5, dueAt: `2026-11-${day}` });
    await sweep(kit);
    await kit.clock.advance(48 * HOUR_MS);
    await sweep(kit);
    const times = (await eventsOf(kit)).map(({ subject, time }) => `${subject} ${time.toISOString().slice(0, 13)}`);
    expect(times.toSorted()).toEqual([
      'invoices/i22 2026-11-23T12',
      'invoices/i23 2026-11-24T12',
      'invoices/i24 2026-11-25T12',
    ]);
  });

  it.each([
    ['America/New_York', '2026-03-07T12:00:00Z', ['2026-03-08T11:00:00.000Z', '2026-03-09T11:00:00.000Z']],
    ['America/New_York', '2026-10-31T11:00:00Z', ['2026-11-01T12:00:00.000Z', '2026-11-02T12:00:00.000Z']],
    ['Asia/Kolkata', '2026-11-23T02:00:00Z', ['2026-11-24T01:30:00.000Z', '2026-11-25T01:30:00.000Z']],
    ['Nowhere/Town', '2026-11-23T07:00:00Z', ['2026-11-24T07:00:00.000Z', '2026-11-25T07:00:00.000Z']],
  ])('has one morning a day in %s, from %s on, also when the clocks are put', async (timezone, startAt, mornings) => {
    const kit = await createEngineKit([], { startAt });
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { timezone } }]);
    await sweep(kit);
    const first = Date.parse(startAt);
    for (const days of [0, 1]) {
      const dueAt = new Date(first + days * 24 * HOUR_MS).toISOString().slice(0, 10);
      await put(kit, 'invoices', `i${days}`, { amount: 5, dueAt });
    }
    await pass(kit, 3);
    const times = (await eventsOf(kit)).map(({ time }) => time.toISOString()).toSorted();
    expect(times).toEqual(mornings);
  });

  it('killed at any point goes on, and tells everything once', async () => {
    const points = ['event_stored', 'fact_swept', 'tenants_swept'];
    for (const [index, point] of points.entries()) {
      const kit = await createEngineKit([], { startAt: MORNING });
      for (let one = 0; one < 5; one++) await put(kit, 'invoices', `i${one}`, { amount: one, dueAt: '2026-11-22' });
      kit.deaths.add(point);
      await expect(sweep(kit), point).rejects.toThrow(Death);
      // A worker that is killed inside a tenant's morning leaves the page to the next one.
      if (index < 2) expect((await kit.store.get(top.sweep))?.data).toMatchObject({ cursor: null, tries: 1 });
      await sweep(kit);
      expect((await told(kit)).map(([, subject]) => subject).toSorted(), point).toEqual(
        [0, 1, 2, 3, 4].map((one) => `invoices/i${one}`),
      );
      expect(new Set(kit.queued.map(({ name }) => name)).size).toBe(5);
      expect(await sweep(kit)).toBe(0);
    }
  });

  it('tries a tenant that cannot be swept five times more, and then goes on to those behind it', async () => {
    const inner = createMemoryStore();
    const store: Store = {
      ...inner,
      query: (query) => {
        if (query.from.path.startsWith('tenants/org_bad/')) throw new Error('It is broken');
        return inner.query(query);
      },
    };
    const kit = await createEngineKit([], { startAt: MORNING, store });
    const tenant = { name: 'Bad', timezone: 'America/New_York', createdAt: kit.clock.now() };
    await kit.store.commit([{ op: 'create', path: top.tenant('org_bad').path, data: tenant }]);
    await put(kit, 'invoices', 'i', { amount: 5, dueAt: '2026-11-22' });
    for (let tries = 0; tries < 5; tries++) await expect(sweep(kit)).rejects.toThrow('It is broken');
    expect(await told(kit)).toHaveLength(1);
    await sweep(kit);
    expect((await kit.store.get(top.sweep))?.data).toEqual({
      sweptUntil: new Date('2026-11-23T12:00:00Z'),
      until: null,
      cursor: null,
      tries: 0,
    });
  });

  it('passes 1,000 tenants of all time zones in a day, each in its morning, in as many ticks as it takes', async () => {
    const kit = await createEngineKit([], { startAt: '2026-11-22T18:30:00Z' });
    const zones = Array.from({ length: 24 }, (_, index) => `Etc/GMT${index < 12 ? '-' : '+'}${index % 12}`);
    const ids = Array.from({ length: 1_000 }, (_, index) => `org_${String(index).padStart(4, '0')}`);
    for (const [index, id] of ids.entries()) {
      const data = { name: id, timezone: zones[index % zones.length], createdAt: kit.clock.now() };
      await kit.store.commit([{ op: 'create', path: top.tenant(id).path, data }]);
      if (index % 5 === 0) await put(kit, 'invoices', 'i', { amount: index, dueAt: '2026-11-22' }, id);
    }
    await sweep(kit);
    let [all, ticks] = [0, 0];
    for (let hour = 0; hour < 36; hour++) {
      await kit.clock.advance(HOUR_MS);
      // A deadline that is over after one page.
      for (let isOver = false; !isOver; ticks += 1) {
        const at = kit.clock.now().getTime();
        let looks = 0;
        const clock = { ...kit.clock, now: () => new Date(at + (looks++ > 2 ? 1_000 : 0)) };
        all += await sweepDays({ ...kit.engine, clock }, new Date(at + 1_000));
        isOver = (await kit.store.get(top.sweep))?.data.until === null;
      }
    }
    expect(all).toBe(200);
    expect(ticks).toBeGreaterThan(36);
    expect(await eventsOf(kit, 'org_0995')).toHaveLength(1);
  }, 180_000);
});
