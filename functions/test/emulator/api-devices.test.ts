import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function twoPeople() {
  const { orgId, uid: olive } = await api.tenant();
  const vic = `vic_${orgId.slice(-12)}`;
  const data = { uid: vic, email: `${vic}@thrive.example`, name: 'Vic', role: 'viewer', createdAt: new Date() };
  const { store } = api.app.engine;
  await store.commit([{ op: 'create', path: tenantPaths(orgId).member(vic).path, data }]);
  const as = (uid: string) => ({ token: api.token(uid), headers: { 'X-Org-Id': orgId } });
  const add = async (uid: string, token: string, label = 'Phone') => {
    const { status, body } = await api.call('POST', '/api/devices', { ...as(uid), body: { token, label } });
    expect(status).toBe(201);
    return String(body.deviceId);
  };
  const own = async (uid: string) => (await api.call('GET', '/api/devices', as(uid))).body.devices;
  const audited = async () => {
    const found = await store.query(queries.audit(orgId, { limit: 50 }));
    return found.flatMap(({ data: entry }) => (entry?.target.kind === 'device' ? [entry] : []));
  };
  return { orgId, olive, vic, as, add, own, audited, store };
}

describe('the devices that take push messages', () => {
  it('are those of the one who is signed in, once each', async () => {
    const { olive, vic, add, own, audited } = await twoPeople();
    const deviceId = await add(vic, 'token-of-a-phone');
    expect(await add(vic, 'token-of-a-phone', 'My phone')).toBe(deviceId);
    expect(await own(vic)).toMatchObject([{ deviceId, label: 'My phone' }]);
    expect(await own(olive)).toEqual([]);
    const entries = await audited();
    expect(entries.map(({ action, actor }) => [action, actor.id])).toEqual([['device.added', vic]]);
    expect(JSON.stringify([await own(vic), entries])).not.toContain('token-of-a-phone');
  });

  it('belong to whoever has signed in there last', async () => {
    const { olive, vic, add, own } = await twoPeople();
    const deviceId = await add(vic, 'token-of-the-till');
    expect(await add(olive, 'token-of-the-till')).toBe(deviceId);
    expect([(await own(vic)).length, (await own(olive)).length]).toEqual([0, 1]);
  });

  it('are forgotten by their owner only, on record', async () => {
    const { olive, vic, as, add, own, audited } = await twoPeople();
    const deviceId = await add(vic, 'token-of-a-phone');
    const forget = async (uid: string) => (await api.call('DELETE', `/api/devices/${deviceId}`, as(uid))).status;
    expect(await forget(olive)).toBe(204);
    expect(await own(vic)).toHaveLength(1);
    expect(await forget(vic)).toBe(204);
    expect(await forget(vic)).toBe(204);
    expect(await own(vic)).toEqual([]);
    expect((await audited()).map(({ action }) => action).toSorted()).toEqual(['device.added', 'device.removed']);
  });

  it('are at most 20: the one that was seen longest ago goes', async () => {
    const { orgId, vic, add, own, store } = await twoPeople();
    const { device } = tenantPaths(orgId);
    await store.commit(
      Array.from({ length: 20 }, (_, index) => {
        const lastSeenAt = new Date(Date.UTC(2026, 0, 1 + index));
        const data = { uid: vic, token: `t${index}`, label: `d${index}`, createdAt: lastSeenAt, lastSeenAt };
        return { op: 'create' as const, path: device(`old${index}`).path, data };
      }),
    );
    await add(vic, 'token-of-a-phone');
    const labels = (await own(vic)).map(({ label }: { label: string }) => label);
    expect([labels.length, labels[0], labels.at(-1)]).toEqual([20, 'Phone', 'd1']);
  });

  it('cannot be noted by an API key', async () => {
    const { orgId } = await twoPeople();
    const key = await api.key(orgId);
    expect((await api.call('POST', '/api/devices', { key, body: { token: 'x' } })).status).toBe(403);
  });
});

describe('a question to a person', () => {
  it('is answered through the API by one of the choices', async () => {
    const { orgId, olive, as, store } = await twoPeople();
    const ask = { id: 'ask', action: 'ask_human', params: { question: 'Which one?', choices: ['A', 'B'] } };
    const draft = { name: 'Ask', status: 'active', steps: [ask] };
    const { body } = await api.call('POST', '/api/playbooks', { ...as(olive), body: draft });
    const started = await api.call('POST', `/api/playbooks/${body.playbookId}/execute`, { ...as(olive), body: {} });
    const path = tenantPaths(orgId).execution(String(started.body.executionId));
    const wait = (await store.get(path))?.data.wait;
    const answered = (given: object) =>
      api.call('POST', `/api/approvals/${wait?.kind === 'approval' ? wait.approvalId : ''}/approve`, {
        ...as(olive),
        body: given,
      });
    expect((await answered({})).problem).toMatchObject({ status: 422, type: 'urn:playbooks:problem:bad_answer' });
    expect((await answered({ answer: 'C' })).problem.detail).toMatch(/Choose one of these: A, B/);
    expect((await answered({ answer: 'B' })).body).toMatchObject({ kind: 'question', status: 'approved', answer: 'B' });
  });
});
