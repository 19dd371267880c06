import { afterEach, describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { createDoor, DOOR_TOKEN } from '../../../test/vendors/door.ts';
import { startVendors, type Vendor, type VendorServer } from '../../../test/vendors/vendor.ts';
import { door } from '../../connectors/door.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { setDoorAccess } from './set-door-access.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});
async function open(answer?: Vendor['answer']) {
  const { vendor, members } = createDoor();
  server = await startVendors([answer ? { ...vendor, answer } : vendor]);
  const connections = {
    door: { settings: { url: 'https://doors.club.example/api/' }, secrets: { token: DOOR_TOKEN } },
  };
  const { context } = stepContext({ detours: server.detours, connections });
  const at = (id: string) => docIn(tenantPaths(context.orgId).domain('members'), id);
  const { path } = at('ada');
  await context.store.commit([{ op: 'set', path, data: { name: 'Ada', doorId: 'card 77', doorAccess: true } }]);
  return { context, members, server, member: async () => (await context.store.get(at('ada')))?.data };
}
const close = { memberId: 'ada', allowed: false, reason: 'Past due' };

describe('set_door_access', () => {
  it('tells the controller by the name that it knows, and notes it with the member', async () => {
    const { context, members, member } = await open();
    expect(await runStep(setDoorAccess, close, context)).toEqual({ memberId: 'ada', allowed: false, before: true });
    expect([...members]).toEqual([['card 77', false]]);
    expect(await member()).toMatchObject({
      name: 'Ada',
      doorAccess: false,
      doorAccessReason: 'Past due',
      lastWrite: context.lastWrite,
    });
    await runStep(setDoorAccess, { ...close, allowed: true }, { ...context, idempotencyKey: 'other' });
    expect([members.get('card 77'), await member()]).toMatchObject([true, { doorAccess: true }]);
  });

  it.each(['..', ' . ', ''])('asks nobody about a member whom the controller would know as %j', async (doorId) => {
    const { context, server: vendors } = await open();
    const { path } = docIn(tenantPaths(context.orgId).domain('members'), 'ada');
    await context.store.commit([{ op: 'update', path, fields: { doorId } }]);
    const failed = runStep(setDoorAccess, close, context);
    await expect(failed).rejects.toMatchObject({ code: 'bad_door_id', mayHaveActed: false });
    expect(vendors.calls).toEqual([]);
  });

  it('asks nobody about members who are not there', async () => {
    const { context, server: vendors } = await open();
    await expect(runStep(setDoorAccess, { ...close, memberId: 'bob' }, context)).rejects.toMatchObject({
      code: 'not_found',
      mayHaveActed: false,
    });
    expect(vendors.calls).toEqual([]);
  });

  it('leaves the member as he was when the controller says no, or says one thing and does another', async () => {
    const { context, member, server: vendors } = await open();
    vendors.fail('refused');
    await expect(runStep(setDoorAccess, close, context)).rejects.toThrow(/emergency mode \(409\)/);
    expect(await member()).toMatchObject({ doorAccess: true });
    vendors.close();
    const other = await open(() => ({ status: 200, body: { allowed: true } }));
    await expect(runStep(setDoorAccess, close, other.context)).rejects.toMatchObject({ code: 'bad_answer' });
    expect(await other.member()).toMatchObject({ doorAccess: true });
  });

  it('needs a yes, and has a connection that is tested by asking how it is', async () => {
    const { context } = await open();
    expect(setDoorAccess.risk).toBe('high');
    expect(await door.test(await context.connect(door, null), context)).toBe('Main entrance');
    expect(door.settings.safeParse({ url: 'http://doors.club.example' }).success).toBe(false);
  });
});
