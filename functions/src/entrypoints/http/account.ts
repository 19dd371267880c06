import { z } from 'zod';
import type { App } from '../../app.ts';
import { deriveId } from '../../core/derive-id.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import { businessSchema } from '../../model/business.ts';
import { orgIdOf, tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { roleSchema, type TeamMember, tenantPatchSchema, tenantSchema } from '../../model/tenant.ts';
import { actorOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { accountRoute, type Route } from './route.ts';
import { assertTimeZone } from './tenant.ts';

export const membershipView = z.object({
  orgId: z.string(),
  name: z.string(),
  role: roleSchema,
  timezone: z.string(),
  currency: z.string(),
});
const meView = z.object({
  user: z.object({ uid: z.string(), email: z.string().nullable(), name: z.string().nullable() }),
  tenants: z.array(membershipView),
  mayMakeTenant: z.boolean().meta({ description: 'Whether POST /api/tenants would make a business' }),
});
const tenantBody = tenantSchema
  .pick({ name: true, timezone: true, currency: true })
  .extend({ locale: tenantPatchSchema.shape.locale, business: businessSchema.optional() })
  .strict();

const MAX_OWN = 40;
const NO_NEW_TENANTS =
  'This installation serves one team, and new businesses cannot be made in it. Ask an admin of the team for an invitation.';

/** Each business may write to strangers, a few a day. */
async function assertFew({ engine }: App, uid: string): Promise<void> {
  const own = (await engine.store.query(queries.memberships(uid))).filter(({ data }) => data?.role === 'owner');
  if (own.length < MAX_OWN) return;
  throw new HttpProblem(
    409,
    'too_many',
    `You own ${MAX_OWN} businesses already; erase one, or have somebody else make it`,
  );
}

async function mayMakeTenant({ config, engine }: App): Promise<boolean> {
  return config.newTenants === 'open' || (await engine.store.query(queries.anyTenant())).length === 0;
}

export const accountRoutes: readonly Route[] = [
  accountRoute(
    { method: 'get', path: '/api/me', summary: 'Who I am and which teams I am in', answers: { 200: meView } },
    async ({ app, caller }) => {
      const memberships = await app.engine.store.query(queries.memberships(caller.id));
      const tenants = await Promise.all(
        memberships.map(async ({ ref, data }) => {
          const orgId = orgIdOf(ref.path);
          if (data === null || orgId === null) return [];
          const tenant = await app.engine.store.get(top.tenant(orgId));
          if (tenant === null) return [];
          const { name, timezone, currency } = tenant.data;
          return [{ orgId, name, role: data.role, timezone, currency }];
        }),
      );
      const { id: uid, email, name } = caller;
      const body = { user: { uid, email, name }, tenants: tenants.flat(), mayMakeTenant: await mayMakeTenant(app) };
      return { status: 200, body };
    },
  ),
  accountRoute(
    {
      method: 'post',
      path: '/api/tenants',
      summary: 'Make a business of my own; I become its owner',
      body: tenantBody,
      answers: { 201: membershipView, 403: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    async ({ app, caller, body, request }) => {
      await assertFew(app, caller.id);
      if (!(await mayMakeTenant(app))) throw new HttpProblem(403, 'no_new_tenants', NO_NEW_TENANTS);
      assertTimeZone(body.timezone);
      if (caller.email === null) throw new HttpProblem(422, 'no_email', 'Your account needs an e-mail address first');
      const { engine } = app;
      const orgId = `org_${deriveId(caller.id, engine.random.token()).slice(0, 16)}`;
      const createdAt = engine.clock.now();
      const tenant = tenantSchema.parse({ ...body, createdAt });
      const member: TeamMember = {
        uid: caller.id,
        email: caller.email,
        name: (caller.name ?? caller.email).slice(0, 120),
        role: 'owner',
        locale: tenant.locale,
        away: null,
        createdAt,
      };
      const { name, timezone, currency, locale, business } = tenant;
      const after = { name, timezone, currency, locale, business };
      const entry = { action: 'tenant.created', target: { kind: 'tenant', id: orgId }, after };
      await engine.store.commit([
        { op: 'create', path: top.tenant(orgId).path, data: tenant },
        { op: 'create', path: tenantPaths(orgId).member(caller.id).path, data: member },
        auditWrite(engine, orgId, actorOf(caller, request), entry),
      ]);
      return { status: 201, body: { orgId, name, role: 'owner', timezone, currency } };
    },
  ),
];
