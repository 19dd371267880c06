import { z } from 'zod';
import { type Contract, contractSchema } from '../../../model/contract.ts';
import { type PlaybookContent, type PlaybookDraft, playbookDraftSchema } from '../../../model/playbook.ts';
import { queries } from '../../../model/query.ts';
import { stepDraftSchema } from '../../../model/step.ts';
import type { StepCatalog } from '../../engine/step-type.ts';
import { missingConnections } from '../../governance/connection-use.ts';
import { AlreadyExistsError } from '../../ports.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { openPoints } from '../compile-contract.ts';
import { disagreements } from '../contract-check.ts';
import { createPlaybook, playbookIdFor, type Saved } from '../save-playbook.ts';
import { normalizePlaybook } from '../validate-playbook.ts';
import { buildCard } from './card.ts';
import { isLowRisk } from './card-steps.ts';
import { notingDeed } from './deeds.ts';
import { draftOf, MAX_NAME, toldCard, withExamples } from './proposal.ts';
import { callKey, isTalkedInto, playbookOf } from './stored-playbook.ts';
import { defineTool, type ToolContext, ToolError, type ToolOutcome } from './tool.ts';

const params = z.strictObject({
  contract: contractSchema.describe('What was asked for, in formal words'),
  name: playbookDraftSchema.shape.name.optional().describe('Left out: it is named after what it does'),
  steps: z
    .array(stepDraftSchema)
    .min(1)
    .max(500)
    .optional()
    .describe('Only where the steps that follow from the contract would not do; its examples are held against them'),
});

export const proposePlaybook = defineTool<z.infer<typeof params>>({
  name: 'propose_playbook',
  title: 'Propose a playbook',
  description:
    'Makes a playbook out of what a person asked for, as a draft, and shows it as a card: when it starts, what it does, what it costs, what is missing. Nothing runs before the person activates it.',
  params,
  role: 'editor',
  scope: 'playbooks:write',
  writes: true,
  isFinal: false,
  call: async (context, { contract, name, steps }) => {
    const facts = await context.facts();
    return propose(context, draftOf({ contract: withExamples(contract, facts), name, steps }, facts));
  },
});

/** Stores what is proposed, once whoever repeats the call, and shows it. */
export async function propose(context: ToolContext, draft: PlaybookDraft): Promise<ToolOutcome> {
  const facts = await context.facts();
  const isActive = await mayStartAtOnce(context, draft, facts);
  const named = { ...draft, name: freeName(draft.name, facts) };
  const saved = await store(context, isActive ? { ...named, status: 'active' } : named);
  const card = await buildCard(context, saved);
  return { result: toldCard(card), isTainted: false, parts: [{ type: 'card', card }] };
}

/** Two of the same name could not be told apart in an order: the second is `Low Stock Alert 2`. */
function freeName(name: string, { playbooks }: AuthoringFacts): string {
  const taken = new Set(playbooks.map((one) => one.name.toLowerCase()));
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) {
    const suffix = ` ${count}`;
    free = `${name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
  }
  return free;
}

async function store(context: ToolContext, draft: PlaybookDraft): Promise<Saved> {
  const { engine, orgId, actor, member } = context;
  const playbookId = playbookIdFor(orgId, callKey(context));
  const ownerId = member?.uid ?? (await anOwner(context));
  try {
    return await createPlaybook(engine, orgId, draft, {
      actor,
      ownerId,
      playbookId,
      beside: await notingDeed(context),
      isTainted: isTalkedInto(context),
    });
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    return { playbookId, playbook: await playbookOf(context, playbookId) };
  }
}

/** What an API key makes belongs to an owner of the tenant. */
async function anOwner({ engine, orgId }: ToolContext): Promise<string> {
  const [owner] = await engine.store.query(queries.owners(orgId));
  if (owner === undefined) throw new ToolError('The team has no owner; give it one first');
  return owner.id;
}

/**
 * Whether a proposal needs no click: the tenant wants it so, a person's own words chose it, and it is complete, agrees
 * with all its examples and can harm nobody.
 */
async function mayStartAtOnce(context: ToolContext, draft: PlaybookDraft, facts: AuthoringFacts): Promise<boolean> {
  const { engine, orgId, tenant, member, connectors, secrets } = context;
  const isWished = tenant.policy.chatActivates === 'low_risk' && member !== null;
  if (!isWished || isTalkedInto(context) || !draft.contract) return false;
  const normalized = normalizePlaybook(draft, engine.catalog);
  if ('problems' in normalized) return false;
  const { content } = normalized;
  const startsItself = content.triggers.some(({ type }) => type !== 'manual');
  if (
    !startsItself ||
    !isComplete(draft.contract, content, engine.catalog) ||
    !isLowRisk(content, engine.catalog, facts)
  )
    return false;
  return (await missingConnections({ ...engine, connectors, secrets }, orgId, draft.steps)).length === 0;
}

function isComplete(contract: Contract, content: PlaybookContent, catalog: StepCatalog): boolean {
  return openPoints(contract).length === 0 && disagreements(content, contract, catalog).length === 0;
}
