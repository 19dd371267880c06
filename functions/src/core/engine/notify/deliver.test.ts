import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, orgId, paths } from '../../../../test/kit/engine-kit.ts';
import { preferencesSchema } from '../../../model/notification-preferences.ts';
import type { Letter } from './courier.ts';
import { deliverDue } from './deliver.ts';
import { tell } from './tell.ts';

const home = { orgId, timezone: 'America/New_York' };

let kit: EngineKit;
let letters: Letter[];
const prefer = (more: object) => {
  const wanted = { channels: { approvals: ['email', 'telegram'] }, telegram: { to: '77' }, ...more };
  const data = { ...preferencesSchema.parse(wanted), uid: 'owner', updatedAt: kit.clock.now() };
  return kit.store.commit([{ op: 'set', path: paths.preferencesOf('owner').path, data }]);
};
beforeEach(async () => {
  kit = await createEngineKit([]);
  letters = [];
  await prefer({});
});
const say = (key: string, question: { approvalId: string; paramsHash: string } | null = null) =>
  tell(kit.engine, home, [{ uid: 'owner' }], {
    ...{ kind: 'approvals', type: 'warning', isUrgent: false, title: 'Send it?', message: 'Six are left.' },
    ...{ link: '/approvals', executionId: null, key, question },
  });
const deliver = () => {
  const courier = { carry: async (_: string, letter: Letter) => void letters.push(letter) };
  return deliverDue(kit.engine, courier, new Date(kit.clock.now().getTime() + 50_000));
};
const settled = async () => {
  const found = await kit.store.query({ from: paths.deliveries, where: [], orderBy: [], limit: 50, after: null });
  return found.flatMap(({ data }) => (data?.problem === 'answered' ? [[data.status, data.dueAt]] : []));
};

describe('questions', () => {
  const ask = async (id: string, more: object = {}) => {
    const approval = {
      ...{
        kind: 'request',
        executionId: 'e',
        playbookId: 'p',
        playbookName: 'P',
        path: 'ask',
        title: id,
        message: 'Go on?',
      },
      ...{ status: 'pending', paramsHash: 'hash', requestedAt: kit.clock.now(), expiresAt: new Date('2027-01-01') },
      ...{ expireAt: new Date('2027-01-01'), decidedBy: null, decidedAt: null, reason: null, ...more },
    };
    await kit.store.commit([{ op: 'set', path: paths.approval(id).path, data: approval }]);
    await say(id, { approvalId: id, paramsHash: 'hash' });
  };
  const byTelegram = () => letters.filter(({ channel }) => channel === 'telegram');

  it('come one by one where they have buttons, as long as they are few', async () => {
    for (const id of ['a1', 'a2', 'a3']) await ask(id);
    await say('other');
    await deliver();
    expect(
      byTelegram()
        .flatMap(({ question }) => question?.approvalId ?? [])
        .toSorted(),
    ).toEqual(['a1', 'a2', 'a3']);
    expect(byTelegram()).toHaveLength(4);
    expect(letters.filter(({ channel }) => channel === 'email')).toMatchObject([{ question: null }]);
    letters = [];
    for (const id of ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']) await ask(id);
    await deliver();
    expect(byTelegram()).toMatchObject([{ question: null, title: '6 messages from Thrive' }]);
  });

  it('are told to nobody once they are answered, and lead to the app once they are others', async () => {
    await ask('over', { status: 'approved' });
    await ask('late', { expiresAt: kit.clock.now() });
    await ask('changed', { paramsHash: 'other' });
    await deliver();
    expect(byTelegram()).toMatchObject([{ question: null, text: 'Six are left.' }]);
    expect(await settled()).toEqual(Array(4).fill(['failed', null]));
  });

  it('have no buttons in what comes once a day', async () => {
    await prefer({ digestAt: '08:00' });
    await ask('a1');
    await kit.clock.advance(24 * 3_600_000);
    await deliver();
    expect(byTelegram()).toMatchObject([{ question: null }]);
  });
});
