import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('figures that somebody tells', () => {
  it('are written by people and keys, day by day, and read back', async () => {
    const { orgId, uid } = await api.tenant('editor');
    const as = { token: api.token(uid) };
    const put = (date: string, body: object) => api.call('PUT', `/api/coach/metrics/${date}`, { ...as, body });
    await put('2025-01-06', { cash: 6_000, netMargin: 0.1 });
    const merged = await put('2025-01-06', { netMargin: null, dso: 12 });
    expect([merged.status, merged.body]).toEqual([200, { date: '2025-01-06', figures: { cash: 6_000, dso: 12 } }]);
    const key = await api.key(orgId, ['events:publish']);
    const byKey = await api.call('PUT', '/api/coach/metrics/2025-01-13', { key, body: { cash: 5_500 } });
    expect(byKey.status).toBe(200);
    const found = await api.call('GET', '/api/coach/metrics?from=2025-01-01&to=2025-01-31', as);
    expect(found.body).toEqual({ items: [merged.body, byKey.body] });
    expect((await api.call('GET', '/api/coach/metrics', as)).body).toEqual({ items: [] });

    const wrong = await put('2025-01-06', { refundRate: 12 });
    expect(wrong.problem).toMatchObject({
      ...{ status: 422, errors: [{ path: 'refundRate', message: 'A share lies between 0 and 1: 0.12 is 12 %' }] },
    });
    expect((await put('2999-12-30', { cash: 1 })).problem.detail).toMatch(/2999-12-30 has not come yet/);
    for (const date of ['yesterday', '2025-02-30', '1999-01-01'])
      expect((await put(date, { cash: 1 })).status).toBe(422);
    for (const range of ['from=2025-02-01&to=2025-01-01', 'from=2023-01-01&to=2025-01-01', 'from=monday']) {
      expect((await api.call('GET', `/api/coach/metrics?${range}`, as)).status, range).toBe(422);
    }
  });

  it('come in as a table, after a look at it, whole or not at all', async () => {
    const { uid } = await api.tenant('editor');
    const as = { token: api.token(uid) };
    const send = (csv: string, dryRun: boolean) =>
      api.call('POST', '/api/coach/metrics/import', { ...as, body: { csv, dryRun } });
    const stored = async () =>
      (await api.call('GET', '/api/coach/metrics?from=2025-01-01&to=2025-12-31', as)).body.items;
    const csv = '\uFEFFDate,Cash,"You owe, past due",Mood\r\n01/20/2025,"$12,400.50",,good\r\n1/6/2025,(350),12,\r\n';
    const looked = await send(csv, true);
    expect([looked.status, looked.body]).toEqual([
      200,
      {
        days: [
          { date: '2025-01-20', changes: [{ name: 'cash', before: null, after: 12_400.5 }] },
          {
            date: '2025-01-06',
            changes: [
              { name: 'cash', before: null, after: -350 },
              { name: 'overduePayables', before: null, after: 12 },
            ],
          },
        ],
        ...{ problems: [], ignored: ['Mood'], notes: [], written: false },
      },
    ]);
    expect(await stored()).toEqual([]);

    const broken = `${csv}2025-01-27,a lot,,\r\n`;
    const problem = { line: 4, column: 'Cash', message: '‘a lot’ is no number' };
    expect((await send(broken, true)).body).toMatchObject({ days: [], problems: [problem] });
    expect((await send(broken, false)).problem).toMatchObject({
      ...{ status: 422, errors: [{ path: 'line 4, Cash', message: problem.message }] },
    });
    expect((await send('Date,Cash\n2025-01-06,"5', true)).body.problems).toMatchObject([{ line: 2, column: null }]);
    expect((await send('x'.repeat(200_001), true)).status).toBe(422);
    expect(await stored()).toEqual([]);

    expect((await send(csv, false)).body).toMatchObject({ days: looked.body.days, written: true });
    expect(await stored()).toMatchObject([{ date: '2025-01-06' }, { date: '2025-01-20', figures: { cash: 12_400.5 } }]);
    expect((await send(csv, false)).body).toMatchObject({ days: [], written: false });

    const dates = Array.from({ length: 400 }, (_, day) =>
      new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const long = await send(`Date;Cash\n${dates.map((date, day) => `${date};${day}`).join('\n')}`, false);
    expect([long.status, long.body.days.length]).toEqual([200, 400]);
    const all = await api.call('GET', `/api/coach/metrics?from=${dates.at(0)}&to=${dates.at(-1)}`, as);
    expect([all.body.items.length, all.body.items.at(-1)]).toEqual([
      400,
      { date: '2024-02-04', figures: { cash: 399 } },
    ]);
  });
});
