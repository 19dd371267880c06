import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { figuresOf } from '../../../test/kit/figures-kit.ts';
import { queries } from '../../model/query.ts';
import { giveFeedback } from './give-feedback.ts';
import { recommend, recommendationOf } from './recommend.ts';

const given = { helpful: false, reason: null, comment: null } as const;
let kit: EngineKit;
beforeEach(async () => {
  kit = await createEngineKit([]);
  const now = kit.clock.now();
  const figures = figuresOf({ receivables: 30_000, overdueReceivables: 12_431 });
  const place = { locale: 'en-US', currency: 'USD' };
  const [advice] = recommend({ figures, earlier: [], place, dayStart: now, now });
  if (advice === undefined) throw new Error('There is nothing to recommend');
  const data = recommendationOf(advice, { executionId: null, createdBy: 'system', now });
  await kit.store.commit([{ op: 'create', path: paths.recommendation('advice').path, data }]);
});

const say = (uid: string, more: Partial<Parameters<typeof giveFeedback>[3]> = {}, id = 'advice') => {
  const actor = { kind: 'user', id: uid, name: uid, from: null } as const;
  const rest = { name: uid, role: 'editor', locale: 'en-US', away: null, createdAt: kit.clock.now() } as const;
  const member = { uid, email: `${uid}@shop.example`, ...rest };
  return giveFeedback(kit.engine, { orgId, member, actor }, id, { ...given, ...more });
};
const advice = async () => (await kit.store.get(paths.recommendation('advice')))?.data;
const told = async () => {
  const entries = await kit.store.query(queries.audit(orgId, { limit: 10 }));
  return entries.map(({ data }) => data?.action).toSorted();
};

describe('feedback', () => {
  it('is kept with what it is about, and leaves the recommendation as it is', async () => {
    const first = await say('ada', { helpful: true, comment: 'Good to know' });
    expect((await kit.store.get(paths.feedback(first?.feedbackId ?? '')))?.data).toEqual({
      ...{ recommendationId: 'advice', category: 'cash_flow', kind: 'late-receivables' },
      ...{ helpful: true, reason: null, comment: 'Good to know', by: 'ada' },
      at: kit.clock.now(),
      expireAt: expect.any(Date),
    });
    expect(await advice()).toMatchObject({ status: 'pending', dismissal: null });
    expect(await told()).toEqual(['recommendation.rated']);
  });

  it('is one word for each person: the latest', async () => {
    const first = await say('ada', { helpful: true });
    const second = await say('ada');
    expect(second?.feedbackId).toBe(first?.feedbackId);
    expect((await kit.store.get(paths.feedback(first?.feedbackId ?? '')))?.data.helpful).toBe(false);
    expect((await say('bob'))?.feedbackId).not.toBe(first?.feedbackId);
  });

  it('dismisses with a reason what is pending, once', async () => {
    await say('ada', { reason: 'already_done', comment: 'On Monday' });
    const dismissal = { reason: 'already_done', comment: 'On Monday', by: 'ada', at: kit.clock.now() };
    expect(await advice()).toMatchObject({ status: 'dismissed', dismissal, updatedAt: kit.clock.now() });
    await say('bob', { reason: 'unclear' });
    expect(await advice()).toMatchObject({ dismissal });
    expect(await told()).toEqual(['recommendation.dismissed', 'recommendation.rated']);
  });

  it('dismisses once when two say no at the same moment', async () => {
    const both = await Promise.all([say('ada', { reason: 'other' }), say('bob', { reason: 'unclear' })]);
    expect(new Set(both.map((one) => one?.feedbackId)).size).toBe(2);
    expect(await told()).toEqual(['recommendation.dismissed', 'recommendation.rated']);
  });

  it('is not taken on what is not there', async () => {
    expect(await say('ada', {}, 'nothing')).toBeNull();
    expect(await told()).toEqual([]);
  });
});
