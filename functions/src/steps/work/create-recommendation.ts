import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { tenantPaths } from '../../model/paths.ts';
import { type Recommendation, recommendationCategorySchema } from '../../model/recommendation.ts';
import { expiryOf } from '../../model/retention.ts';
import { createOnce } from '../data/create-once.ts';
import { titleSchema } from './new-task.ts';

const params = z.strictObject({
  category: recommendationCategorySchema,
  title: titleSchema,
  /** What to do and why, with the figures that speak for it. */
  text: z.string().trim().min(1).max(5_000),
  /** 0 to 100; higher is more urgent. */
  priority: z.number().min(0).max(100).default(50),
});
const output = z.object({ recommendationId: z.string(), category: recommendationCategorySchema, title: z.string() });

export const createRecommendation = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'create_recommendation',
  title: 'Make a recommendation',
  description: 'Puts a piece of advice before the people of the business, who accept or dismiss it.',
  modelDescription:
    'Writes a pending recommendation (cash_flow, inventory, revenue, profitability, operations, growth) with a priority of 0 to 100. People accept or dismiss it; nothing else happens.',
  category: 'work',
  icon: 'lightbulb',
  example: {
    category: 'inventory',
    title: 'Order Blue Dream before Friday',
    text: 'It sells 4 a day; 9 are left. At this rate the shelf is empty on Monday.',
    priority: 80,
  },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  tally: { done: 'made', one: 'recommendation', many: 'recommendations' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { text: ['generate_text.text', 'suggest_price.explanation', 'analyze_pricing.summary'] },
  async run(given, context) {
    const { orgId, idempotencyKey, executionId, user, clock } = context;
    const now = clock.now();
    const recommendationId = deriveId(orgId, 'recommendation', idempotencyKey);
    const data: Recommendation = {
      ...given,
      ...{ kind: null, figures: [], tasks: [], questions: [], playbook: null, outcome: null },
      ...{ status: 'pending', dismissal: null, acceptance: null, expiresAt: null },
      ...{ wordedBy: null, measureAt: null, isSample: false },
      executionId,
      createdBy: user.id,
      createdAt: now,
      updatedAt: now,
      expireAt: expiryOf('insight', now),
    };
    await createOnce(context, [{ op: 'create', path: tenantPaths(orgId).recommendation(recommendationId).path, data }]);
    return { recommendationId, category: given.category, title: given.title };
  },
  async dryRun({ category, title }) {
    return {
      output: { recommendationId: 'dry_run', category, title },
      wouldHave: `would have recommended '${title}'`,
    };
  },
});
