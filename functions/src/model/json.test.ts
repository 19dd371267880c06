import { describe, expect, it } from 'vitest';
import { documentJson } from './json.ts';

describe('a document of the shop’s own', () => {
  it('is JSON, whatever Firestore keeps in it', () => {
    const document = {
      at: new Date('2026-11-21T09:00:00Z'),
      list: [new Date('2026-11-21T09:00:00Z'), { deep: undefined, n: Number.NaN }],
      place: { latitude: 43, longitude: -76, isEqual: () => true },
      reference: { firestore: {}, path: 'customers/ada' },
      bytes: new Uint8Array([1]),
      text: 'x',
    };
    expect(documentJson.parse(document)).toEqual({
      at: '2026-11-21T09:00:00.000Z',
      list: ['2026-11-21T09:00:00.000Z', { deep: null, n: null }],
      place: { latitude: 43, longitude: -76 },
      reference: 'customers/ada',
      bytes: null,
      text: 'x',
    });
  });

  it('is an object', () => {
    expect(documentJson.safeParse([1]).success).toBe(false);
    expect(documentJson.safeParse(null).success).toBe(false);
  });
});
