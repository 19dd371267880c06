import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { detectEvents } from '../../core/triggering/detectors/detect.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { createCompetitiveAction } from './create-competitive-action.ts';
import { recordCompetitorPrices } from './record-competitor-prices.ts';

const gap = (their_price: number, more: JsonObject = {}) => {
  return {
    competitor: 'Higher Level',
    product: 'Blue Dream',
    our_price: 35,
    their_price,
    currency: 'USD',
    gap_percent: 0,
    url: null,
    ...more,
  };
};

describe('record_competitor_prices', () => {
  const setUp = () => {
    const {
      context,
      clock: { at },
    } = stepContext();
    const record = (...gaps: JsonObject[]) => runStep(recordCompetitorPrices, { gaps }, context);
    const stored = async () => {
      const found = await context.store.query(
        queries.documents(context.orgId, 'competitor_prices', {}, { limit: 500 }),
      );
      return found.flatMap(({ id, data }) => (data ? [{ id, ...data }] : []));
    };
    return { context, at, record, stored };
  };

  it('writes what is new, what has changed, and nothing else', async () => {
    const { record, stored } = setUp();
    expect(await record(gap(36), gap(7, { product: 'Tea' }))).toEqual({ recorded: 2, changed: 2 });
    expect(await record(gap(36), gap(7, { product: 'Tea' }))).toEqual({ recorded: 2, changed: 0 });
    expect(await record(gap(30), gap(7, { product: 'TEA ' }))).toEqual({ recorded: 2, changed: 2 });
    expect(await stored()).toHaveLength(2);
  });

  it('makes the events come true that playbooks wait for', async () => {
    const { record, stored, at } = setUp();
    await record(gap(36));
    const [before] = await stored();
    await record(gap(29.75));
    const [after] = await stored();
    const names = detectEvents('competitor_prices', 'x', before ?? null, after ?? null, at).map(
      ({ eventName }) => eventName,
    );
    expect(names).toEqual(['competitor.price_changed', 'competitor.undercut']);
  });

  it('keeps the cheapest of several offers, and takes five thousand', async () => {
    const { record, stored } = setUp();
    await record(gap(31), gap(29, { url: 'https://rival.example/b' }), gap(33));
    expect(await stored()).toMatchObject([{ price: 29, url: 'https://rival.example/b' }]);
    const many = Array.from({ length: 1_234 }, (_, index) => gap(index, { product: `Product ${index}` }));
    expect(await record(...many)).toEqual({ recorded: 1_234, changed: 1_234 });
  });

  it('writes nothing in a dry run', async () => {
    const { context, stored } = setUp();
    const said = await rehearseStep(recordCompetitorPrices, { gaps: [gap(1)] }, context);
    expect(said.wouldHave).toBe('would have recorded 1 price of competitors');
    expect(await stored()).toEqual([]);
  });
});

describe('create_competitive_action', () => {
  const params = {
    type: 'price_adjustment',
    title: 'Match them',
    recommendation: 'Go to $29.99',
    priority: 'critical',
    suggestedPrice: 29.99,
    data: { gaps: [[1, 2]] },
  };

  it('proposes once, to the agent whose business it is', async () => {
    const { context } = stepContext();
    const first = (await runStep(createCompetitiveAction, params, context)) as { id: string };
    expect(await runStep(createCompetitiveAction, params, context)).toEqual(first);
    const actions = tenantPaths(context.orgId).competitiveActions;
    const stored = await context.store.get(docIn(actions, first.id));
    expect(stored?.data).toMatchObject({
      type: 'price_adjustment',
      status: 'pending',
      priority: 'critical',
      assignedAgent: 'money_mike',
      suggestedPrice: 29.99,
      currency: 'USD',
      competitor: null,
      dataJson: '{"gaps":[[1,2]]}',
      expireAt: new Date('2027-05-19T14:00:00Z'),
    });
  });

  it('writes nothing in a dry run', async () => {
    const { context } = stepContext();
    expect((await rehearseStep(createCompetitiveAction, params, context)).wouldHave).toBe(
      "would have proposed 'Match them'",
    );
  });
});
