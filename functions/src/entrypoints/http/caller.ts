import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { App } from '../../app.ts';
import { sha256Hex } from '../../core/derive-id.ts';
import { API_KEY_BEGINS, apiKeyHash, isTaintedKey, noteUse } from '../../core/governance/api-key.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import type { Changing } from '../../core/governance/team.ts';
import type { Scope } from '../../model/api-key.ts';
import type { Actor } from '../../model/audit.ts';
import { orgIdSchema } from '../../model/ids.ts';
import { orgIdOf, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { isAtLeast, type Role, type TeamMember } from '../../model/tenant.ts';
import { admitKey } from './key-rate.ts';
import { HttpProblem } from './problem.ts';

/** A signed-in person who may belong to any number of tenants. */
export interface Account {
  readonly kind: 'account';
  readonly isEmailVerified: boolean;
  readonly authenticatedAt: Date;
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}
/** A person in the tenant that the request is about. */
export interface UserCaller {
  readonly kind: 'user';
  readonly authenticatedAt: Date;
  readonly id: string;
  readonly orgId: string;
  readonly member: TeamMember;
}
export interface KeyCaller {
  readonly kind: 'key';
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly createdBy: string | null;
  readonly scopes: readonly Scope[];
  /** Whether the agent behind it has lately read what strangers wrote. */
  readonly isTainted: boolean;
}
export type TenantCaller = UserCaller | KeyCaller;
/** Cloud Scheduler, by CRON_SECRET. It belongs to no tenant and may only start what is armed or active. */
export interface SchedulerCaller {
  readonly kind: 'scheduler';
  readonly id: 'system';
}

/** A caller as the audit log knows it. */
export function actorOf(caller: TenantCaller | Account | SchedulerCaller, request: Request): Actor {
  const { id } = caller;
  const from = { ip: request.ip ?? null, userAgent: request.get('user-agent')?.slice(0, 300) ?? null };
  switch (caller.kind) {
    case 'user':
      return { kind: 'user', id, name: caller.member.name, from };
    case 'account':
      return { kind: 'user', id, name: caller.name, from };
    case 'key':
      return { kind: 'key', id, name: caller.name, from };
    case 'scheduler':
      return { kind: 'scheduler', id, name: null, from };
  }
}

/** The person that a route whose `scope` is null has let in. */
export function assertPerson(caller: TenantCaller): UserCaller {
  if (caller.kind === 'user') return caller;
  throw peopleOnly();
}

/** A person who changes the team that he is in. */
export function changingOf(caller: TenantCaller, request: Request): Changing {
  const { orgId, member } = assertPerson(caller);
  return { orgId, member, actor: actorOf(caller, request) };
}

const RECENT_MS = 15 * 60_000;

/** What a route asks of its caller. */
export interface Need {
  readonly role: Role;
  /** Null for what people do only: no API key may. */
  readonly scope: Scope | null;
  /** Whether they must have signed in within the last 15 minutes; refusals are audited. */
  readonly isSensitive?: boolean;
  /** Whether Cloud Scheduler may, too, by CRON_SECRET. */
  readonly isForScheduler?: boolean;
}

export async function accountOf(app: App, request: Request): Promise<Account> {
  const token = bearer(request);
  if (token === null) throw unauthorized('Send a Firebase ID token as Authorization: Bearer <token>');
  try {
    const { uid, ...rest } = await app.idTokens.verify(token);
    return { kind: 'account', id: uid, ...rest };
  } catch (error) {
    app.engine.log.info('token_refused', { reason: error instanceof Error ? error.message.slice(0, 120) : 'unknown' });
    throw unauthorized('The ID token is not valid or has expired; sign in again');
  }
}

/** The tenant never comes out of the body: a user's from his membership, a key's from the key. */
export async function tenantCallerOf(app: App, request: Request, need: Need): Promise<TenantCaller> {
  const key = apiKeyOf(request);
  const caller = key === null ? await userCaller(app, request) : await keyCaller(app, key, request);
  const refusal = refusalOf(app, caller, need);
  if (refusal === null) return caller;
  if (need.isSensitive) {
    const target = { kind: 'route', id: `${request.method} ${request.path}` };
    const refused = { action: 'access.refused', target, after: { code: refusal.code } };
    await app.engine.store.commit([auditWrite(app.engine, caller.orgId, actorOf(caller, request), refused)]);
  }
  throw refusal;
}

/** For agents: an API key, whatever its scopes. */
export async function keyCallerOf(app: App, request: Request): Promise<KeyCaller> {
  const key = apiKeyOf(request);
  if (key === null) throw unauthorized('Send an API key as Authorization: Bearer pbk_live_…, or as X-API-Key');
  return keyCaller(app, key, request);
}

function refusalOf(app: App, caller: TenantCaller, { role, scope, isSensitive }: Need): HttpProblem | null {
  if (caller.kind === 'key') {
    if (scope === null) return peopleOnly();
    if (caller.scopes.includes(scope)) return null;
    return new HttpProblem(403, 'scope', `The API key lacks the scope ${scope}`);
  }
  if (!isAtLeast(caller.member.role, role)) {
    return new HttpProblem(403, 'role', `This needs the role ${role}; you are ${caller.member.role}`);
  }
  return isSensitive && !isRecent(app, caller) ? signInAgain() : null;
}

function peopleOnly(): HttpProblem {
  return new HttpProblem(403, 'people_only', 'An API key may not do this; sign in');
}

async function userCaller(app: App, request: Request): Promise<UserCaller> {
  const account = await accountOf(app, request);
  const { orgId, data: member } = await membership(app, account, request.get('x-org-id'));
  const { id, authenticatedAt } = account;
  return { kind: 'user', id, authenticatedAt, orgId, member };
}

/** Whether they have just signed in: what cannot be taken back asks who is there, and not only whose browser it is. */
export function isRecent({ engine }: App, { authenticatedAt }: Pick<Account, 'authenticatedAt'>): boolean {
  return engine.clock.now().getTime() - authenticatedAt.getTime() <= RECENT_MS;
}

function signInAgain(): HttpProblem {
  const detail = 'Sign in again first: this needs a sign-in within the last 15 minutes';
  return new HttpProblem(403, 'sign_in_again', detail);
}

async function membership(app: App, account: Account, chosen: string | undefined) {
  const { store } = app.engine;
  if (chosen !== undefined) {
    const orgId = orgIdSchema.safeParse(chosen);
    const member = orgId.success ? await store.get(tenantPaths(orgId.data).member(account.id)) : null;
    if (orgId.success && member === null && (await store.get(top.erasure(orgId.data))) !== null) {
      throw new HttpProblem(410, 'erased', 'That business was erased, as its owner wished');
    }
    if (!orgId.success || member === null) throw new HttpProblem(403, 'not_a_member', 'You are not in that team');
    return { orgId: orgId.data, data: member.data };
  }
  const memberships = await store.query(queries.memberships(account.id));
  const [first] = memberships;
  if (first === undefined)
    throw new HttpProblem(403, 'no_tenant', 'You are in no team yet: POST /api/tenants makes one');
  if (memberships.length > 1) {
    throw new HttpProblem(400, 'which_tenant', 'You are in several teams: choose one with the header X-Org-Id');
  }
  const orgId = orgIdOf(first.ref.path);
  if (first.data === null || orgId === null) throw new HttpProblem(403, 'no_tenant', 'Your membership cannot be read');
  return { orgId, data: first.data };
}

async function keyCaller(app: App, key: string, request: Request): Promise<KeyCaller> {
  const hash = apiKeyHash(key);
  const stored = hash === null ? null : await app.engine.store.get(top.apiKey(hash));
  const now = app.engine.clock.now();
  const { expireAt = null, revokedAt = null } = stored?.data ?? {};
  if (stored === null || revokedAt !== null || (expireAt !== null && expireAt <= now)) {
    throw unauthorized('The API key is not valid, has expired or was revoked');
  }
  const { keyId, orgId, name, createdBy, scopes } = stored.data;
  const chosen = request.get('x-org-id');
  if (chosen !== undefined && chosen !== orgId) {
    throw new HttpProblem(403, 'not_a_member', 'The API key is of another team than X-Org-Id names');
  }
  admitKey(app, stored.data);
  await noteUse(app.engine, stored);
  const isTainted = isTaintedKey(stored.data, now);
  return { kind: 'key', id: `key:${keyId}`, orgId, name, createdBy, scopes, isTainted };
}

/** True for CRON_SECRET as bearer or (beside an OIDC token) as X-Cron-Secret. Looks again once before it says no. */
export async function isScheduler(app: App, request: Request): Promise<boolean> {
  const given = request.get('x-cron-secret') ?? bearer(request);
  if (given === null || looksLikeJwt(given) || looksLikeKey(given)) return false;
  const isOneOf = (secrets: readonly string[]) => secrets.map((secret) => sameSecret(secret, given)).includes(true);
  if (isOneOf(await app.secrets.cronSecrets()) || isOneOf(await app.secrets.cronSecrets({ fresh: true }))) return true;
  throw unauthorized('The secret is not right');
}

/** An API key in its own header, or as a bearer token, as agents send theirs. */
export function apiKeyOf(request: Request): string | null {
  const token = bearer(request);
  return request.get('x-api-key') ?? (token !== null && looksLikeKey(token) ? token : null);
}

function looksLikeKey(token: string): boolean {
  return token.startsWith(API_KEY_BEGINS);
}

export function looksLikeJwt(token: string): boolean {
  return token.split('.').length === 3;
}

/** Digests have one length, so that the comparison takes the same time whatever was sent. */
function sameSecret(secret: string, given: string): boolean {
  return secret !== '' && timingSafeEqual(Buffer.from(sha256Hex(secret)), Buffer.from(sha256Hex(given)));
}

export function bearer(request: Request): string | null {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return token ?? null;
}

function unauthorized(detail: string): HttpProblem {
  return new HttpProblem(401, 'unauthorized', detail, { headers: { 'WWW-Authenticate': 'Bearer' } });
}
