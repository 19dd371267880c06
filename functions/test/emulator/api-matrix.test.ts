import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/derive-id.ts';
import type { Fields } from '../../src/core/ports.ts';
import type { Need } from '../../src/entrypoints/http/caller.ts';
import type { Route } from '../../src/entrypoints/http/route.ts';
import { routes } from '../../src/entrypoints/http/server.ts';
import { type Scope, scopeSchema } from '../../src/model/api-key.ts';
import { top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { isAtLeast, roleSchema } from '../../src/model/tenant.ts';
import { type ApiKit, type CallOptions, startApi } from '../kit/api-kit.ts';
import { named, rowOf, send } from '../kit/api-matrix.ts';
import { createWorlds, type Place, type Worlds } from '../kit/api-world.ts';
import { telegramApi } from '../vendors/telegram.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';
import { ROWS } from './api-matrix.fixture.ts';
import type { Row } from './api-matrix-row.ts';

const SECRET = { token: 'first-secret' };

let api: ApiKit;
let vendors: VendorServer;
let worlds: Worlds;
/** For calls that leave nothing behind but an entry in the audit log. */
let shared: Place;
const inShared = new Map<Insider, Caller>();
const callerOf = (who: Insider): Caller => inShared.get(who) ?? { who, id: '' };
let outdated: readonly Caller[];
/** Keys with all scopes but one. */
const without = new Map<Scope | null, Caller>();
/** What is stored of it. */
let untouched: Map<string, string>;
beforeAll(async () => {
  vendors = await startVendors([telegramApi]);
  // Most go where nobody answers: what is tested here is who may ask.
  const detours = { 'hooks.example': 'http://127.0.0.1:2/hooks', ...vendors.detours };
  const OUTBOUND_DETOURS = Object.entries(detours).map(([host, to]) => `${host}=${to}`);
  api = await startApi({
    ...{ REQUESTS_A_MINUTE: '1000000', OUTBOUND_DETOURS: OUTBOUND_DETOURS.join(',') },
    API_ORIGIN: 'https://api.example',
  });
  await api.addSecret('LINK_KEY', 'the-key-of-the-links');
  worlds = await createWorlds(api);
  shared = await worlds.place();
  for (const who of INSIDERS) inShared.set(who, await insider(who, shared));
  outdated = [
    await keyOf('an expired key', shared.orgId, scopeSchema.options, { expireAt: new Date() }),
    await keyOf('a revoked key', shared.orgId, scopeSchema.options, { revokedAt: new Date() }),
  ];
  for (const scope of [null, ...scopeSchema.options]) {
    const others = scopeSchema.options.filter((one) => one !== scope);
    without.set(scope, await keyOf('a key without the scope', shared.orgId, others));
  }
  untouched = await stored(shared);
});
afterAll(async () => {
  await api.close();
  vendors.close();
});

/** Who asks, by which credentials, and the id by which the audit log knows them. */
interface Caller extends CallOptions {
  readonly who: string;
  readonly id: string;
}

const person = (who: string, uid: string, flaw: 'stale' | null = null): Caller => ({
  who,
  id: uid,
  token: api.token(uid, flaw),
});
async function keyOf(who: string, orgId: string, scopes: readonly Scope[], fields: Fields = {}): Promise<Caller> {
  const key = await api.key(orgId, scopes);
  const { path } = top.apiKey(sha256Hex(key));
  if (Object.keys(fields).length > 0) await api.app.engine.store.commit([{ op: 'update', path, fields }]);
  return { who, id: `key:${key.split('_')[2]}`, key };
}

const needs = routes.flatMap((route) => (typeof route.access === 'object' ? [{ route, need: route.access }] : []));
const isChange = ({ method }: Route) => method !== 'get';

describe('the table', () => {
  it('has a row for every route and none for another', () => {
    expect(Object.keys(ROWS).toSorted()).toEqual(routes.map(named).toSorted());
  });

  it('says of every change in a tenant what the audit log tells', () => {
    const silent = needs.filter(({ route }) => isChange(route) && rowOf(route).audit === undefined);
    expect(silent.map(({ route }) => named(route))).toEqual([]);
  });
});

/** Who may be let in: members by their role, an owner who signed in an hour ago, and keys with one scope alone. */
const INSIDERS = [...roleSchema.options, 'stale', ...scopeSchema.options] as const;
type Insider = (typeof INSIDERS)[number];

function insider(who: Insider, place: Place): Caller | Promise<Caller> {
  if (who === 'stale') return person(who, place.uid('owner'), 'stale');
  const scope = scopeSchema.safeParse(who);
  if (scope.success) return keyOf(who, place.orgId, [scope.data]);
  return person(who, place.uid(roleSchema.parse(who)));
}

function isLetIn(who: Insider, { role, scope, isSensitive }: Need, { refused = [] }: Row): boolean {
  if (who === 'stale') return !isSensitive;
  const own = roleSchema.safeParse(who);
  return own.success ? isAtLeast(own.data, role) && !refused.some((one) => one === own.data) : who === scope;
}

/** All of a tenant but its audit log. */
async function stored(place: Place): Promise<Map<string, string>> {
  const all = await worlds.dump(place);
  return new Map([...all].filter(([path]) => !path.includes('/audit/')));
}

const heard = new Set<string>();

/** The entries that came since it was last asked, in short. */
async function told(place: Place): Promise<string[]> {
  const found = await api.app.engine.store.query(queries.audit(place.orgId, { limit: 50 }));
  const entries = found.flatMap(({ ref, data }) => (data === null || heard.has(ref.path) ? [] : [data]));
  for (const { ref } of found) heard.add(ref.path);
  for (const { actor } of entries) expect(actor.from).toMatchObject({ ip: '127.0.0.1', userAgent: 'node' });
  return entries.map(({ actor, action, target }) => `${actor.id} ${action} ${target.id}`);
}

const declared = needs.map(({ route, need }) => ({ name: named(route), route, need, row: rowOf(route) }));

describe.each(declared)('$name, inside its tenant', ({ route, need, row }) => {
  const isAllowed = (who: Insider) => isLetIn(who, need, row);
  const refusal = (who: Insider) => {
    if (need.isSensitive) return 'access.refused';
    return roleSchema.safeParse(who).success ? row.refusal : undefined;
  };
  /** What is only looked at leaves nothing behind, whoever looks. */
  const isLook = !isChange(route) && row.audit === undefined;
  const inPlace = INSIDERS.filter((who) => !isAllowed(who) || isLook);

  it('answers who may only look, and who may not, and changes nothing', async () => {
    const answers = await Promise.all(
      inPlace.map(async (who) => {
        const { status, problem } = await send(api, route, row, shared, callerOf(who));
        return { who, status, isExplained: typeof problem.detail === 'string' };
      }),
    );
    expect(answers).toEqual(
      inPlace.map((who) => {
        const allowed = isAllowed(who);
        return { who, status: allowed ? row.status : 403, isExplained: !allowed };
      }),
    );
    const refused = inPlace.flatMap((who) => {
      const action = isAllowed(who) ? undefined : refusal(who);
      return action === undefined ? [] : [expect.stringMatching(`^${callerOf(who).id} ${action} .`)];
    });
    const entries = await told(shared);
    expect(entries).toHaveLength(refused.length);
    expect(entries).toEqual(expect.arrayContaining(refused));
    expect(await stored(shared)).toEqual(untouched);
  });

  const acting = INSIDERS.filter((who) => !inPlace.includes(who));
  it.each(acting)('lets %s do it, on record', async (who) => {
    const place = await worlds.place();
    const caller = await insider(who, place);
    const answer = await send(api, route, row, place, caller);
    expect([answer.status, answer.problem.detail]).toEqual([row.status, undefined]);
    const [action, target] = row.audit ?? [];
    const done = `^${caller.id} ${action} ${target?.(place) || '.'}`;
    expect(await told(place)).toEqual(row.audit === null ? [] : [expect.stringMatching(done)]);
  });
});

/** Whoever has no business in `shared`, and what they are told. */
async function outsiders({ scope }: Need, row: Row): Promise<(readonly [number, Caller])[]> {
  const { orgId } = shared;
  const [stranger, other] = [await worlds.empty(), await worlds.empty()];
  const inHeader = { headers: { 'X-Org-Id': orgId } };
  const every = scopeSchema.options;
  const own = row.params === undefined ? row.status : (row.absent ?? 404);
  return [
    [401, { who: 'signed out', id: '' }],
    [401, { ...person('forged', shared.uid('owner')), token: api.token(shared.uid('owner'), 'forged') }],
    ...outdated.map((key) => [401, key] as const),
    [403, without.get(scope) ?? { who: 'a key without the scope', id: '' }],
    [403, person('in no team', `nobody_${orgId}`)],
    [own, person('a stranger', stranger.uid)],
    [403, { ...person('a stranger by X-Org-Id', stranger.uid), ...inHeader }],
    [scope === null ? 403 : own, await keyOf('a strange key', other.orgId, every)],
    [403, { ...(await keyOf('a strange key by X-Org-Id', other.orgId, every)), ...inHeader }],
  ];
}

describe.each(declared)('$name, from outside', ({ route, need, row }) => {
  it('is not there, and nothing of the tenant is changed', async () => {
    const strange = await outsiders(need, row);
    const seen: unknown[] = [];
    for (const [, caller] of strange) seen.push([(await send(api, route, row, shared, caller)).status, caller.who]);
    expect(seen).toEqual(strange.map(([status, { who }]) => [status, who]));
    const twin = await worlds.place();
    const own = await send(api, route, row, twin, person('of a tenant with the same ids', twin.uid('owner')));
    expect(own.status).toBe(row.status);
    const bySecret = await send(api, route, row, twin, SECRET);
    expect(bySecret.status).toBe(need.isForScheduler ? row.status : 401);
    expect(await stored(shared)).toEqual(untouched);
    const entries = await told(shared);
    if (!need.isSensitive) expect(entries).toEqual([]);
  });
});

describe('a field that nobody knows', () => {
  const withBody = routes.filter((route) => route.body !== null && rowOf(route).takesMore !== true);

  it.each(withBody.map((route) => ({ name: named(route), route })))('$name refuses', async ({ route }) => {
    const row = rowOf(route);
    const body = (place: Place) => ({ ...(row.body?.(place) as object), orgId: 'another', surprise: 1 });
    const answer = await send(api, route, { ...row, body }, shared, callerOf('owner'));
    expect([answer.status, answer.problem.detail]).toEqual([422, expect.stringContaining('surprise')]);
  });

  it('changes nothing', async () => {
    expect(await stored(shared)).toEqual(untouched);
    expect(await told(shared)).toEqual([]);
  });
});
