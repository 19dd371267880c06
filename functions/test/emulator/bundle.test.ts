import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../local/src/stack/ports.ts';
import { buildFunctions } from '../../../scripts/build-functions.ts';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { webhookSchemes } from '../../src/core/triggering/webhook-schemes.ts';
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
    expect((await post('\ufeff{}'))[0]).toBe(401);
  });

  it('refuses a body of two megabytes before it looks at anything else', async () => {
    expect((await post(JSON.stringify({ name: 'x'.repeat(2_000_000) }))).slice(0, 2)).toEqual([413, problem]);
  });

  it('refuses a compressed body instead of unpacking it', async () => {
    expect((await post('{}', { 'Content-Encoding': 'gzip' })).slice(0, 2)).toEqual([415, problem]);
  });

  it('takes a delivery to a webhook by its bytes, JSON and forms alike', async () => {
    const { orgId, uid } = await kit.tenant();
    const token = kit.token(uid);
    const triggers = [{ type: 'webhook', scheme: 'github' }];
    const draft = { name: 'Door', triggers, steps: [{ action: 'set_variables', params: { values: { a: 1 } } }] };
    const { body } = await kit.call('POST', '/api/playbooks', { token, body: draft });
    await applyTriggers(kit.app.arsenal, orgId, body.playbookId);
    const path = `/api/playbooks/${body.playbookId}/hooks`;
    const secret = 'a-signing-secret-of-theirs';
    await kit.call('POST', `${path}/webhook/secret`, { token, body: { secret } });
    const { url } = (await kit.call('GET', path, { token })).body.items[0];
    const deliver = async (type: string, text: string, more: Record<string, string> = {}) => {
      const signed = webhookSchemes.github.sign({ secret, body: Buffer.from(text), now: new Date(), id: randomUUID() });
      const headers = { ...signed, 'Content-Type': type, ...more };
      return (await fetch(`${origin}${new URL(url).pathname}`, { method: 'POST', headers, body: text })).status;
    };
    expect(await deliver('application/json; charset=utf-8', '{ "a":\t1 }')).toBe(202);
    expect(await deliver('application/vnd.api+json', '{"b":1}')).toBe(202);
    expect(await deliver('application/x-www-form-urlencoded', 'payload=%7B%7D&b=a+b')).toBe(202);
    expect(await deliver('application/json', '{"a"')).toBe(400);
    expect(await deliver('application/json', `"${'x'.repeat(257 * 1024)}"`)).toBe(413);
    expect(await deliver('application/json', '{}', { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(await deliver('application/json', '{}', { 'X-Hub-Signature-256': 'sha256=00' })).toBe(403);
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
