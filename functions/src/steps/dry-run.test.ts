import dns from 'node:dns';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { budget, createEngineKit, makeStep, orgId, paths } from '../../test/kit/engine-kit.ts';
import { allRows } from '../../test/step-table/all-rows.ts';
import { effectOf } from '../../test/step-table/deaths.ts';
import type { StepRow } from '../../test/step-table/row.ts';
import { isAction, openWorld } from '../../test/step-table/table.ts';
import { startVendors } from '../../test/vendors/vendor.ts';
import { createOutbound } from '../connectors/outbound.ts';
import { startExecution } from '../core/engine/start-execution.ts';
import { wakeExecution } from '../core/engine/wake-execution.ts';
import { stepCatalog } from './registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'dry-run-'));
const rowOf = (action: string): StepRow[] => allRows.filter((row) => row.action === action).slice(0, 1);

/** Ways in which a step acts beside those of the table. */
const more: readonly StepRow[] = [
  ...rowOf('http_request').flatMap((row) =>
    ['PUT', 'PATCH', 'DELETE'].map((method) => ({ ...row, params: { ...row.params, method } })),
  ),
  ...rowOf('save_to_drive').map((row) => ({ ...row, settings: { DRIVE_FOLDER: folder } })),
];
/** Every way in which a step of the product acts on the outside, or writes, with all that it needs to do so. */
const acting = [...allRows, ...more].filter((row) => effectOf(row) !== 'none');

let opened: string[] = [];
const { connect } = Socket.prototype;
const { lookup } = dns;
const promised = dns.promises.lookup;

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
afterAll(() => rmSync(folder, { recursive: true }));

/** Has a row's step done in the engine, and tells what became of it: the connections, the documents and the files. */
async function run(row: StepRow, dryRun: boolean) {
  const world = await openWorld(row);
  try {
    opened = [];
    world.kit.commits.length = 0;
    const execution = await world.act({ dryRun });
    const own = ['playbook_executions', 'playbooks'].map((name) => `${paths.root}/${name}/`);
    const written = world.kit.commits.flat().filter((path) => !own.some((mine) => path.startsWith(mine)));
    return { execution, written, files: readdirSync(folder) };
  } finally {
    world.close();
  }
}

describe('a dry run', () => {
  it('knows for every step type how it acts', () => {
    const covered = new Set(acting.map(({ action }) => action));
    const types = stepCatalog.all().filter(isAction);
    expect(types.filter(({ effect, id }) => effect !== 'none' && !covered.has(id)).map(({ id }) => id)).toEqual([]);
    expect(acting.length).toBeGreaterThan(35);
  });

  it.each(acting.map((row) => [`${row.action} ${row.params.method ?? ''}`.trim(), row] as const))(
    'of %s opens no connection, asks for no address, writes no file and no document but its execution',
    async (_, row) => {
      const { execution, written, files } = await run(row, true);
      expect(execution).toMatchObject({ status: 'completed', mode: 'dry_run' });
      expect(execution.stepResults).toMatchObject([
        { status: 'completed', note: expect.stringMatching(/^would have /i) },
      ]);
      expect([opened, written, files]).toEqual([[], [], []]);
    },
  );

  it('is not how the same steps go live: each arrives somewhere', async () => {
    for (const row of acting) {
      const { written, files } = await run(row, false);
      const beside = written.filter((path) => !/\/(effects|limits|approvals)\//.test(path));
      expect([row.action, opened.length + files.length + beside.length > 0]).toEqual([row.action, true]);
    }
  });

  describe('of a step that reads', () => {
    let site: Awaited<ReturnType<typeof startVendors>>;
    beforeAll(async () => {
      site = await startVendors([{ host: 'site.example', answer: () => ({ status: 200 }) }]);
    });
    afterAll(() => site.close());

    const reading = makeStep('look', async (_, { outbound }) => {
      await outbound.fetch('https://site.example/');
      return {};
    });
    const writing = makeStep('write', async (_, { store }) => {
      await store.commit([{ op: 'set', path: `${paths.root}/products/p`, data: {} }]);
      return {};
    });
    async function runOwn(action: string, dryRun: boolean) {
      const kit = await createEngineKit([reading, writing]);
      const services = { ...kit.engine.services, outbound: createOutbound({ allow: [], detours: site.detours }) };
      const playbookId = await kit.playbook([{ id: 'act', action, retry: { maxAttempts: 1 } }]);
      const { executionId } = await startExecution(kit.engine, kit.request(playbookId, { dryRun }), false);
      await wakeExecution({ ...kit.engine, services }, orgId, executionId, budget(kit));
      const written = kit.commits.flat().filter((path) => path.startsWith(`${paths.root}/products/`));
      return { status: (await kit.execution(executionId)).status, written };
    }

    it('reads what it wants, and may write nothing there either', async () => {
      expect((await runOwn('look', true)).status).toBe('completed');
      expect(site.calls).toHaveLength(1);
      expect(await runOwn('write', true)).toEqual({ status: 'failed', written: [] });
      expect((await runOwn('write', false)).written).toEqual([`${paths.root}/products/p`]);
    });
  });
});
