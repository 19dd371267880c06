import { describe, expect, it } from 'vitest';
import { budget, createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import { createDocument } from '../../steps/data/create-document.ts';
import { updateDocument } from '../../steps/data/update-document.ts';
import { startExecution } from '../engine/start-execution.ts';
import { wakeExecution } from '../engine/wake-execution.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { publishEvents } from './publish-events.ts';

/** Two playbooks, each of which writes what the other one listens to: low stock makes an order, an order lowers stock. */
async function createCircle() {
  const kit = await createEngineKit([createDocument, updateDocument]);
  const order = { action: 'create_document', params: { collection: 'orders', data: { total: 1 } } };
  const lower = { action: 'update_document', params: { collection: 'inventory', id: 'blue', set: { quantity: 1 } } };
  const listen = async (eventName: string, step: object) => {
    const playbookId = await kit.playbook([{ ...step }], { triggers: [{ type: 'event', id: 'event', eventName }] });
    const waits = { filter: null, debounce: null, batch: null, armedAt: new Date(0) };
    const data = { playbookId, triggerId: 'event', eventName, ...waits };
    await kit.store.commit([{ op: 'set', path: paths.listener(playbookId, 'event').path, data }]);
    return playbookId;
  };
  const a = await listen('inventory.low_stock', order);
  const b = await listen('order.created', lower);
  return { kit, a, b };
}

describe('a circle of playbooks', () => {
  it('ends after eight starts in a row, with a record that says why', async () => {
    const { kit, a, b } = await createCircle();
    const inventory = paths.domain('inventory');
    const read = async (path: string) => (await kit.store.find({ path, schema: inventory.schema }))?.data ?? null;
    const stock = `${inventory.path}/blue`;
    const full = { name: 'Blue', quantity: 9, reorderPoint: 5 };
    await kit.store.commit([{ op: 'set', path: stock, data: { ...full, quantity: 1 } }]);
    let [time, changes] = [0, 0];
    const tell = async (
      collection: 'inventory' | 'orders',
      documentId: string,
      before: object | null,
      after: object | null,
    ) => {
      const change = {
        orgId,
        collection,
        documentId,
        changeId: `change${++changes}`,
        time: new Date(kit.clock.now().getTime() + time++),
      };
      const ids = await publishEvents(kit.engine, {
        ...change,
        before: before && { ...before },
        after: after && { ...after },
      });
      for (const id of ids) await dispatchEvent(kit.engine, orgId, id);
      return ids.length;
    };
    await tell('inventory', 'blue', full, await read(stock));
    const seen = new Set<string>();
    for (let turn = 0; turn < 30; turn++) {
      await kit.drain();
      const orders = await kit.store.query(queries.documents(orgId, 'orders', {}, { limit: 50 }));
      const fresh = orders.filter(({ id }) => !seen.has(id));
      for (const { id, data } of fresh) {
        seen.add(id);
        await tell('orders', id, null, data);
      }
      await kit.drain();
      if (fresh.length > 0) await tell('inventory', 'blue', full, await read(stock));
    }
    const all = (await kit.store.query(queries.executions(orgId, { limit: 50 }))).flatMap(({ data }) => data ?? []);
    const done = all.filter(({ status }) => status === 'completed');
    expect(done.map(({ depth }) => depth).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(done.map(({ playbookId }) => playbookId))).toEqual(new Set([a, b]));
    const [end, ...more] = all.filter(({ status }) => status !== 'completed');
    expect(more).toEqual([]);
    expect(end).toMatchObject({ status: 'skipped', depth: 9, error: { code: 'too_deep' } });
    expect(end?.error?.message).toContain('8 times in a row');
  });

  it('is counted though a playbook writes the same document twice in one execution', async () => {
    const seen: (JsonObject | null)[] = [];
    const path = `${paths.domain('inventory').path}/blue`;
    const look = makeStep('look', async () => {
      seen.push((await kit.store.find({ path, schema: paths.domain('inventory').schema }))?.data ?? null);
      return {};
    });
    const kit = await createEngineKit([updateDocument, look]);
    await kit.store.commit([{ op: 'set', path, data: { name: 'Blue', quantity: 9, reorderPoint: 5 } }]);
    const write = (quantity: number) => [
      { action: 'update_document', params: { collection: 'inventory', id: 'blue', set: { quantity } } },
      { action: 'look', params: {} },
    ];
    const id = await kit.playbook([...write(8), ...write(1)]);
    const { executionId } = await startExecution(kit.engine, kit.request(id, { depth: 3 }), false);
    await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    const [before = null, after = null] = seen;
    const change = {
      orgId,
      collection: 'inventory',
      documentId: 'blue',
      changeId: 'c',
      time: kit.clock.now(),
    } as const;
    const [eventId = ''] = await publishEvents(kit.engine, { ...change, before, after });
    const event = await kit.store.get(paths.event(eventId));
    expect(event?.data).toMatchObject({ eventName: 'inventory.low_stock', depth: 3, causedBy: executionId });
  });
});
