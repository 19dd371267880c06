import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { App } from '../../app.ts';
import { sha256Hex } from '../../core/derive-id.ts';
import { apiKeyHash } from '../../core/governance/api-key.ts';
import type { Scope } from '../../model/api-key.ts';
import { orgIdSchema } from '../../model/ids.ts';
import { orgIdOf, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Role, TeamMember } from '../../model/tenant.ts';
import { HttpProblem } from './problem.ts';

/** A signed-in person who may belong to any number of tenants. */
export interface Account {
  readonly kind: 'account';
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}
/** A person in the tenant that the request is about. */
export interface UserCaller {
  readonly kind: 'user';
  readonly id: string;
  readonly orgId: string;
  readonly member: TeamMember;
}
export interface KeyCaller {
  readonly kind: 'key';
  readonly id: string;
  readonly orgId: string;
  readonly scopes: readonly Scope[];
}
export type TenantCaller = UserCaller | KeyCaller;
/** Cloud Scheduler, by CRON_SECRET. It belongs to no tenant and may only start what is armed or active. */
export interface SchedulerCaller {
  readonly kind: 'scheduler';
  readonly id: 'system';
}

const RANK: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** What a route asks of its caller. */
export interface Need {
  readonly role: Role;
  readonly scope: Scope;
}

export async function accountOf(app: App, request: Request): Promise<Account> {
  const token = bearer(request);
  if (token === null) throw unauthorized('Send a Firebase ID token as Authorization: Bearer <token>');
  try {
    const { uid, email, name } = await app.idTokens.verify(token);
    return { kind: 'account', id: uid, email, name };
  } catch (error) {
    app.engine.log.info('token_refused', { reason: error instanceof Error ? error.message.slice(0, 120) : 'unknown' });
    throw unauthorized('The ID token is not valid or has expired; sign in again');
  }
}

/** The tenant never comes out of the body: a user's from his membership, a key's from the key. */
export async function tenantCallerOf(app: App, request: Request, need: Need): Promise<TenantCaller> {
  const key = request.get('x-api-key');
  if (key !== undefined) return keyCaller(app, key, need.scope);
  const account = await accountOf(app, request);
  const member = await membership(app, account, request.get('x-org-id'));
  if (RANK[member.data.role] < RANK[need.role]) {
    throw new HttpProblem(403, 'role', `This needs the role ${need.role}; you are ${member.data.role}`);
  }
  return { kind: 'user', id: account.id, orgId: member.orgId, member: member.data };
}

async function membership(app: App, account: Account, chosen: string | undefined) {
  const { store } = app.engine;
  if (chosen !== undefined) {
    const orgId = orgIdSchema.safeParse(chosen);
    const member = orgId.success ? await store.get(tenantPaths(orgId.data).member(account.id)) : null;
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

async function keyCaller(app: App, key: string, scope: Scope): Promise<KeyCaller> {
  const hash = apiKeyHash(key);
  const stored = hash === null ? null : await app.engine.store.get(top.apiKey(hash));
  const now = app.engine.clock.now();
  const { expireAt = null, revokedAt = null } = stored?.data ?? {};
  if (stored === null || revokedAt !== null || (expireAt !== null && expireAt <= now)) {
    throw unauthorized('The API key is not valid, has expired or was revoked');
  }
  const { keyId, orgId, scopes } = stored.data;
  if (!scopes.includes(scope)) throw new HttpProblem(403, 'scope', `The API key lacks the scope ${scope}`);
  return { kind: 'key', id: `key:${keyId}`, orgId, scopes };
}

/** True for CRON_SECRET as bearer or (beside an OIDC token) as X-Cron-Secret. Looks again once before it says no. */
export async function isScheduler(app: App, request: Request): Promise<boolean> {
  const given = request.get('x-cron-secret') ?? bearer(request);
  if (given === null || looksLikeJwt(given)) return false;
  const isOneOf = (secrets: readonly string[]) => secrets.map((secret) => sameSecret(secret, given)).includes(true);
  if (isOneOf(await app.secrets.cronSecrets()) || isOneOf(await app.secrets.cronSecrets({ fresh: true }))) return true;
  throw unauthorized('The secret is not right');
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
