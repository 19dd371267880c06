import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { dispatchEvent } from '../../src/core/triggering/dispatch-event.ts';
import { publishEvents } from '../../src/core/triggering/publish-events.ts';
import { sweepMorning } from '../../src/core/triggering/sweep-morning.ts';
import type { Scope } from '../../src/model/api-key.ts';
import { eventCatalog } from '../../src/model/event-catalog.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const steps = [{ id: 'note', action: 'set_variables', params: { values: { seen: '{{event}}' } } }];

async function tenant() {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const listen = async (eventName: string, filter: string | null = null) => {
    const body = { name: eventName, status: 'active', triggers: [{ type: 'event', eventName, filter }], steps };
    const made = await api.call('POST', '/api/playbooks', { token, body });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    const playbookId = String(made.body.playbookId);
    await applyTriggers(api.app.arsenal, orgId, playbookId);
    return playbookId;
  };
  const get = async (path: string) => (await api.call('GET', path, { token })).body;
  const post = (path: string, body: unknown, key?: string) =>
    api.call('POST', path, { token, body, ...(key !== undefined && { headers: { 'Idempotency-Key': key } }) });
  const dispatch = (eventId: string) => dispatchEvent(api.app.engine, orgId, eventId);
  const startsOf = async (playbookId: string) =>
    (await api.app.engine.store.query(queries.executionsOf(orgId, playbookId, { limit: 50 }))).flatMap(
      ({ data }) => data ?? [],
    );
  return { orgId, token, listen, get, post, dispatch, startsOf };
}

const change = (orgId: string, after: object, more: object = {}) => ({
  orgId,
  collection: 'inventory' as const,
  documentId: 'tea',
  changeId: 'change1',
  time: new Date(),
  before: null,
  after: { name: 'Tea', reorderPoint: 10, ...after },
  ...more,
});

describe('an event', () => {
  it('is listed, and tells what it has started and why another playbook did not', async () => {
    const { orgId, listen, get, dispatch } = await tenant();
    const [starts, filtered] = [
      await listen('inventory.low_stock'),
      await listen('inventory.low_stock', 'event.quantity < 2'),
    ];
    const [eventId = ''] = await publishEvents(api.app.engine, change(orgId, { quantity: 5 }));
    await dispatch(eventId);
    const list = await get('/api/events?eventName=inventory.low_stock');
    expect(list.items).toMatchObject([
      { eventId, title: 'Stock is low', subject: 'inventory/tea', data: { quantity: 5 }, started: 1, isServed: true },
    ]);
    const detail = await get(`/api/events/${eventId}`);
    expect(detail.executions).toMatchObject([{ playbookId: starts, status: 'queued' }]);
    expect(detail.hasMoreListeners).toBe(false);
    const outcomes = new Map(detail.listeners.map((one: { playbookId: string }) => [one.playbookId, one]));
    expect(outcomes.get(starts)).toMatchObject({ outcome: 'started' });
    expect(outcomes.get(filtered)).toMatchObject({
      outcome: 'not_started',
      why: expect.stringContaining('(event.quantity < 2) was not true'),
    });
  });

  it('is paged without losing one, though all of them happened at one moment', async () => {
    const { orgId, get } = await tenant();
    const time = new Date();
    for (let index = 0; index < 5; index++) {
      const one = change(orgId, { quantity: 5 }, { documentId: `item${index}`, time });
      await publishEvents(api.app.engine, one);
    }
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await get(`/api/events?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ subject }: { subject: string }) => subject));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4].map((index) => `inventory/item${index}`));
    const later = new Date(time.getTime() + 1_000).toISOString();
    expect((await get(`/api/events?from=${later}`)).items).toEqual([]);
    expect((await get(`/api/events?to=${later}`)).items).toHaveLength(5);
  });
});

describe('an event of one’s own', () => {
  it('starts what listens for it, once for one key, and is tainted', async () => {
    const { orgId, listen, dispatch, startsOf } = await tenant();
    const playbookId = await listen('custom.form_sent', 'event.score > 3');
    const key = await api.key(orgId, ['events:publish']);
    const send = (score: number, idempotencyKey: string) =>
      api.call('POST', '/api/events', {
        key,
        headers: { 'Idempotency-Key': idempotencyKey },
        body: { eventName: 'custom.form_sent', subject: 'forms/1', data: { score } },
      });
    const [first, again] = [await send(5, 'k1'), await send(5, 'k1')];
    expect([first.status, again.body]).toEqual([202, first.body]);
    expect((await send(6, 'k1')).status).toBe(422);
    await dispatch(String(first.body.eventId));
    await dispatch(String((await send(1, 'k2')).body.eventId));
    const [start, ...more] = await startsOf(playbookId);
    expect(more).toEqual([]);
    expect(start).toMatchObject({ triggeredBy: 'event', eventId: first.body.eventId, taint: ['event'] });
  });

  it('is called custom.…, is no larger than 64 KB, and takes a key with the scope for it', async () => {
    const { orgId, post } = await tenant();
    expect((await post('/api/events', { eventName: 'invoice.paid', data: {} })).problem.errors).toMatchObject([
      { message: 'Events of your own are called custom.something' },
    ]);
    const large = { eventName: 'custom.large', data: { text: 'x'.repeat(64_000) } };
    expect((await post('/api/events', large)).status).toBe(422);
    const scopes: Scope[] = ['executions:run', 'playbooks:write'];
    const key = await api.key(orgId, scopes);
    expect((await api.call('POST', '/api/events', { key, body: { eventName: 'custom.x' } })).status).toBe(403);
  });
});

describe('to replay an event', () => {
  it('is a new occurrence, marked as one, for all that listen by now', async () => {
    const { orgId, listen, post, get, dispatch, startsOf } = await tenant();
    const early = await listen('inventory.low_stock');
    const after = { quantity: 5, lastWrite: { executionId: 'e1', depth: 3, isTainted: true } };
    const [eventId = ''] = await publishEvents(api.app.engine, change(orgId, after));
    await dispatch(eventId);
    const late = await listen('inventory.low_stock');
    const replay = await post(`/api/events/${eventId}/replay`, {}, 'k1');
    expect(replay.status).toBe(202);
    expect(replay.body).toMatchObject({ replayOf: eventId });
    expect((await post(`/api/events/${eventId}/replay`, {}, 'k1')).body).toEqual(replay.body);
    await dispatch(replay.body.eventId);
    expect([(await startsOf(early)).length, (await startsOf(late)).length]).toEqual([2, 1]);
    expect(await startsOf(late)).toMatchObject([{ depth: 4, taint: ['event'], eventId: replay.body.eventId }]);
    expect(await get(`/api/events/${replay.body.eventId}`)).toMatchObject({ replayOf: eventId, isTainted: true });
    const second = await post(`/api/events/${replay.body.eventId}/replay`, {});
    expect(second.body.replayOf).toBe(eventId);
    expect(second.body.eventId).not.toBe(replay.body.eventId);
  });

  it('may be for one playbook only, and as a rehearsal', async () => {
    const { orgId, listen, post, get, dispatch, startsOf } = await tenant();
    const [mine, other] = [await listen('inventory.low_stock'), await listen('inventory.low_stock')];
    const [eventId = ''] = await publishEvents(api.app.engine, change(orgId, { quantity: 5 }));
    const replay = await post(`/api/events/${eventId}/replay`, { playbookId: mine, dryRun: true });
    await dispatch(replay.body.eventId);
    expect(await startsOf(mine)).toMatchObject([{ mode: 'dry_run' }]);
    expect(await startsOf(other)).toEqual([]);
    const { listeners } = await get(`/api/events/${replay.body.eventId}`);
    const told = listeners.find(({ playbookId }: { playbookId: string }) => playbookId === other);
    expect(told).toMatchObject({ outcome: 'not_started', why: 'It was repeated for another playbook only.' });
    const deaf = await listen('invoice.paid');
    expect((await post(`/api/events/${eventId}/replay`, { playbookId: deaf })).status).toBe(409);
  });
});

describe('the kinds of events', () => {
  it('are told with a schema and an example that fits', async () => {
    const { get } = await tenant();
    const { items } = await get('/api/event-types');
    expect(items.map(({ eventName }: { eventName: string }) => eventName)).toEqual(
      eventCatalog.map(({ name }) => name),
    );
    const low = items.find(({ eventName }: { eventName: string }) => eventName === 'inventory.low_stock');
    expect(low.schema.properties.quantity).toEqual({ type: 'number' });
    expect(low.example).toMatchObject({ quantity: 3 });
  });

  it('are checked when a playbook is saved: the name, and the fields that are read', async () => {
    const { post } = await tenant();
    const save = async (trigger: object, value = '{{event.name}}') => {
      const body = {
        name: 'x',
        triggers: [{ type: 'event', ...trigger }],
        steps: [{ action: 'set_variables', params: { values: { value } } }],
      };
      const { status, problem } = await post('/api/playbooks', body);
      return status === 201 ? [] : problem.errors?.map(({ path, message }) => `${path}: ${message}`);
    };
    const eventName = 'inventory.low_stock';
    expect(await save({ eventName })).toEqual([]);
    expect(await save({ eventName: 'inventory.lowstock' })).toEqual([
      "triggers.0.eventName: There is no event 'inventory.lowstock'; did you mean 'inventory.low_stock'?",
    ]);
    expect(await save({ eventName, filter: 'event.quantitty < 5' })).toEqual([
      "triggers.0.filter: 'event' has no 'quantitty'; did you mean 'quantity'?",
    ]);
    expect(await save({ eventName }, '{{event.nam}}')).toEqual([
      "steps.0.params.values.value: 'event' has no 'nam'; did you mean 'name'?",
    ]);
    expect(await save({ eventName: 'custom.anything', filter: 'event.what.ever == 1' }, '{{event.x.y}}')).toEqual([]);
  });
});

describe('time', () => {
  it('makes an invoice past due, whether its date is a time or a text', async () => {
    const { orgId, get } = await tenant();
    const invoices = tenantPaths(orgId).domain('invoices').path;
    const create = (id: string, data: object) => ({ op: 'create' as const, path: `${invoices}/${id}`, data });
    await api.app.engine.store.commit([
      create('time', { amount: 5, dueAt: new Date('2026-11-20T15:00:00Z') }),
      create('text', { amount: 6, dueAt: '2026-11-20' }),
      create('later', { amount: 7, dueAt: '2026-11-21' }),
      create('paid', { amount: 8, dueAt: '2026-11-20', status: 'paid' }),
    ]);
    const morning = { orgId, zone: 'America/New_York', morning: new Date('2026-11-21T12:00:00Z') };
    expect(await sweepMorning(api.app.engine, morning)).toBe(2);
    expect(await sweepMorning(api.app.engine, morning)).toBe(0);
    const { items } = await get('/api/events?eventName=invoice.past_due');
    expect(items.map(({ subject }: { subject: string }) => subject).toSorted()).toEqual([
      'invoices/text',
      'invoices/time',
    ]);
    expect(items[0].data).toMatchObject({ daysPastDue: 1 });
  });
});
