import { afterEach, describe, expect, it } from 'vitest';
import { brokenConnection, stepContext } from '../../test/step-context.ts';
import {
  googleSheets,
  googleSignIn,
  oauthSecrets,
  problem,
  serviceAccount,
  serviceAccountJson,
  spreadsheetId,
} from '../../test/vendors/google.ts';
import { startVendors, type Vendor, type VendorAnswer, type VendorServer } from '../../test/vendors/vendor.ts';
import type { JsonObject } from '../model/json.ts';
import { google, googleAccount } from './google-account.ts';
import { appendRow, readCells } from './sheets.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

interface World {
  readonly secrets?: JsonObject;
  readonly settings?: JsonObject;
  readonly platform?: string;
  readonly vendors?: readonly Vendor[];
}
async function world({ secrets = { serviceAccountJson }, settings = {}, platform, vendors }: World = {}) {
  const started = await startVendors(vendors ?? [googleSheets({ Log: [['day'], ['monday']] }), googleSignIn]);
  server = started;
  const test = stepContext({
    detours: started.detours,
    ...(platform === undefined
      ? { connections: { google: { settings, secrets } } }
      : { secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: platform } }),
  });
  return { ...test, vendors: started };
}
const sheet = { spreadsheetId, sheet: null };

function claimsOf(vendors: VendorServer): unknown {
  const assertion = vendors.calls[0]?.form().get('assertion') ?? '';
  return JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
}

describe('signing in to Google', () => {
  it('a service account asks for no more than it needs, in its own name', async () => {
    const { context, vendors, usage } = await world();
    const account = await googleAccount(context, null);
    expect(await readCells(account, context, sheet, '1:9')).toEqual([['day'], ['monday']]);
    expect(claimsOf(vendors)).toMatchObject({
      iss: serviceAccount,
      scope: 'https://www.googleapis.com/auth/spreadsheets.readonly',
    });
    expect(usage.vendorCalls).toBe(2);
  });

  it('a service account acts for whom the connection says', async () => {
    const { context, vendors } = await world({ settings: { subject: 'ada@shop.example' } });
    await readCells(await googleAccount(context, null), context, sheet, '1:9');
    expect(claimsOf(vendors)).toMatchObject({ sub: 'ada@shop.example' });
  });

  it('a person is spoken for by a refresh token', async () => {
    const { context } = await world({ secrets: oauthSecrets });
    expect(await readCells(await googleAccount(context, null), context, sheet, '1:9')).toHaveLength(2);
  });

  it('without a connection the account of the platform is used, but never in place of one that is named', async () => {
    const { context } = await world({ platform: serviceAccountJson });
    expect(await googleAccount(context, null)).toMatchObject({ connectionId: null });
    await expect(googleAccount(context, 'google_2')).rejects.toMatchObject({ code: 'not_connected' });
    const broken = googleAccount({ ...context, connect: brokenConnection }, null);
    await expect(broken).rejects.toMatchObject({ code: 'connection_incomplete' });
  });

  it('without either it says what to do', async () => {
    const { context } = stepContext();
    await expect(googleAccount(context, null)).rejects.toMatchObject({
      code: 'google_not_set_up',
      mayHaveActed: false,
      fix: { href: '/settings/connections?connector=google' },
    });
    const { context: wrong } = stepContext({ secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: '{}' } });
    await expect(googleAccount(wrong, null)).rejects.toMatchObject({ code: 'google_not_set_up' });
  });

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['half an OAuth client', { clientId: 'a', clientSecret: 'b' }],
    ['both ways', { serviceAccountJson, ...oauthSecrets }],
    ['no key', { serviceAccountJson: '{"client_email":"a@b.co"}' }],
    ['no JSON', { serviceAccountJson: '-----BEGIN PRIVATE KEY-----' }],
  ])('takes no secrets that are %s', (_, secrets) => {
    expect(google.secrets.safeParse(secrets).success).toBe(false);
  });

  it('can be tried, and names the address to share with', async () => {
    const { context } = await world();
    expect(await google.test(await context.connect(google, null), context)).toContain(serviceAccount);
    const { context: person } = await world({ secrets: oauthSecrets });
    expect(await google.test(await person.connect(google, null), person)).toContain('refresh token');
    const { context: wrong } = await world({ secrets: { ...oauthSecrets, refreshToken: 'revoked-7h3k' } });
    const error = await google.test(await wrong.connect(google, null), wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'google_sign_in', fix: { label: 'Connect Google' } });
    expect(String(error)).not.toContain('revoked-7h3k');
  });

  it('never leads its tokens to another host', async () => {
    const { context } = await world();
    const { outbound } = await googleAccount(context, null);
    for (const url of [
      'https://storage.googleapis.com/x',
      'https://evil.example/',
      'https://googleapis.com.evil.example/',
    ])
      await expect(outbound.fetch(url)).rejects.toMatchObject({ code: 'foreign_host' });
  });
});

describe('what Google says when it does not do it', () => {
  const answering = (answer: VendorAnswer): Vendor[] => [
    { host: 'sheets.googleapis.com', answer: () => answer },
    googleSignIn,
  ];
  it.each<[string, VendorAnswer, object]>([
    [
      'a quota',
      { status: 429, headers: { 'retry-after': '45' } },
      { name: 'RetryAfterError', retryAt: new Date('2026-11-20T14:00:45Z') },
    ],
    ['a quota told by 403', problem(403, 'PERMISSION_DENIED', 'userRateLimitExceeded'), { name: 'RetryAfterError' }],
    ['a quota in the new words', problem(403, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT'), { name: 'RetryAfterError' }],
    [
      'a sheet that is not shared',
      problem(403, 'PERMISSION_DENIED', 'forbidden'),
      { name: 'NonRetriableError', message: expect.stringContaining(serviceAccount) },
    ],
    [
      'a sheet that is not there',
      problem(404, 'NOT_FOUND', 'notFound'),
      { name: 'NonRetriableError', message: expect.stringContaining(serviceAccount) },
    ],
    ['an API that is off', problem(403, 'PERMISSION_DENIED', 'accessNotConfigured'), { code: 'google_api_off' }],
    ['no room', problem(403, 'PERMISSION_DENIED', 'storageQuotaExceeded'), { code: 'google_no_room' }],
    [
      'an invitation by a service account',
      problem(403, 'PERMISSION_DENIED', 'forbiddenForServiceAccounts'),
      { code: 'google_no_invitations' },
    ],
    ['a fault of its own', { status: 503, body: 'oops' }, { name: 'RetriableError', code: 'http_503' }],
    [
      'an answer nobody can read',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      { code: 'bad_answer', fault: 'vendor' },
    ],
  ])('%s', async (_, answer, expected) => {
    const { context } = await world({ vendors: answering(answer) });
    const account = await googleAccount(context, null);
    await expect(readCells(account, context, sheet, '1:9')).rejects.toMatchObject({ ...expected, mayHaveActed: false });
  });

  it.each(['broken', 'garbage', 'cut'] as const)('a sign-in that is %s has done nothing', async (mishap) => {
    const { context, vendors } = await world();
    vendors.fail(mishap, 'oauth2.googleapis.com');
    const row = { ...sheet, values: ['tuesday'] };
    await expect(appendRow(await googleAccount(context, null), context, row)).rejects.toMatchObject({
      mayHaveActed: false,
    });
    expect(vendors.calls.filter(({ host, method }) => host.startsWith('sheets') && method === 'POST')).toEqual([]);
  });

  it('nothing is changed any more once the lease is gone', async () => {
    const { context, vendors } = await world();
    const assertLease = () => {
      throw new Error('The lease is gone');
    };
    const row = { ...sheet, values: ['tuesday'] };
    const account = await googleAccount(context, null);
    await expect(appendRow(account, { ...context, assertLease }, row)).rejects.toMatchObject({ mayHaveActed: false });
    expect(vendors.calls.filter(({ path }) => path.endsWith(':append'))).toEqual([]);
  });
});
