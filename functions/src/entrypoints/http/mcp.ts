import type { Request } from 'express';
import type { App } from '../../app.ts';
import { factsFor } from '../../core/authoring/conversation-facts.ts';
import { agentDesk } from '../../core/authoring/mcp.ts';
import type { Calling } from '../../core/authoring/tools/tool.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, type KeyCaller } from './caller.ts';
import { mcpServer } from './mcp-server.ts';
import { ownerOf } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { keyRoute, publicRoute, type Route } from './route.ts';

/** The longest that a tool may take. */
const CALL_MS = 120_000;
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

const ADDRESS_FOR = 'The address for agents is for POST only: nothing is kept between two requests';

/** The tools of the chat for other agents (Model Context Protocol, streamable HTTP without sessions). */
const mcpRoute = keyRoute(
  {
    method: 'post',
    path: '/mcp',
    summary: 'The tools of the chat for other agents: Model Context Protocol, streamable HTTP, without sessions',
    isKeyless: true,
    answers: { 400: problemSchema, 403: problemSchema },
  },
  async ({ app, caller, request, response }) => {
    assertFromHere(app, request);
    // The protocol has given them up, and one request is to count as one.
    if (Array.isArray(request.body)) throw new HttpProblem(400, 'no_batch', 'Send one message at a time');
    const desk = agentDesk(await callingFor(app, caller, request));
    const [{ createMcpHandler }, { toNodeHandler }] = await Promise.all([
      import('@modelcontextprotocol/server'),
      import('@modelcontextprotocol/node'),
    ]);
    const onerror = (error: Error) => app.engine.log.info('mcp_refused', { reason: error.message.slice(0, 200) });
    // Nothing tells of changes, so nobody is to wait for them.
    const handler = createMcpHandler(() => mcpServer(desk, app.engine.log), { maxSubscriptions: 0, onerror });
    await toNodeHandler(handler, { onerror })(request, response, request.body);
    return null;
  },
);

const postOnly = (method: 'get' | 'delete'): Route =>
  publicRoute({ method, path: '/mcp', summary: ADDRESS_FOR, answers: { 405: problemSchema } }, async () => {
    throw new HttpProblem(405, 'post_only', ADDRESS_FOR, { headers: { Allow: 'POST' } });
  });

export const mcpRoutes: readonly Route[] = [mcpRoute, postOnly('get'), postOnly('delete')];

/** A page that somebody looks at may not call for him; on this machine not even by a name that leads here. */
function assertFromHere({ config }: App, request: Request): void {
  const origin = request.get('origin');
  const origins = [...config.webOrigins, new URL(config.apiOrigin).origin];
  if (origin !== undefined && !origins.includes(origin)) {
    throw new HttpProblem(403, 'foreign_origin', `Pages of ${origin.slice(0, 200)} may not call this`);
  }
  const host = URL.parse(`http://${request.get('host')}`)?.hostname ?? '';
  if (config.isLocal && !LOCAL_HOSTS.includes(host)) {
    throw new HttpProblem(403, 'foreign_host', 'On this machine it is called as localhost only');
  }
}

/** On whose behalf an agent calls. What it has read elsewhere nobody knows; what it has read here is kept with its key. */
async function callingFor(app: App, caller: KeyCaller, request: Request): Promise<Calling> {
  const { engine, connectors, secrets, conceal } = app;
  const { orgId, createdBy, scopes, isTainted } = caller;
  const tenant = await engine.store.get(top.tenant(orgId));
  if (tenant === null) throw new HttpProblem(404, 'not_found', 'The team is gone');
  const uid = createdBy ?? (await ownerOf(engine.store, orgId));
  const member = await engine.store.get(tenantPaths(orgId).member(uid));
  const user = member?.data ?? { name: caller.name, email: '', locale: 'en-US' };
  return {
    engine,
    connectors,
    secrets,
    conceal: conceal(orgId).value,
    orgId,
    tenant: tenant.data,
    member: null,
    key: { createdBy, scopes },
    actor: actorOf(caller, request),
    conversationId: null,
    chosenBy: 'model',
    isTainted,
    shown: () => null,
    facts: () => factsFor(engine, orgId, tenant.data, user),
    signal: AbortSignal.timeout(CALL_MS),
  };
}
