import { agentIdSchema } from '@model/agent.ts';
import type { EditedContent } from '@model/edited-draft.ts';
import { jsonObject, jsonValue } from '@model/json.ts';
import { overlapSchema, type PlaybookInput, playbookInputSchema } from '@model/playbook.ts';
import { approvalRuleSchema } from '@model/policy.ts';
import { onErrorSchema, onUnknownSchema, retryPolicySchema, type StepDraft } from '@model/step.ts';
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
