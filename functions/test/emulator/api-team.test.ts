import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Role } from '../../src/model/tenant.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { type Inbox, loopbackSmtp } from '../loopback-smtp.ts';

let api: ApiKit;
let inbox: Inbox;
beforeAll(async () => {
  inbox = await loopbackSmtp({
    onRcptTo: ({ address }, _, done) => done(address.startsWith('nobody@') ? new Error('There is nobody') : null),
  });
  api = await startApi({ OUTBOUND_ALLOW: inbox.hostPort });
  await api.addSecret('SMTP_URL', inbox.url);
});
afterAll(async () => {
  await api.close();
  inbox.close();
});

/** A tenant with an owner, and members of the roles named. */
async function team(...roles: readonly Role[]) {
  const { orgId, uid: owner } = await api.tenant();
  const uids: string[] = [];
  for (const role of roles) uids.push(await join(orgId, role));
  const as = (uid: string) => ({ token: api.token(uid) });
  return { orgId, owner, uids, as };
}

async function join(orgId: string, role: Role): Promise<string> {
  const uid = `${role}_${api.app.engine.random.token()}`;
  const member = { uid, email: `${uid}@thrive.example`, name: role, role, createdAt: new Date() };
  await api.app.engine.store.commit([{ op: 'create', path: tenantPaths(orgId).member(uid).path, data: member }]);
  return uid;
}

const roleOf = async (orgId: string, uid: string) =>
  (await api.app.engine.store.get(tenantPaths(orgId).member(uid)))?.data.role ?? null;
const actionsIn = async (orgId: string) => {
  const found = await api.app.engine.store.query(queries.audit(orgId, { limit: 50 }));
  return found.map(({ data }) => `${data?.actor.id} ${data?.action} ${data?.target.id}`);
};

describe('roles', () => {
  it('an admin makes editors of viewers, and touches neither admins nor owners nor himself', async () => {
    const { orgId, owner, uids, as } = await team('admin', 'admin', 'viewer');
    const [admin = '', other = '', viewer = ''] = uids;
    const give = async (uid: string, role: Role) =>
      (await api.call('PATCH', `/api/team/${uid}`, { ...as(admin), body: { role } })).status;
    expect(await give(viewer, 'editor')).toBe(200);
    expect(await roleOf(orgId, viewer)).toBe('editor');
    const refused = [
      await give(viewer, 'admin'),
      await give(admin, 'owner'),
      await give(other, 'viewer'),
      await give(owner, 'viewer'),
    ];
    expect(refused).toEqual([403, 403, 403, 403]);
    expect((await api.call('DELETE', `/api/team/${owner}`, as(admin))).status).toBe(403);
    expect([await roleOf(orgId, admin), await roleOf(orgId, other), await roleOf(orgId, owner)]).toEqual([
      'admin',
      'admin',
      'owner',
    ]);
    expect(await actionsIn(orgId)).toEqual([`${admin} member.role_changed ${viewer}`]);
  });

  it('the last owner neither leaves nor steps down; with another one, both go', async () => {
    const { orgId, owner, as } = await team('admin');
    const stepDown = () => api.call('PATCH', `/api/team/${owner}`, { ...as(owner), body: { role: 'viewer' } });
    const alone = [await stepDown(), await api.call('DELETE', `/api/team/${owner}`, as(owner))];
    expect(alone.map(({ status, problem }) => [status, problem.type])).toEqual([
      [409, 'urn:playbooks:problem:last_owner'],
      [409, 'urn:playbooks:problem:last_owner'],
    ]);
    await join(orgId, 'owner');
    expect((await stepDown()).status).toBe(200);
    expect((await api.call('DELETE', `/api/team/${owner}`, as(owner))).status).toBe(204);
    expect((await api.call('GET', '/api/tenant', { ...as(owner), headers: { 'X-Org-Id': orgId } })).status).toBe(403);
  });

  it('two owners who demote each other at the same moment leave one, every time', async () => {
    for (let round = 0; round < 10; round++) {
      const { orgId, owner, uids, as } = await team('owner');
      const [other = ''] = uids;
      const demote = (by: string, uid: string) =>
        round % 2 === 0
          ? api.call('PATCH', `/api/team/${uid}`, { ...as(by), body: { role: 'viewer' } })
          : api.call('DELETE', `/api/team/${uid}`, as(by));
      await Promise.all([demote(owner, other), demote(other, owner)]);
      const roles = [await roleOf(orgId, owner), await roleOf(orgId, other)];
      expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
    }
  });

  it('everybody may leave; nobody but an admin removes somebody else', async () => {
    const { orgId, uids, as } = await team('editor', 'viewer');
    const [editor = '', viewer = ''] = uids;
    expect((await api.call('DELETE', `/api/team/${viewer}`, as(editor))).status).toBe(403);
    expect((await api.call('DELETE', `/api/team/${viewer}`, as(viewer))).status).toBe(204);
    expect(await roleOf(orgId, viewer)).toBeNull();
    expect(await actionsIn(orgId)).toEqual([`${viewer} member.left ${viewer}`]);
  });
});

describe('an invitation', () => {
  const accept = (uid: string, token: string, claims: object = {}) =>
    api.call('POST', '/api/invitations/accept', {
      token: api.token(uid, null, { email: 'ada@new.example', email_verified: true, name: 'Ada', ...claims }),
      body: { token },
    });
  const invited = async (role: Role = 'editor') => {
    const { orgId, owner, as } = await team();
    const body = { email: ' Ada@New.example ', role };
    const answer = await api.call('POST', '/api/team/invitations', { ...as(owner), body });
    expect(answer.body).toMatchObject({ email: 'ada@new.example', role, isMailed: true });
    const token = /token=([\w-]+)/.exec(inbox.mails.at(-1)?.mail.text ?? '')?.[1] ?? '';
    return { orgId, owner, as, token, id: String(answer.body.invitationId) };
  };

  it('tells the one it was sent to which business and role it is for, and nobody else', async () => {
    const { orgId, owner, token } = await invited('viewer');
    const look = (email: string, isVerified = true, text = token) =>
      api.call('POST', '/api/invitations/look', {
        token: api.token(`ada_${orgId}`, null, { email, email_verified: isVerified, name: 'Ada' }),
        body: { token: text },
      });
    const { store } = api.app.engine;
    const name = (await store.get(top.tenant(orgId)))?.data.name;
    const invitedBy = (await store.get(tenantPaths(orgId).member(owner)))?.data.name;
    expect((await look('ada@new.example')).body).toMatchObject({ name, role: 'viewer', invitedBy });
    const other = await look('eve@new.example');
    expect(other.problem.type).toMatch(/other_address$/);
    expect(JSON.stringify(other.body)).not.toContain(name);
    expect((await look('ada@new.example', false)).problem.type).toMatch(/not_verified$/);
    expect((await look('ada@new.example', true, `${token}x`)).status).toBe(404);
    expect((await accept(`ada_${orgId}`, token)).status).toBe(200);
    expect((await look('ada@new.example')).problem.type).toMatch(/already_member$/);
  });

  it('goes to one address, lets its owner in once, and its token is stored nowhere', async () => {
    const { orgId, owner, as, token, id } = await invited();
    const stored = await api.app.engine.store.get(top.invitation(id));
    expect(JSON.stringify(stored?.data)).not.toContain(token);
    const listed = await api.call('GET', '/api/team', as(owner));
    expect(listed.body.invitations).toMatchObject([{ invitationId: id, email: 'ada@new.example' }]);
    const uid = `ada_${orgId}`;
    expect((await accept(`eve_${orgId}`, token, { email: 'eve@new.example' })).problem.type).toMatch(/other_address$/);
    expect((await accept(uid, token, { email_verified: false })).problem.type).toMatch(/not_verified$/);
    expect((await accept(uid, `${token}x`)).status).toBe(404);
    const answers = await Promise.all([accept(uid, token), accept(uid, token)]);
    expect(answers.map(({ status, body }) => [status, body.orgId, body.role])).toEqual([
      [200, orgId, 'editor'],
      [200, orgId, 'editor'],
    ]);
    expect((await accept(`twin_${orgId}`, token)).status).toBe(409);
    expect(await actionsIn(orgId)).toEqual([`${uid} member.joined ${uid}`, `${owner} invitation.sent ${id}`]);
  });

  it('that was taken back, replaced, has expired, or whose sender has left lets nobody in', async () => {
    const taken = await invited();
    expect((await api.call('DELETE', `/api/team/invitations/${taken.id}`, taken.as(taken.owner))).status).toBe(204);
    const replaced = await invited();
    const body = { email: 'ada@new.example', role: 'viewer' };
    await api.call('POST', '/api/team/invitations', { ...replaced.as(replaced.owner), body });
    const late = await invited();
    const { store } = api.app.engine;
    await store.commit([{ op: 'update', path: top.invitation(late.id).path, fields: { expireAt: new Date() } }]);
    const orphan = await invited();
    await store.commit([{ op: 'delete', path: tenantPaths(orphan.orgId).member(orphan.owner).path }]);
    for (const { orgId, token } of [taken, replaced, late, orphan]) {
      expect((await accept(`ada_${orgId}`, token)).status).toBe(409);
      expect(await roleOf(orgId, `ada_${orgId}`)).toBeNull();
    }
  });

  it('does not raise a member, is not of another team to take back, and only owners invite admins', async () => {
    const { orgId, owner, as, token } = await invited('admin');
    const uid = `ada_${orgId}`;
    const viewer = { uid, email: 'old@thrive.example', name: 'Ada', role: 'viewer', createdAt: new Date() };
    await api.app.engine.store.commit([{ op: 'create', path: tenantPaths(orgId).member(uid).path, data: viewer }]);
    expect((await accept(uid, token)).problem.type).toMatch(/already_member$/);
    expect(await roleOf(orgId, uid)).toBe('viewer');
    const admin = await join(orgId, 'admin');
    const byAdmin = { ...as(admin), body: { email: 'bob@new.example', role: 'admin' } };
    expect((await api.call('POST', '/api/team/invitations', byAdmin)).status).toBe(403);
    const stranger = await invited();
    expect((await api.call('DELETE', `/api/team/invitations/${stranger.id}`, as(owner))).status).toBe(404);
  });

  it('whose mail cannot be sent says so and stands', async () => {
    const { owner, as } = await team();
    const body = { email: 'nobody@new.example', role: 'viewer' };
    const answer = await api.call('POST', '/api/team/invitations', { ...as(owner), body });
    expect([answer.status, answer.body.isMailed]).toEqual([201, false]);
    expect((await api.call('GET', '/api/team', as(owner))).body.invitations).toHaveLength(1);
  });
});
