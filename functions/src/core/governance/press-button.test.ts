import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths, seed } from '../../../test/kit/engine-kit.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import type { PlatformMail } from '../ports.ts';
import { readButton, signButton, updatesSecret } from './approval-button.ts';
import { pressButton } from './press-button.ts';
import { tellApprovers } from './tell-approvers.ts';

const act = { id: 'mail', action: 'mail', params: { to: 'ada@example.com' }, requiresApproval: true };

/** A question that Ed and Eda were told of in their own chats with a bot; the numbers of these are 77 and 78. */
async function told(step: object = act) {
  const kit = await createConsentKit();
  for (const [uid, to] of [
    ['ed', '77'],
    ['eda', '78'],
  ] as const) {
    await kit.member(uid, 'editor');
    const wanted = preferencesSchema.parse({ channels: { approvals: ['telegram'] }, telegram: { to } });
    const data = { ...wanted, uid, updatedAt: kit.clock.now() };
    await kit.store.commit([{ op: 'set', path: paths.preferencesOf(uid).path, data }]);
  }
  await kit.go([step as never]);
  const { id } = await kit.open();
  const services = {
    ...kit.engine.services,
    secret: async (name: string) => (name === 'LINK_KEY' ? 'key' : null),
    setting: (name: string) => (name === 'LINK_KEY_NAME' ? 'LINK_KEY' : null),
  };
  const engine = { ...kit.engine, services };
  const mail: PlatformMail = { link: (path) => path, send: async () => undefined };
  await tellApprovers({ engine, mail, linkKeyName: 'LINK_KEY' }, orgId, id);
  const found = await kit.store.query({ from: paths.deliveries, where: [], orderBy: [], limit: 9, after: null });
  const deliveryOf = (uid: string) => found.find(({ data }) => data?.uid === uid)?.id ?? '';
  const token = (uid: string, choice: 'approved' | 'rejected' = 'approved') =>
    signButton('key', orgId, { deliveryId: deliveryOf(uid), choice });
  const press = async (given: string, from: string[], where = orgId) => {
    const pressed = await pressButton(engine, { orgId: where, via: 'telegram', token: given, from });
    await kit.drain();
    return pressed;
  };
  const status = async () => (await kit.approvals())[0]?.data.status;
  return { kit, id, engine, token, press, status };
}

describe('a button', () => {
  it('decides as the one whose chat it is in, and is on record', async () => {
    const { kit, token, press } = await told();
    expect(await press(token('ed'), ['77'])).toEqual({
      title: expect.stringContaining('mail'),
      words: 'Your yes is on record.',
    });
    expect(kit.sent).toHaveLength(1);
    expect((await kit.approvals())[0]?.data).toMatchObject({
      status: 'approved',
      decidedBy: 'ed',
      remindAt: null,
      votes: [{ by: 'ed', via: 'telegram', for: null }],
    });
    const [entry] = await kit.audited();
    expect([entry?.action, entry?.actor.id, JSON.parse(entry?.afterJson ?? '').via]).toEqual([
      'approval.approved',
      'ed',
      'telegram',
    ]);
  });

  it('that is told of again and again, even at once, decides once', async () => {
    const { kit, token, press } = await told();
    const all = await Promise.all([1, 2, 3].map(() => press(token('ed', 'rejected'), ['77'])));
    expect(all.filter(({ words }) => words === 'Your no is on record.')).toHaveLength(1);
    expect(await press(token('ed', 'rejected'), ['77'])).toMatchObject({
      title: expect.any(String),
      words: 'It was rejected already. Nothing was changed.',
    });
    expect(await press(token('eda'), ['78'])).toMatchObject({ words: 'It was rejected already. Nothing was changed.' });
    expect(kit.sent).toEqual([]);
  });

  it.each([
    ['pressed by somebody else', ['78']],
    ['pressed in a group', []],
  ])('%s changes nothing, and is on record', async (_, from) => {
    const { kit, token, press, status } = await told();
    expect((await press(token('ed'), from)).title).toBeNull();
    expect(await status()).toBe('pending');
    const [entry] = await kit.audited();
    expect([entry?.action, JSON.parse(entry?.afterJson ?? '').why]).toEqual(['approval.refused', 'foreign']);
  });

  it('that we have not written, or for another tenant, changes nothing', async () => {
    const { kit, token, press, status } = await told();
    const other = 'org_b';
    await seed(kit.store, other, kit.clock.now());
    const right = token('ed');
    const choice = token('ed', 'rejected');
    const forged = [
      `${right.slice(0, 53)}${choice.slice(53)}`,
      `r${right.slice(1)}`,
      right.slice(0, -1),
      '',
      'x'.repeat(62),
    ];
    const foreign = signButton('key', other, { deliveryId: right.slice(1, 53), choice: 'approved' });
    for (const given of [...forged, foreign]) expect((await press(given, ['77'])).title).toBeNull();
    expect((await press(right, ['77'], other)).title).toBeNull();
    expect((await press(foreign, ['77'], other)).title).toBeNull();
    expect(await status()).toBe('pending');
    expect(await kit.audited()).toEqual([]);
  });

  it('to what was changed since, by who may not any more, or too late, changes nothing', async () => {
    const { kit, id, token, press, status } = await told({ ...act, approval: { needed: 2 } });
    await kit.answer(id, { by: 'eda', params: { to: 'bob@example.com' } });
    expect((await press(token('ed'), ['77'])).words).toMatch(/^What would be done was changed since/);
    await kit.member('ed', 'viewer');
    expect((await press(token('ed'), ['77'])).words).toMatch(/^This needs the role editor/);
    await kit.clock.advance(8 * 86_400_000);
    await kit.member('ed', 'editor');
    expect((await press(token('ed'), ['77'])).title).toBeNull();
    expect([await status(), kit.sent]).toEqual(['expired', []]);
  });

  it('says how many more are needed', async () => {
    const { token, press } = await told({ ...act, approval: { needed: 2 } });
    const once = await press(token('ed'), ['77']);
    expect(once.words).toBe('Your yes is on record. 1 of 2 have said yes so far.');
    expect((await press(token('ed'), ['77'])).words).toBe(
      'You have answered already; that stands. Nothing was changed.',
    );
  });

  it('has at most the 64 bytes that Telegram takes, and says what was signed', () => {
    const claim = { deliveryId: 'a'.repeat(52), choice: 'approved' } as const;
    const token = signButton('key', orgId, claim);
    expect(Buffer.byteLength(token)).toBeLessThanOrEqual(64);
    expect(readButton('key', orgId, token)).toEqual(claim);
    expect(readButton('other', orgId, token)).toBeNull();
    expect(updatesSecret('key', orgId, 'telegram')).not.toBe(updatesSecret('key', orgId, 'telegram_2'));
  });
});
