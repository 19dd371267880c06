import dns from 'node:dns';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { budget, createEngineKit, makeStep, orgId, paths } from '../../test/kit/engine-kit.ts';
import { createLlm } from '../connectors/llm.ts';
import { createOutbound } from '../connectors/outbound.ts';
import { startExecution } from '../core/engine/start-execution.ts';
import type { AnyActionType, AnyStepType } from '../core/engine/step-type.ts';
import { wakeExecution } from '../core/engine/wake-execution.ts';
import type { JsonObject } from '../model/json.ts';
import { top } from '../model/paths.ts';
import { policySchema } from '../model/policy.ts';
import { stepCatalog } from './registry.ts';

const isAction = (type: AnyStepType): type is AnyActionType => type.kind === 'action';
const actions = stepCatalog.all().filter(isAction);

/** Params with which a step type acts, where its example only reads. */
const acting: Readonly<Record<string, readonly JsonObject[]>> = {
  http_request: ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, url: 'TRAP/orders', body: { a: 1 } })),
};

function effectOf(type: AnyActionType, params: JsonObject): string {
  if (typeof type.effect === 'string') return type.effect;
  return type.effect(type.params.parse(JSON.parse(JSON.stringify(params).replaceAll('TRAP', 'https://a.example'))));
}
const given = (type: AnyActionType) => [type.example, ...(acting[type.id] ?? [])];
/** Every way in which a step of the product acts on the outside, or writes. */
const acts = actions.flatMap((type) =>
  given(type).flatMap((params) => (effectOf(type, params) === 'none' ? [] : [{ type, params }])),
);

/** Takes connections, and answers as a web server would. */
let trap: { origin: string; hostPort: string; close: () => void };
let folder: string;
let opened: string[] = [];
const { connect } = Socket.prototype;
const { lookup } = dns;
const promised = dns.promises.lookup;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dry-run-'));
  const server = createServer((socket) => {
    opened.push('accepted');
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hostPort = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  trap = { hostPort, origin: `http://${hostPort}`, close: () => server.close() };
});
beforeEach(() => {
  opened = [];
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    opened.push(`connect ${JSON.stringify(args[0])}`);
    return Reflect.apply(connect, this, args);
  } as typeof connect;
  const noted =
    <F extends (...args: never[]) => unknown>(asked: F) =>
    (...args: Parameters<F>) => {
      opened.push(`lookup ${String(args[0])}`);
      return asked(...args);
    };
  dns.lookup = noted(lookup) as unknown as typeof lookup;
  dns.promises.lookup = noted(promised) as typeof promised;
  syncBuiltinESMExports();
});
afterEach(() => {
  Socket.prototype.connect = connect;
  Object.assign(dns, { lookup });
  dns.promises.lookup = promised;
  syncBuiltinESMExports();
  for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
});
afterAll(() => {
  trap.close();
  rmSync(folder, { recursive: true });
});

/** Has one step done in the engine, with everything set up that it could act by: all of it leads into the trap. */
async function run(types: readonly AnyStepType[], action: string, params: JsonObject, dryRun: boolean) {
  const kit = await createEngineKit(types);
  const outbound = createOutbound({ allow: [trap.hostPort] });
  const secrets: Readonly<Record<string, string>> = {
    SMTP_URL: `smtp://${trap.hostPort}?ignoreTLS=true`,
    LLM_API_KEY: 'key',
  };
  const secret = async (name: string) => secrets[name] ?? null;
  const llm = createLlm({ provider: 'openai-compatible', model: 'm', baseUrl: `${trap.origin}/v1` }, secret, outbound);
  const setting = (name: string) => (name === 'DRIVE_FOLDER' ? folder : name === 'API_ORIGIN' ? trap.origin : null);
  const engine = { ...kit.engine, services: { outbound, llm, secret, setting } };
  const text = JSON.stringify(params).replaceAll('TRAP', trap.origin);
  const playbookId = await kit.playbook([{ id: 'act', action, params: JSON.parse(text), retry: once }]);
  const policy = policySchema.parse({ high: { decision: 'auto', beyond: 'auto' } });
  await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { policy } }]);
  kit.commits.length = 0;
  const { executionId } = await startExecution(engine, kit.request(playbookId, { dryRun }), false);
  await wakeExecution(engine, orgId, executionId, budget(kit));
  const execution = await kit.execution(executionId);
  const own = [paths.execution(executionId).path, `${paths.playbook(playbookId).path}/versions/`];
  const elsewhere = kit.commits.flat().filter((path) => !own.some((mine) => path.startsWith(mine)));
  return { execution, elsewhere, files: readdirSync(folder) };
}
const once = { maxAttempts: 1, baseDelayMs: 1_000, maxDelayMs: 1_000 };

describe('a dry run', () => {
  it('knows for every step type how it acts', () => {
    const unknown = actions.filter(
      (type) => typeof type.effect === 'function' && !given(type).some((params) => effectOf(type, params) !== 'none'),
    );
    expect(unknown.map(({ id }) => id)).toEqual([]);
    expect(acts.length).toBeGreaterThan(5);
  });

  it.each(acts.map((act) => [`${act.type.id} ${act.params.method ?? ''}`.trim(), act] as const))(
    'of %s opens no connection, asks for no address, writes no file and no document but its execution',
    async (_, { type, params }) => {
      const { execution, elsewhere, files } = await run(actions, type.id, params, true);
      expect(execution).toMatchObject({ status: 'completed', mode: 'dry_run' });
      expect(execution.stepResults).toMatchObject([
        { status: 'completed', note: expect.stringMatching(/^would have /i) },
      ]);
      expect([opened, elsewhere, files]).toEqual([[], [], []]);
    },
  );

  it('is not how the same steps go live: each arrives somewhere', async () => {
    for (const { type, params } of acts) {
      opened = [];
      const { elsewhere, files } = await run(actions, type.id, params, false);
      const beside = elsewhere.filter((path) => !/\/(effects|limits|approvals)\//.test(path));
      expect([type.id, opened.length + files.length + beside.length > 0]).toEqual([type.id, true]);
    }
  });

  it('reads what it wants, and may write nothing there either', async () => {
    const reading = makeStep('look', async (_, { outbound }) => {
      await outbound.fetch(trap.origin);
      return {};
    });
    const writing = makeStep('write', async (_, { store }) => {
      await store.commit([{ op: 'set', path: `${paths.root}/products/p`, data: {} }]);
      return {};
    });
    const types = [reading, writing];
    expect((await run(types, 'look', {}, true)).execution.status).toBe('completed');
    expect(opened).toContain('accepted');
    const { execution, elsewhere } = await run(types, 'write', {}, true);
    expect([execution.status, elsewhere]).toEqual(['failed', []]);
    expect((await run(types, 'write', {}, false)).elsewhere).toEqual([`${paths.root}/products/p`]);
  });
});
