import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths, seed } from '../../../test/kit/engine-kit.ts';
import type { Actor } from '../../model/audit.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { sha256Hex } from '../derive-id.ts';
import { changePreferences, readPreferences } from './notification-preferences.ts';
import { removeMember } from './team.ts';
import { codeStanding, issueTelegramCode, linkTelegram } from './telegram-code.ts';

const MINUTE_MS = 60_000;

/** Ed and Eda are in the team; the bot of their business is `telegram`. */
async function world() {
  const kit = await createConsentKit();
  const desk = kit.engine;
  for (const uid of ['ed', 'eda']) await kit.member(uid, 'editor');
  const as = async (uid: string, where = orgId) => {
    const member = await kit.store.get(paths.member(uid));
    if (member === null) throw new Error('Nobody');
    const actor: Actor = { kind: 'user', id: uid, name: uid, from: null };
    return { orgId: where, member: member.data, actor };
  };
  return {
    kit,
    desk,
    as,
    issue: async (uid: string) => issueTelegramCode(desk, await as(uid), 'telegram'),
    send: (code: string, more: Partial<Parameters<typeof linkTelegram>[1]> = {}) =>
      linkTelegram(desk, { orgId, connectionId: 'telegram', chatId: '77', code, ...more }),
    telegram: async (uid: string) => (await readPreferences(kit.store, orgId, uid)).telegram,
    standing: async (uid: string) => (await codeStanding(desk, orgId, uid)).code,
  };
}

const LINKED = 'Linked: messages of Thrive for ed come here.';
const REFUSED = /^This code does not hold/;

describe('a code for a Telegram chat', () => {
  it('links the chat that it comes from, once, on record; only its hash was kept', async () => {
    const { kit, issue, send, telegram, standing } = await world();
    const { code, expiresAt } = await issue('ed');
    expect(expiresAt).toEqual(new Date(kit.clock.now().getTime() + 15 * MINUTE_MS));
    expect(await standing('ed')).toBe('waiting');
    const stored = (await kit.store.get(paths.preferencesOf('ed')))?.data;
    expect(stored?.telegramCode).toEqual({ sha256: sha256Hex(code), connection: 'telegram', expiresAt });
    expect(await send(code)).toBe(LINKED);
    expect(await telegram('ed')).toEqual({ connection: 'telegram', to: '77' });
    expect(await standing('ed')).toBe('none');
    expect(await send(code, { chatId: '78' })).toMatch(REFUSED);
    const entries = await kit.audited();
    expect(entries.map(({ action, actor, target }) => [action, actor.kind, actor.id, target.id]).toSorted()).toEqual([
      ['telegram_chat.linked', 'link', 'ed', 'ed'],
      ['telegram_code.created', 'user', 'ed', 'ed'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(code);
  });

  it('told again by Telegram, even at once, changes nothing more, and says the same', async () => {
    const { kit, issue, send } = await world();
    const { code } = await issue('ed');
    expect(await Promise.all([send(code), send(code), send(code)])).toEqual([LINKED, LINKED, LINKED]);
    expect((await kit.audited()).filter(({ action }) => action === 'telegram_chat.linked')).toHaveLength(1);
  });

  it('holds for 15 minutes, and not when there is a newer one', async () => {
    const { kit, issue, send, telegram, standing } = await world();
    const old = await issue('ed');
    const late = await issue('ed');
    expect(await send(old.code)).toMatch(REFUSED);
    await kit.clock.advance(15 * MINUTE_MS);
    expect([await send(late.code), await standing('ed')]).toEqual([expect.stringMatching(REFUSED), 'over']);
    expect(await telegram('ed')).toEqual({ connection: null, to: null });
  });

  it('means nothing to another bot, in another business, or when nobody was given it', async () => {
    const { kit, issue, send, telegram } = await world();
    await seed(kit.store, 'org_b', kit.clock.now());
    const { code } = await issue('ed');
    for (const more of [{ orgId: 'org_b' }, { connectionId: 'telegram_2' }, { code: 'guessed' }]) {
      expect(await send(code, more)).toMatch(REFUSED);
    }
    expect(await telegram('ed')).toEqual({ connection: null, to: null });
    expect(await send(code)).toBe(LINKED);
  });

  it('of who has left the team links nothing', async () => {
    const { kit, desk, as, issue, send } = await world();
    const { code } = await issue('ed');
    await removeMember(desk, await as('owner'), 'ed');
    expect(await send(code)).toMatch(REFUSED);
    // Asked for at the very moment at which he was taken out.
    const { code: late } = await issue('eda');
    await kit.store.commit([{ op: 'delete', path: paths.member('eda').path }]);
    expect(await send(late)).toMatch(REFUSED);
    expect((await kit.audited()).map(({ action }) => action)).not.toContain('telegram_chat.linked');
  });

  it('goes on holding when other preferences are saved meanwhile, and leaves these alone', async () => {
    const { kit, desk, as, issue, send, telegram } = await world();
    await changePreferences(desk, await as('ed'), preferencesSchema.parse({ digestAt: '08:00' }));
    const { code } = await issue('ed');
    await changePreferences(desk, await as('ed'), preferencesSchema.parse({ digestAt: '09:00' }));
    expect(await send(code)).toBe(LINKED);
    expect((await readPreferences(kit.store, orgId, 'ed')).digestAt).toBe('09:00');
    expect(await telegram('ed')).toEqual({ connection: 'telegram', to: '77' });
  });

  it('asked for twice at once is one: the one that was kept last', async () => {
    const { issue, send } = await world();
    const all = await Promise.all([issue('ed'), issue('ed')]);
    const words = [];
    for (const { code } of all) words.push(await send(code, { chatId: '90' }));
    expect(words.filter((said) => said === LINKED).length).toBeGreaterThanOrEqual(1);
  });

  it('is offered where the bot that was chosen works, else the usual one', async () => {
    const { kit, desk, as } = await world();
    const at = kit.clock.now();
    const offered = async () => (await codeStanding(desk, orgId, 'ed')).hasBot;
    const bot = (id: string, status: string, isDefault: boolean) => {
      const fixed = {
        connector: 'telegram',
        name: id,
        settings: {},
        statusText: null,
        checkedAt: null,
        rotatedAt: null,
      };
      const data = { ...fixed, status, isDefault, createdBy: 'owner', createdAt: at, updatedAt: at };
      return kit.store.commit([{ op: 'set', path: paths.connection(id).path, data }]);
    };
    const choose = async (connection: string) =>
      changePreferences(desk, await as('ed'), preferencesSchema.parse({ telegram: { connection } }));
    expect(await offered()).toBe(false);
    await bot('telegram', 'untested', true);
    expect(await offered()).toBe(false);
    await bot('telegram', 'working', true);
    expect(await offered()).toBe(true);
    await bot('telegram_2', 'failing', false);
    expect(await offered()).toBe(true);
    await choose('telegram_2');
    expect(await offered()).toBe(false);
    await choose('telegram_3');
    expect(await offered()).toBe(true);
  });
});
