import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { eraseTenant } from '../../src/core/governance/erase.ts';
import { secretsOf } from '../../src/core/governance/tenant-secret.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { type ConnectionWorld, openConnectionWorld } from '../kit/connection-world.ts';
import { projectId } from '../kit/local-google.ts';
import { everyDocument, plant, searchFor } from '../kit/planted.ts';

/** Before anything else is loaded: the logger keeps the console as it finds it. */
const logged = vi.hoisted(() => {
  const lines: string[] = [];
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    console[level] = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '));
  }
  return lines;
});

let world: ConnectionWorld;
beforeAll(async () => {
  world = await openConnectionWorld();
});
afterAll(() => world.close());

const url = 'https://hooks.example/in';
const steps = [{ id: 'say', action: 'post_discord_message', params: { text: 'Hello' } }];

describe('a connection', () => {
  let playbookId: string;

  it('is described by its connector, its secrets as what is only ever written', async () => {
    const { body } = await world.call('GET', '/api/connectors');
    const discord = body.items.find(({ id }: { id: string }) => id === 'discord');
    expect(discord).toMatchObject({ title: 'Discord', icon: expect.any(String), help: expect.any(String) });
    expect(discord.secrets.properties.webhookUrl).toMatchObject({ type: 'string', writeOnly: true });
    expect(body.items.length).toBe(world.api.app.connectors.all().length);
  });

  it('is missed by a playbook before it is there, and the playbook is kept all the same', async () => {
    const made = await world.post('/api/playbooks', { name: 'Says hello', status: 'active', steps });
    expect(made.status).toBe(201);
    playbookId = made.body.playbookId;
    const missing = { connector: 'discord', title: 'Discord', connection: null };
    expect(made.body.missingConnections).toEqual([{ ...missing, href: '/settings/connections?connector=discord' }]);
    const named = [{ ...steps[0], params: { text: 'Hi', connection: 'discord_7' } }];
    const changed = await world.patch(`/api/playbooks/${playbookId}`, { steps: named });
    expect(changed.body.missingConnections).toMatchObject([{ connection: 'discord_7' }]);
    await world.patch(`/api/playbooks/${playbookId}`, { steps });
    const failed = await world.execute(playbookId);
    expect(failed.body).toMatchObject({
      status: 'failed',
      error: { code: 'not_connected', fix: { label: 'Connect Discord' } },
    });
  });

  it('can be tried before it is kept, which keeps nothing', async () => {
    const given = { connector: 'discord', secrets: { webhookUrl: world.address('tried') } };
    const tried = await world.post('/api/connections/test', given);
    expect(tried.body).toEqual({ status: 'working', statusText: expect.stringContaining('<omitted>') });
    expect([await world.kept(), (await world.call('GET', '/api/connections')).body.items]).toEqual([{}, []]);
  });

  it('is made, tested and used; the first is the default one', async () => {
    const webhookUrl = world.address('first');
    const made = await world.post('/api/connections', { connector: 'discord', name: 'Team', secrets: { webhookUrl } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ connectionId: 'discord', isDefault: true, status: 'untested' });
    expect(await world.kept()).toEqual({ 'connection-discord': 1 });
    const tested = await world.post('/api/connections/discord/test');
    expect(tested.body).toMatchObject({ status: 'working', checkedAt: expect.any(String) });
    expect(tested.body.statusText).toMatch(/^webhook echo .*<omitted>/);
    const done = await world.execute(playbookId);
    expect([done.body.status, world.lastSeen()]).toEqual(['completed', new URL(webhookUrl).pathname]);
    expect((await world.call('GET', `/api/playbooks/${playbookId}`)).body.missingConnections).toEqual([]);
  });

  it('gets other secrets, and the old ones are used no more and kept no more', async () => {
    world.mood.isRefusing = true;
    const wrong = await world.post('/api/connections/discord/rotate', {
      secrets: { webhookUrl: world.address('wrong') },
    });
    expect([wrong.status, wrong.problem.type]).toEqual([422, 'urn:playbooks:problem:secrets_refused']);
    world.mood.isRefusing = false;
    await world.execute(playbookId);
    expect(world.lastSeen()).toContain(world.planted.first);
    const rotated = await world.post('/api/connections/discord/rotate', {
      secrets: { webhookUrl: world.address('second') },
    });
    expect(rotated.body).toMatchObject({ status: 'working', rotatedAt: expect.any(String) });
    await world.execute(playbookId);
    expect(world.lastSeen()).toContain(world.planted.second);
    expect(await world.kept()).toEqual({ 'connection-discord': 1 });
  });

  it('is refused with the fields that are wrong, and with an address that is not public', async () => {
    const refused = await world.post('/api/connections', {
      connector: 'discord',
      name: 'Bad',
      settings: { username: '' },
      secrets: { webhookUrl: 'https://elsewhere.example/x' },
    });
    expect(refused.status).toBe(422);
    expect(refused.problem.errors?.map(({ path }) => path)).toEqual(['settings.username', 'secrets.webhookUrl']);
    for (const host of ['localhost', '10.0.0.1', '169.254.169.254', '[::1]', 'metadata.google.internal']) {
      const wish = { connector: 'webhook', settings: { url: `https://${host}/x` }, secrets: {} };
      for (const path of ['/api/connections', '/api/connections/test']) {
        const body = path.endsWith('test') ? wish : { ...wish, name: 'Inside' };
        const answer = await world.post(path, body);
        expect([host, answer.status, answer.problem.detail]).toEqual([host, 422, expect.stringMatching(/^settings/)]);
      }
    }
    expect((await world.post('/api/connections', { connector: 'fax', name: 'Fax', secrets: {} })).status).toBe(422);
    expect(Object.keys(await world.kept())).toEqual(['connection-discord']);
  });

  it('takes its secrets again before it leads elsewhere', async () => {
    const signingSecret = `whsec_${plant('signing').replaceAll(/[^A-Za-z0-9]/g, 'x')}`;
    world.planted.signing = signingSecret;
    const made = await world.post('/api/connections', {
      connector: 'webhook',
      name: 'Ours',
      settings: { url },
      secrets: { signingSecret },
    });
    expect(made.status).toBe(201);
    const moved = await world.patch('/api/connections/webhook', { settings: { url: 'https://evil.example/in' } });
    expect([moved.status, moved.problem.errors?.[0]?.path]).toEqual([422, 'secrets']);
    const same = await world.patch('/api/connections/webhook', { settings: { url: `${url}/deeper` }, name: 'Deeper' });
    expect(same.body).toMatchObject({ name: 'Deeper', settings: { url: `${url}/deeper` }, status: 'untested' });
    // By hand, past the API: the secret was entered for another address.
    const ref = tenantPaths(world.orgId).connection('webhook');
    const fields = { settings: { url: 'https://evil.example/in' } };
    await world.api.app.engine.store.commit([{ op: 'update', path: ref.path, fields }]);
    const calls = world.vendors.calls.length;
    expect((await world.post('/api/connections/webhook/test')).body).toMatchObject({ status: 'failing' });
    expect(world.vendors.calls.length).toBe(calls);
    const again = await world.patch('/api/connections/webhook', { settings: { url }, secrets: { signingSecret } });
    expect(again.status).toBe(200);
    expect((await world.post('/api/connections/webhook/test')).body).toMatchObject({ status: 'working' });
  });

  it('passes on that it is the default one', async () => {
    const secrets = { webhookUrl: world.address('other') };
    const made = await world.post('/api/connections', { connector: 'discord', name: 'Other', secrets });
    expect(made.body).toMatchObject({ connectionId: 'discord_2', isDefault: false });
    const defaults = async () => {
      const { body } = await world.call('GET', '/api/connections');
      return body.items.flatMap((one: { connectionId: string; isDefault: boolean }) =>
        one.isDefault ? [one.connectionId] : [],
      );
    };
    expect(await defaults()).toEqual(['discord', 'webhook']);
    await world.patch('/api/connections/discord_2', { isDefault: true });
    expect(await defaults()).toEqual(['discord_2', 'webhook']);
    expect((await world.patch('/api/connections/discord_2', { isDefault: false })).status).toBe(422);
    await world.execute(playbookId);
    expect(world.lastSeen()).toContain(world.planted.other);
    expect((await world.call('DELETE', '/api/connections/discord_2')).status).toBe(204);
    expect(await defaults()).toEqual(['discord', 'webhook']);
  });

  it('is nobody else’s: not of another tenant, of editors, viewers or keys', async () => {
    const other = await world.api.tenant();
    const theirs = { token: world.api.token(other.uid) };
    for (const [method, path] of [
      ['PATCH', ''],
      ['POST', '/test'],
      ['DELETE', ''],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'Mine' } : {};
      expect((await world.call(method, `/api/connections/discord${path}`, { ...theirs, body })).status).toBe(404);
    }
    const tested = await world.post(
      '/api/steps/post_discord_message/test',
      { params: { text: 'x', connection: 'discord' }, dryRun: false },
      theirs,
    );
    expect(tested.body).toMatchObject({ status: 'failed', error: { code: 'not_connected' } });
    for (const role of ['editor', 'viewer'] as const) {
      const who = await world.member(role);
      expect((await world.call('GET', '/api/connections', who)).status).toBe(403);
      expect((await world.post('/api/connections/discord/test', {}, who)).status).toBe(403);
    }
    const key = await world.api.key(world.orgId);
    expect((await world.call('GET', '/api/connections', { key })).status).toBe(403);
  });

  it('is deleted only on purpose where playbooks need it; their steps then say what to do', async () => {
    const refused = await world.call('DELETE', '/api/connections/discord');
    expect([refused.status, refused.problem.errors]).toEqual([409, [{ path: playbookId, message: 'Says hello' }]]);
    expect((await world.call('DELETE', '/api/connections/discord?force=true')).status).toBe(204);
    expect(Object.keys(await world.kept())).toEqual(['connection-webhook']);
    const failed = await world.execute(playbookId);
    expect(failed.body.error).toMatchObject({ fix: { href: '/settings/connections?connector=discord' } });
    expect((await world.call('DELETE', '/api/connections/discord')).status).toBe(404);
  });

  it('is tested 30 times a minute by a tenant, and no more', async () => {
    const { uid: hasty } = await world.api.tenant();
    const wish = { connector: 'webhook', settings: { url }, secrets: {} };
    const statuses: number[] = [];
    for (let count = 0; count < 32; count++) {
      statuses.push((await world.post('/api/connections/test', wish, { token: world.api.token(hasty) })).status);
    }
    // A minute may have begun in between.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(30);
    if (new Set(statuses).size > 1) expect(statuses.indexOf(429)).toBe(30);
  });
});

describe('when a business is erased', () => {
  it('its secrets go with it, also one that no document knows of, and those of others stay', async () => {
    const mine = await world.api.tenant();
    const options = { token: world.api.token(mine.uid) };
    const secrets = { webhookUrl: world.address('erased') };
    await world.post('/api/connections', { connector: 'discord', name: 'Mine', secrets }, options);
    await world.api.app.secrets.write(`${secretsOf(mine.orgId)}connection-lost`, 'half made');
    expect(await world.kept(mine.orgId)).toEqual({ 'connection-discord': 1, 'connection-lost': 1 });
    const before = await world.kept();
    const erased = await world.post('/api/tenant/erase', { confirm: 'Thrive' }, options);
    expect(erased.status).toBe(202);
    const { engine, arsenal, subtree } = world.api.app;
    await eraseTenant({ ...engine, ...arsenal, subtree }, mine.orgId, new Date(Date.now() + 60_000));
    expect([await world.kept(mine.orgId), await world.kept()]).toEqual([{}, before]);
    expect((await engine.store.get(top.erasure(mine.orgId)))?.data.emptiedAt).toBeInstanceOf(Date);
  });
});

describe('the secrets of all this', () => {
  it('cannot be named by a playbook: no expression sees them, and a connection is taken as it is written', async () => {
    const names = [
      'connections.discord',
      'connection.secrets',
      'secrets.discord',
      'secret',
      'access.secrets',
      'env.SMTP_URL',
    ];
    for (const name of [...names, 'steps.say.secrets', 'org.secrets', 'trigger.connection', 'user.secret']) {
      const params = { text: `{{${name}}}` };
      const refused = await world.post('/api/playbooks', { name: 'Curious', steps: [{ ...steps[0], params }] });
      expect([name, refused.status]).toEqual([name, 422]);
    }
    const params = { text: 'x', connection: '{{inputs.which}}' };
    const inputs = [{ name: 'which' }];
    const chosen = await world.post('/api/playbooks', { name: 'Choosy', inputs, steps: [{ ...steps[0], params }] });
    expect(chosen.problem.errors?.map(({ path }) => path)).toContain('steps.0.params.connection');
  });

  it('are in no document, in no line of the log and in no answer', async () => {
    const { look, found } = searchFor(world.planted);
    const count = await everyDocument(inject('firestoreHost'), projectId, look);
    for (const { where, text } of world.answers) look(where, text);
    for (const line of logged) look(`the log: ${line.slice(0, 80)}`, line);
    expect(logged.length).toBeGreaterThan(5);
    expect([count > 20, world.answers.length > 50, Object.keys(world.planted).length]).toEqual([true, true, 7]);
    expect(found).toEqual([]);
  });
});
