import { createVerify, generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import type { Cell } from '../../src/connectors/sheet-cells.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

const TOKEN = 'https://oauth2.googleapis.com/token';
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export const serviceAccount = 'bot@demo.iam.gserviceaccount.com';
export const serviceAccountJson = JSON.stringify({ client_email: serviceAccount, private_key: keys.privateKey });
/** An OAuth client, and what a person has let it do. */
export const oauthSecrets = {
  clientId: '1234-client.apps.googleusercontent.com',
  clientSecret: 'GOCSPX-secret-4h5j2k',
  refreshToken: '1//refresh-token-8d7f6g5h',
};
const oauthScopes = ['spreadsheets', 'drive.file', 'calendar.events', 'gmail.modify', 'gmail.send'];

/** Google's sign-in. A token says what it is for, so that the APIs can check it. */
export const googleSignIn: Vendor = {
  host: 'oauth2.googleapis.com',
  answer(call) {
    const form = call.form();
    if (call.method !== 'POST' || call.path !== '/token') return { status: 404 };
    if (form.get('grant_type') === 'refresh_token') {
      const isRight =
        form.get('refresh_token') === oauthSecrets.refreshToken &&
        form.get('client_id') === oauthSecrets.clientId &&
        form.get('client_secret') === oauthSecrets.clientSecret;
      return isRight ? token(oauthScopes) : { status: 400, body: { error: 'invalid_grant' } };
    }
    const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const isSigned = createVerify('RSA-SHA256')
      .update(`${head}.${claims}`)
      .verify(keys.publicKey, signature, 'base64url');
    const { iss, aud, scope } = claimsSchema.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    if (!isSigned || iss !== serviceAccount || aud !== TOKEN) return { status: 400, body: { error: 'invalid_grant' } };
    return token(scope.split(' ').map((one) => one.replace('https://www.googleapis.com/auth/', '')));
  },
};
const claimsSchema = z.object({ iss: z.string(), aud: z.string(), scope: z.string() });

function token(scopes: readonly string[]): VendorAnswer {
  const access_token = `ya29.${scopes.join('+')}`;
  return { status: 200, body: { access_token, expires_in: 3599, token_type: 'Bearer', scope: scopes.join(' ') } };
}

/** Refuses what comes without a token for one of the scopes, as every API of Google does. */
export function signedIn(scopes: readonly string[], answer: (call: SeenCall) => VendorAnswer): Vendor['answer'] {
  return (call) => {
    const granted = /^Bearer ya29\.(.*)$/.exec(call.headers.authorization ?? '')?.[1]?.split('+');
    if (granted === undefined) return problem(401, 'UNAUTHENTICATED', 'authError');
    if (!granted.some((scope) => scopes.includes(scope)))
      return problem(403, 'PERMISSION_DENIED', 'insufficientPermissions');
    return answer(call);
  };
}

/** What Google says of an error. */
export function problem(code: number, status: string, reason: string): VendorAnswer {
  return {
    status: code,
    body: { error: { code, status, message: `${reason}.`, errors: [{ reason, domain: 'global' }] } },
  };
}

export const spreadsheetId = '1abcDEFghiJKLmnopQRSTuvw';

/** Sheets: one spreadsheet, whose tabs begin as they are given. */
export function googleSheets(
  tabs: Readonly<Record<string, readonly Cell[][]>>,
): Vendor & { readonly tabs: Map<string, Cell[][]> } {
  const stored = new Map(Object.entries(tabs).map(([name, rows]) => [name, rows.map((row) => [...row])]));
  const answer = signedIn(['spreadsheets', 'spreadsheets.readonly'], (call) => {
    const path = decodeURIComponent(call.path).replace(`/v4/spreadsheets/${spreadsheetId}/`, '');
    if (path === decodeURIComponent(call.path)) return problem(404, 'NOT_FOUND', 'notFound');
    if (call.method === 'GET' && path === 'values:batchGet') {
      const ranges = call.query.getAll('ranges').map((range) => ({ range, values: read(stored, range) }));
      return ranges.some(({ values }) => values === null)
        ? problem(400, 'INVALID_ARGUMENT', 'badRequest')
        : { status: 200, body: { spreadsheetId, valueRanges: ranges } as JsonObject };
    }
    if (call.method === 'POST' && path.startsWith('values/') && path.endsWith(':append')) {
      return appended(stored, path.slice('values/'.length, -':append'.length), call);
    }
    if (call.method === 'POST' && path === 'values:batchUpdate') return updated(stored, call);
    return problem(404, 'NOT_FOUND', 'notFound');
  });
  return { host: 'sheets.googleapis.com', answer, tabs: stored };
}

type Tabs = Map<string, Cell[][]>;
const cells = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])));

interface Place {
  readonly name: string;
  readonly rows: Cell[][];
  readonly from: { readonly row: number; readonly column: number };
  readonly to: { readonly row: number; readonly column: number };
}

/** `'Tab'!A1:B2` and the like; null for a tab that is not there. */
function placeOf(tabs: Tabs, range: string): Place | null {
  const match = /^(?:'((?:[^']|'')+)'!)?([A-Z]*)(\d*)(?::([A-Z]*)(\d*))?$/.exec(range);
  const name = match?.[1]?.replaceAll("''", "'") ?? [...tabs.keys()][0] ?? '';
  const rows = tabs.get(name);
  if (!match || !rows) return null;
  const [, , column = '', row = '', toColumn = '', toRow = ''] = match;
  const isSingle = match[4] === undefined;
  const end = isSingle ? { column, row } : { column: toColumn, row: toRow };
  return {
    name,
    rows,
    from: { row: Number(row || 1), column: columnOf(column || 'A') },
    to: { row: Number(end.row || 10_000), column: columnOf(end.column || 'ZZ') },
  };
}

function columnOf(name: string): number {
  return [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** Without the empty cells and rows at the end, as Google does. */
function read(tabs: Tabs, range: string): Cell[][] | null {
  const place = placeOf(tabs, range);
  if (!place) return null;
  const { rows, from, to } = place;
  const found = rows.slice(from.row - 1, to.row).map((row) => {
    const part = row.slice(from.column - 1, to.column).map((value) => value ?? '');
    return part.slice(0, part.findLastIndex((value) => value !== '') + 1);
  });
  return found.slice(0, found.findLastIndex((row) => row.length > 0) + 1);
}

function appended(tabs: Tabs, range: string, call: SeenCall): VendorAnswer {
  const place = placeOf(tabs, range);
  const body = z.object({ values: cells }).safeParse(call.json());
  if (!place || !body.success || call.query.get('valueInputOption') !== 'RAW')
    return problem(400, 'INVALID_ARGUMENT', 'badRequest');
  const first = place.rows.length + 1;
  place.rows.push(...body.data.values.map((row) => [...row]));
  const updatedRange = `'${place.name}'!A${first}:Z${place.rows.length}`;
  return {
    status: 200,
    body: { spreadsheetId, updates: { spreadsheetId, updatedRange, updatedRows: body.data.values.length } },
  };
}

function updated(tabs: Tabs, call: SeenCall): VendorAnswer {
  const body = z
    .object({ valueInputOption: z.literal('RAW'), data: z.array(z.object({ range: z.string(), values: cells })) })
    .safeParse(call.json());
  if (!body.success) return problem(400, 'INVALID_ARGUMENT', 'badRequest');
  let count = 0;
  for (const { range, values } of body.data.data) {
    const place = placeOf(tabs, range);
    if (!place) return problem(400, 'INVALID_ARGUMENT', 'badRequest');
    values.forEach((row, down) => {
      row.forEach((value, right) => {
        // A null leaves the cell as it is.
        if (value === null) return;
        const at = place.from.row - 1 + down;
        place.rows[at] ??= [];
        place.rows[at][place.from.column - 1 + right] = value;
        count += 1;
      });
    });
  }
  return { status: 200, body: { spreadsheetId, totalUpdatedCells: count } };
}

interface DriveFile {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly content: string;
  readonly contentType: string;
  readonly parents: readonly string[];
  readonly key: string;
}

/** Drive and Calendar, which share a host. */
export function googleApis() {
  const files: DriveFile[] = [];
  const events = new Map<string, JsonObject>();
  const drive = signedIn(['drive.file'], (call) => {
    if (call.method === 'GET' && call.path === '/drive/v3/files') {
      const key = /value='([^']+)'/.exec(call.query.get('q') ?? '')?.[1];
      const found = files.filter((file) => file.key === key).map(({ id, name }) => ({ id, name }));
      return { status: 200, body: { files: found } };
    }
    return call.method === 'POST' &&
      call.path === '/upload/drive/v3/files' &&
      call.query.get('uploadType') === 'multipart'
      ? uploaded(files, call)
      : problem(404, 'NOT_FOUND', 'notFound');
  });
  const calendar = signedIn(['calendar.events'], (call) => {
    const id = /^\/calendar\/v3\/calendars\/[^/]+\/events(?:\/([a-v0-9]{5,1024}))?$/.exec(call.path);
    if (!id) return problem(404, 'NOT_FOUND', 'notFound');
    if (call.method === 'GET') {
      const there = events.get(id[1] ?? '');
      return there ? { status: 200, body: there } : problem(404, 'NOT_FOUND', 'notFound');
    }
    const event = eventSchema.safeParse(call.json());
    if (call.method !== 'POST' || !event.success) return problem(400, 'INVALID_ARGUMENT', 'badRequest');
    if (events.has(event.data.id)) return problem(409, 'ALREADY_EXISTS', 'duplicate');
    const made = { ...event.data, htmlLink: `https://www.google.com/calendar/event?eid=${event.data.id.slice(0, 8)}` };
    events.set(event.data.id, { ...made, sendUpdates: call.query.get('sendUpdates') } as JsonObject);
    return { status: 200, body: made as JsonObject };
  });
  const vendor: Vendor = {
    host: 'www.googleapis.com',
    answer: (call) => (call.path.startsWith('/calendar/') ? calendar(call) : drive(call)),
  };
  return { ...vendor, files, events };
}

const time = z.union([
  z.strictObject({ date: z.iso.date() }),
  z.strictObject({ dateTime: z.iso.datetime({ local: true, offset: true }), timeZone: z.string() }),
]);
const eventSchema = z.looseObject({
  id: z.string().regex(/^[a-v0-9]{5,1024}$/),
  summary: z.string(),
  start: time,
  end: time,
  attendees: z.array(z.strictObject({ email: z.email() })),
});

function uploaded(files: DriveFile[], call: SeenCall): VendorAnswer {
  const boundary = /boundary="?([^";]+)/.exec(call.headers['content-type'] ?? '')?.[1] ?? '';
  const [, head = '', media = ''] = call.body.split(`--${boundary}`);
  const [type = '', ...content] = media.replace(/^\r\n/, '').split('\r\n\r\n');
  const meta = fileSchema.safeParse(JSON.parse(head.slice(head.indexOf('{')) || 'null') as JsonValue);
  if (!meta.success) return problem(400, 'INVALID_ARGUMENT', 'badRequest');
  const { name, mimeType, parents, appProperties } = meta.data;
  files.push({
    id: `f${files.length}`,
    name,
    mimeType,
    parents,
    content: content.join('\r\n\r\n').replace(/\r\n$/, ''),
    contentType: /content-type: *(\S+)/i.exec(type)?.[1] ?? '',
    key: appProperties.idempotencyKey,
  });
  return { status: 200, body: { id: `f${files.length - 1}`, name } };
}
const fileSchema = z.strictObject({
  name: z.string(),
  mimeType: z.string(),
  appProperties: z.strictObject({ idempotencyKey: z.string().min(20) }),
  parents: z.array(z.string()).default([]),
});
