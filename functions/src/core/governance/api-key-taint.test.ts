import { expect, it } from 'vitest';
import { createEngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { createApiKey, isTaintedKey, rotateApiKey, taintKey } from './api-key.ts';

const HOUR_MS = 3_600_000;
const actor = { kind: 'user', id: 'owner', name: 'Olive', from: null } as const;
const wish = { name: 'Agent', scopes: [], expiresInDays: null, perMinute: 600 };

it('an agent is taken to remember for a day what strangers wrote, also with another secret of its key', async () => {
  const { engine, clock, store } = await createEngineKit([]);
  const made = await createApiKey(engine, orgId, actor, wish);
  const keyId = made?.data.keyId ?? '';
  expect(isTaintedKey(made?.data ?? { taintedAt: clock.now() }, clock.now())).toBe(false);
  await taintKey(engine, 'org_b', keyId);
  await taintKey(engine, orgId, keyId);
  const rotated = await rotateApiKey(engine, orgId, actor, keyId);
  if (typeof rotated === 'string') throw new Error(rotated);
  expect(isTaintedKey(rotated.data, clock.now())).toBe(true);
  await clock.advance(23 * HOUR_MS);
  await taintKey(engine, orgId, keyId);
  await clock.advance(20 * HOUR_MS);
  const found = await store.query(queries.apiKey(keyId));
  expect(found.map(({ data }) => data && isTaintedKey(data, clock.now()))).toEqual([true]);
  await clock.advance(6 * HOUR_MS);
  expect(found.map(({ data }) => data && isTaintedKey(data, clock.now()))).toEqual([false]);
});
