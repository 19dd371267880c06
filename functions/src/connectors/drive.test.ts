import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../test/loopback-site.ts';
import { stepContext } from '../../test/step-context.ts';
import type { Outbound } from '../core/ports.ts';
import { saveFile } from './drive.ts';

const file = { name: 'Report.md', mimeType: 'text/markdown', content: '# Grüße', folderId: null };

describe('a file in a local folder', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'drive-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is saved once per act, and another act makes another file', async () => {
    const { context } = stepContext({ settings: { DRIVE_FOLDER: home } });
    const saved = await saveFile(context, file);
    expect(await saveFile(context, file)).toEqual(saved);
    expect(await readFile(fileURLToPath(saved.url), 'utf8')).toBe('# Grüße');
    expect(saved.name).toBe('Report.md');
    await saveFile({ ...context, idempotencyKey: 'another-act' }, file);
    const files = await readdir(join(home, context.orgId));
    expect(files).toHaveLength(2);
    for (const name of files) expect(name).toMatch(/^Report-.{8}\.md$/);
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    '.',
    'a/../../b.md',
    'x\u0000y.md',
    '.hidden',
    '...',
    'C:\\x\\y.txt',
    '~/x',
    'a.b/../c',
    '\r\n',
  ])('never leaves its folder: %j', async (name) => {
    const { context } = stepContext({ settings: { DRIVE_FOLDER: home } });
    const path = fileURLToPath((await saveFile(context, { ...file, name })).url);
    expect(resolve(path, '..')).toBe(join(home, context.orgId));
    expect(await readFile(path, 'utf8')).toBe('# Grüße');
  });
});

interface Upload {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

describe('a file in Google Drive', () => {
  let google: LoopbackSite;
  let uploads: Upload[] = [];
  let fail: number[] = [];
  beforeEach(async () => {
    uploads = [];
    fail = [];
    google = await loopbackSite((request, response) => {
      const reply = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const url = new URL(request.url ?? '', 'http://x');
      const seen = google.seen.at(-1);
      if (url.pathname === '/token')
        return reply(200, { access_token: 'token', expires_in: 3600, token_type: 'Bearer' });
      if (seen?.headers.authorization !== 'Bearer token') return reply(401, {});
      if (url.pathname === '/drive/v3/files') {
        const key = /value='([^']+)'/.exec(url.searchParams.get('q') ?? '')?.[1];
        return reply(200, { files: uploads.filter((one) => one.key === key) });
      }
      const status = fail.shift();
      const parts = /(\{.*\})/.exec(seen.body);
      const { name, appProperties } = JSON.parse(parts?.[1] ?? '{}');
      uploads.push({ id: `f${uploads.length}`, name, key: appProperties.idempotencyKey });
      return status === undefined ? reply(200, uploads.at(-1) ?? {}) : reply(status, {});
    });
  });
  afterEach(() => google.close());

  function contextFor() {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const account = JSON.stringify({ client_email: 'bot@demo.iam.gserviceaccount.com', private_key: privateKey });
    const { context } = stepContext({ allow: [google.hostPort], secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: account } });
    // Google's hosts answer from the loopback server; everything else is the real client and the real door.
    const outbound: Outbound = {
      ...context.outbound,
      fetch: (url, init) =>
        context.outbound.fetch(url.replace(/^https:\/\/(www|oauth2)\.googleapis\.com/, google.origin), init),
    };
    return { ...context, outbound };
  }

  it('is uploaded with the key of the act, content and type', async () => {
    const context = contextFor();
    expect(await saveFile(context, { ...file, folderId: 'folder1' })).toEqual({
      fileId: 'f0',
      name: 'Report.md',
      url: 'https://drive.google.com/file/d/f0/view',
    });
    const upload = google.seen.find(({ url }) => url.startsWith('/upload/drive/v3/files'));
    expect(upload?.url).toContain('uploadType=multipart');
    expect(upload?.body).toContain('# Grüße');
    expect(upload?.body).toContain('"parents":["folder1"]');
    expect(uploads).toEqual([{ id: 'f0', name: 'Report.md', key: context.idempotencyKey }]);
  });

  it('is not uploaded again when the answer to the first upload was lost', async () => {
    const context = contextFor();
    fail = [500];
    await expect(saveFile(context, file)).rejects.toMatchObject({ name: 'RetriableError', code: 'http_500' });
    expect(await saveFile(context, file)).toMatchObject({ fileId: 'f0' });
    expect(uploads).toHaveLength(1);
  });

  it.each([
    [403, 'NonRetriableError'],
    [404, 'NonRetriableError'],
    [429, 'RetryAfterError'],
  ])('turns %i into a %s', async (status, name) => {
    fail = [status];
    await expect(saveFile(contextFor(), file)).rejects.toMatchObject({ name });
  });

  it('says how to set Drive up', async () => {
    await expect(saveFile(stepContext().context, file)).rejects.toMatchObject({
      name: 'NonRetriableError',
      message: expect.stringContaining('GOOGLE_SERVICE_ACCOUNT_JSON'),
    });
    const { context } = stepContext({ secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: '{}' } });
    await expect(saveFile(context, file)).rejects.toMatchObject({ code: 'drive_not_set_up' });
  });
});
