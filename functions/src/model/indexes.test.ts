import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DOMAIN_COLLECTIONS, SYSTEM_COLLECTIONS, tenantPaths, top } from './paths.ts';
import { DOCUMENT_ID, type Query, queries } from './query.ts';

const scope = z.enum(['COLLECTION', 'COLLECTION_GROUP']);
const order = z.enum(['ASCENDING', 'DESCENDING']);
const array = z.literal('CONTAINS');
const fileSchema = z.strictObject({
  indexes: z.array(
    z.strictObject({
      collectionGroup: z.string(),
      queryScope: scope,
      fields: z.array(
        z.strictObject({ fieldPath: z.string(), order: order.optional(), arrayConfig: array.optional() }),
      ),
    }),
  ),
  fieldOverrides: z.array(
    z.strictObject({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      ttl: z.boolean().optional(),
      indexes: z.array(z.strictObject({ order: order.optional(), arrayConfig: array.optional(), queryScope: scope })),
    }),
  ),
});
const file = fileSchema.parse(
  JSON.parse(readFileSync(new URL('../../../firestore.indexes.json', import.meta.url), 'utf8')),
);

/** One field of an index: `createdAt desc`, `uid asc`, `tags contains`. */
type Part = string;
const idOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const overrideOf = (collection: string, field: string) =>
  file.fieldOverrides.find((one) => one.collectionGroup === collection && one.fieldPath === field);
const partOf = (one: { order?: string | undefined; arrayConfig?: string | undefined }) =>
  one.arrayConfig ? 'contains' : one.order === 'DESCENDING' ? 'desc' : 'asc';
const isExempt = (collection: string, field: string) => overrideOf(collection, field)?.indexes.length === 0;

/** Stands for every argument of a query: an id in a path, a value in a filter, and a page. */
const sample = Object.assign(new String('sample'), { limit: 10 });
const built = Object.entries(queries).map(([name, build]): [string, Query<unknown>] => [
  name,
  Reflect.apply(
    build,
    undefined,
    Array.from({ length: build.length }, () => sample),
  ),
]);

/** What Firestore needs for a query, by its own rules: equalities in any order, then the range and the order. */
function needs({ where, orderBy }: Query<unknown>): { equal: Part[]; sorted: Part[] } {
  const equal: Part[] = [];
  const sorted: Part[] = orderBy.filter(([field]) => field !== DOCUMENT_ID).map(([field, way]) => `${field} ${way}`);
  for (const [field, operator] of where) {
    if (field === DOCUMENT_ID) continue;
    if (operator === '==' || operator === 'in') equal.push(`${field} asc`);
    else if (operator === 'array-contains') equal.push(`${field} contains`);
    else if (!sorted.some((part) => part.startsWith(`${field} `))) sorted.unshift(`${field} asc`);
  }
  return { equal, sorted };
}

/** The index that is missing for a query, in words; null when there is none. */
function missing(query: Query<unknown>): string | null {
  const collection = idOf(query.from.path);
  const wanted = query.from.group ? 'COLLECTION_GROUP' : 'COLLECTION';
  const { equal, sorted } = needs(query);
  const single = (part: Part): boolean => {
    const [field = '', way = ''] = part.split(' ');
    const override = overrideOf(collection, field);
    if (!override) return wanted === 'COLLECTION';
    return override.indexes.some((one) => one.queryScope === wanted && partOf(one) === way);
  };
  // Equalities alone are answered by merging the indexes of single fields.
  if (sorted.length === 0 || equal.length + sorted.length === 1) {
    const lacking = [...equal, ...sorted].filter((part) => !single(part));
    return lacking.length === 0 ? null : `${collection} (${wanted}): ${lacking.join(', ')} as a single field`;
  }
  const found = file.indexes.some((index) => {
    if (index.collectionGroup !== collection || index.queryScope !== wanted) return false;
    const parts = index.fields.map((one) => `${one.fieldPath} ${partOf(one)}`);
    const head = parts.slice(0, equal.length).sort();
    return head.join() === [...equal].sort().join() && parts.slice(equal.length).join() === sorted.join();
  });
  return found ? null : `${collection} (${wanted}): ${[...equal, ...sorted].join(', ')}`;
}

describe('firestore.indexes.json', () => {
  it.each(built)('has the index for the query %s', (_, query) => {
    expect(missing(query)).toBeNull();
  });

  it('names an index that is missing', () => {
    const from = tenantPaths('acme').tasks;
    const unindexed = { from, where: [['priority', '==', 'high'] as const], limit: 1, after: null };
    expect(missing({ ...unindexed, orderBy: [['createdAt', 'desc']] })).toBe(
      'tasks (COLLECTION): priority asc, createdAt desc',
    );
    expect(missing({ ...unindexed, from: { ...from, group: true }, orderBy: [] })).toContain('COLLECTION_GROUP');
  });

  it('has no composite index that no query uses', () => {
    const used = built.map(([, query]) => {
      const { equal, sorted } = needs(query);
      return [idOf(query.from.path), ...[...equal].sort(), ...sorted].join();
    });
    for (const index of file.indexes) {
      const parts = index.fields.map((one) => `${one.fieldPath} ${partOf(one)}`);
      const rest = parts.at(-1) ?? '';
      expect(used).toContain([index.collectionGroup, ...parts.slice(0, -1).sort(), rest].join());
    }
  });
});

const t = tenantPaths('acme');
const stored: readonly { readonly path: string; readonly schema: z.ZodType }[] = [
  ...[top.tenants, top.apiKeys, top.idempotency, t.team, t.playbooks, t.versions('p'), t.schedules, t.listeners],
  ...[t.events, t.executions, t.effects, t.tasks, t.notifications, t.conversations, t.messages('c'), t.snapshots],
  ...[top.hooks, top.heartbeats, t.sheetsLogs, t.sheetRows, t.eventWaits, t.approvals, t.alerts],
  ...[t.limits, t.audit, t.agentConfigs, top.invitations, top.erasures],
  ...[
    t.comments,
    t.connections,
    t.devices,
    t.competitiveActions,
    t.recommendations,
    t.feedbacks,
    t.actionPlans,
    t.modelAnswers,
  ],
  ...[
    t.insights,
    t.marks,
    t.unsubscribes,
    t.endNotes,
    t.rollups,
    t.playbookRollups,
    t.gatheredEvents,
    t.preferences,
    t.deliveries,
    t.taskMessages,
    t.executionSnapshots,
  ],
  ...[
    ...[top.gallery, top.galleryVersions('i'), top.galleryReviews('i'), top.galleryReports],
    ...[t.galleryInstalls, t.galleryOrders, t.entitlements],
    t.snapshotHistory('s'),
    { path: 'drafts', schema: t.draft('p').schema },
    { path: 'state', schema: z.union([t.overlapState('p').schema, t.deeds('c').schema]) },
    { path: 'outputs', schema: t.output('e', 'p').schema },
  ],
];

/** The fields of a document in all its shapes, with the JSON schema of each. */
function fieldsOf(schema: z.ZodType): [string, z.core.JSONSchema.BaseSchema[]][] {
  const dates: z.core.ToJSONSchemaParams['override'] = ({ zodSchema, jsonSchema }) => {
    if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  };
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output', reused: 'inline', override: dates });
  const fields = new Map<string, z.core.JSONSchema.BaseSchema[]>();
  for (const shape of [json, ...(json.oneOf ?? []), ...(json.anyOf ?? [])]) {
    for (const [name, field] of Object.entries(shape.properties ?? {})) {
      if (typeof field === 'boolean') continue;
      fields.set(name, [...(fields.get(name) ?? []), field, ...(field.anyOf ?? []), ...(field.oneOf ?? [])]);
    }
  }
  return [...fields];
}

const queried = new Set(
  built.flatMap(([, { from, where, orderBy }]) =>
    [...where, ...orderBy].map(([field]) => `${idOf(from.path)}.${field}`),
  ),
);

describe('fields that must not be indexed', () => {
  const all = stored.flatMap(({ path, schema }) =>
    fieldsOf(schema).map(([field, shapes]) => ({ name: `${idOf(path)}.${field}`, path, field, shapes })),
  );
  const unindexed = (fits: (one: (typeof all)[number]) => boolean) =>
    all
      .filter(fits)
      .filter(({ path, field }) => !isExempt(idOf(path), field))
      .map(({ name }) => name);

  it('covers every collection of the system', () => {
    expect(stored.map(({ path }) => idOf(path)).sort()).toEqual([...SYSTEM_COLLECTIONS].sort());
    expect(all.map(({ name }) => name)).toContain('playbook_executions.contextJson');
  });

  it('are JSON texts', () => {
    expect(unindexed(({ field }) => field.endsWith('Json'))).toEqual([]);
  });

  it('are lists and maps, each leaf of which would be an index entry', () => {
    expect(unindexed(({ shapes }) => shapes.some(({ type }) => type === 'array' || type === 'object'))).toEqual([]);
  });

  it('are long texts', () => {
    expect(unindexed(({ shapes }) => shapes.some(({ maxLength = 0 }) => maxLength > 500))).toEqual([]);
  });

  it('are times that no query needs: an index on them limits a collection to 500 writes a second', () => {
    const isTime = (shapes: z.core.JSONSchema.BaseSchema[]) => shapes.some(({ format }) => format === 'date-time');
    expect(unindexed(({ name, shapes }) => isTime(shapes) && !queried.has(name) && !name.endsWith('.dueAt'))).toEqual(
      [],
    );
  });

  it('are left by a step on the shop’s documents', () => {
    const collections = [...DOMAIN_COLLECTIONS, 'items'];
    expect(collections.filter((name) => !isExempt(name, 'lastWrite'))).toEqual([]);
  });

  it('are never ones that a query needs', () => {
    const exempt = file.fieldOverrides.filter((one) => one.indexes.length === 0);
    const used = exempt.map((one) => `${one.collectionGroup}.${one.fieldPath}`).filter((name) => queried.has(name));
    const composite = new Set(
      file.indexes.flatMap((one) => one.fields.map((f) => `${one.collectionGroup}.${f.fieldPath}`)),
    );
    expect(used.filter((name) => !composite.has(name))).toEqual([]);
  });

  it('exist: an exemption of a field that nothing stores is a misspelling', () => {
    const known = new Set([
      ...all.map(({ name }) => name),
      ...[...DOMAIN_COLLECTIONS, 'items'].map((c) => `${c}.lastWrite`),
    ]);
    const named = file.fieldOverrides.map((one) => `${one.collectionGroup}.${one.fieldPath}`);
    // A field inside a map is known by its map.
    const stored = (name: string) => known.has(name) || known.has(name.split('.').slice(0, 2).join('.'));
    expect(named.filter((name) => !stored(name))).toEqual([]);
    expect(named.length).toBe(new Set(named).size);
  });
});

describe('documents that expire', () => {
  it('are deleted by Firestore: every expireAt of a document has a TTL policy, except keys, which stay as a record', () => {
    const expiring = stored.filter(({ schema }) => fieldsOf(schema).some(([field]) => field === 'expireAt'));
    const without = expiring.map(({ path }) => idOf(path)).filter((name) => overrideOf(name, 'expireAt')?.ttl !== true);
    expect(without).toEqual(['api_keys']);
  });
});

describe('SYSTEM_COLLECTIONS and DOMAIN_COLLECTIONS', () => {
  it('never meet', () => {
    const system: readonly string[] = SYSTEM_COLLECTIONS;
    expect(DOMAIN_COLLECTIONS.filter((name) => system.includes(name))).toEqual([]);
  });
});
