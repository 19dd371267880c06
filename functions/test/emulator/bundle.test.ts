import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../local/src/stack/ports.ts';
import { buildFunctions } from '../../../scripts/build-functions.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const framework = fileURLToPath(new URL('../../../node_modules/.bin/functions-framework', import.meta.url));

/** The built bundle as it deploys: its folder alone, away from the repository, under Google's own server. */
describe('the deployed bundle', () => {
  let kit: ApiKit;
  let folder: string;
  let server: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    kit = await startApi();
    folder = await mkdtemp(join(tmpdir(), 'playbooks-bundle-'));
    await buildFunctions({ outdir: join(folder, 'built') });
    await cp(join(folder, 'built'), join(folder, 'deployed'), { recursive: true });
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    server = spawn(process.execPath, [framework, '--target=api', `--source=${join(folder, 'deployed')}`], {
      cwd: folder,
      env: { ...process.env, ...kit.env, FUNCTION_TARGET: 'api', PORT: String(port), HOST: '127.0.0.1' },
      stdio: 'ignore',
    });
    await vi.waitFor(async () => expect((await fetch(`${origin}/api/health`)).status).toBe(200), { timeout: 30_000 });
  });
  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
    await rm(folder, { recursive: true, force: true });
    await kit.close();
  });

  const post = async (body: string, more: Record<string, string> = {}) => {
    const headers = { 'Content-Type': 'application/json', ...more };
    const answer = await fetch(`${origin}/api/playbooks`, { method: 'POST', headers, body });
    return [answer.status, answer.headers.get('content-type'), await answer.text()] as const;
  };
  const problem = 'application/problem+json; charset=utf-8';

  it('answers malformed JSON with a problem, not with the platform’s stack trace', async () => {
    const [status, type, text] = await post('{"name": ');
    expect([status, type]).toEqual([400, problem]);
    expect(JSON.parse(text).errors[0].path).toBe('body');
  });

  it('refuses a body of two megabytes before it looks at anything else', async () => {
    expect((await post(JSON.stringify({ name: 'x'.repeat(2_000_000) }))).slice(0, 2)).toEqual([413, problem]);
  });

  it('refuses a compressed body instead of unpacking it', async () => {
    expect((await post('{}', { 'Content-Encoding': 'gzip' })).slice(0, 2)).toEqual([415, problem]);
  });

  it('reaches Firestore and Secret Manager with what it carries', async () => {
    const { orgId } = await kit.tenant();
    const answer = await fetch(`${origin}/api/playbooks/none/execute`, {
      method: 'POST',
      headers: { Authorization: 'Bearer first-secret', 'Content-Type': 'application/json' },
      body: JSON.stringify({ orgId }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([404, { type: 'urn:playbooks:problem:not_found' }]);
  });
});
