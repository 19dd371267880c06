import { z } from 'zod';
import { createApiKey, keysOf, revokeApiKey, rotateApiKey } from '../../core/governance/api-key.ts';
import { type ApiKey, apiKeySchema, scopeSchema } from '../../model/api-key.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const administer = { role: 'admin', scope: null } as const;
const MAX_DAYS = 3_650;
const byId = z.object({ keyId: z.string().regex(/^[a-z0-9]{12}$/, 'This is not the id of an API key') });

const time = z.iso.datetime().nullable();
const keyView = apiKeySchema
  .omit({ orgId: true })
  .extend({ createdAt: z.iso.datetime(), lastUsedAt: time, expireAt: time, revokedAt: time })
  .meta({ id: 'ApiKey' });
/** The only time that the key itself is told. */
const issuedView = keyView.extend({ key: z.string() }).meta({ id: 'IssuedApiKey' });

/** `expiresInDays` left out: it does not expire. `perMinute`: requests a minute. */
const wish = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(scopeSchema).min(1, 'Name at least one scope').max(20),
  expiresInDays: z.int().min(1).max(MAX_DAYS).nullable().default(null),
  perMinute: apiKeySchema.shape.perMinute,
});

export const apiKeyRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/api-keys',
      summary: 'The API keys, without the keys themselves: nobody keeps those',
      answers: { 200: z.object({ items: z.array(keyView) }) },
    },
    administer,
    async ({ app, caller: { orgId } }) => {
      const keys = await keysOf(app.engine.store, orgId);
      return { status: 200, body: { items: keys.map(({ data }) => toView(data)) } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/api-keys',
      summary: 'Make an API key; it is shown in this answer and never again',
      body: wish,
      isSecret: true,
      answers: { 201: issuedView, 409: problemSchema },
    },
    administer,
    async ({ app, caller, body, request }) => {
      const issued = await createApiKey(app.engine, caller.orgId, actorOf(caller, request), body);
      if (issued === null) throw new HttpProblem(409, 'too_many', 'The team has 50 API keys; revoke one first');
      return { status: 201, body: { ...toView(issued.data), key: issued.key } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/api-keys/{keyId}/rotate',
      summary: 'Put a new secret in the place of the old one, which opens nothing any more',
      params: byId,
      isSecret: true,
      answers: { 200: issuedView, 404: problemSchema, 409: problemSchema },
    },
    administer,
    async ({ app, caller, params: { keyId }, request }) => {
      const issued = await rotateApiKey(app.engine, caller.orgId, actorOf(caller, request), keyId);
      if (issued === 'not_found') throw noKey(keyId);
      if (issued === 'revoked') throw new HttpProblem(409, 'revoked', 'The API key was revoked; make another');
      return { status: 200, body: { ...toView(issued.data), key: issued.key } };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/api-keys/{keyId}',
      summary: 'Revoke an API key; playbooks that it made start no more by themselves',
      params: byId,
      answers: { 204: z.null(), 404: problemSchema },
    },
    administer,
    async ({ app, caller, params: { keyId }, request }) => {
      if (!(await revokeApiKey(app.engine, caller.orgId, actorOf(caller, request), keyId))) throw noKey(keyId);
      return { status: 204, body: null };
    },
  ),
];

function noKey(keyId: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no API key ${keyId}`);
}

function toView({ orgId, createdAt, lastUsedAt, expireAt, revokedAt, ...key }: ApiKey): z.input<typeof keyView> {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expireAt: expireAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
