import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHEET_COLUMNS, SHEET_TAB } from '../../src/model/sheets-log.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { googleSignIn, serviceAccountJson, spreadsheetId } from '../vendors/google.ts';
import { sheetsForLogs } from '../vendors/sheets-log.ts';
import { shown, TELEGRAM_TOKEN, telegramApi } from '../vendors/telegram.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';

const sheets = sheetsForLogs();
let api: ApiKit;
let vendors: VendorServer;
let token: string;
beforeAll(async () => {
  vendors = await startVendors([sheets, googleSignIn, telegramApi]);
  const OUTBOUND_DETOURS = Object.entries(vendors.detours).map(([host, to]) => `${host}=${to}`);
  api = await startApi({ OUTBOUND_DETOURS: OUTBOUND_DETOURS.join(), APP_ORIGIN: 'https://app.example' });
  await api.addSecret('GOOGLE_SERVICE_ACCOUNT_JSON', serviceAccountJson);
  token = api.token((await api.tenant()).uid);
});
afterAll(async () => {
  await api.close();
  vendors.close();
});

async function asked(method: string, path: string, body?: object) {
  const answer = await api.call(method, path, { token, ...(body && { body }) });
  expect([path, answer.status < 300, answer.problem]).toEqual([path, true, expect.anything()]);
  return answer.body;
}
const tick = () => api.call('POST', '/api/cron/tick', { token: 'first-secret' });
const messages = () =>
  vendors.calls
    .filter(({ path }) => path.endsWith('/sendMessage'))
    .map((call) => call.json() as { readonly chat_id: string; readonly text: string })
    .map(({ chat_id, text }) => `${chat_id}: ${shown(text)}`);

describe('after a skill was run', () => {
  beforeAll(async () => {
    await asked('POST', '/api/connections', {
      ...{ connector: 'telegram', name: 'Our bot', settings: {}, secrets: { botToken: TELEGRAM_TOKEN } },
    });
    const channels = { runs: ['telegram'] };
    await asked('PUT', '/api/me/notification-preferences', { channels, afterEach: 'all', telegram: { to: '77' } });
    await asked('PUT', '/api/tenant/sheets-log', { spreadsheetId });
  });

  it('its log has a row, and whoever wants to know has a message, once each', async () => {
    const inputs = { sequence_type: 'Welcome', num_emails: 2, offer: '10 % off *now* (_really_)' };
    const ran = await asked('POST', '/api/skills/email-sequence/run', { inputs });
    expect(ran).toMatchObject({ success: true, status: 'completed' });
    for (let count = 0; count < 2; count++) expect((await tick()).status).toBe(200);

    const [header, row, ...more] = sheets.rowsOf(SHEET_TAB) ?? [];
    expect([header, more]).toEqual([[...SHEET_COLUMNS], []]);
    expect(row?.slice(2, 6)).toEqual(['Email Sequence Builder', expect.any(String), 'completed', '']);
    expect(JSON.parse(String(row?.[3]))).toMatchObject(inputs);
    expect(messages()).toEqual([expect.stringMatching(/^77: ✅ Skill Completed Successfully/)]);
    expect(messages()[0]).toContain(
      `Skill: Email Sequence Builder\nClient: Thrive\nDuration: ${ran.duration_ms}ms\nTime: `,
    );
  });

  it('that failed, both say why', async () => {
    const error = 'The list_of [customers] is empty.';
    const run = { skill_id: 'email-sequence', inputs: {}, success: false, error, result: null, duration_ms: 1234 };
    await asked('POST', '/api/history/log', run);
    await tick();
    expect(sheets.rowsOf(SHEET_TAB)?.[2]?.slice(4, 6)).toEqual(['failed', error]);
    expect(messages()[1]).toMatch(/^77: ❌ Skill Failed/);
    expect(messages()[1]).toContain(`Duration: 1234ms`);
    expect(messages()[1]).toContain(`Error: ${error}`);
    const { runs } = await asked('GET', '/api/history/get?limit=50');
    // In the order in which they began: this one has begun before it was told of.
    expect(runs).toHaveLength(2);
    expect(runs).toContainEqual(expect.objectContaining({ success: false, error, duration_ms: 1234 }));
  });
});
