import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepContext } from '../../test/step-context.ts';
import { googleApis, googleSignIn, serviceAccountJson } from '../../test/vendors/google.ts';
import { startVendors, type Vendor, type VendorServer } from '../../test/vendors/vendor.ts';
import { saveFile } from './drive.ts';

const file = { name: 'Report.md', mimeType: 'text/markdown', content: '# Grüße', folderId: null, asDocument: false };

describe('a file in a local folder', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'drive-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is saved once per act, and another act makes another file', async () => {
    const { context } = stepContext({ settings: { DRIVE_FOLDER: home } });
    const saved = await saveFile(context, null, file);
    expect(await saveFile(context, null, file)).toEqual(saved);
    expect(await readFile(fileURLToPath(saved.url), 'utf8')).toBe('# Grüße');
    expect(saved.name).toBe('Report.md');
    await saveFile({ ...context, idempotencyKey: 'another-act' }, null, file);
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
    const path = fileURLToPath((await saveFile(context, null, { ...file, name })).url);
    expect(resolve(path, '..')).toBe(join(home, context.orgId));
    expect(await readFile(path, 'utf8')).toBe('# Grüße');
  });
});

describe('a file in Google Drive', () => {
  let server: VendorServer | null = null;
  afterEach(() => server?.close());

  async function drive(wrapped: (apis: ReturnType<typeof googleApis>) => Vendor = (apis) => apis) {
    const apis = googleApis();
    server = await startVendors([wrapped(apis), googleSignIn]);
    const { detours } = server;
    const { context } = stepContext({ detours, connections: { google: { secrets: { serviceAccountJson } } } });
    return { context, files: apis.files };
  }

  it('is uploaded with the key of the act, content and type', async () => {
    const { context, files } = await drive();
    expect(await saveFile(context, null, { ...file, folderId: 'folder1' })).toEqual({
      fileId: 'f0',
      name: 'Report.md',
      url: 'https://drive.google.com/file/d/f0/view',
    });
    const { name, mimeType, content } = file;
    const parents = ['folder1'];
    expect(files).toEqual([
      { id: 'f0', name, mimeType, content, contentType: mimeType, parents, key: context.idempotencyKey },
    ]);
  });

  it('becomes a document where it is to be one', async () => {
    const { context, files } = await drive();
    const page = { ...file, mimeType: 'text/html', content: '<h1>Week 47</h1>', asDocument: true };
    expect(await saveFile(context, null, page)).toMatchObject({ url: 'https://docs.google.com/document/d/f0/view' });
    expect(files).toMatchObject([{ mimeType: 'application/vnd.google-apps.document', contentType: 'text/html' }]);
  });

  it('is not uploaded again when the answer to the first upload was lost', async () => {
    let isLost = true;
    const { context, files } = await drive((apis) => ({
      ...apis,
      answer(call) {
        const answer = apis.answer(call);
        if (!isLost || call.method !== 'POST') return answer;
        isLost = false;
        return { status: 500 };
      },
    }));
    await expect(saveFile(context, null, file)).rejects.toMatchObject({ name: 'RetriableError', code: 'http_500' });
    expect(await saveFile(context, null, file)).toMatchObject({ fileId: 'f0' });
    expect(files).toHaveLength(1);
  });

  it('goes to the account of the connection that is named, though there is a folder', async () => {
    const { context, files } = await drive();
    await saveFile({ ...context, setting: () => '/nowhere' }, 'google', file);
    expect(files).toHaveLength(1);
  });
});
