import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { stepIdSchema } from './ids.ts';
import { type JsonObject, jsonObject } from './json.ts';
import { approvalRuleSchema } from './policy.ts';

/** `maxAttempts` counts the first one; the delay doubles from `baseDelayMs` up to `maxDelayMs`, with full jitter. */
export const retryPolicySchema = z.strictObject({
  maxAttempts: z.int().min(1).max(10).default(3),
  baseDelayMs: z.int().min(0).max(3_600_000).default(1_000),
  maxDelayMs: z.int().min(0).max(3_600_000).default(60_000),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** What follows a step that has failed for good: the end, the next step, or its `errorSteps` and then the next step. */
export const onErrorSchema = z.enum(['fail', 'continue', 'branch']);

/** What follows when nobody can tell whether a `once` act happened: a person is asked, or it is done again. */
export const onUnknownSchema = z.enum(['ask', 'retry']);

/** CEL that must come out true or false; `{{path}} > 10` and `path > 10` mean the same. */
const condition = z.string().trim().min(1).max(1000).nullable().default(null);

const stepFields = {
  action: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'An action is a lower-case name such as send_email'),
  params: jsonObject.default({}),
  condition,
  /** The agent under whose name the output can be read: `{{money_mike.price_gap}}`. */
  agent: agentIdSchema.nullable().default(null),
  retry: retryPolicySchema.nullable().default(null),
  timeoutMs: z.int().min(100).max(1_500_000).nullable().default(null),
  onError: onErrorSchema.default('fail'),
  onUnknown: onUnknownSchema.default('ask'),
  requiresApproval: z.boolean().default(false),
  /** Who has to say yes; given, it means `requiresApproval`. */
  approval: approvalRuleSchema.nullable().default(null),
};
type StepFields = z.infer<z.ZodObject<typeof stepFields>>;

const MAX_BRANCHES = 20;
const branchFields = {
  id: stepIdSchema,
  /** For the word `branch`: the first branch whose condition holds is taken; one without a condition always is. */
  condition,
};

/** One way through a step that has several: `branch` takes one of them, `parallel` all at once. */
export type Branch = {
  id: string;
  condition: string | null;
  steps: Step[];
};

export type Step = StepFields & {
  id: string;
  /** The body of `for_each`. */
  steps: Step[];
  /** The ways of `branch` and `parallel`. */
  branches: Branch[];
  /** Done when this step has failed and `onError` is `branch`; they can read `error`. */
  errorSteps: Step[];
};

/** As people write it: ids are given at the first save. */
export type StepDraft = StepFields & {
  id?: string | undefined;
  steps: StepDraft[];
  branches: (Omit<Branch, 'steps'> & { steps: StepDraft[] })[];
  errorSteps: StepDraft[];
};

export const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.strictObject({ id: stepIdSchema, ...stepFields, ...innerOf(stepSchema) }).meta({ id: 'Step' }),
);
export const stepDraftSchema: z.ZodType<StepDraft> = z.lazy(() =>
  z.strictObject({ id: stepIdSchema.optional(), ...stepFields, ...innerOf(stepDraftSchema) }).meta({ id: 'StepDraft' }),
);

function innerOf<T>(step: z.ZodType<T>) {
  const steps = z.array(step).max(100).default([]);
  return {
    steps,
    branches: z
      .array(z.strictObject({ ...branchFields, steps }))
      .max(MAX_BRANCHES)
      .default([]),
    errorSteps: steps,
  };
}

/** The lists of steps inside a step, each with where it stands in it. */
export function blocksOf<S extends Step | StepDraft>(step: S): { readonly at: string; readonly steps: S['steps'] }[] {
  return [
    { at: 'steps', steps: step.steps },
    ...step.branches.map(({ steps }, index) => ({ at: `branches.${index}.steps`, steps })),
    { at: 'errorSteps', steps: step.errorSteps },
  ].filter(({ steps }) => steps.length > 0);
}

/** All steps of a list, those inside of others included, in the order in which they are written. */
export function allSteps<S extends Step | StepDraft>(steps: readonly S[]): S[] {
  return steps.flatMap((step) => [step, ...blocksOf(step).flatMap((block) => allSteps(block.steps as S[]))]);
}

/**
 * A step as it is stored: without what it says by default. So a playbook is as small as what was written, and a field
 * that is added one day does not make new versions of all playbooks.
 */
export function compactStep(step: Step): JsonObject {
  const { params, steps, branches, errorSteps, ...rest } = step;
  const plain = Object.entries(rest).filter(([name, value]) => value !== DEFAULTS[name]);
  return {
    ...Object.fromEntries(plain),
    ...(Object.keys(params).length > 0 && { params }),
    ...(steps.length > 0 && { steps: steps.map(compactStep) }),
    ...(branches.length > 0 && {
      branches: branches.map(({ steps: inner, ...branch }) => ({ ...branch, steps: inner.map(compactStep) })),
    }),
    ...(errorSteps.length > 0 && { errorSteps: errorSteps.map(compactStep) }),
  };
}

const DEFAULTS: Readonly<Record<string, unknown>> = z.object(stepFields).parse({ action: 'none' });
