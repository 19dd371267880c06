import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { actionAgents, type CompetitiveAction, competitiveActionSchema } from '../../model/competitive-action.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { createOnce } from '../data/create-once.ts';

const { type, priority } = competitiveActionSchema.shape;
const name = z.string().trim().min(1).max(300).nullable().default(null);
const price = z.number().nonnegative().nullable().default(null);

const params = z.strictObject({
  type,
  title: z.string().trim().min(1).max(200),
  /** What to do, and why. */
  recommendation: z.string().trim().min(1).max(5_000),
  priority: priority.default('medium'),
  product: name,
  productId: name,
  competitor: name,
  currentPrice: price,
  suggestedPrice: price,
  data: jsonObject.default({}),
});
const output = z.object({ id: z.string(), type, priority, assignedAgent: z.string() });

export const createCompetitiveAction = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'create_competitive_action',
  title: 'Propose a competitive action',
  description: 'Proposes what to do about a competitor: a price, a campaign, stock or margin.',
  modelDescription:
    'Writes a pending proposal to competitive_actions (price_adjustment and margin_optimization for Money Mike, counter_campaign for Craig, inventory_alert for Pops). It changes no price and sends nothing.',
  category: 'competitors',
  icon: 'swords',
  example: {
    type: 'price_adjustment',
    title: 'Match Higher Level on Blue Dream',
    recommendation: 'They ask $29.75, we ask $35.00. Go down to $29.99.',
    priority: 'high',
  },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  tally: { done: 'made', one: 'proposal', many: 'proposals' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: {
    recommendation: ['suggest_price.explanation', 'analyze_pricing.summary'],
    suggestedPrice: ['suggest_price.price'],
    currentPrice: ['suggest_price.currentPrice'],
    product: ['suggest_price.product'],
    productId: ['suggest_price.productId'],
  },
  async run({ data, ...given }, context) {
    const { orgId, idempotencyKey, executionId, user, org, clock } = context;
    const now = clock.now();
    const id = deriveId(orgId, 'competitive_action', idempotencyKey);
    const action: CompetitiveAction = {
      ...given,
      currency: given.currentPrice === null && given.suggestedPrice === null ? null : org.currency,
      dataJson: JSON.stringify(data),
      assignedAgent: actionAgents[given.type],
      status: 'pending',
      taskId: null,
      executionId,
      createdBy: user.id,
      createdAt: now,
      updatedAt: now,
      expireAt: expiryOf('insight', now),
    };
    await createOnce(context, [{ op: 'create', path: tenantPaths(orgId).competitiveAction(id).path, data: action }]);
    return { id, type: given.type, priority: given.priority, assignedAgent: action.assignedAgent };
  },
  async dryRun({ type: what, title, priority: urgency }) {
    const output = { id: 'dry_run', type: what, priority: urgency, assignedAgent: actionAgents[what] };
    return { output, wouldHave: `would have proposed '${title}'` };
  },
});
