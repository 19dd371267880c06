import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import { orgIdOf, tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { roleSchema, type TeamMember, tenantSchema } from '../../model/tenant.ts';
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
});
const tenantBody = tenantSchema.pick({ name: true, timezone: true, currency: true, locale: true }).strict();

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
      return { status: 200, body: { user: { uid, email, name }, tenants: tenants.flat() } };
    },
  ),
  accountRoute(
    {
      method: 'post',
      path: '/api/tenants',
      summary: 'Make a business of my own; I become its owner',
      body: tenantBody,
      answers: { 201: membershipView, 422: problemSchema },
    },
    async ({ app, caller, body, request }) => {
      assertTimeZone(body.timezone);
      if (caller.email === null) throw new HttpProblem(422, 'no_email', 'Your account needs an e-mail address first');
      const { engine } = app;
      const orgId = `org_${deriveId(caller.id, engine.random.token()).slice(0, 16)}`;
      const createdAt = engine.clock.now();
      const tenant = tenantSchema.parse({ ...body, createdAt });
      const member: TeamMember = {
        uid: caller.id,
        email: caller.email,
        name: caller.name ?? caller.email,
        role: 'owner',
        locale: body.locale,
        createdAt,
      };
      const entry = { action: 'tenant.created', target: { kind: 'tenant', id: orgId }, after: body };
      await engine.store.commit([
        { op: 'create', path: top.tenant(orgId).path, data: tenant },
        { op: 'create', path: tenantPaths(orgId).member(caller.id).path, data: member },
        auditWrite(engine, orgId, actorOf(caller, request), entry),
      ]);
      const { name, timezone, currency } = tenant;
      return { status: 201, body: { orgId, name, role: 'owner', timezone, currency } };
    },
  ),
];
