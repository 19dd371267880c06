import { agentIdSchema } from '@model/agent.ts';
import { type EditedContent, editedContentSchema } from '@model/edited-draft.ts';
import { jsonObject, jsonValue } from '@model/json.ts';
import { overlapSchema, type PlaybookInput, playbookInputSchema } from '@model/playbook.ts';
import { approvalRuleSchema } from '@model/policy.ts';
import {
  compactStep,
  onErrorSchema,
  onUnknownSchema,
  retryPolicySchema,
  type Step,
  type StepDraft,
} from '@model/step.ts';
import { triggerDraftSchema } from '@model/trigger.ts';
import { z } from 'zod';
import type { Edited } from './edited.ts';
import { withIds } from './step-tree.ts';

/** A step that is being written: whatever cannot be shown in a form is as if it had not been said. */
const stepSchema: z.ZodType<StepDraft> = z.lazy(() =>
  z.object({
    id: z.string().min(1).optional().catch(undefined),
    action: z.string().catch('unknown'),
    params: jsonObject.catch({}),
    condition: z.string().nullable().catch(null),
    agent: agentIdSchema.nullable().catch(null),
    retry: retryPolicySchema.nullable().catch(null),
    timeoutMs: z.number().nullable().catch(null),
    onError: onErrorSchema.catch('fail'),
    onUnknown: onUnknownSchema.catch('ask'),
    requiresApproval: z.boolean().catch(false),
    approval: approvalRuleSchema.nullable().catch(null),
    steps: z.array(stepSchema).catch([]),
    branches: z
      .array(
        z.object({
          id: z.string().catch('branch'),
          condition: z.string().nullable().catch(null),
          steps: z.array(stepSchema).catch([]),
        }),
      )
      .catch([]),
    errorSteps: z.array(stepSchema).catch([]),
  }),
);

const inputSchema: z.ZodType<PlaybookInput> = z.object({
  name: z.string().catch(''),
  label: z.string().catch(''),
  help: z.string().catch(''),
  type: playbookInputSchema.shape.type.catch('text'),
  required: z.boolean().catch(false),
  options: z.array(z.string()).catch([]),
  default: jsonValue.catch(null),
});

/** A draft as the server keeps it, as the editor shows it. */
export function readEdited({ triggers, inputs, steps, onFailure, agent, overlap, ...labels }: EditedContent): Edited {
  return withIds({
    ...labels,
    agent: agentIdSchema.nullable().catch(null).parse(agent),
    overlap: overlapSchema.nullable().catch(null).parse(overlap),
    triggers: triggers.flatMap((trigger) => triggerDraftSchema.safeParse(trigger).data ?? []),
    inputs: inputs.map((input) => inputSchema.parse(input)),
    steps: steps.map((step) => stepSchema.parse(step)),
    onFailure: onFailure.map((step) => stepSchema.parse(step)),
  });
}

/** The same as it is sent, and as it is shown as text: without what is said by default. */
export function contentOf({ name, description, category, agent, overlap, ...doing }: Edited): EditedContent {
  const { triggers, inputs, steps, onFailure } = doing;
  const content = {
    ...{ name, description, category, agent, overlap },
    triggers: triggers.map(plainTrigger),
    inputs: inputs.map((input) => without(input, INPUT_DEFAULTS)),
    steps: steps.map((step) => plainStep(step)),
    onFailure: onFailure.map((step) => plainStep(step)),
  };
  return editedContentSchema.parse(JSON.parse(JSON.stringify(content)));
}

const INPUT_DEFAULTS = playbookInputSchema.omit({ name: true }).parse({});
const TRIGGER_DEFAULTS = {
  ...{ every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null, catchUpPolicy: 'latest' },
  ...{ filter: null, debounce: null, batch: null },
};

function plainTrigger({ id, type, ...rest }: Edited['triggers'][number]) {
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
