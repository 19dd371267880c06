import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import type { PlatformMail } from '../ports.ts';
import { readLink, signLink } from './approval-link.ts';
import { tellApprovers } from './tell-approvers.ts';

type Letter = Parameters<PlatformMail['send']>[0];
const act = { id: 'mail', action: 'mail', params: { to: 'ada@example.com' }, requiresApproval: true };

/** A question in a team of three who may answer it; the mail server refuses some. */
async function asked(step: object = act, key: string | null = 'key') {
  const kit = await createConsentKit();
  await kit.member('ed', 'editor');
  await kit.member('eda', 'editor');
  await kit.member('vic', 'viewer');
  await kit.go([step as never]);
  const { id } = await kit.open();
  const letters: Letter[] = [];
  const refused = new Set<string>();
  const mail: PlatformMail = {
    link: (path) => `https://app.example${path}`,
    send: async (letter) => {
      if (refused.has(letter.to)) throw new Error('refused');
      letters.push(letter);
    },
  };
  const engine = { ...kit.engine, services: { ...kit.engine.services, secret: async () => key } };
  const tell = () => tellApprovers({ engine, mail, linkKeyName: 'LINK_KEY' }, orgId, id);
  return { kit, id, letters, refused, tell };
}
const tokensIn = (letter: Letter | undefined) =>
  [...(letter?.text.matchAll(/token=(\S+)/g) ?? [])].map(([, token = '']) => token);

describe('those who may say yes', () => {
  it('are written to once, each with links of their own', async () => {
    const { id, letters, tell } = await asked();
    await tell();
    await tell();
    expect(letters.map(({ to }) => to)).toEqual(['ed@thrive.example', 'eda@thrive.example']);
    const [first, second] = letters;
    expect(first?.key).not.toBe(second?.key);
    expect(first?.text).toContain('Without this question it would have mailed ada@example.com.');
    expect(tokensIn(first).map((token) => readLink('key', token))).toMatchObject([
      { isGenuine: true, claim: { approvalId: id, uid: 'ed', choice: 'approved' } },
      { isGenuine: true, claim: { approvalId: id, uid: 'ed', choice: 'rejected' } },
    ]);
  });

  it('are written to again only where that failed', async () => {
    const { letters, refused, tell } = await asked();
    refused.add('ed@thrive.example');
    await expect(tell()).rejects.toThrow('refused');
    refused.clear();
    await tell();
    expect(letters.map(({ to }) => to)).toEqual(['eda@thrive.example', 'ed@thrive.example']);
  });

  it.each([
    ['there is no key to sign with', act, null],
    [
      'the risk is high',
      { ...act, params: { to: Array.from({ length: 6 }, (_, index) => `${index}@x.example`) } },
      'key',
    ],
  ] as const)('are led to the app where %s', async (_, step, key) => {
    const { kit, id, letters, tell } = await asked(step, key);
    await kit.member('ann', 'admin');
    await tell();
    expect(letters.length).toBeGreaterThan(0);
    expect(letters.flatMap(tokensIn)).toEqual([]);
    expect(letters[0]?.html).toContain(`https://app.example/approvals/${id}`);
  });

  it('are told by the channels that they prefer, and not by night', async () => {
    const { kit, letters, tell } = await asked();
    const prefer = (uid: string, given: object) => {
      const data = { ...preferencesSchema.parse(given), uid, updatedAt: kit.clock.now() };
      return kit.store.commit([{ op: 'set', path: paths.preferencesOf(uid).path, data }]);
    };
    await prefer('ed', { channels: { approvals: ['slack', 'email'] }, quietHours: { from: '00:00', until: '23:59' } });
    await prefer('eda', { channels: { approvals: ['telegram'] } });
    await tell();
    await tell();
    expect(letters).toEqual([]);
    const found = await kit.store.query({ from: paths.deliveries, where: [], orderBy: [], limit: 9, after: null });
    const due = found.map(({ data }) => [data?.uid, data?.channel, (data?.dueAt ?? 0) > kit.clock.now()]);
    expect(due.toSorted()).toEqual([
      ['ed', 'email', true],
      ['ed', 'slack', true],
      ['eda', 'telegram', false],
    ]);
    expect(JSON.stringify(found)).not.toContain('token=');
  });

  it('are told together with who stands in for one who was named and is away', async () => {
    const { kit, letters, tell } = await asked({ ...act, approval: { approvers: ['ed'] } });
    const away = { until: new Date(kit.clock.now().getTime() + 86_400_000), delegate: 'eda' };
    await kit.store.commit([{ op: 'update', path: paths.member('ed').path, fields: { away } }]);
    await tell();
    expect(letters.map(({ to }) => to)).toEqual(['ed@thrive.example', 'eda@thrive.example']);
    const found = await kit.store.query({ from: paths.notifications, where: [], orderBy: [], limit: 9, after: null });
    const shown = found.filter(({ data }) => data?.uid === 'eda').map(({ data }) => data?.title);
    expect(shown).toEqual([expect.stringMatching(/^Your answer is needed for ed: /)]);
  });

  it('are not, once it is decided', async () => {
    const { kit, id, letters, tell } = await asked();
    await kit.answer(id, { by: 'ed' });
    await tell();
    expect(letters).toEqual([]);
  });
});

describe('a link', () => {
  const claim = {
    orgId,
    approvalId: 'a1',
    uid: 'ed',
    choice: 'rejected',
    paramsHash: 'h',
    expiresAt: '2027-01-01T00:00:00.000Z',
  } as const;
  const token = signLink('key', claim);

  it('says what was signed', () => {
    expect(readLink('key', token)).toEqual({ claim, isGenuine: true });
  });

  it('is not genuine with any other claim, key or signature', () => {
    const [body = '', mac = ''] = token.split('.');
    for (const [name, value] of Object.entries({
      ...claim,
      orgId: 'org_b',
      approvalId: 'a2',
      uid: 'eda',
      choice: 'approved',
      paramsHash: 'i',
      expiresAt: '2037-01-01T00:00:00.000Z',
    })) {
      const other = Buffer.from(JSON.stringify({ ...claim, [name]: value })).toString('base64url');
      expect([name, readLink('key', `${other}.${mac}`)?.isGenuine]).toEqual([name, false]);
    }
    expect(readLink('other', token)?.isGenuine).toBe(false);
    for (const wrong of ['', mac.slice(1), `${mac}AA`, mac.replace(/./, (first) => (first === 'A' ? 'B' : 'A'))]) {
      expect(readLink('key', `${body}.${wrong}`)?.isGenuine).toBe(false);
    }
  });

  it('is none with a claim too few or too many', () => {
    const { uid, ...few } = claim;
    for (const other of [few, { ...claim, role: 'owner' }, null, 'x']) {
      expect(readLink('key', `${Buffer.from(JSON.stringify(other)).toString('base64url')}.x`)).toBeNull();
    }
    expect(readLink('key', `${token}.x`)).toBeNull();
  });
});
