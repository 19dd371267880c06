import { beforeEach, describe, expect, it } from 'vitest';
import { adviceOf, short, writeFigures } from '../../../test/kit/coach-kit.ts';
import { createEngineKit, type EngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import type { Llm, LlmAnswer } from '../ports.ts';
import { acceptWrites } from './accept-recommendation.ts';
import { dailyInsights } from './daily-insights.ts';

const DAY_MS = 24 * 3_600_000;

let kit: EngineKit;
beforeEach(async () => {
  // 6:00 in New York.
  kit = await createEngineKit([], { startAt: '2026-11-02T11:00:00Z' });
});

async function morning(figures: object, engine = kit.engine): Promise<void> {
  await writeFigures(kit.store, kit.clock.now().toISOString().slice(0, 10), figures);
  await dailyInsights(engine, new Date(kit.clock.now().getTime() + 60_000));
}
const later = (days: number) => kit.clock.advance(days * DAY_MS);

describe('what the coach recommends in the morning', () => {
  it('expires when nobody has acted on it, and is said again a week later', async () => {
    await morning(short);
    await later(13);
    await morning(short);
    expect((await adviceOf(kit.store)).map(({ status }) => status)).toEqual(['pending']);
    await later(1);
    await morning(short);
    expect((await adviceOf(kit.store)).map(({ status }) => status)).toEqual(['expired']);
    await later(7);
    await morning(short);
    expect((await adviceOf(kit.store)).map(({ status }) => status)).toEqual(['pending', 'expired']);
  });

  it('is measured two, four, six and eight weeks after somebody has accepted it', async () => {
    await morning(short);
    const [stored] = await kit.store.query(queries.recommendations(orgId, { limit: 1 }));
    if (!stored?.data) throw new Error('There is nothing to accept');
    const at = new Date(kit.clock.now().getTime() + 3_600_000);
    await kit.store.commit(acceptWrites({ ...stored, data: stored.data }, { by: 'owner', at, planId: 'plan' }));
    const today = () => kit.clock.now().toISOString().slice(0, 10);
    const measured = new Map<number, number | null | undefined>();
    await writeFigures(kit.store, today(), {});
    for (let day = 1; day <= 80; day++) {
      await later(1);
      // In the fifth week nothing is known for three days.
      await morning(day > 28 && day < 32 ? { cash: 5 } : { cash: day * 300, monthlyBurn: 9_000 });
      await writeFigures(kit.store, today(), {});
      const { outcome = null } = (await adviceOf(kit.store)).at(-1) ?? {};
      if (outcome?.measuredAt?.getTime() === kit.clock.now().getTime()) measured.set(day, outcome.after);
    }
    expect([...measured]).toEqual([15, 32, 46, 60].map((day) => [day, day]));
    expect((await adviceOf(kit.store)).at(-1)?.measureAt).toBeNull();
  });

  it('is never given up before the last day, and then is', async () => {
    await morning(short);
    const [stored] = await kit.store.query(queries.recommendations(orgId, { limit: 1 }));
    if (!stored?.data) throw new Error('There is nothing to accept');
    await kit.store.commit(acceptWrites({ ...stored, data: stored.data }, { by: 'owner', at: kit.clock.now() }));
    for (const days of [40, 20, 1]) {
      await later(days);
      await morning({ overduePayables: 5 });
      const [{ measureAt = null, outcome = null } = {}] = (await adviceOf(kit.store)).toReversed();
      expect(outcome?.after).toBeNull();
      expect(measureAt === null).toBe(days === 1);
    }
  });
});

describe('whose words it is in', () => {
  const words = {
    title: 'Stretch your cash',
    text: 'Your cash lasts 20 days. Call your bank today, and put off what can wait until more has come in.',
  };
  const answer = (said: object): LlmAnswer => ({ text: JSON.stringify(said), model: 'm-1', tokens: 900 });
  const withModel = (generateText: Llm['generateText']) => ({
    ...kit.engine,
    services: { ...kit.engine.services, llm: { generateText }, setting: () => 'm-1', secret: async () => 'key' },
  });
  const spentOf = async () => {
    const found = await kit.store.query(queries.documents(orgId, 'limits', {}, { limit: 10 }));
    return found.map(({ data }) => data?.used);
  };
  const change = (fields: object) =>
    kit.store.commit([{ op: 'update', path: `tenants/${orgId}`, fields: { ...fields } }]);

  it('is a model’s, where one is set up, for what it takes', async () => {
    await morning(
      short,
      withModel(async () => answer(words)),
    );
    expect(await adviceOf(kit.store)).toMatchObject([{ ...words, wordedBy: 'm-1', kind: 'short-runway' }]);
    expect(await spentOf()).toEqual([900 * 6]);
  });

  it('is the template’s where the model makes up figures or fails, and the tenant wants no other', async () => {
    await morning(
      short,
      withModel(async () => answer({ ...words, title: 'You lose $4,000 a day' })),
    );
    const [plain] = await adviceOf(kit.store);
    expect(plain).toMatchObject({ wordedBy: null });
    expect(plain?.title).not.toContain('4,000');
    expect(await spentOf()).not.toEqual([0]);
  });

  it.each([
    ['plain words', { coachWords: 'plain' }],
    ['a used-up month', { limits: { daily: {}, monthlyExecutions: null, monthlyCost: 1_000, executionCost: null } }],
  ])('is the template’s, and the model is not asked, with %s', async (_, fields) => {
    await change(fields);
    let asked = 0;
    await morning(
      short,
      withModel(async () => {
        asked += 1;
        return answer(words);
      }),
    );
    expect(asked).toBe(0);
    expect(await adviceOf(kit.store)).toMatchObject([{ wordedBy: null }]);
  });

  it('is the template’s where the model takes too long, and what it may have taken stays spent', async () => {
    const engine = withModel(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const passed = morning(short, engine);
    await kit.clock.advance(0);
    await kit.clock.advance(20_000);
    await passed;
    expect(await adviceOf(kit.store)).toMatchObject([{ wordedBy: null }]);
    expect((await spentOf())[0]).toBeGreaterThan(10_000);
  });
});
