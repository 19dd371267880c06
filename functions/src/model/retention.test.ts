import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SYSTEM_COLLECTIONS, tenantPaths, top } from './paths.ts';
import { executionExpiry, expiryOf, KEPT, keptBeyond } from './retention.ts';
import { TIERS } from './tier.ts';

const at = new Date('2026-11-23T12:00:00Z');
const inDays = (days: number) => new Date(at.getTime() + days * 86_400_000);

const t = tenantPaths('acme');
/** What every collection holds; one that is not here does not pass below. */
const schemas = new Map<string, z.ZodType>(
  [
    ...Object.values(top).filter((one) => typeof one !== 'function'),
    ...Object.values(t).filter((one) => typeof one === 'object'),
    ...[t.versions('p'), t.messages('c'), t.snapshotHistory('s'), t.outputs('e')],
    ...[top.galleryVersions('i'), top.galleryReviews('i')],
    { path: 'state', schema: t.overlapState('p').schema },
    { path: 'drafts', schema: t.draft('p').schema },
  ].map(({ path, schema }) => [path.slice(path.lastIndexOf('/') + 1), schema]),
);

function expires(schema: z.ZodType): boolean {
  const shapes = schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema];
  return shapes.every((shape) => shape instanceof z.ZodObject && shape.shape.expireAt instanceof z.ZodDate);
}

describe('every collection', () => {
  it.each(SYSTEM_COLLECTIONS)('%s has an end for each document, or a reason why it needs none', (name) => {
    const schema = schemas.get(name);
    if (schema === undefined) throw new Error(`Nobody knows the shape of ${name}`);
    expect([name, expires(schema)]).toEqual([name, !(name in KEPT)]);
  });

  it('that is kept is one of ours', () => {
    expect(Object.keys(KEPT).filter((name) => !SYSTEM_COLLECTIONS.some((one) => one === name))).toEqual([]);
  });
});

describe('an execution', () => {
  it('is kept by the tier of its tenant, never shorter than its events', () => {
    for (const [tier, { keptDays }] of Object.entries(TIERS)) {
      expect(executionExpiry(tier as keyof typeof TIERS, at)).toEqual(inDays(keptDays));
      expect(executionExpiry(tier as keyof typeof TIERS, at) >= expiryOf('event', at)).toBe(true);
    }
  });

  it('that is needed near its end or behind it is kept 30 days beyond, and then left alone for three weeks', () => {
    expect(keptBeyond(inDays(30), inDays(23))).toEqual(inDays(30));
    expect(keptBeyond(inDays(30), inDays(24))).toEqual(inDays(54));
    expect(keptBeyond(inDays(30), inDays(90))).toEqual(inDays(120));
    const once = keptBeyond(inDays(30), inDays(24));
    for (let day = 24; day <= 47; day++) expect(keptBeyond(once, inDays(day))).toEqual(once);
  });
});
