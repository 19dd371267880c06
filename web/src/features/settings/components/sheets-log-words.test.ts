import { describe, expect, it } from 'vitest';
import type { SheetsLogState } from '../api/sheets-log.ts';
import { backFillShare, backFillWords, sheetHref, standingWords, troubleWords } from './sheets-log-words.ts';

const now = new Date('2026-11-23T14:10:00Z');
const zone = 'America/New_York';
const log: SheetsLogState = {
  ...{ state: 'on', tab: 'Skill_Runs', hasPlatformSheet: false, spreadsheetId: '1abcDEFghi', connectionId: null },
  ...{ since: now, written: 0, waiting: 0, lastWrittenAt: null, error: null, retryAt: null, backFill: null },
};

describe('the log in Google Sheets in words', () => {
  it('says what was written and what waits', () => {
    expect(standingWords(log, zone, now)).toBe('No row was written yet.');
    const lastWrittenAt = new Date('2026-11-23T14:08:00Z');
    expect(standingWords({ ...log, written: 5_000, waiting: 1, lastWrittenAt }, zone, now)).toBe(
      '5,000 rows were written, last 2 minutes ago (Mon, Nov 23, 9:08 AM). One row waits for the next minute.',
    );
    expect(standingWords({ ...log, written: 1, waiting: 3, state: 'paused' }, zone, now)).toBe(
      'One row was written. 3 rows wait until the log goes on.',
    );
  });
  it('says what is wrong, and when it is tried again', () => {
    expect(troubleWords(log, zone, now)).toBeNull();
    const error = { code: 'http_403', message: 'Google Sheets does not let us in.', at: now };
    const retryAt = new Date('2026-11-23T14:12:00Z');
    expect(troubleWords({ ...log, error, retryAt }, zone, now)).toBe(
      'Google Sheets does not let us in. It is tried again in 2 minutes (Mon, Nov 23, 9:12 AM); nothing is lost.',
    );
    expect(troubleWords({ ...log, error, retryAt, state: 'paused' }, zone, now)).toBe(error.message);
  });
  it('says how far the back-fill has come', () => {
    expect(backFillWords(log)).toBeNull();
    const backFill = { looked: 1_200, added: 1, of: 4_800, startedAt: now, doneAt: null };
    expect(backFillWords({ ...log, backFill })).toBe('1,200 of 4,800 executions looked through, one row added.');
    expect(backFillShare({ ...log, backFill })).toBe(25);
    expect(backFillWords({ ...log, backFill: { ...backFill, doneAt: now, added: 0 } })).toContain('there already');
    expect(backFillWords({ ...log, backFill: { ...backFill, doneAt: now, added: 40 } })).toBe(
      '40 rows added from the history.',
    );
    expect(backFillShare({ ...log, backFill: { ...backFill, of: 0 } })).toBe(100);
  });
  it('leads to the sheet', () => {
    expect(sheetHref('1abcDEFghi')).toBe('https://docs.google.com/spreadsheets/d/1abcDEFghi');
  });
});
