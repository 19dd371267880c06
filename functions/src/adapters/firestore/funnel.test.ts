import type { Firestore } from 'firebase-admin/firestore';
import { expect, it } from 'vitest';
import type { Write } from '../../core/ports.ts';
import { decodeFields, encodeFields } from './document-value.ts';
import { encodeVersion, openFunnel } from './funnel.ts';

const database = 'projects/p/databases/(default)';
const time = { seconds: '1700000000', nanos: 5_000_000 };

/** What is sent for these writes, and which versions come back. */
async function committed(...writes: Write[]) {
  const sent: unknown[] = [];
  const client = {
    formattedName: database,
    initializeIfNeeded: async () => undefined,
    request: async (_method: string, request: { writes: unknown[] }) => {
      sent.push(...request.writes);
      return { writeResults: request.writes.map(() => ({ updateTime: null })), commitTime: time };
    },
  };
  const funnel = await openFunnel(client as unknown as Firestore);
  const versions = (await funnel.commit(writes)).map(encodeVersion);
  return { sent, versions };
}

it('updates only the fields that are given, with names that are no plain words in backticks', async () => {
  const fields = { 'signals.2a-b': 'x', 'signals.c': 1, 'a`b': null, left: undefined };
  const { sent, versions } = await committed({ op: 'update', path: 'c/d', fields, ifVersion: '12.7' });
  expect(sent).toEqual([
    {
      update: {
        name: `${database}/documents/c/d`,
        fields: {
          signals: { mapValue: { fields: { '2a-b': { stringValue: 'x' }, c: { integerValue: 1 } } } },
          'a`b': { nullValue: 'NULL_VALUE' },
        },
      },
      updateMask: { fieldPaths: ['signals.`2a-b`', 'signals.c', '`a\\`b`'] },
      currentDocument: { updateTime: { seconds: 12, nanos: 7 } },
    },
  ]);
  expect(versions).toEqual(['1700000000.5000000']);
});

it('insists on absence for a create and on presence for an update without a version', async () => {
  const { sent } = await committed(
    { op: 'create', path: 'c/a', data: {} },
    { op: 'update', path: 'c/b', fields: {} },
    { op: 'set', path: 'c/c', data: {} },
    { op: 'delete', path: 'c/d' },
  );
  expect(sent).toMatchObject([
    { currentDocument: { exists: false } },
    { currentDocument: { exists: true } },
    { update: { name: `${database}/documents/c/c` } },
    { delete: `${database}/documents/c/d` },
  ]);
});

it('refuses what Firestore has no form for', () => {
  expect(() => encodeFields({ a: [{ b: undefined }] })).toThrow(TypeError);
});

it('reads times before 1970 and whole numbers that came as text', () => {
  const at = new Date(-1_500);
  const { value } = encodeFields({ value: at });
  expect(value).toEqual({ timestampValue: { seconds: -2, nanos: 500_000_000 } });
  const fields = {
    at: { ...value, valueType: 'timestampValue' },
    count: { integerValue: '7', valueType: 'integerValue' },
    list: { arrayValue: { values: null }, valueType: 'arrayValue' },
  };
  expect(decodeFields(fields)).toEqual({ at, count: 7, list: [] });
});
