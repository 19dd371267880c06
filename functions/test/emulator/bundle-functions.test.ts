import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../../local/src/stack/ports.ts';
import { secretClient } from '../../../local/src/testing/google-client.ts';
import { buildFunctions } from '../../../scripts/build-functions.ts';
import { functionNames } from '../../../scripts/deploy/wanted.ts';
import { type LocalGoogle, startLocalGoogle } from '../kit/local-google.ts';

const bin = fileURLToPath(new URL('../../../node_modules/.bin/', import.meta.url));
const firebaseJson = fileURLToPath(new URL('../../../firebase.json', import.meta.url));
const run = promisify(execFile);
const REGION = 'europe-west1';
/** A namespace of its own in the emulator: the tick that is called here must not touch what other suites have stored. */
const PROJECT = 'demo-playbooks-bundle';
const MAX_UPLOAD_MB = 8;

const endpointSchema = z.looseObject({
  platform: z.string(),
  region: z.array(z.string()),
  entryPoint: z.string(),
  httpsTrigger: z.unknown().optional(),
  eventTrigger: z.object({ eventFilterPathPatterns: z.object({ document: z.string() }).optional() }).optional(),
  taskQueueTrigger: z.unknown().optional(),
  scheduleTrigger: z.unknown().optional(),
});
type Endpoint = z.infer<typeof endpointSchema>;

/** What `firebase deploy` uploads, in an empty folder of its own, with nothing installed but what it asks for. */
describe('the folder that is deployed', () => {
  let google: LocalGoogle;
  let outside: string;
  let folder: string;
  let endpoints: Record<string, Endpoint>;

  beforeAll(async () => {
    google = await startLocalGoogle();
    await addCronSecret(google.env.SECRET_MANAGER_EMULATOR_HOST ?? '');
    outside = await mkdtemp(join(tmpdir(), 'playbooks-alone-'));
    folder = join(outside, 'deployed');
    await buildFunctions({ outdir: join(outside, 'built'), region: REGION });
    await cp(join(outside, 'built'), folder, { recursive: true });
    await rm(join(outside, 'built'), { recursive: true });
    // As Cloud Build does it; offline, so that it fails if there is anything to fetch.
    await run('npm', ['ci', '--offline', '--no-audit', '--no-fund'], { cwd: folder });
    endpoints = await declared(folder);
  }, 180_000);
  afterAll(async () => {
    await google.close();
    await rm(outside, { recursive: true, force: true });
  });

  it('needs nothing installed, and says which Node it wants', async () => {
    const described = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(described).toMatchObject({ type: 'module', main: 'index.js', engines: { node: '24' } });
    for (const field of ['dependencies', 'devDependencies', 'scripts']) expect(described).not.toHaveProperty(field);
    expect((await readdir(folder)).filter((name) => name === 'node_modules')).toEqual([]);
  });

  it('declares every export to the Firebase CLI, in the region that it was built for', () => {
    expect(Object.keys(endpoints).sort()).toEqual(functionNames());
    expect(new Set(Object.values(endpoints).flatMap(({ region }) => region))).toEqual(new Set([REGION]));
    expect(new Set(Object.values(endpoints).map(({ platform }) => platform))).toEqual(new Set(['gcfv2']));
  });

  it('is small, and carries neither settings nor logs', async ({ annotate }) => {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
    const zipped = await Promise.all(paths.map(async (path) => gzipSync(await readFile(path)).length));
    const megabytes = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / 1_000_000;
    await annotate(
      `${paths.length} files, ${megabytes(sizes).toFixed(1)} MB, ${megabytes(zipped).toFixed(1)} MB zipped`,
    );
    expect(megabytes(zipped)).toBeLessThan(MAX_UPLOAD_MB);
    const { functions } = JSON.parse(await readFile(firebaseJson, 'utf8'));
    expect(functions[0]).toMatchObject({ source: 'functions/dist', runtime: 'nodejs24', predeploy: ['npm run build'] });
    expect(functions[0].ignore).toEqual(expect.arrayContaining(['node_modules', '.git', '*.log', '.env*']));
  });

  it('starts every function under Google’s own server, and each answers', async () => {
    const names = Object.keys(endpoints);
    const answers: Record<string, string> = {};
    for (const name of names) answers[name] = await served(name, endpoints[name] as Endpoint);
    const expected = names.map((name) => [name, expectedOf(endpoints[name] as Endpoint)]);
    expect(answers).toEqual(Object.fromEntries(expected));
  }, 120_000);

  /** Serves one function, calls it once as its trigger would, and returns the status, and whether it missed the orgId. */
  async function served(name: string, endpoint: Endpoint): Promise<string> {
    const port = await freePort();
    const type = endpoint.eventTrigger ? 'cloudevent' : 'http';
    const env = {
      ...process.env,
      ...google.env,
      GCLOUD_PROJECT: PROJECT,
      FIRESTORE_EMULATOR_HOST: inject('firestoreHost'),
      FUNCTION_TARGET: name,
      FUNCTION_SIGNATURE_TYPE: type,
      HOST: '127.0.0.1',
      PORT: String(port),
    };
    const args = [
      join(bin, 'functions-framework'),
      `--target=${name}`,
      `--signature-type=${type}`,
      `--source=${folder}`,
    ];
    const server = spawn(process.execPath, args, { cwd: outside, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
    try {
      const status = await called(`http://127.0.0.1:${port}`, endpoint, server);
      return /orgId/.test(said) ? `${status}, orgId is missing` : `${status}`;
    } finally {
      server.kill();
      if (server.exitCode === null) await once(server, 'exit');
    }
  }
});

/** An empty task is refused by the function's own schema: it was reached, and nothing was done. */
function expectedOf({ eventTrigger, taskQueueTrigger }: Endpoint): string {
  if (taskQueueTrigger) return '500, orgId is missing';
  return eventTrigger ? '204' : '200';
}

async function called(origin: string, endpoint: Endpoint, server: ChildProcess): Promise<number> {
  const { path, ...init } = requestOf(endpoint);
  return await vi.waitFor(
    async () => {
      if (server.exitCode !== null) return -1;
      return (await fetch(`${origin}${path}`, init)).status;
    },
    { timeout: 30_000, interval: 100 },
  );
}

function requestOf(endpoint: Endpoint): RequestInit & { path: string } {
  const json = { 'Content-Type': 'application/json' };
  if (endpoint.eventTrigger) return { path: '/', method: 'POST', ...written(endpoint) };
  // Cloud Run has looked at the token before the function sees it.
  const headers = {
    ...json,
    Authorization: `Bearer ${['{"alg":"none"}', '{"sub":"tasks"}', ''].map(base64).join('.')}`,
  };
  if (endpoint.taskQueueTrigger) return { path: '/', method: 'POST', headers, body: '{"data":{}}' };
  return endpoint.scheduleTrigger ? { path: '/', method: 'POST' } : { path: '/api/health' };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64url');

/** A document that was written and is gone again, as Eventarc tells it: there is nothing to do about it. */
function written({ eventTrigger }: Endpoint): Pick<RequestInit, 'headers' | 'body'> {
  const pattern = eventTrigger?.eventFilterPathPatterns?.document ?? '';
  const document = pattern.replace(/\{\w+\}/g, 'nobody');
  const database = `projects/${PROJECT}/databases/(default)`;
  const field = (number: number, value: Buffer) => Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value]);
  // Neither a value of before nor one of after: only the names of the fields that were written.
  const written = field(3, field(1, Buffer.from('name')));
  const headers = {
    'Content-Type': 'application/protobuf',
    'ce-specversion': '1.0',
    'ce-id': 'event1',
    'ce-type': 'google.cloud.firestore.document.v1.written',
    'ce-source': `//firestore.googleapis.com/${database}`,
    'ce-time': new Date().toISOString(),
    'ce-document': document,
    'ce-project': PROJECT,
    'ce-database': '(default)',
    'ce-namespace': '(default)',
    'ce-location': REGION,
  };
  return { headers, body: new Uint8Array(written) };
}

async function addCronSecret(host: string): Promise<void> {
  const client = secretClient(Number(host.split(':')[1]));
  const parent = `projects/${PROJECT}`;
  await client.createSecret({ parent, secretId: 'CRON_SECRET', secret: { replication: { automatic: {} } } });
  await client.addSecretVersion({ parent: `${parent}/secrets/CRON_SECRET`, payload: { data: Buffer.from('secret') } });
  await client.close();
}

/** As the Firebase CLI learns what to deploy: by its own program, which loads the folder without any settings. */
async function declared(folder: string): Promise<Record<string, Endpoint>> {
  const manifest = join(folder, '..', 'functions.json');
  await run(process.execPath, [join(bin, 'firebase-functions'), folder], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GCLOUD_PROJECT: 'thrive-shop',
      FIREBASE_CONFIG: '{"projectId":"thrive-shop"}',
      FUNCTIONS_CONTROL_API: 'true',
      FUNCTIONS_MANIFEST_OUTPUT_PATH: manifest,
    },
  });
  return z
    .object({ endpoints: z.record(z.string(), endpointSchema) })
    .parse(JSON.parse(await readFile(manifest, 'utf8'))).endpoints;
}
