import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endingWrites } from '../../src/core/afterwards/ending-writes.ts';
import { tick } from '../../src/core/engine/tick.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { SHEET_COLUMNS, SHEET_TAB } from '../../src/model/sheets-log.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { endedExecution } from '../kit/sheets-kit.ts';
import { googleSignIn, serviceAccountJson, spreadsheetId } from '../vendors/google.ts';
import { sheetsForLogs } from '../vendors/sheets-log.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';

const path = '/api/tenant/sheets-log';
const sheets = sheetsForLogs();
let api: ApiKit;
let vendors: VendorServer;
let orgId: string;
let token: string;

beforeAll(async () => {
  vendors = await startVendors([sheets, googleSignIn]);
  const OUTBOUND_DETOURS = Object.entries(vendors.detours).map(([host, to]) => `${host}=${to}`);
  api = await startApi({ OUTBOUND_DETOURS: OUTBOUND_DETOURS.join() });
  await api.addSecret('GOOGLE_SERVICE_ACCOUNT_JSON', serviceAccountJson);
  const tenant = await api.tenant();
  orgId = tenant.orgId;
  token = api.token(tenant.uid);
});
afterAll(async () => {
  await api.close();
  vendors.close();
});

const get = async () => (await api.call('GET', path, { token })).body;
const put = (body: object) => api.call('PUT', path, { token, body });
/** Ended executions, with what their end leaves behind. */
async function end(ids: readonly string[]): Promise<void> {
  const { engine } = api.app;
  for (const [index, executionId] of ids.entries()) {
    const state = endedExecution(engine.clock.now(), index, { playbookName: executionId });
    const left = await endingWrites(engine, { orgId, executionId, state }, null);
    const { path: at } = tenantPaths(orgId).execution(executionId);
    await engine.store.commit([{ op: 'set', path: at, data: state }, ...left]);
  }
}
async function tickAt(minutes: number): Promise<void> {
  const { engine, arsenal, alertMail, logbook } = api.app;
  const at = Date.parse('2026-11-23T14:00:00Z') + minutes * 60_000;
  const clock = { now: () => new Date(at), sleep: async () => undefined };
  await tick({ ...engine, clock }, arsenal, new Date(at + 50_000), alertMail, null, logbook);
}

describe('the log in Google Sheets', () => {
  it('is off until somebody keeps one, and says which field is wrong', async () => {
    expect(await get()).toMatchObject({ state: 'off', tab: SHEET_TAB, hasPlatformSheet: false, waiting: 0 });
    expect((await api.call('POST', `${path}/backfill`, { token })).status).toBe(404);
    const none = await put({});
    expect([none.status, none.problem.errors?.[0]?.path]).toEqual([422, 'spreadsheetId']);
    const strange = await put({ spreadsheetId: '1zzzzzzzzzzzzzzzzz' });
    expect(strange.problem.errors?.[0]).toMatchObject({
      path: 'spreadsheetId',
      message: expect.stringContaining('404'),
    });
    const unconnected = await put({ spreadsheetId, connectionId: 'nowhere' });
    expect(unconnected.problem.errors?.[0]).toMatchObject({ path: 'connectionId' });
    expect(await get()).toMatchObject({ state: 'off' });
  });

  it('is kept in the sheet whose address is pasted, row for row, by the tick', async () => {
    await end(['before1', 'before2']);
    const kept = await put({ spreadsheetId: `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit#gid=0` });
    expect(kept.body).toMatchObject({ state: 'on', spreadsheetId, written: 0, waiting: 0, error: null });
    expect(sheets.rowsOf(SHEET_TAB)).toEqual([[...SHEET_COLUMNS]]);
    await end(['run1', 'run2', 'run3']);
    expect(await get()).toMatchObject({ waiting: 3 });
    await tickAt(1);
    expect(await get()).toMatchObject({ waiting: 0, written: 3, lastWrittenAt: '2026-11-23T14:01:00.000Z' });
    expect(sheets.rowsOf(SHEET_TAB)?.map((row) => row[2])).toEqual(['Skill', 'run1', 'run2', 'run3']);
  });

  it('is filled with what had ended before, and has nothing twice', async () => {
    const begun = await api.call('POST', `${path}/backfill`, { token });
    expect([begun.status, begun.body.backFill]).toEqual([202, expect.objectContaining({ of: 5, doneAt: null })]);
    await tickAt(2);
    expect(await get()).toMatchObject({ written: 5, backFill: { looked: 5, added: 2, of: 5 } });
    expect(
      sheets
        .rowsOf(SHEET_TAB)
        ?.map((row) => row[2])
        .slice(4),
    ).toEqual(['before1', 'before2']);
    await api.call('POST', `${path}/backfill`, { token });
    await tickAt(4);
    expect(sheets.rowsOf(SHEET_TAB)).toHaveLength(6);
  });

  it('says in words what is wrong, and is paused and ended', async () => {
    sheets.book.isShared = false;
    await end(['run4']);
    await tickAt(5);
    expect((await get()).error.message).toContain('shared with bot@demo.iam.gserviceaccount.com');
    sheets.book.isShared = true;
    expect((await put({ spreadsheetId, isPaused: true })).body).toMatchObject({ state: 'paused', error: null });
    await tickAt(6);
    expect(await get()).toMatchObject({ waiting: 1 });
    await put({ spreadsheetId });
    await tickAt(7);
    expect(await get()).toMatchObject({ state: 'on', waiting: 0, written: 6 });
    expect((await api.call('DELETE', path, { token })).status).toBe(204);
    expect(await get()).toMatchObject({ state: 'off' });
    await end(['run5']);
    await tickAt(8);
    expect(sheets.rowsOf(SHEET_TAB)).toHaveLength(7);
  });
});
