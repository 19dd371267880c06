import { secretClient } from '../../../local/src/testing/google-client.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { secretsOf } from '../../src/core/governance/tenant-secret.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { startVendors, type Vendor, type VendorServer } from '../vendors/vendor.ts';
import { type Answer, type ApiKit, type CallOptions, startApi } from './api-kit.ts';
import { plant } from './planted.ts';

/** A tenant, an API on loopback, and vendors: one that quotes the address it was called by, and one that says nothing. */
export interface ConnectionWorld {
  readonly api: ApiKit;
  readonly vendors: VendorServer;
  readonly orgId: string;
  /** All that was ever a secret, and every answer. */
  readonly planted: Record<string, string>;
  readonly answers: { readonly where: string; readonly text: string }[];
  /** Whether Discord refuses whoever comes. */
  readonly mood: { isRefusing: boolean };
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  post(path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  /** The address of a webhook of Discord's, whose last part is the secret. */
  address(name: string): string;
  /** What Secret Manager keeps of a tenant: how many versions of each secret can be read. */
  kept(orgId?: string): Promise<Record<string, number>>;
  /** The path of the latest call that a vendor saw. */
  lastSeen(): string;
  execute(playbookId: string): Promise<Answer>;
  /** A member of the tenant, as a caller. */
  member(role: 'editor' | 'viewer'): Promise<CallOptions>;
  close(): Promise<void>;
}

export async function openConnectionWorld(): Promise<ConnectionWorld> {
  const mood = { isRefusing: false };
  const vendors = await startVendors([
    quotingDiscord(mood),
    { host: 'hooks.example', answer: () => ({ status: 200 }) },
  ]);
  const aliases = ['ptb.discord.com', 'canary.discord.com', 'discordapp.com'];
  const all = [...Object.entries(vendors.detours), ...aliases.map((host) => [host, vendors.detours['discord.com']])];
  const api = await startApi({ OUTBOUND_DETOURS: all.map(([host, to]) => `${host}=${to}`).join(',') });
  const { orgId, uid } = await api.tenant();
  const manager = secretClient(Number(api.env.SECRET_MANAGER_EMULATOR_HOST?.split(':')[1]));
  const planted: Record<string, string> = {};
  const answers: { where: string; text: string }[] = [];
  const call = async (method: string, path: string, options: CallOptions = { token: api.token(uid) }) => {
    const answer = await api.call(method, path, options);
    const text = JSON.stringify([answer.body, ...answer.headers]);
    answers.push({ where: `${method} ${path} (${answer.status})`, text });
    return answer;
  };
  const send =
    (method: string) =>
    (path: string, body: unknown = {}, options?: CallOptions) =>
      call(method, path, { ...(options ?? { token: api.token(uid) }), body });
  return {
    ...{ api, vendors, orgId, planted, answers, mood, call, post: send('POST'), patch: send('PATCH') },
    address: (name) => {
      const secret = plant(name).replaceAll(/[^\w-]/g, 'x');
      planted[name] = secret;
      return `https://discord.com/api/webhooks/11/${secret}`;
    },
    kept: (of = orgId) => keptOf(manager, `projects/${api.app.config.projectId}`, secretsOf(of)),
    lastSeen: () => vendors.calls.at(-1)?.path ?? '',
    execute: async (playbookId) => {
      const { executionId } = (await send('POST')(`/api/playbooks/${playbookId}/execute`, { wait: 10 })).body;
      const now = Date.now();
      const budget = { deadline: new Date(now + 60_000), end: new Date(now + 120_000), isShort: false };
      await wakeExecution(api.app.engine, orgId, executionId, budget);
      return call('GET', `/api/executions/${executionId}`);
    },
    member: async (role) => {
      const one = `${role}_${orgId}`;
      const data = { uid: one, email: `${one}@x.example`, name: role, role, createdAt: new Date() };
      await api.app.engine.store.commit([{ op: 'set', path: tenantPaths(orgId).member(one).path, data }]);
      return { token: api.token(one) };
    },
    close: async () => {
      await manager.close();
      await api.close();
      vendors.close();
    },
  };
}

/** A vendor that repeats what it was sent, in answers and in refusals. */
function quotingDiscord(mood: ConnectionWorld['mood']): Vendor {
  return {
    host: 'discord.com',
    answer: ({ path }) =>
      mood.isRefusing
        ? { status: 401, body: { message: `Invalid ${path}`, code: 50027 } }
        : { status: 200, body: { id: '1', name: `echo ${path}`, channel_id: path, content: path } },
  };
}

async function keptOf(manager: ReturnType<typeof secretClient>, parent: string, prefix: string) {
  const [secrets] = await manager.listSecrets({ parent, filter: `name:${prefix}` });
  const counted = secrets.map(async ({ name }) => {
    const [versions] = await manager.listSecretVersions({ parent: name ?? '', filter: 'state:ENABLED' });
    return [String(name).slice(`${parent}/secrets/${prefix}`.length), versions.length] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}
