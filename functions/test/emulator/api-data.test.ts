import { get } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseTenant } from '../../src/core/governance/erase.ts';
import type { Write } from '../../src/core/ports.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const MANY = 20_000;
const TEXT = 'x'.repeat(2_000);

async function put(writes: readonly Write[]): Promise<void> {
  for (let at = 0; at < writes.length; at += 400) await api.app.engine.store.commit(writes.slice(at, at + 400));
}
/** Customers of the shop, two KB each. */
const customers = (orgId: string, count: number): Write[] =>
  Array.from({ length: count }, (_, index) => ({
    op: 'set',
    path: `${tenantPaths(orgId).root}/customers/c${index}`,
    data: { index, TEXT, at: new Date(index) },
  }));
/** Without the audit log, which says who was refused. */
const dump = async (orgId: string) => {
  const all = [];
  for await (const one of api.app.subtree.documents(tenantPaths(orgId).root, null)) all.push(one);
  return JSON.stringify(all.filter(({ path }) => !path.startsWith(tenantPaths(orgId).audit.path)));
};
async function exported(token: string, query = '') {
  const url = `${api.origin}/api/tenant/export${query}`;
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe('GET /api/tenant/export', () => {
  it('is for the owner in person, and audited', async () => {
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      const { uid } = await api.tenant(role);
      expect((await exported(api.token(uid))).status).toBe(403);
    }
    const { orgId, uid } = await api.tenant();
    expect((await api.call('GET', '/api/tenant/export', { key: await api.key(orgId) })).status).toBe(403);
    const answer = await exported(api.token(uid));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ format: 'playbooks-export/1', orgId });
    expect(lines[1]).toMatchObject({ path: top.tenant(orgId).path, data: { name: 'Thrive' } });
    expect(lines.at(-1)).toEqual({ end: true, documents: lines.length - 2 });
    expect(lines.map(({ path }) => path)).toContain(tenantPaths(orgId).member(uid).path);
    const [entry] = await api.app.engine.store.query(queries.audit(orgId, { limit: 1 }));
    expect(entry?.data).toMatchObject({ action: 'tenant.exported', actor: { id: uid } });
  });

  it('goes on behind a path of its own only', async () => {
    const { orgId, uid } = await api.tenant();
    await put(customers(orgId, 3));
    const answer = await exported(api.token(uid), `?after=${tenantPaths(orgId).root}/customers/c0`);
    expect(answer.body.split('\n').flatMap((line) => /customers\/(c\d)/.exec(line)?.[1] ?? [])).toEqual(['c1', 'c2']);
    for (const after of [
      'tenants/other/customers/c0',
      `${tenantPaths(orgId).root}x/a/b`,
      `${tenantPaths(orgId).root}/customers`,
      `${tenantPaths(orgId).root}//a`,
    ]) {
      expect((await exported(api.token(uid), `?after=${after}`)).status).toBe(422);
    }
  });

  it(`streams ${MANY.toLocaleString('en-US')} documents without holding them`, { timeout: 180_000 }, async () => {
    const { orgId, uid } = await api.tenant();
    await put(customers(orgId, MANY));
    const before = process.memoryUsage().rss;
    let most = 0;
    const { lines, bytes } = await new Promise<{ lines: number; bytes: number }>((resolve, reject) => {
      const seen = { lines: 0, bytes: 0 };
      get(`${api.origin}/api/tenant/export`, { headers: { Authorization: `Bearer ${api.token(uid)}` } }, (response) => {
        response.on('data', (chunk: Buffer) => {
          seen.bytes += chunk.length;
          for (const byte of chunk) if (byte === 10) seen.lines += 1;
          most = Math.max(most, process.memoryUsage().rss);
        });
        response.on('end', () => resolve(seen));
        response.on('error', reject);
      }).on('error', reject);
    });
    const mb = (count: number) => Math.round(count / 1_048_576);
    // biome-ignore lint/suspicious/noConsole: the figure is what it is for
    console.info(`export: ${lines} lines, ${mb(bytes)} MB, RSS ${mb(before)} MB before, ${mb(most)} MB at most`);
    // The first line, the tenant, its owner, the entry in the audit log, and the last line.
    expect(lines).toBe(MANY + 5);
    expect(bytes).toBeGreaterThan(MANY * 2_000);
    expect(most - before).toBeLessThan(150 * 1_048_576);
    // The other suites share the emulator.
    await put(customers(orgId, MANY).map(({ path }) => ({ op: 'delete', path })));
  });

  it('reads no more for one who has gone', async () => {
    const { orgId, uid } = await api.tenant();
    const { subtree } = api.app;
    let read = 0;
    const closed = Promise.withResolvers<void>();
    const endless: typeof subtree.documents = async function* (root) {
      try {
        for (;;) {
          // Each page takes a turn of the loop, as one that is read does.
          if (read % 100 === 0) await setImmediate();
          yield { path: `${root}/customers/c${++read}`, data: { TEXT } };
        }
      } finally {
        closed.resolve();
      }
    };
    Object.assign(api.app, { subtree: { ...subtree, documents: endless } });
    const headers = { Authorization: `Bearer ${api.token(uid)}` };
    const request = get(`${api.origin}/api/tenant/export`, { headers }, (response) => {
      // The first line comes before the documents are read.
      response.on('error', () => undefined).on('data', () => void (read > 0 && request.destroy()));
    });
    request.on('error', () => undefined);
    await closed.promise;
    Object.assign(api.app, { subtree });
    expect(read).toBeGreaterThan(0);
    expect((await api.call('GET', '/api/me', { token: api.token(uid) })).body.tenants).toMatchObject([{ orgId }]);
  });
});

describe('POST /api/tenant/erase', () => {
  const erase = (token: string, confirm: string, headers = {}) =>
    api.call('POST', '/api/tenant/erase', { token, body: { confirm }, headers });
  const eraser = () => ({ ...api.app.engine, ...api.app.arsenal, subtree: api.app.subtree });

  it('is for the owner in person who writes the name of the business', async () => {
    const { orgId, uid } = await api.tenant();
    const admin = await api.tenant('admin');
    const before = await dump(orgId);
    expect((await erase(api.token(admin.uid), 'Thrive')).status).toBe(403);
    expect(
      (await api.call('POST', '/api/tenant/erase', { key: await api.key(orgId), body: { confirm: 'Thrive' } })).status,
    ).toBe(403);
    for (const confirm of ['thrive', '', 'Thrive ']) expect((await erase(api.token(uid), confirm)).status).toBe(422);
    expect(await dump(orgId)).toBe(before);
  });

  it('shuts everybody out at once, and in the end nothing is left, though it dies after every page', async () => {
    const [mine, other] = [await api.tenant(), await api.tenant()];
    const key = await api.key(mine.orgId);
    const { token } = { token: api.token(mine.uid) };
    const steps = [{ action: 'set_variables', params: { a: 1 } }];
    const triggers = [{ type: 'schedule', cron: '0 9 * * *', timezone: 'UTC' }];
    for (const { uid, orgId } of [mine, other]) {
      const made = await api.call('POST', '/api/playbooks', {
        token: api.token(uid),
        body: { name: 'P', steps, triggers },
      });
      expect(made.status).toBe(201);
      const id = made.body.playbookId;
      expect((await api.call('POST', `/api/playbooks/${id}/execute`, { token: api.token(uid), body: {} })).status).toBe(
        200,
      );
      await put(customers(orgId, 900));
    }
    const before = await dump(other.orgId);

    expect(await erase(token, 'Thrive')).toMatchObject({ status: 202, body: { erasing: true } });
    const { body } = await api.call('GET', '/api/me', { token });
    expect(body.tenants).toEqual([]);
    expect((await api.call('GET', '/api/playbooks', { key })).status).toBe(401);
    expect((await api.call('GET', '/api/playbooks', { token })).status).toBe(403);
    const chosen = await api.call('GET', '/api/playbooks', { token, headers: { 'X-Org-Id': mine.orgId } });
    expect([chosen.status, chosen.problem.type]).toEqual([410, 'urn:playbooks:problem:erased']);

    let deaths = 0;
    const dying = {
      ...eraser(),
      fault: (name: string) => {
        if (name === 'page_erased' || name === 'emptied') throw new Error(`dies at ${name}`);
      },
    };
    const soon = () => new Date(Date.now() + 60_000);
    while (deaths < 50) {
      try {
        await eraseTenant(dying, mine.orgId, soon());
        break;
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('dies at'))) throw error;
        deaths += 1;
      }
    }
    // Three pages of customers and the rest, the tenant itself, and the end.
    expect(deaths).toBeGreaterThanOrEqual(5);
    expect(deaths).toBeLessThan(50);
    const later = { ...eraser(), clock: { ...api.app.engine.clock, now: () => new Date(Date.now() + 36 * 60_000) } };
    await eraseTenant(later, mine.orgId, new Date(Date.now() + 40 * 60_000));

    expect(JSON.parse(await dump(mine.orgId))).toEqual([]);
    expect(await api.app.engine.store.find(top.tenant(mine.orgId))).toBeNull();
    const record = await api.app.engine.store.get(top.erasure(mine.orgId));
    expect(record?.data).toMatchObject({ requestedBy: mine.uid, completedAt: expect.any(Date) });
    expect(await dump(other.orgId)).toBe(before);
    expect((await api.call('GET', '/api/playbooks', { token: api.token(other.uid) })).status).toBe(200);
  });
});
