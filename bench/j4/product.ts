import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../../functions/src/app.ts';
import type { Store, Write } from '../../functions/src/core/ports.ts';
import { applyTriggers } from '../../functions/src/core/triggering/apply-triggers.ts';
import { createServer as createApi } from '../../functions/src/entrypoints/http/server.ts';
import { tenantPaths, top } from '../../functions/src/model/paths.ts';
import { projectId, startLocalGoogle } from '../../functions/test/kit/local-google.ts';
import { createLoad, listen, type Target, type World } from './world.ts';

/** What one execution asks of Firestore, in order. */
export interface Trace {
  readonly reads: readonly string[];
  readonly commits: readonly (readonly Write[])[];
}

/** A tenant with the playbook of J4, and what a server needs to serve it. */
export interface Product {
  readonly env: NodeJS.ProcessEnv;
  /** The request that starts it, at the server on this port. */
  readonly target: (port: number) => Target;
  readonly trace: Trace;
  close(): Promise<void>;
}

const STEPS = (world: World) => [
  { id: 'page', action: 'http_request', params: { url: world.pageUrl } },
  {
    id: 'computed',
    action: 'set_variables',
    params: {
      count: '{{size(steps.page.body.products)}}',
      total: '{{sum(steps.page.body.products.map(p, p.price))}}',
    },
  },
  {
    id: 'decided',
    action: 'set_variables',
    condition: 'steps.computed.count > 10',
    params: { note: '{{steps.computed.count}} products' },
  },
  {
    id: 'told',
    action: 'http_request',
    params: {
      method: 'POST',
      url: world.sinkUrl,
      body: {
        id: '{{inputs.id}}',
        count: '{{steps.computed.count}}',
        total: '{{steps.computed.total}}',
        note: '{{steps.decided.note}}',
      },
    },
  },
];

/** Seeds J4 and executes it once in this process, over the same code, to see what it asks of Firestore. */
export async function prepareProduct(firestoreHost: string, world: World): Promise<Product> {
  const tokens = createTokens();
  const keySet = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json').setHeader('Cache-Control', 'max-age=3600');
    response.end(JSON.stringify({ bench: tokens.publicKey }));
  });
  const google = await startLocalGoogle({
    FIRESTORE_EMULATOR_HOST: firestoreHost,
    OUTBOUND_ALLOW: `127.0.0.1:${world.port}`,
    REQUESTS_A_MINUTE: '10000000',
  });
  process.env.FIRESTORE_EMULATOR_HOST = firestoreHost;
  const recorder = createRecorder();
  const plain = buildApp(google.config);
  const [orgId, uid] = [`org_${randomUUID()}`, `user_${randomUUID()}`];
  const playbookId = await seed(plain, world, { orgId, uid });
  const idTokens = {
    verify: async () => ({ uid, email: null, isEmailVerified: false, name: null, authenticatedAt: new Date() }),
  };
  const app = buildApp(google.config, { store: recorder.record(plain.engine.store), idTokens });
  const api = createServer(createApi(() => app));
  const target = (port: number): Target => ({
    url: `http://127.0.0.1:${port}/api/playbooks/${playbookId}/execute`,
    headers: { Authorization: `Bearer ${tokens.tokenFor(uid)}`, 'X-Org-Id': orgId },
  });
  const load = createLoad(world, target(await listen(api)));
  await load.latencies(1);
  load.close();
  api.close();
  const env = { ...google.env, J4_KEY_SET_PORT: String(await listen(keySet)) };
  const close = async () => {
    keySet.closeAllConnections();
    keySet.close();
    await google.close();
  };
  return { env, target, trace: recorder.trace, close };
}

async function seed(app: ReturnType<typeof buildApp>, world: World, { orgId, uid }: { orgId: string; uid: string }) {
  const createdAt = new Date();
  const [paths, playbookId] = [tenantPaths(orgId), randomUUID()];
  const tenant = { name: 'Thrive', timezone: 'America/New_York', currency: 'USD', createdAt };
  const member = { uid, email: 'olive@thrive.example', name: 'Olive', role: 'owner', createdAt };
  const playbook = {
    name: 'J4',
    status: 'active',
    ownerId: uid,
    triggers: [{ type: 'manual' }],
    inputs: [{ name: 'id', required: true }],
    stepsJson: JSON.stringify(STEPS(world)),
  };
  await app.engine.store.commit([
    { op: 'create', path: top.tenant(orgId).path, data: tenant },
    { op: 'create', path: paths.member(uid).path, data: member },
    { op: 'create', path: paths.playbook(playbookId).path, data: playbook },
  ]);
  // As `onPlaybookWritten` does: an armed playbook's version is stored already.
  await applyTriggers(app.arsenal, orgId, playbookId);
  return playbookId;
}

function createRecorder() {
  const reads: string[] = [];
  const commits: (readonly Write[])[] = [];
  const record = (store: Store): Store => ({
    get: (ref) => {
      reads.push(ref.path);
      return store.get(ref);
    },
    find: (ref) => {
      reads.push(ref.path);
      return store.find(ref);
    },
    findAll: (refs) => {
      reads.push(...refs.map(({ path }) => path));
      return store.findAll(refs);
    },
    query: refused,
    count: refused,
    commit: (writes) => {
      commits.push(writes);
      return store.commit(writes);
    },
  });
  return { record, trace: { reads, commits } };
}

function refused(): never {
  throw new Error('J4 reads documents by their address only, so that its ceiling can read the same');
}

/** ID tokens as Firebase signs them, by a key of the bench. */
function createTokens() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const tokenFor = (uid: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const times = { auth_time: now, iat: now, exp: now + 3600 };
    const issuer = { iss: `https://securetoken.google.com/${projectId}`, aud: projectId };
    const text = `${encode({ alg: 'RS256', kid: 'bench', typ: 'JWT' })}.${encode({ ...issuer, ...times, sub: uid, user_id: uid })}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }), tokenFor };
}

/** The functions framework and what it is told, to serve `api` out of `folder`. */
export const framework = {
  program: fileURLToPath(new URL('../../node_modules/.bin/functions-framework', import.meta.url)),
  preload: new URL('key-set.mjs', import.meta.url).href,
};
