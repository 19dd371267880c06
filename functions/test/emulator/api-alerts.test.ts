import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../src/core/governance/alert.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const problem = (subject: string, severity: 'warning' | 'critical') => ({
  ...{ code: 'limit_reached', subject, severity },
  ...{ title: subject, message: 'All are taken.', link: '/settings' },
});
const named = ({ body }: { body: { items: { subject: string }[] } }) => body.items.map(({ subject }) => subject);

describe('alerts', () => {
  it('are listed page by page, by state and severity, and settled by people', async () => {
    const { orgId, uid } = await api.tenant();
    const { engine } = api.app;
    for (const subject of ['a', 'b', 'c', 'd', 'e']) {
      await raiseAlert(engine, orgId, problem(subject, subject < 'c' ? 'critical' : 'warning'));
    }
    const get = (query: string) => api.call('GET', `/api/alerts${query}`, { token: api.token(uid) });
    const post = (path: string) => api.call('POST', `/api/alerts/${path}`, { token: api.token(uid) });
    const first = await get('?limit=3');
    expect(named(first)).toEqual(['e', 'd', 'c']);
    expect(named(await get(`?limit=3&cursor=${first.body.nextCursor}`))).toEqual(['b', 'a']);
    const one = await get('?limit=1&severity=critical');
    expect(named(one)).toEqual(['b']);
    const last = await get(`?limit=1&severity=critical&cursor=${one.body.nextCursor}`);
    expect([named(last), last.body.nextCursor]).toEqual([['a'], null]);

    const [e, d] = first.body.items;
    const { body: acknowledged } = await post(`${e.alertId}/acknowledge`);
    expect(acknowledged).toMatchObject({ subject: 'e', status: 'acknowledged', acknowledgedBy: uid, resolvedAt: null });
    expect((await post(`${d.alertId}/resolve`)).body).toMatchObject({ status: 'resolved', resolvedBy: uid });
    expect(named(await get('?status=open&severity=warning'))).toEqual(['c']);
    expect(named(await get('?status=acknowledged'))).toEqual(['e']);
    expect(named(await get('?status=resolved'))).toEqual(['d']);
    expect((await get('?status=gone')).status).toBe(422);
    expect((await post('nobody/resolve')).status).toBe(404);
  });
});

describe('my notification preferences', () => {
  const path = '/api/me/notification-preferences';

  it('are the usual ones until I change them, and each change is audited', async () => {
    const { orgId, uid } = await api.tenant('viewer');
    const token = api.token(uid);
    const usual = (await api.call('GET', path, { token })).body;
    expect(usual).toMatchObject({ channels: { alerts: ['app', 'email'] }, quietHours: null, digestAt: null });
    const body = { ...usual, channels: { alerts: ['telegram'] }, quietHours: { from: '22:00', until: '07:00' } };
    const put = (given: unknown) => api.call('PUT', path, { token, body: given });
    const changed = await put({ ...body, telegram: { to: '42' } });
    expect([changed.status, changed.body.channels.failures]).toEqual([200, ['app', 'email']]);
    expect((await put(changed.body)).status).toBe(200);
    expect((await api.call('GET', path, { token })).body).toEqual(changed.body);
    const audit = await api.app.engine.store.query(queries.audit(orgId, { limit: 9 }));
    expect(audit.map(({ data }) => [data?.action, data?.target.id])).toEqual([
      ['notification_preferences.changed', uid],
    ]);
  });

  it.each([
    [{ quietHours: { from: '22:00', until: '25:00' } }, 'quietHours.until'],
    [{ quietHours: { from: '22:00', until: '22:00' } }, 'quietHours'],
    [{ channels: { alerts: ['app', 'app'] } }, 'channels.alerts'],
    [{ channels: { alerts: ['pigeon'] } }, 'channels.alerts.0'],
    [{ slack: { to: '#general' } }, 'slack.to'],
    [{ slack: { connection: 'slack_2' } }, 'slack.connection'],
  ])('refuse %j', async (body, where) => {
    const { uid } = await api.tenant();
    const answer = await api.call('PUT', path, { token: api.token(uid), body });
    expect([answer.status, answer.problem.errors?.[0]?.path]).toEqual([422, where]);
  });

  it('are tried by a message to myself, or say what is missing', async () => {
    const { orgId, uid } = await api.tenant('viewer');
    const { store } = api.app.engine;
    const test = (channel: string) => api.call('POST', `${path}/test`, { token: api.token(uid), body: { channel } });
    expect((await test('app')).status).toBe(204);
    const page = { limit: 9 };
    expect((await store.query(queries.notifications(orgId, uid, page))).map(({ data }) => data?.title)).toEqual([
      'A test message',
    ]);
    const slack = await test('slack');
    expect([slack.status, slack.problem.detail]).toEqual([422, 'Slack is not connected.']);
    expect((await test('push')).status).toBe(422);
    expect(await store.find(tenantPaths(orgId).preferencesOf(uid))).toBeNull();
  });
});
