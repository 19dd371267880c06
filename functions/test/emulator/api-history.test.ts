import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function tenant() {
  const { orgId } = await api.tenant('owner');
  const key = await api.key(orgId);
  const byKey = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
    api.call(method, path, { key, ...(body && { body }), ...(headers && { headers }) });
  return { orgId, key, byKey };
}
const welcome = { sequence_type: 'Welcome', num_emails: 5 };
const runsOf = async ({ byKey }: Pick<Awaited<ReturnType<typeof tenant>>, 'byKey'>, query = '?limit=50') =>
  (await byKey('GET', `/api/history/get${query}`)).body;

describe('POST /api/history/log', () => {
  const run = {
    skill_id: 'email-sequence',
    inputs: welcome,
    success: true,
    result: { markdown: 'Hi' },
    duration_ms: 1234,
  };

  it('makes an execution of a run made elsewhere, once for a key, that is never gone on with', async () => {
    const ours = await tenant();
    const { byKey } = ours;
    const key = { 'Idempotency-Key': 'run-1' };
    const logged = await byKey('POST', '/api/history/log', run, key);
    expect([logged.status, logged.body]).toEqual([201, { success: true, id: expect.any(String) }]);
    expect((await byKey('POST', '/api/history/log', run, key)).body).toEqual(logged.body);
    expect((await runsOf(ours)).runs).toMatchObject([
      { id: logged.body.id, skill_id: 'email-sequence', result: run.result, duration_ms: 1234, scheduled: false },
    ]);
    const failed = await byKey('POST', '/api/history/log', {
      ...run,
      success: false,
      error: 'No list',
      timestamp: new Date().toISOString(),
    });
    const resumed = await byKey('POST', `/api/executions/${failed.body.id}/resume`, {});
    expect([resumed.status, resumed.problem.detail]).toEqual([409, expect.stringContaining('took place elsewhere')]);
  });

  it.each([
    [{ duration_ms: -1 }, 'duration_ms'],
    [{ success: 'yes' }, 'success'],
    [{ timestamp: '2020-01-01T00:00:00Z' }, 'timestamp'],
    [{ colour: 'red' }, 'body'],
  ])('refuses %j', async (wrong, path) => {
    const { byKey } = await tenant();
    const refused = await byKey('POST', '/api/history/log', { ...run, ...wrong });
    expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([422, path]);
  });

  it('is told page by page', async () => {
    const ours = await tenant();
    for (let n = 0; n < 5; n++) await ours.byKey('POST', '/api/history/log', { ...run, inputs: { n } });
    const first = await runsOf(ours, '?limit=3');
    const second = await runsOf(ours, `?limit=3&cursor=${first.nextCursor}`);
    expect([first.total, second.total, second.nextCursor]).toEqual([3, 2, null]);
    const ids = [...first.runs, ...second.runs].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
  });
});

describe('GET /api/executions/export', () => {
  async function filled() {
    const ours = await tenant();
    const log = (n: number) => ({
      skill_id: n % 2 ? 'odd' : 'even',
      inputs: { text: '=1+1' },
      success: n % 3 > 0,
      result: `"${n}",`,
      duration_ms: n,
    });
    for (let n = 0; n < 9; n++) await ours.byKey('POST', '/api/history/log', log(n));
    return ours;
  }

  it('is CSV of all that the filters leave, with its count', async () => {
    const { byKey } = await filled();
    const all = await byKey('GET', '/api/executions/export?format=csv');
    expect(all.headers.get('x-total-count')).toBe('9');
    expect(all.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(all.headers.get('content-disposition')).toMatch(/^attachment; filename="executions-\d{4}-\d\d-\d\d\.csv"$/);
    const lines = String(all.body).split('\r\n');
    expect(lines).toHaveLength(1 + 9 + 1);
    expect(lines[0]).toMatch(/Execution,Skill,Playbook,Status,/);
    expect(lines[1]).toContain(',"{""text"":""=1+1""}","""8"",",');
    const failed = await byKey('GET', '/api/executions/export?status=failed&playbookId=odd');
    expect([failed.headers.get('x-total-count'), String(failed.body).split('\r\n').length - 2]).toEqual(['1', 1]);
  });

  it('is XLSX, too', async () => {
    const { key } = await filled();
    const response = await fetch(`${api.origin}/api/executions/export?format=xlsx`, { headers: { 'X-API-Key': key } });
    const archive = Buffer.from(await response.arrayBuffer());
    const at = archive.indexOf('xl/worksheets/sheet1.xml');
    const sheet = inflateRawSync(archive.subarray(at + 'xl/worksheets/sheet1.xml'.length)).toString();
    expect(sheet.match(/<row>/g)).toHaveLength(10);
    expect(sheet).not.toContain('<f>');
  });

  it('refuses a format that there is not', async () => {
    const { byKey } = await tenant();
    const refused = await byKey('GET', '/api/executions/export?format=pdf');
    expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([422, 'format']);
  });
});
