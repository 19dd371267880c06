import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, seed } from '../../../test/kit/engine-kit.ts';
import { keptLog } from '../../../test/kit/kept-log.ts';
import { endedExecution } from '../../../test/kit/sheets-kit.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { RetriableError } from '../engine/errors.ts';
import { drainSheetRows } from './drain-sheet-rows.ts';
import { endingWrites } from './ending-writes.ts';
import type { Logbook } from './logbook.ts';

const MINUTE_MS = 60_000;
const tenants = Array.from({ length: 12 }, (_, index) => `org_${String(index).padStart(2, '0')}`);
let kit: EngineKit;
/** Which skills stand in whose spreadsheet. */
let sheets: Map<string, string[]>;
/** Tenants whose spreadsheet does not answer. */
let silent: Set<string>;
let logbook: Logbook;

beforeEach(async () => {
  kit = await createEngineKit([]);
  sheets = new Map();
  silent = new Set();
  logbook = {
    hasPlatformSheet: false,
    open: async ({ orgId }) => ({
      prepare: async () => undefined,
      has: async () => false,
      append: async (_, rows) => {
        if (silent.has(orgId)) throw new RetriableError('It does not answer.');
        sheets.set(orgId, [...(sheets.get(orgId) ?? []), ...rows.map((cells) => String(cells[2]))]);
      },
    }),
  };
});

async function keep(orgId: string, more: object = {}): Promise<void> {
  await seed(kit.store, orgId, kit.clock.now());
  await kit.store.commit([
    {
      op: 'set',
      path: tenantPaths(orgId).sheetsLog.path,
      data: { ...keptLog(kit.clock.now()), isPaused: false, ...more },
    },
    { op: 'update', path: top.tenant(orgId).path, fields: { 'afterwards.sheetsLog': 'log' } },
  ]);
}
let ended = 0;
async function end(orgId: string): Promise<void> {
  ended += 1;
  const state = endedExecution(kit.clock.now(), ended, { playbookName: `of ${orgId}` });
  await kit.store.commit(await endingWrites(kit.engine, { orgId, executionId: `e${ended}`, state }, null));
}
const drain = () => drainSheetRows(kit.engine, logbook, new Date(kit.clock.now().getTime() + 50_000));

describe('the rows of many tenants', () => {
  it('go each into its own spreadsheet', async () => {
    for (const orgId of tenants) await keep(orgId);
    for (const orgId of tenants) await end(orgId);
    expect(await drain()).toBe(12);
    expect([...sheets].sort()).toEqual(tenants.map((orgId) => [orgId, [`of ${orgId}`]]));
    expect(await drain()).toBe(0);
  });

  it('that wait for one that does not answer, or is paused, hold up nobody', async () => {
    const [slow = '', paused = '', ...others] = tenants;
    for (const orgId of tenants) await keep(orgId, orgId === paused ? { isPaused: true } : {});
    silent.add(slow);
    for (const orgId of tenants) await end(orgId);
    expect(await drain()).toBe(10);
    silent.clear();
    await kit.clock.advance(MINUTE_MS);
    expect(await drain()).toBe(1);
    expect([...sheets.keys()].sort()).toEqual([slow, ...others]);
  });

  it('have their turns, also where the writes of a minute are fewer than the tenants', async () => {
    for (const orgId of tenants) await keep(orgId);
    for (let minute = 0; minute < 5; minute++) {
      for (const orgId of tenants) await end(orgId);
      await kit.clock.advance(MINUTE_MS);
      const now = Math.floor(kit.clock.now().getTime() / MINUTE_MS);
      const before = await kit.store.get(top.sheetWrites);
      const data = { minute: now, writes: 236, cursor: before?.data.cursor ?? null };
      await kit.store.commit([{ op: 'set', path: top.sheetWrites.path, data }]);
      await drain();
    }
    // Four writes a minute: twenty in five, and nobody was left out for somebody's second turn.
    expect([...sheets.keys()].sort()).toEqual(tenants);
    await kit.clock.advance(MINUTE_MS);
    await drain();
    expect([...sheets.values()].map((rows) => rows.length)).toEqual(tenants.map(() => 5));
  });

  it('are written once by two ticks at a time', async () => {
    for (const orgId of tenants) await keep(orgId);
    for (const orgId of tenants) await end(orgId);
    const counts = await Promise.all([drain(), drain(), drain()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect([...sheets.values()].every((rows) => rows.length === 1)).toBe(true);
  });

  it('of a log that has become another one are let go', async () => {
    const [orgId = ''] = tenants;
    await keep(orgId);
    await end(orgId);
    await keep(orgId, { logId: 'other' });
    expect(await drain()).toBe(0);
    expect(await drain()).toBe(0);
    expect(sheets.size).toBe(0);
  });
});
