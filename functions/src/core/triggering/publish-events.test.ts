import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import type { JsonValue } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import { type DocumentChange, publishEvents } from './publish-events.ts';

const time = new Date('2026-11-23T13:00:00Z');
const item = (quantity: unknown, more = {}) => ({ name: 'Tea', quantity, reorderPoint: 10, ...more });
const change = (more: Partial<DocumentChange>): DocumentChange => ({
  orgId,
  collection: 'inventory',
  documentId: 'tea',
  changeId: 'c1',
  time,
  before: null,
  after: null,
  ...more,
});

async function eventsOf(kit: EngineKit) {
  const found = await kit.store.query(queries.events(orgId, new Date(0), new Date('2030-01-01'), { limit: 100 }));
  return found.flatMap(({ data }) => data ?? []);
}
const names = async (kit: EngineKit) => (await eventsOf(kit)).map(({ eventName }) => eventName).toSorted();

describe('a change of a document', () => {
  it('that puts sample data in or takes it out is no event; what is done with it in between is', async () => {
    const kit = await createEngineKit([]);
    const sample = (quantity: number) => item(quantity, { isSample: true });
    await publishEvents(kit.engine, change({ changeId: 'in', after: sample(3) }));
    await publishEvents(kit.engine, change({ changeId: 'out', before: sample(3) }));
    const records = { collection: 'records/bookings', documentId: 'b1' } as const;
    await publishEvents(kit.engine, change({ ...records, changeId: 'r', before: { isSample: true } }));
    expect(await names(kit)).toEqual([]);
    await publishEvents(kit.engine, change({ changeId: 'sold', before: sample(12), after: sample(4) }));
    expect(await names(kit)).toEqual(['inventory.low_stock', 'inventory.quantity_changed']);
  });

  it('that cannot be read is no event and no failure, but a line in the log that names the field', async () => {
    const kit = await createEngineKit([]);
    const lines: JsonValue[] = [];
    const warn = (event: string, fields = {}) => void lines.push({ event, ...fields });
    const engine = { ...kit.engine, log: { ...kit.engine.log, warn } };
    expect(await publishEvents(engine, change({ before: item(20), after: item('five') }))).toEqual([]);
    expect(lines).toEqual([
      {
        event: 'document_unreadable',
        orgId,
        collection: 'inventory',
        documentId: 'tea',
        field: 'quantity',
        problem: expect.stringContaining('expected number'),
      },
    ]);
    const figuresOfDay = { collection: 'metrics', documentId: '2026-11-21', before: null, after: { cash: 5 } } as const;
    expect(await publishEvents(engine, change(figuresOfDay))).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(await publishEvents(engine, change({ before: item('five'), after: item(5) }))).toHaveLength(1);
    expect(lines).toHaveLength(1);
  });

  it('is one event, however often and in whatever order changes are delivered', async () => {
    const kit = await createEngineKit([]);
    const changes = [
      change({ changeId: 'c1', before: item(20), after: item(5) }),
      change({ changeId: 'c2', before: item(5), after: item(15) }),
      change({ changeId: 'c3', before: item(15), after: item(0) }),
    ];
    for (const index of [2, 0, 1, 0, 2, 2, 1]) await publishEvents(kit.engine, changes[index] ?? change({}));
    expect(await names(kit)).toEqual([
      'inventory.low_stock',
      'inventory.low_stock',
      'inventory.out_of_stock',
      ...changes.map(() => 'inventory.quantity_changed'),
    ]);
  });

  it('is told though the worker dies between storing and enqueueing', async () => {
    const kit = await createEngineKit([]);
    const fall = change({ after: item(5) });
    kit.deaths.add('event_stored');
    await expect(publishEvents(kit.engine, fall)).rejects.toThrow();
    expect(kit.queued).toEqual([]);
    await publishEvents(kit.engine, fall);
    expect(kit.queued).toHaveLength(1);
    expect(await eventsOf(kit)).toHaveLength(1);
  });

  it('by a step carries its depth and its taint; a person’s edit behind it keeps only the taint', async () => {
    const kit = await createEngineKit([]);
    const lastWrite = { executionId: 'e1', depth: 2, isTainted: true };
    await publishEvents(kit.engine, change({ after: item(5, { lastWrite }) }));
    const after = item(0, { lastWrite });
    await publishEvents(kit.engine, change({ changeId: 'c2', before: item(5, { lastWrite }), after }));
    const told = await eventsOf(kit);
    const byStep = told.find(({ eventName }) => eventName === 'inventory.low_stock');
    const byPerson = told.find(({ eventName }) => eventName === 'inventory.out_of_stock');
    expect(byStep).toMatchObject({ depth: 2, causedBy: 'e1', isTainted: true });
    expect(byPerson).toMatchObject({ depth: 0, causedBy: null, isTainted: true });
  });

  it('of what strangers write is tainted, whoever has entered it', async () => {
    const kit = await createEngineKit([]);
    await publishEvents(kit.engine, change({ collection: 'reviews', after: { rating: 5, text: 'Fine' } }));
    expect(await eventsOf(kit)).toMatchObject([{ eventName: 'review.created', isTainted: true }]);
  });
});

describe('a change of a record of one’s own making', () => {
  const record = (more: Partial<DocumentChange>) =>
    change({ collection: 'records/bookings', documentId: 'b1', ...more });

  it.each([
    ['created', null, { status: 'open' }, { record: { status: 'open' }, changed: ['status'] }],
    [
      'changed',
      { status: 'open', at: new Date(0) },
      { status: 'done', at: new Date(0) },
      { record: { status: 'done', at: '1970-01-01T00:00:00.000Z' }, changed: ['status'] },
    ],
    ['deleted', { status: 'open' }, null, { record: { status: 'open' }, changed: ['status'] }],
  ])('is told as %s, with its collection', async (verb, before, after, data) => {
    const kit = await createEngineKit([]);
    await publishEvents(kit.engine, record({ before, after }));
    const [event] = await eventsOf(kit);
    expect(event).toMatchObject({ eventName: `record.${verb}`, subject: 'records/bookings/b1' });
    expect(JSON.parse(event?.dataJson ?? '')).toEqual({ collection: 'bookings', recordId: 'b1', ...data });
  });

  it('is none where only the mark of a step has changed, and leaves out a record that is large', async () => {
    const kit = await createEngineKit([]);
    const lastWrite = (depth: number) => ({ executionId: 'e1', depth });
    const before = { status: 'open', lastWrite: lastWrite(1) };
    await publishEvents(kit.engine, record({ before, after: { ...before, lastWrite: lastWrite(2) } }));
    expect(await eventsOf(kit)).toEqual([]);
    await publishEvents(kit.engine, record({ after: { text: 'x'.repeat(20_000) } }));
    expect(JSON.parse((await eventsOf(kit))[0]?.dataJson ?? '')).toMatchObject({ record: null, changed: ['text'] });
  });
});
