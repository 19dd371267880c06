import { status as Code } from '@grpc/grpc-js';
import { z } from 'zod';
import { GrpcError, invalid, notFound, pageOf, type Rpc, toTimestamp } from '../grpc.ts';
import { crc32c } from './crc32c.ts';
import { etagOf, type Secret, type Secrets, type SecretVersion } from './secrets.ts';

const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_PAGE_SIZE = 25_000;

const projectSchema = z.string().regex(/^projects\/[A-Za-z0-9-:.]+$/, 'must look like projects/PROJECT');
const secretNameSchema = z.string().regex(/^projects\/[^/]+\/secrets\/[^/]+$/, 'must look like projects/P/secrets/S');
const versionNameSchema = z
  .string()
  .regex(
    /^projects\/[^/]+\/secrets\/[^/]+\/versions\/(latest|[1-9]\d*)$/,
    'must look like projects/P/secrets/S/versions/N',
  );

const labelsSchema = z.record(z.string(), z.string());
const secretFieldsSchema = z.object({ labels: labelsSchema, annotations: labelsSchema });
const createSchema = z.object({
  parent: projectSchema,
  secretId: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, 'has letters, digits, - and _ only, at most 255'),
  secret: secretFieldsSchema.extend({ replication: z.looseObject({ replication: z.string().optional() }).nullable() }),
});
const updateSchema = z.object({
  secret: secretFieldsSchema.extend({ name: secretNameSchema, etag: z.string() }),
  updateMask: z.object({
    paths: z.array(z.enum(['labels', 'annotations'], 'this emulator updates labels and annotations')).min(1),
  }),
});
const listSchema = z.object({ parent: z.string(), pageSize: z.number(), pageToken: z.string(), filter: z.string() });
const secretRequestSchema = z.object({ name: secretNameSchema });
const deleteSchema = z.object({ name: secretNameSchema, etag: z.string() });
const addSchema = z.object({
  parent: secretNameSchema,
  payload: z.object({ data: z.instanceof(Buffer), dataCrc32c: z.string().optional() }).nullable(),
});
const versionRequestSchema = z.object({ name: versionNameSchema });
const versionChangeSchema = z.object({ name: versionNameSchema, etag: z.string() });

/** The RPCs of google.cloud.secretmanager.v1.SecretManagerService that deal with secrets and versions. */
export function secretRpcs(secrets: Secrets, now: () => number): Record<string, Rpc> {
  return { ...secretHandlers(secrets, now), ...versionHandlers(secrets, now) };
}

function secretHandlers(secrets: Secrets, now: () => number): Record<string, Rpc> {
  return {
    async CreateSecret(request) {
      const { parent, secretId, secret: fields } = createSchema.parse(request);
      if (!fields.replication?.replication) throw invalid('secret.replication is required: {automatic: {}} will do.');
      const name = `${parent}/secrets/${secretId}`;
      if (secrets.byName.has(name)) throw new GrpcError(Code.ALREADY_EXISTS, `Secret [${name}] already exists.`);
      const { labels, annotations } = fields;
      const secret: Secret = { name, labels, annotations, createdAt: now(), versions: [] };
      secrets.byName.set(name, secret);
      await secrets.save();
      return secretToWire(secret);
    },

    GetSecret: (request) => secretToWire(findSecret(secrets, secretRequestSchema.parse(request).name)),

    ListSecrets(request) {
      const { parent, filter, ...paging } = listSchema.extend({ parent: projectSchema }).parse(request);
      const wanted = /^(?:name:)?([A-Za-z0-9_-]*)$/.exec(filter)?.[1];
      if (wanted === undefined) throw invalid(`filter: this emulator reads "name:PART" only, not "${filter}".`);
      const found = [...secrets.byName.values()].reverse().filter(({ name }) => {
        const [project, id] = name.split('/secrets/');
        return project === parent && id?.includes(wanted);
      });
      const { items, nextPageToken } = pageOf(found, paging, MAX_PAGE_SIZE);
      return { secrets: items.map(secretToWire), nextPageToken, totalSize: found.length };
    },

    async UpdateSecret(request) {
      const { secret: patch, updateMask } = updateSchema.parse(request);
      const secret = findSecret(secrets, patch.name);
      checkEtag(patch.etag, secret);
      for (const path of updateMask.paths) secret[path] = patch[path];
      await secrets.save();
      return secretToWire(secret);
    },

    async DeleteSecret(request) {
      const { name, etag } = deleteSchema.parse(request);
      checkEtag(etag, findSecret(secrets, name));
      secrets.byName.delete(name);
      await secrets.save();
      return {};
    },
  };
}

function versionHandlers(secrets: Secrets, now: () => number): Record<string, Rpc> {
  return {
    AddSecretVersion: (request) => addVersion(secrets, now(), request),
    EnableSecretVersion: (request) => changeState(secrets, now(), request, 'ENABLED'),
    DisableSecretVersion: (request) => changeState(secrets, now(), request, 'DISABLED'),
    DestroySecretVersion: (request) => changeState(secrets, now(), request, 'DESTROYED'),

    GetSecretVersion(request) {
      const { secret, version } = findVersion(secrets, versionRequestSchema.parse(request).name);
      return versionToWire(secret, version);
    },

    /** `latest` is the newest version, enabled or not; it never falls back to an older one. */
    AccessSecretVersion(request) {
      const { secret, version } = findVersion(secrets, versionRequestSchema.parse(request).name);
      const name = versionName(secret, version);
      if (version.state !== 'ENABLED' || version.dataBase64 === null) {
        throw new GrpcError(Code.FAILED_PRECONDITION, `Secret Version [${name}] is in ${version.state} state.`);
      }
      const data = Buffer.from(version.dataBase64, 'base64');
      return { name, payload: { data, dataCrc32c: String(crc32c(data)) } };
    },

    ListSecretVersions(request) {
      const { parent, filter, ...paging } = listSchema.extend({ parent: secretNameSchema }).parse(request);
      const secret = findSecret(secrets, parent);
      const state = /^(?:state[:=](ENABLED|DISABLED|DESTROYED))?$/i.exec(filter);
      if (state === null) throw invalid(`filter: this emulator reads "state:ENABLED" and the like, not "${filter}".`);
      const wanted = state[1]?.toUpperCase();
      const found = secret.versions.filter((version) => wanted === undefined || version.state === wanted).reverse();
      const { items, nextPageToken } = pageOf(found, paging, MAX_PAGE_SIZE);
      const versions = items.map((version) => versionToWire(secret, version));
      return { versions, nextPageToken, totalSize: found.length };
    },
  };
}

async function addVersion(secrets: Secrets, now: number, request: unknown): Promise<object> {
  const { parent, payload } = addSchema.parse(request);
  const secret = findSecret(secrets, parent);
  if (payload === null || payload.data.length === 0) throw invalid('payload.data is required.');
  if (payload.data.length > MAX_PAYLOAD_BYTES) throw invalid('payload.data may have at most 64 KiB.');
  const checksum = payload.dataCrc32c;
  if (checksum !== undefined && checksum !== String(crc32c(payload.data))) {
    throw invalid('payload.data_crc32c is not the CRC-32C of payload.data: the payload was damaged on its way.');
  }
  const version: SecretVersion = {
    number: secret.versions.length + 1,
    state: 'ENABLED',
    dataBase64: payload.data.toString('base64'),
    hasClientChecksum: checksum !== undefined,
    createdAt: now,
    destroyedAt: null,
  };
  secret.versions.push(version);
  await secrets.save();
  return versionToWire(secret, version);
}

async function changeState(
  secrets: Secrets,
  now: number,
  request: unknown,
  state: SecretVersion['state'],
): Promise<object> {
  const { name, etag } = versionChangeSchema.parse(request);
  const { secret, version } = findVersion(secrets, name);
  checkEtag(etag, version);
  if (version.state === 'DESTROYED') {
    throw new GrpcError(Code.FAILED_PRECONDITION, `Secret Version [${name}] is in DESTROYED state.`);
  }
  version.state = state;
  if (state === 'DESTROYED') Object.assign(version, { dataBase64: null, destroyedAt: now });
  await secrets.save();
  return versionToWire(secret, version);
}

function findVersion(secrets: Secrets, name: string): { secret: Secret; version: SecretVersion } {
  const [secretName = '', id = ''] = name.split('/versions/');
  const secret = findSecret(secrets, secretName);
  const version = id === 'latest' ? secret.versions.at(-1) : secret.versions[Number(id) - 1];
  if (version === undefined) throw notFound(`Secret Version [${name}] not found.`);
  return { secret, version };
}

function findSecret(secrets: Secrets, name: string): Secret {
  const secret = secrets.byName.get(name);
  if (secret === undefined) throw notFound(`Secret [${name}] not found.`);
  return secret;
}

function checkEtag(given: string, content: Secret | SecretVersion): void {
  if (given === '' || given === etagOf(content)) return;
  throw new GrpcError(Code.FAILED_PRECONDITION, 'etag does not match: somebody changed this meanwhile. Read it again.');
}

function versionName(secret: Secret, version: SecretVersion): string {
  return `${secret.name}/versions/${version.number}`;
}

function secretToWire(secret: Secret): object {
  const { name, labels, annotations, createdAt } = secret;
  return {
    name,
    labels,
    annotations,
    createTime: toTimestamp(createdAt),
    replication: { automatic: {} },
    etag: etagOf(secret),
  };
}

function versionToWire(secret: Secret, version: SecretVersion): object {
  return {
    name: versionName(secret, version),
    state: version.state,
    createTime: toTimestamp(version.createdAt),
    destroyTime: version.destroyedAt === null ? null : toTimestamp(version.destroyedAt),
    replicationStatus: { automatic: {} },
    clientSpecifiedPayloadChecksum: version.hasClientChecksum,
    etag: etagOf(version),
  };
}
