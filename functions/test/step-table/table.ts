import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import { createLlm } from '../../src/connectors/llm.ts';
import { createOutbound, type OutboundOptions } from '../../src/connectors/outbound.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import { startExecution } from '../../src/core/engine/start-execution.ts';
import type { AnyActionType, AnyStepType } from '../../src/core/engine/step-type.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { secretNameOf } from '../../src/core/governance/connection-secret.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { Execution } from '../../src/model/execution.ts';
import { jsonObject } from '../../src/model/json.ts';
import { top } from '../../src/model/paths.ts';
import { policySchema } from '../../src/model/policy.ts';
import { stepCatalog } from '../../src/steps/registry.ts';
import { createEngineKit, orgId, paths } from '../kit/engine-kit.ts';
import { loopbackSmtp } from '../loopback-smtp.ts';
import { MISHAPS, type Mishap, startVendors } from '../vendors/vendor.ts';
import type { StepRow } from './row.ts';

/** What came of one row: `ok`, or what is wrong; `-` where there is nothing to try. */
export interface TriedRow {
  readonly action: string;
  readonly live: string;
  readonly dryRun: string;
  readonly badParams: string;
  readonly rateLimited: string;
  readonly otherMishaps: string;
  readonly leaked: string;
  readonly ms: number;
}

export const isAction = (type: AnyStepType): type is AnyActionType => type.kind === 'action';
const actions = stepCatalog.all().filter(isAction);
const STEP_TIMEOUT_MS = 1_500;
const realClock: Engine['clock'] = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
    }),
};

const settings: Readonly<Record<string, string>> = {
  API_ORIGIN: 'https://api.example',
  APP_ORIGIN: 'https://app.example',
  MAIL_FROM: 'Shop <shop@example.com>',
};

interface WorldOptions {
  readonly resolve?: OutboundOptions['resolve'];
  /** Its clock is that of the kit: it stands until it is moved. */
  readonly byHand?: boolean;
}

/** The world of one row: its vendors, its documents, its connections, and an engine in memory that does the step. */
export async function openWorld(row: StepRow, { resolve, byHand = false }: WorldOptions = {}) {
  const vendors = await startVendors(row.vendors ?? []);
  const inbox = await loopbackSmtp();
  const served = await row.serve?.();
  const connections = Object.entries({ ...row.connections, ...served?.connections });
  const secrets: Record<string, string> = {
    SMTP_URL: `${inbox.url}?ignoreTLS=true`,
    LLM_API_KEY: 'sk-table-5h4k2j9x',
    ...row.secrets,
  };
  for (const [id, { settings: own = {}, secrets: held }] of connections) {
    secrets[secretNameOf(orgId, id)] = JSON.stringify({ connector: id, settings: own, secrets: held });
  }
  const allow = [inbox.hostPort, ...(served?.allow ?? [])];
  const outbound = createOutbound({ allow, detours: vendors.detours, ...(resolve && { resolve }) });
  const secret = async (name: string) => secrets[name] ?? null;
  const store = createMemoryStore();
  const kit = await createEngineKit(actions, { store, startAt: new Date().toISOString() });
  const lines: string[] = [];
  const note = (...said: unknown[]) => void lines.push(JSON.stringify(said));
  const llm = { provider: 'openai-compatible', model: 'table', baseUrl: 'https://llm.example/v1' };
  const engine: Engine = {
    ...kit.engine,
    clock: byHand ? kit.clock : realClock,
    log: { info: note, warn: note, error: note },
    services: {
      ...kit.engine.services,
      outbound,
      secret,
      llm: createLlm(llm, secret, outbound),
      setting: (name) => settings[name] ?? null,
    },
  };
  await kit.store.commit([
    { op: 'update', path: top.tenant(orgId).path, fields: { policy: anything } },
    ...connections.map(([id, { settings: given = {} }]) => ({
      op: 'set' as const,
      path: paths.connection(id).path,
      data: connection(id, given),
    })),
    ...Object.entries(row.documents ?? {}).map(([path, data]) => ({
      op: 'set' as const,
      path: `${paths.root}/${path}`,
      data,
    })),
  ]);
  return {
    kit,
    engine,
    store,
    vendors,
    inbox,
    lines,
    /** `:port` of its own servers. */
    own: [...allow, ...Object.values(vendors.detours).map((origin) => new URL(origin).host)].map((host) =>
      host.slice(host.indexOf(':')),
    ),
    /** What must turn up nowhere. */
    planted: plantedIn([
      ...connections.map(([, one]) => one.secrets),
      row.secrets ?? {},
      { key: secrets.LLM_API_KEY ?? '' },
    ]),
    act: (more: { dryRun?: boolean; isOnce?: boolean }) => act(kit, engine, row, more),
    close() {
      vendors.close();
      inbox.close();
      served?.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** Whatever a step may do is done without asking. */
const anything = policySchema.parse({ high: { decision: 'auto', beyond: 'auto' } });

function connection(connector: string, settings: object): Connection {
  const at = new Date('2026-11-20T08:00:00Z');
  return {
    connector,
    name: connector,
    settings: jsonObject.parse(settings),
    isDefault: true,
    status: 'working',
    statusText: null,
    checkedAt: null,
    createdBy: 'owner',
    createdAt: at,
    updatedAt: at,
    rotatedAt: null,
  };
}

async function act(
  kit: Awaited<ReturnType<typeof createEngineKit>>,
  engine: Engine,
  { action, params }: StepRow,
  { dryRun = false, isOnce = true }: { dryRun?: boolean; isOnce?: boolean },
): Promise<Execution> {
  const retry = { maxAttempts: isOnce ? 1 : 3, baseDelayMs: 1, maxDelayMs: 60_000 };
  const step = { id: 'act', action, params, retry, timeoutMs: isOnce ? STEP_TIMEOUT_MS * 10 : STEP_TIMEOUT_MS };
  const playbookId = await kit.playbook([step]);
  const { executionId } = await startExecution(engine, kit.request(playbookId, { dryRun }), false);
  const now = engine.clock.now().getTime();
  const budget = { deadline: new Date(now + 60_000), end: new Date(now + 120_000), isShort: false };
  await wakeExecution(engine, orgId, executionId, budget);
  return kit.execution(executionId);
}

/** Tries one step type in every way that the table tells of. */
export async function tryRow(row: StepRow): Promise<TriedRow> {
  const type = stepCatalog.get(row.action);
  if (!type || !isAction(type)) throw new Error(`There is no step type ${row.action}`);
  const leaks: string[] = [];
  const inWorld = async (attempt: (world: World) => Promise<string>): Promise<string> => {
    const world = await openWorld(row);
    try {
      return await attempt(world);
    } catch (error) {
      return `threw ${String(error)}`;
    } finally {
      leaks.push(...(await leakedIn(world)));
      world.close();
    }
  };
  let ms = 0;
  const live = await inWorld(async ({ act: once }) => {
    const since = performance.now();
    const execution = await once({});
    ms = Math.round(performance.now() - since);
    return liveVerdict(execution, row);
  });
  const dryRun = await inWorld(async ({ act: once, vendors, inbox }) => {
    const execution = await once({ dryRun: true });
    const [result] = execution.stepResults;
    if (execution.status !== 'completed') return `${execution.status}: ${execution.error?.message ?? ''}`;
    const isAct = result?.note !== null;
    if (isAct && vendors.calls.length + inbox.mails.length > 0) return 'it called somebody';
    return isAct && !/would have/i.test(result?.note ?? '') ? `says '${result?.note}'` : 'ok';
  });
  const rateLimited = await mishapVerdict(row, 'rate_limited', inWorld);
  const others: string[] = [];
  for (const mishap of MISHAPS.filter((one) => one !== 'rate_limited')) {
    const verdict = await mishapVerdict(row, mishap, inWorld);
    if (verdict !== 'ok' && verdict !== '-') others.push(`${mishap}: ${verdict}`);
  }
  return {
    action: row.action,
    live,
    dryRun,
    badParams: badParamsVerdict(type, row),
    rateLimited,
    otherMishaps: others.join('; ') || (row.vendors?.length ? 'ok' : '-'),
    leaked: [...new Set(leaks)].join('; ') || 'no',
    ms,
  };
}

function liveVerdict(execution: Execution, row: StepRow): string {
  const [result] = execution.stepResults;
  if (execution.status !== 'completed') {
    const error = execution.error ?? result?.error;
    return `${execution.status}: ${error?.message ?? ''} ${JSON.stringify(error?.errors ?? '')}`;
  }
  const output = jsonObject.safeParse(JSON.parse(result?.outputJson ?? '{}'));
  if (!output.success) return 'its output is no object';
  row.check?.(output.data);
  return 'ok';
}

function badParamsVerdict(type: AnyActionType, { bad }: StepRow): string {
  const parsed = type.params.safeParse(bad.params);
  if (parsed.success) return 'taken';
  const at = parsed.error.issues.flatMap((issue) => [
    issue.path.join('.'),
    ...(issue.code === 'unrecognized_keys' ? issue.keys : []),
  ]);
  return at.some((path) => path === bad.path || path.startsWith(`${bad.path}.`))
    ? 'ok'
    : `complains at ${at.join(', ')}`;
}

async function mishapVerdict(
  row: StepRow,
  mishap: Mishap,
  inWorld: (attempt: (world: World) => Promise<string>) => Promise<string>,
): Promise<string> {
  const [vendor] = row.vendors ?? [];
  if (!vendor || row.shrugsOff?.includes(mishap)) return '-';
  return inWorld(async ({ act: once, vendors }) => {
    vendors.fail(mishap, vendor.host);
    const { status, stepResults, error } = await once({ isOnce: false });
    if (status === 'completed') return 'counted as done';
    if (mishap !== 'rate_limited') return 'ok';
    const wait = stepResults[0]?.wait;
    if (wait?.kind !== 'retry') return `${status}: ${error?.message ?? wait?.kind}`;
    const seconds = (wait.wakeAt.getTime() - Date.now()) / 1000;
    return seconds > 20 && seconds < 40 ? 'ok' : `tries again in ${Math.round(seconds)} s`;
  });
}

/** Secrets as they are, and as a template or a vendor could have turned them. */
function plantedIn(all: readonly object[]): string[] {
  const texts = all
    .flatMap((one) => Object.values(one))
    .flatMap((value) => (typeof value === 'string' ? pieces(value) : []));
  return [...new Set(texts)].filter((text) => text.length >= 8).flatMap(turned);
}

/** A JSON key is told apart: only what is private in it is a secret. */
function pieces(secret: string): string[] {
  if (!secret.trimStart().startsWith('{')) return [secret];
  return Object.entries(JSON.parse(secret)).flatMap(([name, value]) =>
    name.startsWith('private') && typeof value === 'string' ? [value.slice(40, 100)] : [],
  );
}

function turned(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const reversed = [...secret].toReversed().join('');
  return [
    secret,
    base64,
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(secret),
    reversed,
    secret.slice(0, 12),
  ].map((text) => text.toLowerCase());
}

export async function leakedIn({ store, lines, planted }: World): Promise<string[]> {
  const said: string[] = [...lines];
  for await (const { path, data } of store.subtree.documents(paths.root, null)) {
    if (!path.startsWith(paths.connections.path)) said.push(JSON.stringify(data));
  }
  const everything = said.join('\n').toLowerCase();
  return planted.filter((secret) => everything.includes(secret));
}
