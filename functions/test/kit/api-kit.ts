import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import { Agent } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { deleteApp, getApps, initializeApp } from 'firebase-admin/app';
import { startTasks } from '../../../local/src/tasks/start.ts';
import { createIdTokens } from '../../src/adapters/google/id-tokens.ts';
import { type App, buildApp } from '../../src/app.ts';
import { newApiKey } from '../../src/core/governance/api-key.ts';
import { createServer } from '../../src/entrypoints/http/server.ts';
import { type Scope, scopeSchema } from '../../src/model/api-key.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Role } from '../../src/model/tenant.ts';
import { projectId, startLocalGoogle } from './local-google.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of any shape
  readonly body: any;
  readonly problem: Problem;
}

type Flaw = 'expired' | 'forged' | 'unsigned' | 'other project' | 'stale';

export interface ApiKit {
  readonly app: App;
  readonly origin: string;
  /** What another process needs to find the same servers. */
  readonly env: Record<string, string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /**
   * An ID token as Firebase signs them, or one that is wrong in the given way; `stale`: who signed in did so an hour
   * ago. `claims` stand in place of those that it would have.
   */
  token(uid: string, flaw?: Flaw | null, claims?: Readonly<Record<string, unknown>>): string;
  /** A tenant with one member of the given role, whose uid is returned. */
  tenant(role?: Role): Promise<{ orgId: string; uid: string }>;
  key(orgId: string, scopes?: readonly Scope[]): Promise<string>;
  addSecret(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
}

/** The API on loopback over real parts; ID tokens are verified by firebase-admin against a key set of the test's. */
export async function startApi(env: Record<string, string> = {}): Promise<ApiKit> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keySet = await listen(
    createHttpServer((_, response) => {
      response.setHeader('Content-Type', 'application/json').setHeader('Cache-Control', 'max-age=3600');
      response.end(JSON.stringify({ kid1: keys.publicKey.export({ type: 'spki', format: 'pem' }) }));
    }),
  );
  // A queue whose tasks go to a place that takes them and does nothing: these tests look at what is queued.
  const tasks = await startTasks({
    host: '127.0.0.1',
    port: 0,
    resolveUrl: () => `http://127.0.0.1:${portOf(keySet)}/`,
  });
  // firebase-admin looks for it there.
  process.env.CLOUD_TASKS_EMULATOR_HOST = `127.0.0.1:${tasks.port}`;
  const google = await startLocalGoogle({ CLOUD_TASKS_EMULATOR_HOST: `127.0.0.1:${tasks.port}`, ...env });
  const verifier = initializeApp({ projectId, httpAgent: agentTo(portOf(keySet)) }, randomUUID());
  const app = buildApp(google.config, { idTokens: createIdTokens(async () => verifier) });
  const api = await listen(createHttpServer(createServer(() => app)));
  const origin = `http://127.0.0.1:${portOf(api)}`;
  return {
    app,
    origin,
    env: google.env,
    call: (method, path, options = {}) => call(`${origin}${path}`, method, options),
    token: (uid, flaw = null, claims = {}) =>
      sign(uid, flaw === 'forged' ? forger.privateKey : keys.privateKey, flaw, claims),
    tenant: (role = 'owner') => addTenant(app, role),
    key: (orgId, scopes = scopeSchema.options) => addKey(app, orgId, scopes),
    addSecret: google.addSecret,
    close: async () => {
      for (const server of [api, keySet]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await tasks.close();
      await google.close();
      await Promise.all(getApps().map(deleteApp));
    },
  };
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Whatever address firebase-admin asks for keys, it gets those of the test. */
function agentTo(port: number): Agent {
  const agent = new Agent();
  agent.createConnection = () => connect(port, '127.0.0.1');
  return agent;
}

async function call(url: string, method: string, { token, key, headers, body, text }: CallOptions): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'X-API-Key': key }),
      ...((body !== undefined || text !== undefined) && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...((body !== undefined || text !== undefined) && { body: text ?? JSON.stringify(body) }),
  });
  const answer = await response.text();
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
  const parsed: unknown = isJson && answer !== '' ? JSON.parse(answer) : answer;
  return { status: response.status, headers: response.headers, body: parsed, problem: parsed as Problem };
}

type PrivateKey = Parameters<ReturnType<typeof createSign>['sign']>[0];

function sign(uid: string, privateKey: PrivateKey, flaw: Flaw | null, claims: object): string {
  const now = Math.floor(Date.now() / 1000) - (flaw === 'expired' ? 7200 : 0);
  const aud = flaw === 'other project' ? 'someone-else' : projectId;
  const payload = {
    iss: `https://securetoken.google.com/${aud}`,
    aud,
    auth_time: flaw === 'stale' ? now - 3600 : now,
    user_id: uid,
    sub: uid,
    iat: now,
    exp: now + 3600,
    email: `${uid}@thrive.example`,
    ...claims,
  };
  const header = flaw === 'unsigned' ? { alg: 'none', typ: 'JWT' } : { alg: 'RS256', kid: 'kid1', typ: 'JWT' };
  const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  if (flaw === 'unsigned') return `${text}.`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
}

async function addTenant(app: App, role: Role): Promise<{ orgId: string; uid: string }> {
  const [orgId, uid] = [`org_${randomUUID()}`, `user_${randomUUID()}`];
  const createdAt = new Date();
  const member = { uid, email: `${uid}@thrive.example`, name: 'Olive', role, createdAt };
  await app.engine.store.commit([
    {
      op: 'create',
      path: top.tenant(orgId).path,
      data: { name: 'Thrive', timezone: 'America/New_York', currency: 'USD', createdAt },
    },
    { op: 'create', path: tenantPaths(orgId).member(uid).path, data: member },
  ]);
  return { orgId, uid };
}

async function addKey(app: App, orgId: string, scopes: readonly Scope[]): Promise<string> {
  const { key, keyId, sha256 } = newApiKey(app.engine.random);
  const data = { keyId, orgId, name: 'test', scopes, createdAt: new Date(), expireAt: null, revokedAt: null };
  await app.engine.store.commit([{ op: 'create', path: top.apiKey(sha256).path, data }]);
  return key;
}
