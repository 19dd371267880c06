import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { start } from '../../../test/kit/flow-kit.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { decideApproval } from '../../core/engine/decide-approval.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { executeTasks } from '../../core/engine/tasks/execute-tasks.ts';
import { tellCompetitiveAction } from '../../core/engine/tasks/tell-competitive-action.ts';
import type { CompetitiveAction } from '../../model/competitive-action.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { logNote } from '../data/log-note.ts';
import { createCampaign } from '../marketing/create-campaign.ts';
import { applyPriceChange } from '../pricing/apply-price-change.ts';
import { planCompetitiveActions } from './plan-competitive-actions.ts';

const gap = (product: string, our_price: number, their_price: number, more: JsonObject = {}) => ({
  ...{ competitor: 'Higher Level', product, product_id: product.toLowerCase(), our_price, their_price },
  ...{ currency: 'USD', gap_percent: Math.round(((our_price - their_price) / our_price) * 1_000) / 10, url: null },
  ...more,
});
const sold = (name: string, price: number) => ({ name, price, sku: null, currency: 'USD', url: null, inStock: true });
const gaps = [gap('Dream', 35, 30), gap('Tea', 10, 6.5), gap('Gum', 4, 3.9), gap('Rope', 10, 8)];
const competitors = [{ name: 'Higher Level', products: [sold('Dream', 30), sold('Sour *Diesel*', 40)] }];
const products = { dream: { name: 'Dream', price: 35, cost: 18 }, tea: { name: 'Tea', price: 10, cost: 10.5 } };

async function stock({ store, orgId: of }: Pick<StepContext, 'store' | 'orgId'>) {
  const at = tenantPaths(of).domain('products');
  await store.commit(
    Object.entries(products).map(([id, data]) => ({ op: 'set', path: docIn(at, id).path, data }) as const),
  );
}

async function actionsIn({ store, orgId: of }: Pick<StepContext, 'store' | 'orgId'>) {
  const found = await store.query(queries.pendingCompetitiveActions(of, { limit: 50 }));
  return found.flatMap(({ id, data }) => (data === null ? [] : [{ id, ...data }]));
}

describe('plan_competitive_actions', () => {
  it('suggests prices, an answer to who undercuts us widely, and what we lack, each with a task', async () => {
    const { context } = stepContext();
    await stock(context);
    const planned = (await runStep(planCompetitiveActions, { gaps, competitors }, context)) as JsonObject;
    // Tea costs 10.50: it may not follow. Gum is hardly dearer.
    expect(planned).toMatchObject({
      waiting: 0,
      summary: 'Suggested: 2 prices, 1 campaign, 1 note on what you lack.',
      actions: [
        { type: 'price_adjustment', priority: 'high', assignedAgent: 'money_mike', title: 'Ask $8.50 for Rope' },
        { type: 'price_adjustment', priority: 'medium', assignedAgent: 'money_mike', title: 'Ask $29.99 for Dream' },
        { type: 'counter_campaign', priority: 'critical', assignedAgent: 'craig', title: 'Answer to Higher Level' },
        { type: 'inventory_alert', priority: 'low', assignedAgent: 'pops' },
      ],
    });
    // What strangers wrote is no markup.
    expect(planned.markdown).toContain('**Pops**: Others sell 1 product that you do not:; Sour \\*Diesel\\*: $40.00');
    const stored = await actionsIn(context);
    expect(stored).toHaveLength(4);
    for (const { id, taskId, priority } of stored) {
      const task = await context.store.get(tenantPaths(context.orgId).task(taskId ?? ''));
      expect(task?.data).toMatchObject({
        ...{ isTainted: true, isSuggestion: true, requiresApproval: false },
        metadataJson: JSON.stringify({ competitiveActionId: id }),
        priority: { critical: 'urgent', high: 'high', medium: 'normal', low: 'low' }[priority],
      });
    }
    expect(stored.find(({ product }) => product === 'Dream')).toMatchObject({
      ...{ status: 'pending', currentPrice: 35, suggestedPrice: 29.99, currency: 'USD', productId: 'dream' },
      recommendation: expect.stringMatching(
        /^Higher Level asks \$30\.00, 14\.3% less\. Dream: \$29\.99 instead of \$35/,
      ),
      expireAt: new Date('2027-05-19T14:00:00Z'),
    });
  });

  it('suggests once, however often it is tried and wherever it dies; a later one leaves out what still waits', async () => {
    const { context } = stepContext();
    await stock(context);
    const whole = context.store;
    const run = (of: Partial<StepContext> = {}) =>
      runStep(planCompetitiveActions, { gaps, competitors }, { ...context, ...of });
    let commits = 0;
    const dying = { ...whole, commit: (writes: Parameters<typeof whole.commit>[0]) => commit(writes) };
    const commit: typeof whole.commit = async (writes) => {
      if (commits++ === 2) throw new Error('dead');
      return whole.commit(writes);
    };
    await expect(run({ store: dying })).rejects.toThrow('dead');
    expect(await actionsIn(context)).toHaveLength(2);
    const planned = await run();
    expect(await run()).toEqual(planned);
    expect(await actionsIn(context)).toHaveLength(4);
    const later = await run({ executionId: 'exec2' });
    expect(later).toMatchObject({
      ...{ actions: [], waiting: 4, summary: 'Nothing new to suggest. 4 from before wait for your answer.' },
    });
    expect(await actionsIn(context)).toHaveLength(4);
  });

  it('leaves a price to a person where it does not know which product it is of', async () => {
    const { context } = stepContext();
    await runStep(planCompetitiveActions, { gaps: [gap('Jar', 10, 9, { product_id: null })] }, context);
    const [action] = await actionsIn(context);
    const task = await context.store.get(tenantPaths(context.orgId).task(action?.taskId ?? ''));
    expect(task?.data).toMatchObject({ assignedAgent: null, action: null, dueAt: null, title: 'Ask $8.99 for Jar' });
  });

  it('writes nothing in a dry run', async () => {
    const { context } = stepContext();
    const said = await rehearseStep(planCompetitiveActions, { gaps, mostPrices: 1 }, context);
    expect(said.wouldHave).toBe('would have suggested 1 price, 1 campaign');
    expect(await actionsIn(context)).toEqual([]);
  });
});

interface World extends EngineKit {
  readonly priced: () => Promise<unknown>;
  /** The actions, with the tasks told of as their trigger does. */
  readonly settled: () => Promise<readonly Pick<CompetitiveAction, 'type' | 'status'>[]>;
  readonly answer: (title: RegExp, status: 'approved' | 'rejected') => Promise<unknown>;
}

async function suggested(): Promise<World> {
  const kit = await createEngineKit([planCompetitiveActions, applyPriceChange, createCampaign, logNote]);
  const { engine, store } = kit;
  await stock({ store, orgId });
  const given = { gaps: gaps.slice(0, 1), competitors, fromPercent: 10 };
  await start(kit, [{ id: 'plan', action: 'plan_competitive_actions', params: given }]);
  await executeTasks(engine, new Date(kit.clock.now().getTime() + 50_000));
  await kit.drain();
  return {
    ...kit,
    priced: async () => (await store.query(queries.documents(orgId, 'products', {}, { limit: 9 })))[0]?.data?.price,
    settled: async () => {
      const tasks = await store.query(queries.tasks(orgId, { limit: 20 }));
      for (const { id } of tasks) await tellCompetitiveAction(engine, orgId, id);
      const ids = tasks.map(({ data }) => JSON.parse(data?.metadataJson ?? '{}').competitiveActionId as string);
      const found = await store.findAll(ids.map((id) => paths.competitiveAction(id)));
      return found.flatMap((one) => (one?.data ? [{ type: one.data.type, status: one.data.status }] : []));
    },
    answer: async (title, status) => {
      const found = await store.query(queries.approvals(orgId, { limit: 20 }));
      const asked = found.find(({ data }) => data?.status === 'pending' && title.test(data.title));
      expect(asked?.data).toMatchObject({ isTainted: true, agent: 'money_mike', risk: 'high' });
      await decideApproval(engine, orgId, asked?.id ?? '', { status, by: 'owner', reason: null, isRecent: true });
      await kit.drain();
      return status;
    },
  };
}
const among = (...some: unknown[]) => expect.arrayContaining(some);

describe('the task of a suggestion', () => {
  it('changes the price once somebody has said yes, and never before', async () => {
    const world = await suggested();
    expect(await world.priced()).toBe(35);
    expect(await world.settled()).toEqual(
      among({ type: 'price_adjustment', status: 'pending' }, { type: 'inventory_alert', status: 'done' }),
    );
    await world.answer(/^Change a price \(Ask \$29\.99 for Dream\)$/, 'approved');
    expect(await world.priced()).toBe(29.99);
    expect(await world.settled()).toEqual(among({ type: 'price_adjustment', status: 'done' }));
  });

  it.each(['a no', 'no answer'])('is dismissed by %s, and nobody is called', async (what) => {
    const world = await suggested();
    if (what === 'a no') await world.answer(/Dream/, 'rejected');
    else await world.runOut();
    expect(await world.priced()).toBe(35);
    expect(await world.settled()).toEqual(among({ type: 'price_adjustment', status: 'dismissed' }));
    expect(await world.store.query(queries.alerts(orgId, { limit: 5 }))).toEqual([]);
  });

  it('tells nothing to an action that is another’s', async () => {
    const world = await suggested();
    const [action] = await actionsIn({ store: world.store, orgId });
    const task = await world.store.get(paths.task(action?.taskId ?? ''));
    const own = { ...task?.data, status: 'canceled' };
    await world.store.commit([{ op: 'set', path: paths.task('mine').path, data: own }]);
    await tellCompetitiveAction(world.engine, orgId, 'mine');
    expect(await actionsIn({ store: world.store, orgId })).toHaveLength(2);
  });
});
