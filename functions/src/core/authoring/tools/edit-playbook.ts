import { z } from 'zod';
import { type Contract, contractSchema, readContract } from '../../../model/contract.ts';
import { playbookIdSchema } from '../../../model/ids.ts';
import { canonicalJson } from '../../../model/json.ts';
import { type Playbook, type PlaybookPatch, playbookDraftSchema } from '../../../model/playbook.ts';
import { compactStep, stepDraftSchema } from '../../../model/step.ts';
import type { StepCatalog } from '../../engine/step-type.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { ContractError, compileContract } from '../compile-contract.ts';
import { explainChange } from '../explain-change.ts';
import { startsItself } from '../playbook-change.ts';
import { foreseeUpdate } from '../save-playbook.ts';
import { normalizePlaybook, type Unchecked } from '../validate-playbook.ts';
import { buildCard } from './card.ts';
import { assertMayRun, change, harmsNobody } from './change-status.ts';
import { draftOf, toldCard, withExamples } from './proposal.ts';
import { livePlaybookOf } from './stored-playbook.ts';
import { defineTool } from './tool.ts';

const params = z
  .strictObject({
    playbookId: playbookIdSchema,
    contract: contractSchema.optional().describe('What is asked for from now on, whole'),
    steps: z.array(stepDraftSchema).min(1).max(500).optional().describe('Whole; left out, they follow the contract'),
    name: playbookDraftSchema.shape.name.optional(),
  })
  .refine(({ contract, steps, name }) => contract !== undefined || steps !== undefined || name !== undefined, {
    message: 'Give what is to change: contract, steps or name',
  });
type Params = z.infer<typeof params>;

export const editPlaybook = defineTool<Params>({
  name: 'edit_playbook',
  title: 'Change a playbook',
  description:
    'Changes a playbook. Give the whole contract as it is to be (explain_playbook shows the present one); the steps follow from it. An active playbook has to agree with the examples of its contract.',
  params,
  role: 'editor',
  scope: 'playbooks:write',
  writes: true,
  isFinal: false,
  isPersons: true,
  // A draft does nothing until a person activates it. Anything else is shown as it would be, for a yes.
  byClick: async (context, given) => {
    const { engine, actor, isTainted } = context;
    const before = await livePlaybookOf(context, given.playbookId);
    if (before.status === 'draft') return null;
    const facts = await context.facts();
    const after = foreseeUpdate(engine, before, patchFor(before, given, facts), actor);
    if (!isTainted && harmsNobody(context, after, facts)) return null;
    const changes = changesOf(before, after, facts, engine.catalog);
    const card = await buildCard(context, { playbookId: given.playbookId, playbook: after }, changes);
    return { sentence: `Change ${before.name} as shown`, part: { type: 'card', card: { ...card, isWish: true } } };
  },
  call: async (context, given) => {
    const { engine, chosenBy } = context;
    const { playbookId } = given;
    const before = await livePlaybookOf(context, playbookId);
    if (startsItself(before)) assertMayRun(context);
    const facts = await context.facts();
    const seen = chosenBy === 'click' ? context.shown(playbookId) : null;
    const patch = { ...patchFor(before, given, facts), ...(seen !== null && { versionId: seen }) };
    const saved = await change(context, playbookId, patch);
    const card = await buildCard(context, saved, changesOf(before, saved.playbook, facts, engine.catalog));
    return { result: toldCard(card), isTainted: saved.playbook.isTainted, parts: [{ type: 'card', card }] };
  },
});

function patchFor(before: Playbook, { contract, steps, name }: Params, facts: AuthoringFacts): PlaybookPatch {
  const called = name === undefined ? {} : { name };
  if (contract === undefined) return { ...called, ...(steps !== undefined && { steps }) };
  // What follows from the contract is made anew; what was written beside steps of one's own is meant for them.
  const wanted = withExamples(contract, facts, steps === undefined ? [] : contract.examples);
  const draft = draftOf({ contract: wanted, name: before.name, steps }, facts);
  const { agent, triggers } = draft;
  // What a person has filled in stays.
  const inputs = draft.inputs.map((input) => before.inputs.find(({ name: known }) => known === input.name) ?? input);
  const more = steps === undefined ? { inputs } : {};
  return { ...called, ...more, agent, triggers, steps: draft.steps, contract: wanted };
}

/** What a person is told of a change, and that steps which somebody had written himself are gone. */
function changesOf(before: Playbook, after: Playbook, facts: AuthoringFacts, catalog: StepCatalog): readonly string[] {
  const [was, is] = [readContract(before.contractJson), readContract(after.contractJson)];
  const renamed = before.name === after.name ? [] : [`It is called “${after.name}” now.`];
  const stored = stepsAsDone(before, catalog);
  const isRewritten = was !== null && stored !== stepsAsDone(after, catalog) && stored !== stepsOf(was, facts, catalog);
  const lost = isRewritten ? ['Steps that were changed by hand were written anew.'] : [];
  const own = was === null || is === null ? [] : explainChange(was, is, facts);
  return [...renamed, ...own, ...lost];
}

/** Steps as they would be executed, as text: equal steps give equal text. */
function stepsAsDone(playbook: Unchecked, catalog: StepCatalog): string | null {
  const normalized = normalizePlaybook(playbook, catalog);
  return 'problems' in normalized ? null : canonicalJson(normalized.content.steps.map(compactStep));
}

/** Those that follow from a contract. */
function stepsOf(contract: Contract, facts: AuthoringFacts, catalog: StepCatalog): string | null {
  try {
    return stepsAsDone(compileContract(contract, facts), catalog);
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}
