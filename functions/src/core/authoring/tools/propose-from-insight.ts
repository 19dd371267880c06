import { z } from 'zod';
import { executionIdSchema } from '../../../model/ids.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { Recommendation } from '../../../model/recommendation.ts';
import { understand } from '../planner/understand.ts';
import { draftOf, withExamples } from './proposal.ts';
import { propose } from './propose-playbook.ts';
import { defineTool, ToolError } from './tool.ts';

const params = z.strictObject({ recommendationId: executionIdSchema });

/** What is worth watching, by what the advice is about: understood like any other sentence of a person. */
const SENTENCES: Readonly<Record<Recommendation['category'], string>> = {
  cash_flow: 'Email me when an invoice is 7 days past due',
  inventory: 'Email me when a product runs low on stock',
  revenue: 'Email me when a customer has not ordered for 60 days',
  profitability: 'Email me every morning if a competitor undercuts us by more than 10% of our price',
  operations: 'Email me when a playbook fails',
  growth: 'Email me when a new prospect signs up',
};

export const proposeFromInsight = defineTool<z.infer<typeof params>>({
  name: 'propose_from_insight',
  title: 'Make a playbook of a recommendation',
  description:
    'Proposes the playbook that keeps watch over what a recommendation is about, as a draft. For anything else read the recommendation and call propose_playbook.',
  params,
  role: 'editor',
  scope: 'playbooks:write',
  writes: true,
  isFinal: false,
  call: async (context, { recommendationId }) => {
    const found = await context.engine.store.find(tenantPaths(context.orgId).recommendation(recommendationId));
    if (!found?.data) throw new ToolError(`There is no recommendation ${recommendationId}`, 'not_found');
    const { title, category, status } = found.data;
    if (status === 'expired') throw new ToolError(`“${title}” has expired`);
    const facts = await context.facts();
    const understanding = understand(SENTENCES[category], facts, null);
    if (understanding.kind !== 'create') {
      const open = understanding.kind === 'ask' ? `: ${understanding.question}` : '';
      throw new ToolError(`No playbook follows from “${title}” by itself${open}`);
    }
    const contract = withExamples(understanding.contract, facts);
    const outcome = await propose(context, draftOf({ contract, name: undefined, steps: undefined }, facts));
    // The advice may quote what strangers wrote.
    return { ...outcome, result: { ...(outcome.result as JsonObject), recommendation: title }, isTainted: true };
  },
});
