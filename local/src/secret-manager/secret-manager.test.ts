import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { status as Code } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GrpcServer } from '../grpc.ts';
import { secretClient } from '../testing/google-client.ts';
import { crc32c } from './crc32c.ts';
import { startSecretManager } from './start.ts';

const PARENT = 'projects/demo-local';
const SECRET = `${PARENT}/secrets/CRON_SECRET`;
const version = (id: number | string) => `${SECRET}/versions/${id}`;

let dir: string;
let server: GrpcServer;
let client: SecretManagerServiceClient;
const start = async () => {
  server = await startSecretManager({ host: '127.0.0.1', port: 0, stateFile: join(dir, 'secrets.json') });
  client = secretClient(server.port);
};
const stop = async () => {
  await client.close();
  await server.close();
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'secrets-'));
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(dir, { recursive: true });
});

const create = (secretId = 'CRON_SECRET') =>
  client.createSecret({
    parent: PARENT,
    secretId,
    secret: { replication: { automatic: {} }, labels: { app: 'playbooks' } },
  });
const add = async (text: string, dataCrc32c?: number) => {
  const payload = { data: Buffer.from(text), ...(dataCrc32c !== undefined && { dataCrc32c }) };
  return (await client.addSecretVersion({ parent: SECRET, payload }))[0];
};
const access = async (id: number | string) => {
  const [{ payload }] = await client.accessSecretVersion({ name: version(id) });
  return { text: String(payload?.data), checksum: Number(payload?.dataCrc32c) };
};

describe('crc32c', () => {
  it('gives the check value of its definition', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });
});

describe('secrets', () => {
  it('are created once, read, labelled, listed and deleted', async () => {
    const [created] = await create();
    expect(created).toMatchObject({ name: SECRET, labels: { app: 'playbooks' } });
    await expect(create()).rejects.toMatchObject({ code: Code.ALREADY_EXISTS });
    expect((await client.getSecret({ name: SECRET }))[0]).toEqual(created);
    const patch = { name: SECRET, labels: { app: 'other' } };
    const [updated] = await client.updateSecret({ secret: patch, updateMask: { paths: ['labels'] } });
    expect(updated.labels).toEqual({ app: 'other' });
    await create('ANOTHER');
    expect((await client.listSecrets({ parent: PARENT }))[0].map(({ name }) => name)).toEqual([
      `${PARENT}/secrets/ANOTHER`,
      SECRET,
    ]);
    expect((await client.listSecrets({ parent: PARENT, filter: 'name:CRON' }))[0]).toHaveLength(1);
    await client.deleteSecret({ name: SECRET });
    await expect(client.getSecret({ name: SECRET })).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await expect(access(1)).rejects.toMatchObject({ code: Code.NOT_FOUND });
  });

  it('are refused with a wrong id, without replication, and by an outdated etag', async () => {
    await expect(create('a b')).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
    const bare = client.createSecret({ parent: PARENT, secretId: 'X', secret: {} });
    await expect(bare).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: expect.stringContaining('replication'),
    });
    const [{ etag }] = await create();
    await add('v1');
    const deletion = client.deleteSecret({ name: SECRET, etag: String(etag) });
    await expect(deletion).rejects.toMatchObject({ code: Code.FAILED_PRECONDITION });
  });
});

describe('versions', () => {
  it('are numbered from 1, read by number and as latest, with their checksum', async () => {
    await create();
    expect((await add('old')).name).toBe(version(1));
    expect(await add('new', crc32c(Buffer.from('new')))).toMatchObject({
      name: version(2),
      clientSpecifiedPayloadChecksum: true,
    });
    expect(await access(1)).toEqual({ text: 'old', checksum: crc32c(Buffer.from('old')) });
    expect((await access('latest')).text).toBe('new');
    expect((await client.getSecretVersion({ name: version('latest') }))[0].name).toBe(version(2));
  });

  it('are listed newest first, filtered by state', async () => {
    await create();
    for (const text of ['a', 'b', 'c']) await add(text);
    await client.disableSecretVersion({ name: version(2) });
    const names = async (filter?: string) => {
      const [versions] = await client.listSecretVersions({ parent: SECRET, ...(filter && { filter }) });
      return versions.map(({ name }) => name);
    };
    expect(await names()).toEqual([version(3), version(2), version(1)]);
    expect(await names('state:ENABLED')).toEqual([version(3), version(1)]);
    await expect(names('colour:red')).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
  });

  it('cannot be read while disabled, and latest does not fall back', async () => {
    await create();
    await add('old');
    await add('new');
    await client.disableSecretVersion({ name: version(2) });
    await expect(access('latest')).rejects.toMatchObject({ code: Code.FAILED_PRECONDITION });
    await client.enableSecretVersion({ name: version(2) });
    expect((await access('latest')).text).toBe('new');
  });

  it('are gone for good when destroyed', async () => {
    await create();
    await add('old');
    const [destroyed] = await client.destroySecretVersion({ name: version(1) });
    expect(destroyed).toMatchObject({ state: 'DESTROYED', destroyTime: { seconds: expect.anything() } });
    const enable = client.enableSecretVersion({ name: version(1) });
    await expect(enable).rejects.toMatchObject({ code: Code.FAILED_PRECONDITION });
    await expect(access(1)).rejects.toMatchObject({ code: Code.FAILED_PRECONDITION });
  });

  it('are refused when empty, too large, damaged, or without their secret', async () => {
    await expect(add('x')).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await create();
    await expect(add('')).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
    await expect(add('x'.repeat(65_537))).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
    await expect(add('x', 7)).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: expect.stringContaining('crc32c'),
    });
    await expect(access(1)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await expect(access('newest')).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
  });

  it('survive a restart in a file that only its owner can read', async () => {
    await create();
    await add('kept');
    await stop();
    await start();
    expect((await access('latest')).text).toBe('kept');
    expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });
});
