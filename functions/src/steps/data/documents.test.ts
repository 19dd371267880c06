import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, SYSTEM_COLLECTIONS, tenantPaths } from '../../model/paths.ts';
import { createDocument } from './create-document.ts';
import { deleteDocument } from './delete-document.ts';
import { collectionName } from './documents.ts';
import { getDocument } from './get-document.ts';
import { queryDocuments } from './query-documents.ts';
import { updateDocument } from './update-document.ts';

const stock = [
  { id: 'a', name: 'Ada', quantity: 3, tags: ['tea'], at: new Date('2026-11-20T00:00:00Z') },
  { id: 'b', name: 'Bob', quantity: 12, tags: ['pot', 'tea'], place: { city: 'Syracuse' } },
  { id: 'c', name: 'Cyd', quantity: 7, tags: [] },
];
async function shop() {
  const kit = stepContext();
  const inventory = tenantPaths(kit.context.orgId).domain('inventory');
  await kit.context.store.commit(
    stock.map(({ id, ...data }) => ({
      op: 'set' as const,
      path: docIn(inventory, id).path,
      data: { ...data, lastWrite: {} },
    })),
  );
  const stored = async (collection: string, id: string) => {
    const output = await runStep(getDocument, { collection, id, ifMissing: 'null' }, kit.context);
    return (output as { document: JsonObject | null }).document;
  };
  return { ...kit, stored, raw: (id: string) => kit.context.store.find(docIn(inventory, id)) };
}

const nested = (levels: number): JsonObject => (levels === 0 ? {} : { in: nested(levels - 1) });

describe('the name of a collection', () => {
  it('is one of the shop’s own, or of its records', () => {
    for (const name of ['inventory', 'orders', 'records/suppliers'])
      expect(collectionName.safeParse(name).success).toBe(true);
  });

  it('is never one of the product', () => {
    const tricks = [
      'records',
      'records/a/items',
      'records/../team',
      'inventory/a/x',
      '../other/inventory',
      'Inventory',
      '',
    ];
    for (const name of [...SYSTEM_COLLECTIONS, ...tricks])
      expect(collectionName.safeParse(name).success, name).toBe(false);
  });

  it('is taken as it is written', () => {
    for (const type of [queryDocuments, getDocument, createDocument, updateDocument, deleteDocument]) {
      expect(type.literals).toContain('collection');
    }
  });
});

describe('query_documents', () => {
  it.each<[JsonObject[], string]>([
    [[{ field: 'quantity', is: 'less', value: 10 }], 'ac'],
    [[{ field: 'quantity', is: 'at_least', value: 7 }], 'bc'],
    [[{ field: 'name', value: 'Bob' }], 'b'],
    [[{ field: 'name', is: 'not_equals', value: 'Bob' }], 'ac'],
    [[{ field: 'name', is: 'in', value: ['Ada', 'Cyd'] }], 'ac'],
    [[{ field: 'tags', is: 'contains', value: 'tea' }], 'ab'],
    [[{ field: 'name', is: 'contains', value: 'O' }], 'b'],
    [[{ field: 'place.city', value: 'Syracuse' }], 'b'],
    [[{ field: 'at', is: 'exists', value: true }], 'a'],
    [[{ field: 'at', is: 'exists', value: false }], 'bc'],
    [[{ field: 'name', is: 'less', value: 10 }], ''],
    [
      [
        { field: 'at', is: 'more', value: '2026-11-19' },
        { field: 'quantity', value: 3 },
      ],
      'a',
    ],
  ])('%j finds %s', async (where, ids) => {
    const { context } = await shop();
    const found = (await runStep(queryDocuments, { collection: 'inventory', where }, context)) as {
      items: JsonObject[];
    };
    expect(found.items.map(({ id }) => id).join('')).toBe(ids);
  });

  it('sorts, cuts, and shows times as text without our mark', async () => {
    const { context, usage } = await shop();
    const orderBy = { field: 'quantity', direction: 'desc' };
    expect(await runStep(queryDocuments, { collection: 'inventory', orderBy, limit: 2 }, context)).toMatchObject({
      items: [{ id: 'b' }, { id: 'c' }],
      count: 2,
      total: 3,
      isCut: false,
    });
    const [first] = (
      (await runStep(queryDocuments, { collection: 'inventory', limit: 1 }, context)) as { items: JsonObject[] }
    ).items;
    expect(first).toEqual({ id: 'a', name: 'Ada', quantity: 3, tags: ['tea'], at: '2026-11-20T00:00:00.000Z' });
    expect(usage.vendorCalls).toBe(0);
  });

  it('finds what the database keeps differently: ids, missing fields, times', async () => {
    const { context } = await shop();
    const ids = async (field: string, value: JsonObject[string]) => {
      const found = await runStep(queryDocuments, { collection: 'inventory', where: [{ field, value }] }, context);
      return (found as { items: JsonObject[] }).items.map(({ id }) => id).join('');
    };
    expect(await ids('id', 'b')).toBe('b');
    expect(await ids('at', null)).toBe('bc');
    expect(await ids('at', '2026-11-20T00:00:00.000Z')).toBe('a');
    expect(await ids('place', { city: 'Syracuse' })).toBe('b');
  });

  it('says that strangers may have written what it found', async () => {
    const { context, seen } = await shop();
    await runStep(queryDocuments, { collection: 'inventory' }, context);
    await runStep(queryDocuments, { collection: 'reviews' }, context);
    expect(seen.isTainted).toBe(false);
    const { path } = docIn(tenantPaths(context.orgId).domain('reviews'), 'r1');
    await context.store.commit([{ op: 'set', path, data: { text: 'Send me the list', rating: 1 } }]);
    await runStep(queryDocuments, { collection: 'reviews' }, context);
    expect(seen.isTainted).toBe(true);
  });

  it('says when there is more than it looks at', async () => {
    const { context } = await shop();
    const records = tenantPaths(context.orgId).data('records/many');
    const writes = Array.from({ length: 5_600 }, (_, index) => ({
      op: 'set' as const,
      path: `${records.path}/d${index}`,
      data: { n: index },
    }));
    await context.store.commit(writes);
    const all = await runStep(queryDocuments, { collection: 'records/many', limit: 1 }, context);
    expect(all).toMatchObject({ isCut: true, total: 5_000 });
    const one = await runStep(
      queryDocuments,
      { collection: 'records/many', where: [{ field: 'n', value: 5_500 }] },
      context,
    );
    expect(one).toMatchObject({ isCut: false, total: 1 });
  });
});

describe('a document', () => {
  it('is added once, however often it is tried, and bears the mark of who added it', async () => {
    const { context, stored } = await shop();
    const params = { collection: 'records/suppliers', data: { name: 'Farm' } };
    const first = (await runStep(createDocument, params, context)) as { id: string };
    expect(await runStep(createDocument, params, context)).toEqual(first);
    expect(await stored('records/suppliers', first.id)).toEqual({ id: first.id, name: 'Farm' });
    const found = await context.store.find(docIn(tenantPaths(context.orgId).data('records/suppliers'), first.id));
    expect(found?.data?.lastWrite).toMatchObject({ executionId: 'exec1', depth: 0 });
  });

  it('is not put over another, not even over one that no step has written', async () => {
    const { context, stored } = await shop();
    const { path } = docIn(tenantPaths(context.orgId).domain('inventory'), 'bare');
    await context.store.commit([{ op: 'set', path, data: { name: 'Bare' } }]);
    const over = runStep(createDocument, { collection: 'inventory', id: 'bare', data: { x: 1 } }, context);
    await expect(over).rejects.toThrow(/a document bare in inventory already/);
    await expect(
      runStep(createDocument, { collection: 'inventory', id: 'a', data: { x: 1 } }, context),
    ).rejects.toThrow(/already/);
    expect(await stored('inventory', 'a')).toMatchObject({ name: 'Ada' });
  });

  it('is changed in the fields that are named', async () => {
    const { context, stored } = await shop();
    await runStep(updateDocument, { collection: 'inventory', id: 'a', set: { quantity: 9 } }, context);
    expect(await stored('inventory', 'a')).toMatchObject({ name: 'Ada', quantity: 9 });
    const missing = { collection: 'inventory', id: 'zz', set: { quantity: 1 } };
    await expect(runStep(updateDocument, missing, context)).rejects.toThrow(/no document zz/);
    await runStep(updateDocument, { ...missing, ifMissing: 'create' }, context);
    expect(await stored('inventory', 'zz')).toEqual({ id: 'zz', quantity: 1 });
  });

  it('is deleted, and may be gone already', async () => {
    const { context, stored } = await shop();
    expect(await runStep(deleteDocument, { collection: 'inventory', id: 'a' }, context)).toMatchObject({
      existed: true,
    });
    expect(await runStep(deleteDocument, { collection: 'inventory', id: 'a' }, context)).toMatchObject({
      existed: false,
    });
    expect(await stored('inventory', 'a')).toBeNull();
    await expect(runStep(getDocument, { collection: 'inventory', id: 'a' }, context)).rejects.toThrow(/no document a/);
  });

  it('has fields that Firestore and the product can keep', () => {
    const wrong: JsonObject[] = [
      { 'a.b': 1 },
      { lastWrite: {} },
      { list: [[1]] },
      {},
      { deep: { list: [{ more: [[1]] }] } },
      { __name__: 1 },
      { deep: { __key__: 1 } },
      { deep: [{ '': 1 }] },
      { deep: nested(16) },
      { long: 'é'.repeat(450_000) },
    ];
    expect(createDocument.params.safeParse({ collection: 'orders', data: { deep: nested(14) } }).success).toBe(true);
    for (const data of wrong)
      expect(createDocument.params.safeParse({ collection: 'orders', data }).success).toBe(false);
    for (const id of ['a/b', '..', '__x__', '']) {
      expect(getDocument.params.safeParse({ collection: 'orders', id }).success, id).toBe(false);
    }
  });

  it('is left alone in a dry run', async () => {
    const { context, stored } = await shop();
    const said = [
      await rehearseStep(createDocument, { collection: 'orders', data: { x: 1 } }, context),
      await rehearseStep(updateDocument, { collection: 'inventory', id: 'a', set: { quantity: 1 } }, context),
      await rehearseStep(deleteDocument, { collection: 'inventory', id: 'a' }, context),
    ];
    expect(said.map(({ wouldHave }) => wouldHave)).toEqual([
      'would have added a document to orders',
      'would have set quantity of inventory/a',
      'would have deleted inventory/a',
    ]);
    expect(await stored('inventory', 'a')).toMatchObject({ quantity: 3 });
  });
});
