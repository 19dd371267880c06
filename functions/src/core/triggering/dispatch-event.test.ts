import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { detectEvents } from './detectors/detect.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { matchEvent } from './match-event.ts';
import { type DocumentChange, publishEvents } from './publish-events.ts';

const low = { name: 'Blue Dream', quantity: 2, reorderPoint: 5 };
const enough = { ...low, quantity: 9 };

function fall(more: Partial<DocumentChange> = {}): DocumentChange {
  return {
    orgId,
    collection: 'inventory',
    documentId: 'blue-dream',
    changeId: 'change1',
    time: new Date('2026-11-23T13:00:00Z'),
    before: null,
    after: low,
    ...more,
  };
}

async function listen(kit: EngineKit, count: number, filter: string | null = null): Promise<void> {
  for (let index = 0; index < count; index++) {
    const playbookId = await kit.playbook([{ action: 'do' }]);
    const data = { playbookId, triggerId: 'event', eventName: 'inventory.low_stock', filter, armedAt: new Date(0) };
    await kit.store.commit([{ op: 'set', path: paths.listener(playbookId, 'event').path, data }]);
  }
}

const executions = (kit: EngineKit) => kit.store.query(queries.executions(orgId, { limit: 1_000 }));

describe('a change of stock', () => {
  it('is news on the edge only', () => {
    const changed = 'inventory.quantity_changed';
    const events = (before: object | null, after: object | null) =>
      detectEvents('inventory', 'x', before as never, after as never, new Date(0)).map(({ eventName }) => eventName);
    expect(events(enough, low)).toEqual(['inventory.low_stock', changed]);
    expect(events(null, low)).toEqual(['inventory.low_stock']);
    expect(events(low, { ...low, quantity: 1 })).toEqual([changed]);
    expect(events(low, { ...low, reorderPoint: 4 })).toEqual([]);
    expect(events(low, enough)).toEqual([changed]);
    expect(events(low, null)).toEqual([]);
    expect(events(enough, { ...low, quantity: 5 })).toEqual([changed]);
    expect(events(enough, { name: 'no numbers' })).toEqual([]);
  });

  it('names the item on one line, however it was written', () => {
    const [event] = detectEvents('inventory', 'x', null, { ...low, name: 'Blue\r\n  Dream ' }, new Date(0));
    expect(event?.data.name).toBe('Blue Dream');
  });

  it('starts every listening playbook with the event, through a task', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit, 3);
    const [eventId = ''] = await publishEvents(kit.engine, fall());
    expect(kit.queued).toMatchObject([{ handler: 'dispatch', name: eventId }]);
    await dispatchEvent(kit.engine, orgId, eventId);
    const started = await executions(kit);
    expect(started).toHaveLength(3);
    expect(JSON.parse(started[0]?.data?.contextJson ?? '').event).toMatchObject({ itemId: 'blue-dream', quantity: 2 });
    expect((await kit.store.get(paths.event(eventId)))?.data).toMatchObject({ started: 3, dueAt: null });
  });

  it('delivered twice, and dispatched twice, starts each playbook once', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit, 2);
    const [eventId = ''] = await publishEvents(kit.engine, fall());
    expect(await publishEvents(kit.engine, fall())).toEqual([eventId]);
    await dispatchEvent(kit.engine, orgId, eventId);
    await dispatchEvent(kit.engine, orgId, eventId);
    expect(await executions(kit)).toHaveLength(2);
  });

  it('reaches all of 450 listeners though the dispatcher is killed after the first page', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit, 450);
    const [eventId = ''] = await publishEvents(kit.engine, fall());
    kit.deaths.add('page_dispatched');
    await expect(dispatchEvent(kit.engine, orgId, eventId)).rejects.toThrow();
    await dispatchEvent(kit.engine, orgId, eventId);
    expect(await executions(kit)).toHaveLength(450);
    expect((await kit.store.get(paths.event(eventId)))?.data.started).toBe(450);
  });

  it('is handed on, page by page, when a worker has no more time', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit, 450);
    const [eventId = ''] = await publishEvents(kit.engine, fall());
    let workers = 0;
    for (let task = kit.queued.shift(); task; task = kit.queued.shift()) {
      if (task.handler !== 'dispatch') continue;
      workers += 1;
      await dispatchEvent(kit.engine, orgId, eventId, kit.clock.now());
    }
    expect(workers).toBe(3);
    expect(await executions(kit)).toHaveLength(450);
  });

  it('passes by listeners whose filter is not true of it, and those armed later', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit, 1, 'event.quantity > 3');
    await listen(kit, 1, 'event.nonsense > 3');
    const [eventId = ''] = await publishEvents(kit.engine, fall());
    await dispatchEvent(kit.engine, orgId, eventId);
    expect(await executions(kit)).toEqual([]);
  });

  it('is wanted by a listener armed within its second, whose milliseconds nobody told, and by none armed later', () => {
    const listener = { playbookId: 'p', triggerId: 'event', eventName: 'inventory.low_stock', filter: null };
    const event = {
      eventName: 'inventory.low_stock',
      source: 's',
      subject: 's',
      time: new Date('2026-11-23T13:00:00.000Z'),
      dataJson: '{}',
      depth: 0,
      causedBy: null,
      isTainted: false,
      replayOf: null,
      onlyFor: null,
      dryRun: false,
      left: [],
      cursor: null,
      started: 0,
      dueAt: null,
      expireAt: new Date('2026-12-23T13:00:00Z'),
    };
    const armed = (at: string) => matchEvent({ ...listener, armedAt: new Date(at) }, event);
    expect(armed('2026-11-23T12:59:59.900Z')).toBe(true);
    expect(armed('2026-11-23T13:00:00.121Z')).toBe(true);
    expect(armed('2026-11-23T13:00:01.000Z')).toBe(false);
  });

  it('that playbooks cause in a circle ends', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit, 1);
    const after = { ...low, lastWrite: { executionId: 'e', depth: 8 } };
    const [eventId = ''] = await publishEvents(kit.engine, fall({ after }));
    await dispatchEvent(kit.engine, orgId, eventId);
    const [end, ...more] = await executions(kit);
    expect(more).toEqual([]);
    expect(end?.data).toMatchObject({ status: 'skipped', eventId, error: { code: 'too_deep' } });
  });
});
