import { crc32 } from 'node:zlib';
import type { ApiKey, Scope } from '../../model/api-key.ts';
import type { Actor } from '../../model/audit.ts';
import type { JsonValue } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { sha256Hex } from '../derive-id.ts';
import { ConflictError, type Log, type Random, type Store, type Stored, type Write } from '../ports.ts';
import { type Auditing, auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** `pbk_live_<id>_<secret><crc>`: 12, 40 and 8 characters. The checksum tells a typo from a wrong key without a read. */
const FORMAT = /^pbk_live_([a-z0-9]{12})_([a-zA-Z0-9]{40})([0-9a-f]{8})$/;

/** No other token begins so. */
export const API_KEY_BEGINS = 'pbk_live_';

export interface NewApiKey {
  readonly key: string;
  readonly keyId: string;
  /** All that is stored of it. */
  readonly sha256: string;
}

export function newApiKey(random: Random, keyId = letters(random, 12).toLowerCase()): NewApiKey {
  const secret = letters(random, 40);
  const key = `${API_KEY_BEGINS}${keyId}_${secret}${checksum(keyId, secret)}`;
  return { key, keyId, sha256: sha256Hex(key) };
}

/** The hash to look a key up by; null when it cannot be one of ours. */
export function apiKeyHash(key: string): string | null {
  const [, keyId, secret, crc] = FORMAT.exec(key) ?? [];
  if (keyId === undefined || secret === undefined || crc !== checksum(keyId, secret)) return null;
  return sha256Hex(key);
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_KEYS = 50;
/** So many revoked ones are kept, for people to see. */
const REVOKED_KEPT = 100;

/** What the keys of a tenant are kept by. */
export interface KeyDesk extends Auditing {
  readonly store: Store;
}

/** A key as it was just made: the only time that it can be seen. */
export interface IssuedApiKey {
  readonly key: string;
  readonly data: ApiKey;
}

export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number | null;
  readonly perMinute: number;
}

/** A new key; null when the tenant has as many as it may have. */
export async function createApiKey(
  desk: KeyDesk,
  orgId: string,
  actor: Actor,
  { name, scopes, expiresInDays, perMinute }: KeyWish,
): Promise<IssuedApiKey | null> {
  const known = await keysOf(desk.store, orgId);
  const revoked = known.filter(({ data }) => data.revokedAt !== null);
  if (known.length - revoked.length >= MAX_KEYS) return null;
  const { key, keyId, sha256 } = newApiKey(desk.random);
  const createdAt = desk.clock.now();
  const expireAt = expiresInDays === null ? null : after(createdAt, expiresInDays * DAY_MS);
  const fixed = { orgId, name, perMinute, createdBy: actor.id, lastUsedAt: null, revokedAt: null, taintedAt: null };
  const data: ApiKey = { ...fixed, keyId, scopes: [...new Set(scopes)], createdAt, expireAt };
  await desk.store.commit([
    { op: 'create', path: top.apiKey(sha256).path, data },
    ...revoked.slice(REVOKED_KEPT).map(({ ref }): Write => ({ op: 'delete', path: ref.path })),
    auditWrite(desk, orgId, actor, { action: 'api_key.created', target: targetOf(keyId), after: toldOf(data) }),
  ]);
  return { key, data };
}

/** Another secret for the same key, for as long again as it was made for; the old one opens nothing from now on. */
export function rotateApiKey(
  desk: KeyDesk,
  orgId: string,
  actor: Actor,
  keyId: string,
): Promise<IssuedApiKey | 'not_found' | 'revoked'> {
  return retryConflicts(() => rotateOnce(desk, orgId, actor, keyId));
}

async function rotateOnce(desk: KeyDesk, orgId: string, actor: Actor, keyId: string): ReturnType<typeof rotateApiKey> {
  const stored = await keyOf(desk.store, orgId, keyId);
  if (stored === null) return 'not_found';
  const { createdAt, expireAt, revokedAt } = stored.data;
  if (revokedAt !== null) return 'revoked';
  const { key, sha256 } = newApiKey(desk.random, keyId);
  const now = desk.clock.now();
  const renewed = expireAt && after(now, expireAt.getTime() - createdAt.getTime());
  const data: ApiKey = { ...stored.data, createdAt: now, lastUsedAt: null, expireAt: renewed };
  await desk.store.commit([
    { op: 'create', path: top.apiKey(sha256).path, data },
    { op: 'delete', path: stored.ref.path, ifVersion: stored.version },
    auditWrite(desk, orgId, actor, {
      action: 'api_key.rotated',
      target: targetOf(keyId),
      before: toldOf(stored.data),
      after: toldOf(data),
    }),
  ]);
  return { key, data };
}

/** The key opens nothing any more, and what it made starts no more by itself. False when there is none. */
export async function revokeApiKey(desk: KeyDesk, orgId: string, actor: Actor, keyId: string): Promise<boolean> {
  return retryConflicts(async () => {
    const stored = await keyOf(desk.store, orgId, keyId);
    if (stored === null) return false;
    const { ref, data, version } = stored;
    if (data.revokedAt !== null) return true;
    const revokedAt = desk.clock.now();
    const entry = { action: 'api_key.revoked', target: targetOf(keyId), before: toldOf(data) };
    await desk.store.commit([
      { op: 'update', path: ref.path, fields: { revokedAt }, ifVersion: version },
      auditWrite(desk, orgId, actor, entry),
    ]);
    return true;
  });
}

/** All keys of a tenant: those that open something first, the newest first. */
export async function keysOf(store: Store, orgId: string): Promise<Stored<ApiKey>[]> {
  const found = await store.query(queries.apiKeys(orgId));
  const rank = ({ revokedAt, createdAt }: ApiKey) => (revokedAt === null ? 0 : 1e15) - createdAt.getTime();
  return found
    .filter((one): one is Stored<ApiKey> => one.data !== null)
    .toSorted((one, other) => rank(one.data) - rank(other.data));
}

/** Keeps when a key was last used, to the hour. */
export async function noteUse(
  { store, clock, log }: { readonly store: Store; readonly clock: KeyDesk['clock']; readonly log: Log },
  { ref, data }: Stored<ApiKey>,
): Promise<void> {
  const hour = hourOf(clock.now());
  if (data.lastUsedAt !== null && data.lastUsedAt >= hour) return;
  try {
    await store.commit([{ op: 'update', path: ref.path, fields: { lastUsedAt: hour } }]);
  } catch (error) {
    // It was rotated at the same moment.
    if (!(error instanceof ConflictError)) throw error;
    log.info('key_use_not_kept', { keyId: data.keyId });
  }
}

/** For how long an agent is taken to remember what it has read. */
const TAINT_MS = 24 * HOUR_MS;

/** Whether the agent behind a key has lately read, through it, what strangers wrote. */
export function isTaintedKey({ taintedAt }: Pick<ApiKey, 'taintedAt'>, now: Date): boolean {
  return taintedAt !== null && now.getTime() - taintedAt.getTime() < TAINT_MS + HOUR_MS;
}

/** Keeps that it has; to be called before it gets to see it. */
export function taintKey(
  { store, clock }: Pick<KeyDesk, 'store' | 'clock'>,
  orgId: string,
  keyId: string,
): Promise<void> {
  const taintedAt = hourOf(clock.now());
  return retryConflicts(async () => {
    const stored = await keyOf(store, orgId, keyId);
    if (stored === null || (stored.data.taintedAt ?? new Date(0)) >= taintedAt) return;
    await store.commit([{ op: 'update', path: stored.ref.path, fields: { taintedAt } }]);
  });
}

function hourOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / HOUR_MS) * HOUR_MS);
}

/** The key of that id, if it is the tenant's. */
async function keyOf(store: Store, orgId: string, keyId: string): Promise<Stored<ApiKey> | null> {
  const [found] = await store.query(queries.apiKey(keyId));
  return found !== undefined && found.data !== null && found.data.orgId === orgId ? found : null;
}

function targetOf(keyId: string) {
  return { kind: 'api_key', id: keyId };
}

function toldOf({ name, scopes, perMinute, expireAt }: ApiKey): JsonValue {
  return { name, scopes, perMinute, expireAt: expireAt?.toISOString() ?? null };
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}

function checksum(keyId: string, secret: string): string {
  return crc32(`${keyId}_${secret}`).toString(16).padStart(8, '0');
}

function letters(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += random.token().replace(/[^a-zA-Z0-9]/g, '');
  return text.slice(0, length);
}
