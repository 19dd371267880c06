import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import {
  googleApis,
  googleSheets,
  googleSignIn,
  serviceAccountJson,
  spreadsheetId,
} from '../../../test/vendors/google.ts';
import { startVendors, type VendorServer } from '../../../test/vendors/vendor.ts';
import type { JsonObject } from '../../model/json.ts';
import { appendSheetRow } from './append-sheet-row.ts';
import { createCalendarEvent } from './create-calendar-event.ts';
import { createDocumentInDocs } from './create-document-in-docs.ts';
import { readSheet } from './read-sheet.ts';
import { updateSheet } from './update-sheet.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

async function workspace() {
  const sheets = googleSheets({
    Stock: [
      ['sku', 'stock'],
      ['A-7', 9],
      ['B-2', 1],
    ],
  });
  const apis = googleApis();
  server = await startVendors([sheets, apis, googleSignIn]);
  const { detours } = server;
  const connections = { google: { secrets: { serviceAccountJson } } };
  return { ...stepContext({ detours, connections }), sheets, apis };
}
const offline = stepContext().context;

describe('sheets', () => {
  it('are written, read and changed by the address that the browser shows', async () => {
    const { context } = await workspace();
    const sheet = { spreadsheetId: `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit#gid=0` };
    await runStep(appendSheetRow, { ...sheet, values: { sku: 'C-1', stock: 4 } }, context);
    const change = { ...sheet, match: { column: 'sku', value: 'A-7' }, set: { stock: 3 } };
    expect(await runStep(updateSheet, change, context)).toEqual({ rows: 1, isAppended: false });
    expect(await runStep(updateSheet, { ...sheet, range: 'b3', values: [[7]] }, context)).toMatchObject({ rows: 1 });
    expect(await runStep(readSheet, sheet, context)).toEqual({
      headers: ['sku', 'stock'],
      rows: [
        { sku: 'A-7', stock: 3 },
        { sku: 'B-2', stock: 7 },
        { sku: 'C-1', stock: 4 },
      ],
      count: 3,
      isCut: false,
    });
  });

  it('are read in part', async () => {
    const { context } = await workspace();
    expect(await runStep(readSheet, { spreadsheetId, limit: 1 }, context)).toMatchObject({ count: 1, isCut: true });
    const bare = { spreadsheetId, sheet: 'Stock', range: 'A2:B3', header: false };
    expect(await runStep(readSheet, bare, context)).toMatchObject({
      rows: [
        { A: 'A-7', B: 9 },
        { A: 'B-2', B: 1 },
      ],
    });
  });

  it.each<[typeof readSheet, JsonObject, string]>([
    [readSheet, { spreadsheetId: '../x' }, 'spreadsheetId'],
    [readSheet, { spreadsheetId, range: "A1:B2'!x" }, 'range'],
    [readSheet, { spreadsheetId, limit: 5_001 }, 'limit'],
    [appendSheetRow, { spreadsheetId, values: {} }, 'values'],
    [appendSheetRow, { spreadsheetId, values: [] }, 'values'],
    [appendSheetRow, { spreadsheetId, values: { a: { b: 1 } } }, 'values'],
    [updateSheet, { spreadsheetId }, 'match'],
    [updateSheet, { spreadsheetId, range: 'A1' }, 'values'],
    [updateSheet, { spreadsheetId, match: { column: 'sku', value: 'x' } }, 'set'],
    [updateSheet, { spreadsheetId, match: { column: 'sku', value: '' }, set: { a: 1 } }, 'match.value'],
  ])('%# are refused bad params', (type, params, path) => {
    const paths = type.params.safeParse(params).error?.issues.map((issue) => issue.path.join('.'));
    expect(paths).toContain(path);
  });

  it('are left alone in a dry run', async () => {
    const said = async (type: typeof readSheet, params: JsonObject) =>
      (await rehearseStep(type, { spreadsheetId, ...params }, offline)).wouldHave;
    expect(await said(appendSheetRow, { values: { sku: 1, stock: 2 } })).toBe(
      'would have added a row (sku, stock) to the sheet',
    );
    expect(await said(updateSheet, { range: 'A1', values: [[1]] })).toBe('would have set the cells A1');
    expect(await said(updateSheet, { match: { column: 'sku', value: 7 }, set: { stock: 1 } })).toBe(
      'would have set stock where sku is 7',
    );
  });
});

describe('a calendar event', () => {
  it('is made once, in the time zone of the shop, and invites whom it names', async () => {
    const { context, apis } = await workspace();
    const params = {
      title: 'Call',
      start: '2026-12-01T09:00',
      durationMinutes: 90,
      description: 'a < b, <a href="https://evil.example">the agenda</a>',
      attendees: ['jo@customer.example'],
    };
    const made = await runStep(createCalendarEvent, params, context);
    expect(await runStep(createCalendarEvent, params, context)).toEqual(made);
    expect([...apis.events.values()]).toMatchObject([
      {
        summary: 'Call',
        description: 'a < b, ‹a href="https://evil.example">the agenda‹/a>',
        start: { dateTime: '2026-12-01T09:00:00', timeZone: 'America/New_York' },
        end: { dateTime: '2026-12-01T10:30:00' },
        attendees: [{ email: 'jo@customer.example' }],
        sendUpdates: 'all',
      },
    ]);
  });

  it.each<[JsonObject, string, string]>([
    [{ start: '2026-12-24' }, '2026-12-24', '2026-12-25'],
    [{ start: '2026-12-31', durationMinutes: 2_000 }, '2026-12-31', '2027-01-02'],
    [{ start: '2026-12-01T23:30' }, '2026-12-01T23:30:00', '2026-12-02T00:30:00'],
    [{ start: '2026-12-01T09:00:00+02:00' }, '2026-12-01T07:00:00Z', '2026-12-01T08:00:00Z'],
    // The night in which the clocks of New York go back: by the wall it still lasts an hour.
    [{ start: '2026-11-01T00:30' }, '2026-11-01T00:30:00', '2026-11-01T01:30:00'],
  ])('%j lasts from %s to %s', async (params, start, end) => {
    const { context, apis } = await workspace();
    expect(await runStep(createCalendarEvent, { title: 'x', ...params }, context)).toMatchObject({ start, end });
    expect([...apis.events.values()]).toMatchObject([{ sendUpdates: 'none' }]);
  });

  it('with guests is more than a note', () => {
    const risk = createCalendarEvent.risk as (params: { attendees: string[] }) => string;
    expect([risk({ attendees: [] }), risk({ attendees: ['a@b.co'] })]).toEqual(['safe', 'moderate']);
  });

  it.each<JsonObject>([
    { title: '', start: '2026-12-24' },
    { title: 'x', start: '24.12.2026' },
    { title: 'x', start: '2026-02-30' },
    { title: 'x', start: '2026-12-24', attendees: ['jo'] },
    { title: 'x', start: '2026-12-24', durationMinutes: 0 },
  ])('refuses %j', (params) => {
    expect(createCalendarEvent.params.safeParse(params).success).toBe(false);
  });

  it('is told in a dry run', async () => {
    const { wouldHave } = await rehearseStep(createCalendarEvent, { title: 'Call', start: '2026-12-24' }, offline);
    expect(wouldHave).toBe("would have added 'Call' at 2026-12-24");
  });
});

describe('a document', () => {
  const report = { title: 'Week <47>', content: '# Week 47\n\n- Revenue is **up**\n\n<script>x</script>' };

  it('is made of Markdown, once, and carries no tags of its text', async () => {
    const { context, apis } = await workspace();
    const made = await runStep(createDocumentInDocs, report, context);
    expect(await runStep(createDocumentInDocs, report, context)).toEqual(made);
    expect(made).toMatchObject({
      documentId: 'f0',
      title: 'Week <47>',
      url: 'https://docs.google.com/document/d/f0/view',
    });
    expect(apis.files).toHaveLength(1);
    expect(apis.files[0]?.content).toContain('<h1>Week 47</h1>\n<ul><li>Revenue is <strong>up</strong></li></ul>');
    expect(apis.files[0]?.content).not.toContain('<script>');
  });

  it('is a page in the folder of a local project', async () => {
    const home = await mkdtemp(join(tmpdir(), 'docs-'));
    const { context } = stepContext({ settings: { DRIVE_FOLDER: home } });
    const made = (await runStep(createDocumentInDocs, report, context)) as { url: string };
    expect(made.url).toMatch(/\.html$/);
    expect(await readFile(fileURLToPath(made.url), 'utf8')).toContain('<h1>Week 47</h1>');
    await rm(home, { recursive: true });
  });

  it('is told in a dry run', async () => {
    const { wouldHave } = await rehearseStep(createDocumentInDocs, report, offline);
    expect(wouldHave).toBe("would have made the document 'Week <47>' (1 KB) in Google Docs");
  });
});
