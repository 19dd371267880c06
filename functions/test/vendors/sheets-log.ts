import { z } from 'zod';
import type { JsonObject } from '../../src/model/json.ts';
import { problem, signedIn, spreadsheetId } from './google.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

type Value = string | number;
interface Tab {
  title: string;
  readonly sheetId: number;
  readonly rows: Value[][];
}

/** What a spreadsheet does with a request for changes, in the place of doing it; null: it does it. */
type Whim = (call: SeenCall) => VendorAnswer | 'cut' | null;

/**
 * The part of Sheets that a log is kept with: tabs, `batchUpdate`, which is done as a whole or not at all, and the
 * metadata of developers, whose ids are given once.
 */
export function sheetsForLogs(titles: readonly string[] = ['Sheet1']) {
  const book: Book = {
    tabs: titles.map((title, sheetId) => ({ title, sheetId, rows: [] })),
    metadata: new Map(),
    isShared: true,
  };
  const writes: Date[] = [];
  let whim: Whim = () => null;
  let now = () => new Date(0);
  const answer = signedIn(['spreadsheets'], (call) => {
    const [, path = null] =
      new RegExp(`^/v4/spreadsheets/${spreadsheetId}(.*)$`).exec(decodeURIComponent(call.path)) ?? [];
    if (path === null) return problem(404, 'NOT_FOUND', 'notFound');
    if (!book.isShared) return problem(403, 'PERMISSION_DENIED', 'forbidden');
    if (call.method === 'GET') return read(book, path);
    if (call.method !== 'POST' || path !== ':batchUpdate') return problem(404, 'NOT_FOUND', 'notFound');
    writes.push(now());
    const mood = whim(call);
    if (mood !== null && mood !== 'cut') return mood;
    const done = change(book, call.json());
    return mood === 'cut' ? { status: 200, isCut: true } : done;
  });
  const vendor: Vendor = { host: 'sheets.googleapis.com', answer };
  return {
    ...vendor,
    book,
    writes,
    rowsOf: (title: string) => book.tabs.find((tab) => tab.title === title)?.rows ?? null,
    /** From now on the spreadsheet has whims, and looks at this clock. */
    behave: (how: Whim, clock: () => Date) => {
      whim = how;
      now = clock;
    },
  };
}

interface Book {
  tabs: Tab[];
  metadata: Map<number, string>;
  isShared: boolean;
}

function read(book: Book, path: string): VendorAnswer {
  if (path === '') {
    const sheets = book.tabs.map(({ sheetId, title }) => ({ properties: { sheetId, title } }));
    return { status: 200, body: { sheets } };
  }
  const [, id] = /^\/developerMetadata\/(\d+)$/.exec(path) ?? [];
  if (id !== undefined) {
    const metadataValue = book.metadata.get(Number(id));
    return metadataValue === undefined
      ? problem(404, 'NOT_FOUND', 'notFound')
      : { status: 200, body: { metadataId: Number(id), metadataValue } };
  }
  const [, title] = /^\/values\/'([^']+)'!1:1$/.exec(path) ?? [];
  const tab = book.tabs.find((one) => one.title === title);
  if (tab === undefined) return problem(400, 'INVALID_ARGUMENT', 'badRequest');
  return { status: 200, body: tab.rows.length === 0 ? {} : ({ values: [tab.rows[0]] } as JsonObject) };
}

const value = z.union([
  z.strictObject({ stringValue: z.string().max(50_000) }),
  z.strictObject({ numberValue: z.number() }),
]);
const rows = z.array(
  z.object({ values: z.array(z.object({ userEnteredValue: value, userEnteredFormat: z.unknown().optional() })) }),
);
const requestSchema = z.union([
  z.strictObject({
    addSheet: z.object({ properties: z.object({ sheetId: z.int().positive(), title: z.string() }) }),
  }),
  z.strictObject({
    updateCells: z.strictObject({
      start: z.strictObject({ sheetId: z.int(), rowIndex: z.literal(0), columnIndex: z.literal(0) }),
      rows,
      fields: z.string(),
    }),
  }),
  z.strictObject({ appendCells: z.strictObject({ sheetId: z.int(), rows, fields: z.literal('userEnteredValue') }) }),
  z.strictObject({
    createDeveloperMetadata: z.strictObject({
      developerMetadata: z.strictObject({
        metadataId: z
          .int()
          .positive()
          .max(2 ** 31 - 1),
        metadataKey: z.string(),
        metadataValue: z.string(),
        location: z.strictObject({ spreadsheet: z.literal(true) }),
        visibility: z.literal('DOCUMENT'),
      }),
    }),
  }),
  z.strictObject({
    deleteDeveloperMetadata: z.strictObject({
      dataFilter: z.strictObject({ developerMetadataLookup: z.strictObject({ metadataId: z.int() }) }),
    }),
  }),
]);

/** All of it, or nothing. */
function change(book: Book, body: unknown): VendorAnswer {
  const parsed = z.strictObject({ requests: z.array(requestSchema).min(1) }).safeParse(body);
  const draft = structuredClone({ tabs: book.tabs, metadata: book.metadata });
  if (!parsed.success || !parsed.data.requests.every((request) => apply(draft, request))) {
    return problem(400, 'INVALID_ARGUMENT', 'badRequest');
  }
  Object.assign(book, draft);
  return { status: 200, body: { spreadsheetId, replies: [] } };
}

/** False for what Google refuses. */
function apply(book: Pick<Book, 'tabs' | 'metadata'>, request: z.infer<typeof requestSchema>): boolean {
  if ('addSheet' in request) {
    const { sheetId, title } = request.addSheet.properties;
    const isTaken = book.tabs.some((tab) => tab.sheetId === sheetId || tab.title.toLowerCase() === title.toLowerCase());
    if (!isTaken) book.tabs.push({ sheetId, title, rows: [] });
    return !isTaken;
  }
  if ('createDeveloperMetadata' in request) {
    const { metadataId, metadataValue } = request.createDeveloperMetadata.developerMetadata;
    if (book.metadata.has(metadataId)) return false;
    book.metadata.set(metadataId, metadataValue);
    return true;
  }
  if ('deleteDeveloperMetadata' in request) {
    return book.metadata.delete(request.deleteDeveloperMetadata.dataFilter.developerMetadataLookup.metadataId);
  }
  const isHead = 'updateCells' in request;
  const sheetId = isHead ? request.updateCells.start.sheetId : request.appendCells.sheetId;
  const added = (isHead ? request.updateCells.rows : request.appendCells.rows).map(({ values }) =>
    values.map(({ userEnteredValue }) => Object.values(userEnteredValue)[0] ?? ''),
  );
  const tab = book.tabs.find((one) => one.sheetId === sheetId);
  if (tab === undefined) return false;
  if (isHead) tab.rows.splice(0, added.length, ...added);
  else tab.rows.push(...added);
  return true;
}
