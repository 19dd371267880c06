import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { updatePlaybook } from '../../src/core/authoring/save-playbook.ts';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { stepDraftSchema } from '../../src/model/step.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const step = (message: string) => [{ id: 'note', action: 'log_note', params: { message } }];
const draft = { name: 'Notes', steps: step('one') };

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A playbook that was changed twice: one, two, three. */
async function changed(status = 'draft') {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const { body } = await api.call('POST', '/api/playbooks', { token, body: { ...draft, status } });
  const playbookId = String(body.playbookId);
  const address = `/api/playbooks/${playbookId}`;
  const path = tenantPaths(orgId).playbook(playbookId);
  const edit = (edited: object) => api.call('PATCH', address, { token, body: edited });
  await edit({ steps: step('two') });
  await edit({ steps: step('three') });
  const versions = async (query = '') => (await api.call('GET', `${address}/versions${query}`, { token })).body;
  const restore = (id: string, given: object = {}) =>
    api.call('POST', `${address}/versions/${id}/restore`, { token, body: given });
  return { orgId, uid, token, playbookId, path, edit, versions, restore };
}

describe('the versions of a playbook', () => {
  it('say what each changed, by whom, and which is live', async () => {
    const { versions } = await changed();
    const { items, nextCursor } = await versions();
    expect(nextCursor).toBeNull();
    expect(items.map(({ changes }: { changes: string[] }) => changes)).toEqual([
      ['“Write a note”: the message is now “three” instead of “two”.'],
      ['“Write a note”: the message is now “two” instead of “one”.'],
      ['The first version: 1 step; nothing starts it yet.'],
    ]);
    expect(items.map(({ isLive }: { isLive: boolean }) => isLive)).toEqual([true, false, false]);
    expect(items[0]).toMatchObject({ createdBy: expect.any(String), content: { steps: step('three') } });
    expect(items.map(({ fromLive }: { fromLive: string[] }) => fromLive)).toEqual([
      [],
      ['“Write a note”: the message is now “two” instead of “three”.'],
      ['“Write a note”: the message is now “one” instead of “three”.'],
    ]);
  });

  it('come in pages, each told against the one behind it', async () => {
    const { versions } = await changed();
    const first = await versions('?limit=2');
    expect(first.items).toHaveLength(2);
    expect(first.items[1].changes[0]).toContain('“two” instead of “one”');
    const rest = await versions(`?limit=2&cursor=${first.nextCursor}`);
    expect(rest).toMatchObject({
      items: [{ changes: [expect.stringContaining('The first version')] }],
      nextCursor: null,
    });
  });

  it('name who changed it, not the owner', async () => {
    const { orgId, playbookId, versions } = await changed();
    const createdAt = api.app.engine.clock.now();
    const ada = `ada_${orgId}`;
    const member = { uid: ada, email: `${ada}@thrive.example`, name: 'Ada', role: 'editor', createdAt };
    await api.app.engine.store.commit([{ op: 'create', path: tenantPaths(orgId).member(ada).path, data: member }]);
    const body = { steps: step('four') };
    await api.call('PATCH', `/api/playbooks/${playbookId}`, { token: api.token(ada), body });
    expect((await versions()).items[0]).toMatchObject({ createdBy: 'Ada', isLive: true });
  });
});

describe('restoring a version', () => {
  it('makes it what the playbook does, under its own id, and tells the audit', async () => {
    const { orgId, playbookId, path, versions, restore } = await changed();
    const [live, , first] = (await versions()).items;
    const { status, body } = await restore(first.versionId, { versionId: live.versionId });
    expect(status).toBe(200);
    expect(body).toMatchObject({ playbookId, name: 'Notes', status: 'draft', steps: step('one') });
    const { items } = await versions();
    expect(items).toHaveLength(3);
    expect(items.map(({ isLive }: { isLive: boolean }) => isLive)).toEqual([false, false, true]);
    const { engine, arsenal } = api.app;
    await applyTriggers(arsenal, orgId, playbookId);
    expect((await engine.store.get(path))?.data.arming?.versionId).toBe(first.versionId);
    const [entry] = await engine.store.query(queries.audit(orgId, { limit: 1 }));
    expect(entry?.data).toMatchObject({ action: 'playbook.changed', target: { kind: 'playbook', id: playbookId } });
    expect(entry?.data?.afterJson).toContain('one');
    const again = await engine.store.get(tenantPaths(orgId).version(playbookId, first.versionId));
    expect(again?.data).toMatchObject({ createdAt: new Date(first.createdAt), liveAgainAt: [expect.any(Date)] });
  });

  it('brings back that strangers had a say in it, until somebody says yes to it', async () => {
    const { orgId, uid, playbookId, path, versions, restore, edit } = await changed();
    const { engine } = api.app;
    const actor = { kind: 'user', id: uid, name: null, from: null } as const;
    const steps = stepDraftSchema.array().parse(step('read'));
    await updatePlaybook(engine, orgId, playbookId, { steps }, actor, { isTainted: true });
    const [read] = (await versions()).items;
    await edit({ status: 'active', steps: step('four') });
    const isTainted = async () => (await engine.store.get(path))?.data.isTainted;
    expect(await isTainted()).toBe(false);
    await restore(read.versionId);
    expect(await isTainted()).toBe(true);
    await edit({ status: 'active' });
    expect(await isTainted()).toBe(false);
  });

  it('or changing it asks what a key may do of what the playbook is at that moment', async () => {
    const { orgId, playbookId, path, versions } = await changed();
    const [, , first] = (await versions()).items;
    const address = `/api/playbooks/${playbookId}`;
    const key = await api.key(orgId, ['playbooks:write']);
    const { store } = api.app.engine;
    const { get } = store;
    for (const [method, at, body] of [
      ['POST', `${address}/versions/${first.versionId}/restore`, {}],
      ['PATCH', address, { steps: step('four') }],
    ] as const) {
      await store.commit([{ op: 'update', path: path.path, fields: { status: 'draft' } }]);
      const spy = vi.spyOn(store, 'get').mockImplementation(async (ref) => {
        const isIt = ref.path.startsWith(path.path);
        if (isIt) await store.commit([{ op: 'update', path: path.path, fields: { status: 'active' } }]);
        return get(ref);
      });
      const { status } = await api.call(method, at, { key, body });
      spy.mockRestore();
      expect([method, status]).toEqual([method, 403]);
    }
    expect((await get(path))?.data.stepsJson).toContain('three');
  });

  it('is refused where the playbook was changed since it was seen', async () => {
    const { versions, restore, edit, path } = await changed();
    const [live, , first] = (await versions()).items;
    await edit({ steps: step('four') });
    const { status, problem } = await restore(first.versionId, { versionId: live.versionId });
    expect([status, problem.type]).toEqual([409, 'urn:playbooks:problem:changed_meanwhile']);
    expect((await api.app.engine.store.get(path))?.data.stepsJson).toContain('four');
  });

  it('is refused for what is no version of it', async () => {
    const { restore } = await changed();
    expect((await restore('nobody')).status).toBe(404);
    expect((await restore('..%2F..')).status).toBe(422);
  });

  it('is refused where a step type is gone, and nothing is changed', async () => {
    const { orgId, playbookId, path, restore } = await changed();
    const version = tenantPaths(orgId).version(playbookId, 'old');
    const content = { agent: null, triggers: [], inputs: [], steps: [{ id: 'a', action: 'no_such_step' }] };
    const data = { contentJson: JSON.stringify(content), createdAt: new Date(), createdBy: null };
    await api.app.engine.store.commit([{ op: 'create', path: version.path, data }]);
    const { status, problem } = await restore('old');
    expect(status).toBe(422);
    expect(problem.errors?.[0]?.path).toBe('steps.0.action');
    expect((await api.app.engine.store.get(path))?.data.stepsJson).toContain('three');
  });

  it('of an active playbook takes a key that may also run', async () => {
    const { orgId, playbookId, versions } = await changed('active');
    const [, , first] = (await versions()).items;
    const address = `/api/playbooks/${playbookId}/versions/${first.versionId}/restore`;
    const writer = await api.key(orgId, ['playbooks:write']);
    expect((await api.call('POST', address, { key: writer, body: {} })).status).toBe(403);
    const runner = await api.key(orgId, ['playbooks:write', 'executions:run']);
    expect((await api.call('POST', address, { key: runner, body: {} })).status).toBe(200);
  });
});

describe('the figures of playbooks', () => {
  it('tell the last executions, how many succeeded, and what one costs, without dry runs', async () => {
    const { token, playbookId } = await changed();
    const run = (body: object) => api.call('POST', `/api/playbooks/${playbookId}/execute`, { token, body });
    await run({ wait: 20 });
    await run({ wait: 20 });
    await run({ wait: 20, dryRun: true });
    const { body } = await api.call('GET', `/api/playbooks/figures?ids=${playbookId},nobody`, { token });
    expect(body.items).toHaveLength(2);
    const [figures, none] = body.items;
    expect(figures).toMatchObject({ playbookId, completed: 2, failed: 0 });
    expect(figures.recent).toHaveLength(2);
    expect(figures.recent[0]).toMatchObject({ status: 'completed', durationMs: expect.any(Number) });
    expect(figures.recent[0].createdAt > figures.recent[1].createdAt).toBe(true);
    expect(figures.costMicros).toBeGreaterThan(0);
    expect(none).toEqual({ playbookId: 'nobody', recent: [], completed: 0, failed: 0, costMicros: null });
  });

  it('of another tenant are those of nobody', async () => {
    const { playbookId, token } = await changed();
    await api.call('POST', `/api/playbooks/${playbookId}/execute`, { token, body: { wait: 20 } });
    const stranger = api.token((await api.tenant()).uid);
    const { body } = await api.call('GET', `/api/playbooks/figures?ids=${playbookId}`, { token: stranger });
    expect(body.items).toEqual([{ playbookId, recent: [], completed: 0, failed: 0, costMicros: null }]);
  });

  it('are told of a page at most', async () => {
    const { uid } = await api.tenant();
    const many = Array.from({ length: 26 }, (_, index) => `p${index}`).join();
    const asked = (ids: string) => api.call('GET', `/api/playbooks/figures?ids=${ids}`, { token: api.token(uid) });
    expect((await asked(many)).status).toBe(422);
    expect((await asked('')).status).toBe(422);
    expect((await asked('a%2Fb')).status).toBe(422);
  });
});
