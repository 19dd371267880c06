import { afterEach, describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { fcmApi, PUSH_ACCOUNT, PUSH_TOKEN, pushSignIn } from '../../../test/vendors/fcm.ts';
import { startVendors, type VendorServer } from '../../../test/vendors/vendor.ts';
import { tenantPaths } from '../../model/paths.ts';
import { sendPush } from './send-push.ts';

const at = new Date('2026-11-20T08:00:00Z');
const now = new Date('2026-11-20T14:00:00Z');
let vendors: VendorServer | null = null;
afterEach(() => vendors?.close());

/** A team of two, of whom Ada (the user) and Bob have the devices that are named by their tokens. */
async function team(devices: Readonly<Record<string, 'user1' | 'bob'>>, isInCloud = false) {
  vendors = await startVendors([fcmApi, pushSignIn]);
  const { context, usage } = stepContext({
    detours: vendors.detours,
    settings: { APP_ORIGIN: 'https://app.example' },
    now,
    ...(isInCloud
      ? { identity: { token: PUSH_TOKEN, projectId: 'demo-push' } }
      : { secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: PUSH_ACCOUNT } }),
  });
  const paths = tenantPaths(context.orgId);
  const member = (uid: string, email: string) => {
    const data = { uid, email, name: uid, role: 'viewer', locale: 'en-US', createdAt: at };
    return { op: 'create' as const, path: paths.member(uid).path, data };
  };
  await context.store.commit([
    member('user1', 'ada@shop.example'),
    member('bob', 'Bob@shop.example'),
    ...Object.entries(devices).map(([token, uid]) => ({
      op: 'create' as const,
      path: paths.device(token).path,
      data: { uid, token, label: 'Phone', createdAt: at, lastSeenAt: at },
    })),
  ]);
  const sentTo = () =>
    (vendors?.calls ?? [])
      .filter(({ host }) => host === 'fcm.googleapis.com')
      .map((call) => (call.json() as { message: { token: string } }).message.token);
  const kept = async () => {
    const found = await Promise.all(Object.keys(devices).map((token) => context.store.get(paths.device(token))));
    return found.flatMap((one) => (one === null ? [] : [one.id]));
  };
  return { vendors, context, usage, sentTo, kept };
}
const message = { title: 'Low stock', text: 'Blue Dream: 3 left & <b>falling</b>' };

describe('send_push', () => {
  it('reaches all devices of the user, by the service account of the platform', async () => {
    const { vendors, context, sentTo } = await team({ phone: 'user1', laptop: 'user1', other: 'bob' });
    expect(await runStep(sendPush, message, context)).toEqual({ people: 1, devices: 2, unreached: [] });
    expect(sentTo().sort()).toEqual(['laptop', 'phone']);
    const call = vendors.calls.find(({ host }) => host === 'fcm.googleapis.com');
    expect(call?.json()).toMatchObject({
      message: {
        notification: { title: 'Low stock', body: 'Blue Dream: 3 left & <b>falling</b>' },
        data: { executionId: 'exec1', link: 'https://app.example/executions/exec1' },
        webpush: {
          notification: { tag: context.idempotencyKey },
          fcm_options: { link: 'https://app.example/executions/exec1' },
        },
      },
    });
  });

  it("uses the functions' own standing where they have one, and signs in nowhere", async () => {
    const { vendors, context } = await team({ phone: 'user1' }, true);
    await runStep(sendPush, message, context);
    expect(vendors.calls.map(({ host }) => host)).toEqual(['fcm.googleapis.com']);
  });

  it('takes members by address or uid, and names those without a device', async () => {
    const { context } = await team({ phone: 'user1' });
    const output = await runStep(sendPush, { ...message, to: 'bob@shop.example, user1, ada@shop.example' }, context);
    expect(output).toEqual({ people: 1, devices: 1, unreached: ['Bob@shop.example'] });
  });

  it('sends nothing where one of them is not in the team', async () => {
    const { context, sentTo } = await team({ phone: 'user1' });
    await expect(runStep(sendPush, { ...message, to: ['user1', 'eve@x.io'] }, context)).rejects.toMatchObject({
      code: 'not_in_team',
      mayHaveActed: false,
      errors: [{ path: 'to', message: 'eve@x.io is not in the team' }],
    });
    expect(sentTo()).toEqual([]);
  });

  it('forgets devices that take no messages any more', async () => {
    const { context, kept } = await team({ gone1: 'user1', bad1: 'user1', phone: 'user1' });
    expect(await runStep(sendPush, message, context)).toMatchObject({ devices: 1 });
    expect(await kept()).toEqual(['phone']);
    const none = await team({ gone1: 'user1' });
    await expect(runStep(sendPush, message, none.context)).rejects.toMatchObject({
      code: 'no_device',
      mayHaveActed: false,
    });
    expect(await none.kept()).toEqual([]);
  });

  it('does not begin anew once somebody was reached', async () => {
    const { context } = await team({ 'a-phone': 'user1', busy: 'user1' });
    expect(await runStep(sendPush, message, context)).toEqual({ people: 1, devices: 1, unreached: [] });
  });

  it('comes back after a rate limit that met it first', async () => {
    const { context } = await team({ busy: 'user1' });
    await expect(runStep(sendPush, message, context)).rejects.toMatchObject({
      name: 'RetryAfterError',
      mayHaveActed: false,
      retryAt: new Date(now.getTime() + 30_000),
    });
  });

  it('says what the account lacks', async () => {
    const { vendors, context } = await team({ phone: 'user1' });
    vendors.fail('refused', 'fcm.googleapis.com');
    await expect(runStep(sendPush, message, context)).rejects.toMatchObject({
      code: 'push_not_set_up',
      mayHaveActed: false,
      message: expect.stringContaining('roles/firebasecloudmessaging.admin'),
    });
    const unset = { ...context, secret: async () => null };
    await expect(runStep(sendPush, message, unset)).rejects.toMatchObject({ code: 'push_not_set_up' });
  });

  it('has no proof of a failed sign-in at Google that anything was sent', async () => {
    const { vendors, context } = await team({ phone: 'user1' });
    vendors.fail('cut', 'oauth2.googleapis.com');
    await expect(runStep(sendPush, message, context)).rejects.toMatchObject({ mayHaveActed: false });
  });

  it('comes back when the functions cannot say who they are', async () => {
    const { vendors, context } = await team({ phone: 'user1' }, true);
    const identity = () => Promise.reject(new Error('metadata server'));
    await expect(runStep(sendPush, message, { ...context, identity })).rejects.toMatchObject({
      name: 'RetriableError',
      mayHaveActed: false,
    });
    expect(vendors.calls).toEqual([]);
  });

  it('says in a dry run whom it would reach', async () => {
    const { vendors, context } = await team({ phone: 'user1' });
    const { wouldHave } = await rehearseStep(sendPush, { ...message, to: 'bob' }, context);
    expect(wouldHave).toBe("would have sent a push message to Bob@shop.example: 'Low stock'");
    expect(vendors.calls).toEqual([]);
  });
});
