import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Death, orgId, paths } from '../test/kit/engine-kit.ts';
import { createSheetsKit, type SheetsKit } from '../test/kit/sheets-kit.ts';
import { problem } from '../test/vendors/google.ts';
import { beginBackFill, endSheetsLog } from './core/afterwards/sheets-log.ts';
import { systemActor } from './core/governance/audit.ts';
import { SHEET_COLUMNS, SHEET_TAB } from './model/sheets-log.ts';

const MINUTE_MS = 60_000;
const who = { orgId, actor: systemActor };
let kit: SheetsKit;
beforeEach(async () => {
  kit = await createSheetsKit();
});
afterEach(() => kit.vendors.close());

const rows = () => kit.sheets.rowsOf(SHEET_TAB)?.slice(1) ?? [];
/** What each row says of its skill, by which the test knows it again. */
const skills = () => rows().map((row) => row[2]);
const named = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `e${from + index}`);
const end = async (ids: readonly string[]) => {
  for (const id of ids) await kit.end([id], { playbookName: id });
};
/** Minute by minute, until nothing waits any more; what dies is dead for that minute. */
async function tendUntilDone(most = 200): Promise<number> {
  for (let minute = 1; minute <= most; minute++) {
    await kit.clock.advance(MINUTE_MS);
    await kit.tend().catch((error: unknown) => {
      if (!(error instanceof Death)) throw error;
    });
    const log = await kit.log();
    if (log.batch === null && !log.isBackFilling && (await waiting()) === 0) return minute;
  }
  throw new Error('It never came to an end');
}
const waiting = async () =>
  (
    await kit.store.query({
      from: paths.sheetRows,
      where: [['isWaiting', '==', true]],
      orderBy: [],
      limit: 10_000,
      after: null,
    })
  ).length;

describe('the log in Google Sheets', () => {
  it('makes its tab with headers, and adds a row for each execution that has ended', async () => {
    await kit.keep();
    expect(kit.sheets.rowsOf(SHEET_TAB)).toEqual([[...SHEET_COLUMNS]]);
    await kit.end(['e1']);
    expect(await kit.tend()).toBe(1);
    expect(rows()).toEqual([
      [
        '2026-11-23T13:00:02.500Z',
        'Thrive',
        'Email Sequence Builder',
        '{"sequence_type":"Welcome","num_emails":5}',
        'completed',
        '',
        '',
        1_500,
        'free',
      ],
    ]);
    expect(await kit.log()).toMatchObject({ written: 1, error: null, batch: null });
    expect(await kit.tend()).toBe(0);
  });

  it('has no row for rehearsals, shares of loops, tests of steps and what was skipped', async () => {
    await kit.keep();
    await kit.end(['e1'], { mode: 'dry_run' });
    await kit.end(['e2'], { isShare: true });
    await kit.end(['e3'], { playbookId: 'step_tests' });
    expect(await kit.tend()).toBe(0);
    expect(rows()).toEqual([]);
  });

  it('writes texts as texts, and says why something failed', async () => {
    await kit.keep();
    const error = {
      code: 'x',
      fault: 'user' as const,
      message: '=HYPERLINK("https://evil.example")',
      fix: null,
      errors: [],
    };
    await kit.end(['e1'], { status: 'failed', error } as never);
    await kit.tend();
    expect(rows()[0]?.slice(4, 6)).toEqual(['failed', '=HYPERLINK("https://evil.example")']);
    const write = kit.vendors.calls.findLast(({ path }) => path.endsWith(':batchUpdate'));
    expect(write?.body).toContain('{"stringValue":"=HYPERLINK');
    expect(write?.body).not.toContain('formulaValue');
  });

  it('takes a tab that is there as it is, and makes a new one where it was renamed', async () => {
    kit.vendors.close();
    kit = await createSheetsKit(['Sheet1', SHEET_TAB]);
    const tab = kit.sheets.book.tabs[1];
    tab?.rows.push(['my', 'own', 'headers']);
    await kit.keep();
    await end(['e1']);
    await kit.tend();
    expect(kit.sheets.rowsOf(SHEET_TAB)?.map((row) => row[2])).toEqual(['headers', 'e1']);
    const renamed = kit.sheets.book.tabs.find(({ title }) => title === SHEET_TAB);
    if (renamed) renamed.title = 'Old runs';
    await end(['e2']);
    await kit.tend();
    expect(kit.sheets.rowsOf(SHEET_TAB)?.map((row) => row[2])).toEqual(['Skill', 'e2']);
    expect(kit.sheets.rowsOf('Old runs')).toHaveLength(2);
  });

  it('puts the headers over a tab that is empty', async () => {
    kit.vendors.close();
    kit = await createSheetsKit([SHEET_TAB]);
    await kit.keep();
    expect(kit.sheets.rowsOf(SHEET_TAB)).toEqual([[...SHEET_COLUMNS]]);
  });
});

describe('a burst of 5,000 executions, with faults', () => {
  it('stands in the spreadsheet once each, in their order, far below Google’s 300 writes a minute', async () => {
    await kit.keep();
    await end(named(5_000));
    let calls = 0;
    kit.sheets.behave(() => {
      calls += 1;
      if (calls % 7 === 2)
        return { ...problem(429, 'RESOURCE_EXHAUSTED', 'rateLimitExceeded'), headers: { 'retry-after': '90' } };
      if (calls % 7 === 3) return { status: 500, body: 'Internal error' };
      // The write is done, and nobody hears of it.
      return calls % 7 === 4 || calls % 7 === 6 ? 'cut' : null;
    }, kit.clock.now);
    kit.deaths.add('sheet_batch_sent').add('sheet_batch_claimed');
    await tendUntilDone();
    expect(skills()).toEqual(named(5_000));
    expect(await kit.log()).toMatchObject({ written: 5_000, error: null, failures: 0 });
    const perMinute = Object.values(Object.groupBy(kit.sheets.writes, (at) => Math.floor(at.getTime() / MINUTE_MS)));
    expect(Math.max(...perMinute.map((all = []) => all.length))).toBeLessThan(60);
    // Of the marks by which batches are known again, few are left.
    expect(kit.sheets.book.metadata.size).toBeLessThanOrEqual(21);
  }, 120_000);

  it('keeps to the writes that are left of a minute for the whole deployment', async () => {
    await kit.keep();
    await end(named(900));
    const minute = Math.floor(kit.clock.now().getTime() / MINUTE_MS);
    await kit.store.commit([{ op: 'set', path: 'heartbeats/sheets', data: { minute, writes: 240, cursor: null } }]);
    expect(await kit.tend()).toBe(0);
    await kit.clock.advance(MINUTE_MS);
    expect(await kit.tend()).toBe(900);
  });
});

describe('what can go wrong', () => {
  it('is told in words, tried again later and later, and mends itself', async () => {
    await kit.keep();
    await end(['e1']);
    kit.sheets.book.isShared = false;
    await kit.tend();
    const log = await kit.log();
    expect(log.error?.message).toMatch(/does not let us in \(403\).*shared with bot@demo/);
    expect(log.retryAt?.getTime()).toBe(kit.clock.now().getTime() + MINUTE_MS);
    const calls = kit.vendors.calls.length;
    await kit.tend();
    expect(kit.vendors.calls).toHaveLength(calls);
    for (let hour = 0; hour < 8; hour++) {
      await kit.clock.advance(60 * MINUTE_MS);
      await kit.tend();
    }
    expect((await kit.log()).retryAt?.getTime()).toBe(kit.clock.now().getTime() + 60 * MINUTE_MS);
    kit.sheets.book.isShared = true;
    await kit.clock.advance(60 * MINUTE_MS);
    expect(await kit.tend()).toBe(1);
    expect(await kit.log()).toMatchObject({ error: null, failures: 0, retryAt: null });
    expect(skills()).toEqual(['e1']);
  });

  it('is no second row where a write comes late, after it was looked for', async () => {
    await kit.keep();
    await end(['e1']);
    let late: string | null = null;
    kit.sheets.behave((call) => {
      if (late !== null) return null;
      late = call.body;
      return { status: 502, body: 'Bad gateway' };
    }, kit.clock.now);
    await kit.tend();
    await kit.clock.advance(MINUTE_MS);
    // It arrives between the look and the second write.
    kit.sheets.behave(() => {
      const call = kit.vendors.calls.find(({ body }) => body === late);
      kit.sheets.behave(() => null, kit.clock.now);
      if (call) kit.sheets.answer(call);
      return null;
    }, kit.clock.now);
    await kit.tend();
    expect(skills()).toEqual(['e1']);
    expect(await kit.log()).toMatchObject({ batch: null, error: null });
  });

  it('is nothing where the log is refused when it is to be kept', async () => {
    kit.sheets.book.isShared = false;
    await expect(kit.keep()).rejects.toMatchObject({ code: 'http_403' });
    expect(await kit.store.get(paths.sheetsLog)).toBeNull();
    await expect(kit.keep({ spreadsheetId: null })).rejects.toMatchObject({ code: 'no_sheet' });
  });
});

describe('a pause and an end', () => {
  it('keeps what ends meanwhile for later', async () => {
    await kit.keep();
    await kit.keep({ isPaused: true });
    await end(['e1']);
    expect(await kit.tend()).toBe(0);
    await kit.keep();
    expect(await kit.tend()).toBe(1);
  });

  it('lets go of what waits, and leaves what is written', async () => {
    await kit.keep();
    await end(['e1']);
    await kit.tend();
    await end(['e2']);
    expect(await endSheetsLog(kit.engine, who)).toBe(true);
    expect(await kit.tend()).toBe(0);
    expect(await waiting()).toBe(0);
    await end(['e3']);
    expect(await waiting()).toBe(0);
    expect(skills()).toEqual(['e1']);
    expect(await endSheetsLog(kit.engine, who)).toBe(false);
  });
});

describe('the back-fill', () => {
  it('adds what had ended before, the earliest first, and nothing twice, however often it is begun and killed', async () => {
    await end(named(250));
    await kit.keep();
    await end(named(3, 250));
    await kit.tend();
    expect(skills()).toEqual(['e250', 'e251', 'e252']);
    kit.deaths.add('back_fill_page');
    expect(await beginBackFill(kit.engine, who)).toBe(true);
    await tendUntilDone();
    expect(skills().slice(3)).toEqual(named(250));
    expect((await kit.log()).backFill).toMatchObject({ looked: 253, added: 250, of: 253 });
    await beginBackFill(kit.engine, who);
    await tendUntilDone();
    expect(rows()).toHaveLength(253);
    await endSheetsLog(kit.engine, who);
    await kit.keep();
    await beginBackFill(kit.engine, who);
    await tendUntilDone();
    expect(rows()).toHaveLength(253);
  });

  it('is not begun where there is no log', async () => {
    expect(await beginBackFill(kit.engine, who)).toBe(false);
  });
});
