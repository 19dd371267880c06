import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { type EditedContent, editedContentSchema } from './edited-draft.ts';
import { overlapSchema, playbookInputSchema } from './playbook.ts';
import { compactStep, type Step, type StepDraft, stepDraftSchema } from './step.ts';
import { triggerDraftSchema } from './trigger.ts';

/** What a text says that a playbook does: what is in it has to be what is meant; names and categories may still be wrong. */
export const writtenContentSchema = editedContentSchema.extend({
  agent: agentIdSchema.nullable().default(null),
  overlap: overlapSchema.nullable().default(null),
  triggers: z.array(triggerDraftSchema).max(20).default([]),
  inputs: z.array(playbookInputSchema).max(30).default([]),
  steps: z.array(stepDraftSchema).max(500).default([]),
  onFailure: z.array(stepDraftSchema).max(50).default([]),
});
export type WrittenContent = z.infer<typeof writtenContentSchema>;

/** The same as it is sent, and as it is shown as text: without what is said by default. */
export function contentOf({ name, description, category, agent, overlap, ...doing }: WrittenContent): EditedContent {
  const { triggers, inputs, steps, onFailure } = doing;
  const content = {
    ...{ name, description, category, agent, overlap },
    triggers: triggers.map(plainTrigger),
    inputs: inputs.map((input) => without(input, INPUT_DEFAULTS)),
    steps: steps.map(plainStep),
    onFailure: onFailure.map(plainStep),
  };
  return editedContentSchema.parse(JSON.parse(JSON.stringify(content)));
}

const INPUT_DEFAULTS = playbookInputSchema.omit({ name: true }).parse({});
const TRIGGER_DEFAULTS = {
  ...{ every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null, catchUpPolicy: 'latest' },
  ...{ filter: null, debounce: null, batch: null },
};

function plainTrigger({ id, type, ...rest }: WrittenContent['triggers'][number]) {
  return { ...(id !== undefined && { id }), type, ...without(rest, TRIGGER_DEFAULTS) };
}

function without(value: object, defaults: object): object {
  const usual = new Map<string, unknown>(Object.entries(defaults));
  const isUsual = (name: string, one: unknown) => JSON.stringify(usual.get(name)) === JSON.stringify(one);
  return Object.fromEntries(Object.entries(value).filter(([name, one]) => !usual.has(name) || !isUsual(name, one)));
}

/** With its id first, as people read it. */
function plainStep(step: StepDraft) {
  const { id = '', action = '', ...rest } = compactStep(complete(step));
  return { id, action, ...rest };
}

function complete(step: StepDraft): Step {
  return {
    ...step,
    id: step.id ?? step.action,
    steps: step.steps.map(complete),
    branches: step.branches.map((branch) => ({ ...branch, steps: branch.steps.map(complete) })),
    errorSteps: step.errorSteps.map(complete),
  };
}
