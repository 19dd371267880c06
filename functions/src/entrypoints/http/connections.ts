import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import type { AnyConnector } from '../../core/engine/connector.ts';
import {
  deleteConnection,
  rotateConnection,
  testConnection,
  updateConnection,
} from '../../core/governance/change-connection.ts';
import {
  type By,
  type ConnectionDesk,
  connectionsOf,
  connectorOf,
  createConnection,
} from '../../core/governance/connection.ts';
import { ConnectionRefusedError, entered } from '../../core/governance/connection-entry.ts';
import { playbooksUsing } from '../../core/governance/connection-use.ts';
import { probe } from '../../core/governance/test-connection.ts';
import type { Stored } from '../../core/ports.ts';
import { type Connection, connectionIdSchema, connectionSchema } from '../../model/connection.ts';
import { jsonObject } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, type TenantCaller } from './caller.ts';
import { admit } from './key-rate.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const administer = { role: 'admin', scope: null } as const;
/** In all, so that nobody looks for open doors with them; whether an address is public is such a test, too. */
const TESTS_A_MINUTE = 30;
const LISTED = 20;

const byId = z.object({ id: connectionIdSchema });
const name = z.string().trim().min(1).max(120);
const secrets = z.record(z.string().max(64), z.string().max(20_000).nullable());
const wish = z.strictObject({ connector: z.string().max(64), name, settings: jsonObject.default({}), secrets });

const time = z.iso.datetime();
const connectionView = connectionSchema
  .extend({
    connectionId: z.string(),
    checkedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
    rotatedAt: time.nullable(),
  })
  .meta({ id: 'Connection' });
const testedView = z.object({ status: z.enum(['working', 'failing']), statusText: z.string() });

/** `settings` and `secrets` are JSON schemas; what is secret is `writeOnly`. */
const connectorView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    help: z.string(),
    icon: z.string(),
    settings: jsonObject,
    secrets: jsonObject,
  })
  .meta({ id: 'Connector' });

export const connectionRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/connectors',
      summary: 'What can be connected, and what each asks for',
      answers: { 200: z.object({ items: z.array(connectorView) }) },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app }) => ({ status: 200, body: { items: app.connectors.all().map(toConnectorView) } }),
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/connections',
      summary: 'What is connected, without the secrets: nobody is shown those',
      answers: { 200: z.object({ items: z.array(connectionView) }) },
    },
    administer,
    async ({ app, caller: { orgId } }) => {
      const items = (await connectionsOf(app.engine.store, orgId)).map(toView);
      return { status: 200, body: { items } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/connections',
      summary: 'Connect a vendor; the secrets are kept in Secret Manager and never shown again',
      body: wish,
      answers: { 201: connectionView, 409: problemSchema, 422: problemSchema, 429: problemSchema },
    },
    administer,
    async ({ app, caller, body, request }) => {
      admitTest(app, caller);
      const created = await createConnection(deskOf(app), byOf(caller, request), body);
      return { status: 201, body: toView(created) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/connections/test',
      summary: 'Try settings and secrets before they are kept; nothing is stored',
      body: wish.omit({ name: true }),
      answers: { 200: testedView, 422: problemSchema, 429: problemSchema },
    },
    administer,
    async ({ app, caller, body }) => {
      const desk = deskOf(app);
      const connector = connectorOf(desk, body.connector);
      admitTest(app, caller);
      const given = await entered(desk, connector, body.settings, body.secrets);
      const { status, text } = await probe(desk, connector, {
        connectionId: connector.id,
        name: connector.title,
        given,
      });
      return { status: 200, body: { status, statusText: text } };
    },
  ),
  tenantRoute(
    {
      method: 'patch',
      path: '/api/connections/{id}',
      summary: 'Change a connection; settings that lead to another address take the secrets again',
      params: byId,
      body: wish.omit({ connector: true }).extend({ settings: jsonObject, isDefault: z.boolean() }).partial(),
      answers: { 200: connectionView, 404: problemSchema, 422: problemSchema, 429: problemSchema },
    },
    administer,
    async ({ app, caller, params: { id }, body, request }) => {
      if (body.settings !== undefined) admitTest(app, caller);
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const changed = await updateConnection(deskOf(app), byOf(caller, request), id, given);
      if (changed === null) throw noConnection(id);
      return { status: 200, body: toView(changed) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/connections/{id}/test',
      summary: 'Ask the vendor whether a connection works, and keep the answer',
      params: byId,
      answers: { 200: connectionView, 404: problemSchema, 429: problemSchema },
    },
    administer,
    async ({ app, caller, params: { id }, request }) => {
      admitTest(app, caller);
      const tested = await testConnection(deskOf(app), byOf(caller, request), id);
      if (tested === null) throw noConnection(id);
      return { status: 200, body: toView(tested) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/connections/{id}/rotate',
      summary: 'Put other secrets in the place of the old ones, unless the vendor refuses them',
      params: byId,
      body: z.strictObject({ secrets }),
      answers: { 200: connectionView, 404: problemSchema, 422: problemSchema, 429: problemSchema },
    },
    administer,
    async ({ app, caller, params: { id }, body, request }) => {
      admitTest(app, caller);
      const rotated = await rotateConnection(deskOf(app), byOf(caller, request), id, body.secrets);
      if (rotated === null) throw noConnection(id);
      return { status: 200, body: toView(rotated) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/connections/{id}',
      summary: 'Delete a connection and its secrets; with `force` also where playbooks need it',
      params: byId,
      query: z.object({ force: z.enum(['true', 'false']).default('false') }),
      answers: { 204: z.null(), 404: problemSchema, 409: problemSchema },
    },
    administer,
    async ({ app, caller, params: { id }, query: { force }, request }) => {
      const desk = deskOf(app);
      if (force === 'false') await assertUnused(app, caller.orgId, id);
      if (!(await deleteConnection(desk, byOf(caller, request), id))) throw noConnection(id);
      return { status: 204, body: null };
    },
  ),
];

function deskOf({ engine, secrets, connectors, checkHost }: App): ConnectionDesk {
  return { ...engine, secrets, connectors, checkHost, outbound: engine.services.outbound };
}

function byOf(caller: TenantCaller, request: Request): By {
  return { orgId: caller.orgId, actor: actorOf(caller, request) };
}

function admitTest(app: App, { orgId }: TenantCaller): void {
  admit(app, `tests of ${orgId}`, TESTS_A_MINUTE, `At most ${TESTS_A_MINUTE} tests of connections a minute`);
}

async function assertUnused({ engine, connectors, secrets }: App, orgId: string, id: string): Promise<void> {
  const using = await playbooksUsing({ ...engine, connectors, secrets }, orgId, id);
  if (using.length === 0) return;
  const errors = using.slice(0, LISTED).map((one) => ({ path: one.playbookId, message: one.name }));
  const names = errors.map(({ message }) => message).join(', ');
  const more = using.length > LISTED ? `, and ${using.length - LISTED} more` : '';
  const message = `These playbooks need it: ${names}${more}. Change them first, or send ?force=true`;
  throw new ConnectionRefusedError('in_use', message, errors);
}

function noConnection(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no connection ${id}`);
}

function toView({ id, data }: Stored<Connection>): z.input<typeof connectionView> {
  return {
    ...data,
    connectionId: id,
    checkedAt: data.checkedAt?.toISOString() ?? null,
    createdAt: data.createdAt.toISOString(),
    updatedAt: data.updatedAt.toISOString(),
    rotatedAt: data.rotatedAt?.toISOString() ?? null,
  };
}

function toConnectorView(connector: AnyConnector): z.input<typeof connectorView> {
  const { id, title, description, help, icon } = connector;
  const schemaOf = (schema: z.ZodType) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return jsonObject.parse(rest);
  };
  const { properties, ...asked } = schemaOf(connector.secrets);
  const fields = Object.entries(jsonObject.catch({}).parse(properties));
  const hidden = fields.map(([field, schema]) => [field, { ...jsonObject.parse(schema), writeOnly: true }]);
  return {
    ...{ id, title, description, help, icon },
    settings: schemaOf(connector.settings),
    secrets: { ...asked, properties: Object.fromEntries(hidden) },
  };
}
