import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { contractSchema } from './contract.ts';
import { galleryOriginSchema } from './gallery.ts';
import { memberIdSchema, stepIdSchema, uidSchema } from './ids.ts';
import { canonicalJson, jsonValue } from './json.ts';
import { heldChoiceSchema, pastPausesSchema, playbookPauseSchema } from './pause.ts';
import { problemDetailSchema } from './problem.ts';
import { compactStep, type StepDraft, stepDraftSchema, stepSchema } from './step.ts';
import { triggerDraftSchema, triggerSchema } from './trigger.ts';

/** The user's wish. The server's answer to it is `arming`. */
export const playbookStatusSchema = z.enum(['draft', 'active', 'paused', 'archived']);
export type PlaybookStatus = z.infer<typeof playbookStatusSchema>;

export const playbookInputSchema = z.strictObject({
  name: stepIdSchema,
  label: z.string().max(120).default(''),
  help: z.string().max(500).default(''),
  type: z.enum(['text', 'number', 'boolean', 'date', 'select', 'list']).default('text'),
  required: z.boolean().default(false),
  options: z.array(z.string().max(120)).max(100).default([]),
  /** Of numbers: the smallest and the largest that are taken. Left out where there is no bound. */
  min: z.number().optional(),
  max: z.number().optional(),
  default: jsonValue.default(null),
});
export type PlaybookInput = z.infer<typeof playbookInputSchema>;

/** Skip the new one, let it wait its turn, cancel the one before, or let both run. */
export const overlapSchema = z.enum(['skip', 'queue', 'cancel_previous', 'allow']);
export type Overlap = z.infer<typeof overlapSchema>;

/** What of a playbook is executed. Immutable once versioned: the version id is the hash of this. */
export const playbookContentSchema = z.strictObject({
  agent: agentIdSchema.nullable(),
  triggers: z.array(triggerSchema).max(20),
  inputs: z.array(playbookInputSchema).max(30),
  steps: z.array(stepSchema).min(1).max(500),
  /** Done when the execution fails, before it ends; they can read `error`. */
  onFailure: z.array(stepSchema).max(50).default([]),
  /** What an occurrence does that comes while another is under way; null: a schedule skips it, all else is allowed. */
  overlap: overlapSchema.nullable().default(null),
});
export type PlaybookContent = z.infer<typeof playbookContentSchema>;

/** The text of a version, from which its id is made: equal contents give equal text. */
export function contentJsonOf({ steps, inputs, onFailure, overlap, ...rest }: PlaybookContent): string {
  return canonicalJson({
    ...rest,
    inputs: inputs.map(({ min, max, ...input }) => ({
      ...input,
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    })),
    steps: steps.map(compactStep),
    ...(onFailure.length > 0 && { onFailure: onFailure.map(compactStep) }),
    ...(overlap !== null && { overlap }),
  });
}

/** The server's answer to the wish: what is armed, and what is missing. Outside the content hash. */
export const armingSchema = z.strictObject({
  state: z.enum(['none', 'armed', 'partial', 'invalid']),
  problems: z.array(problemDetailSchema),
  versionId: z.string().nullable(),
  checkedAt: z.date(),
});
export type Arming = z.infer<typeof armingSchema>;

const name = z.string().trim().min(1).max(120);
const description = z.string().max(2000).default('');
const category = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'A category is one lower-case word')
  .default('general');

/**
 * A playbook as it is stored. `steps` travel as JSON text, since Firestore refuses lists of lists and would
 * index every leaf; a document written by hand may hold a plain `steps` list instead, with ids left out.
 */
export const playbookSchema = z.object({
  name,
  description,
  category,
  agent: agentIdSchema.nullable().default(null),
  status: playbookStatusSchema.default('draft'),
  ownerId: uidSchema.nullable().default(null),
  triggers: z.array(triggerDraftSchema).max(20).default([]),
  inputs: z.array(playbookInputSchema).max(30).default([]),
  stepsJson: z.string().max(100_000, 'A playbook may be at most 100 KB').optional(),
  steps: z.array(stepDraftSchema).max(500).optional(),
  onFailureJson: z.string().max(100_000, 'A playbook may be at most 100 KB').optional(),
  onFailure: z.array(stepDraftSchema).max(50).optional(),
  overlap: overlapSchema.nullable().default(null),
  dryRun: z.boolean().default(false),
  /** Since when, by whom and until when, while the status is `paused`; null also where somebody set it by hand. */
  pause: playbookPauseSchema.nullable().default(null),
  ...pastPausesSchema.shape,
  /** The uid or `key:<keyId>` of who made it. */
  createdBy: uidSchema.nullable().default(null),
  /** Whether a model wrote it that had read what strangers wrote, and nobody has activated it since. */
  isTainted: z.boolean().default(false),
  /** The item of the gallery, and its version, that it was installed from. */
  fromGallery: galleryOriginSchema.nullable().default(null),
  /** The sentence it was made from, where it was made in chat. */
  sentence: z.string().max(4000).nullable().default(null),
  /** What was asked for, in formal words (`contractSchema` as JSON text): its examples are held against every edit. */
  contractJson: z.string().max(60_000).nullable().default(null),
  arming: armingSchema.nullable().default(null),
  createdAt: z.date().nullable().default(null),
  updatedAt: z.date().nullable().default(null),
});
export type Playbook = z.infer<typeof playbookSchema>;

/** A list of steps as it is stored; none where it cannot be read: `arming` says what is wrong. */
export function readSteps(list: readonly StepDraft[] | undefined, json: string | undefined): readonly StepDraft[] {
  try {
    return json === undefined ? (list ?? []) : stepDraftSchema.array().parse(JSON.parse(json));
  } catch {
    return [];
  }
}

/** What a person or an agent sends to make a playbook; seed 003's worked example is one. */
export const playbookDraftSchema = z.strictObject({
  name,
  description,
  category,
  agent: agentIdSchema.nullable().default(null),
  status: playbookStatusSchema.default('draft'),
  triggers: z.array(triggerDraftSchema).max(20).default([]),
  inputs: z.array(playbookInputSchema).max(30).default([]),
  steps: z.array(stepDraftSchema).min(1, 'A playbook needs at least one step').max(500),
  onFailure: z.array(stepDraftSchema).max(50).default([]),
  overlap: overlapSchema.nullable().default(null),
  dryRun: z.boolean().default(false),
  sentence: z.string().max(4000).nullable().default(null),
  /** What was asked for: an active playbook has to agree with its examples. */
  contract: contractSchema.nullable().optional(),
});
export type PlaybookDraft = z.infer<typeof playbookDraftSchema>;

/** A change to a playbook: only what is given is changed. */
export const playbookPatchSchema = z
  .strictObject({
    name: name.optional(),
    description: z.string().max(2000).optional(),
    category: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,31}$/)
      .optional(),
    agent: agentIdSchema.nullable().optional(),
    status: playbookStatusSchema.optional(),
    triggers: z.array(triggerDraftSchema).max(20).optional(),
    inputs: z.array(playbookInputSchema).max(30).optional(),
    steps: z.array(stepDraftSchema).min(1).max(500).optional(),
    onFailure: z.array(stepDraftSchema).max(50).optional(),
    overlap: overlapSchema.nullable().optional(),
    dryRun: z.boolean().optional(),
    /** Who is its owner from now on: a member of the team who may edit. */
    ownerId: memberIdSchema.optional(),
    /** What was asked for; null takes it away. */
    contract: contractSchema.nullable().optional(),
    /** Only if this is what it does then: the version that somebody has seen and says yes to. */
    versionId: z.string().min(1).max(64).optional(),
    /** With `status: active`: what becomes of what the pause held back. */
    held: heldChoiceSchema.optional(),
    /** With `status: paused`: the day on which it goes on by itself, at its beginning in the tenant's zone. */
    until: z.iso.date().optional(),
  })
  .refine((patch) => Object.keys(patch).some((name) => name !== 'versionId'), 'Nothing to change was given')
  .refine(({ held, status }) => held === undefined || status === 'active', {
    path: ['held'],
    message: 'This goes with "status": "active"; it says what becomes of what the pause held',
  })
  .refine(({ until, status }) => until === undefined || status === 'paused', {
    path: ['until'],
    message: 'This goes with "status": "paused"; it says on which day it goes on',
  });
export type PlaybookPatch = z.infer<typeof playbookPatchSchema>;

export const playbookVersionSchema = z.object({
  contentJson: z.string(),
  createdAt: z.date(),
  createdBy: uidSchema.nullable(),
  /** As of a playbook, when it was written. */
  isTainted: z.boolean().default(false),
  /** When it was made live again after another one had been, the last twenty times. */
  liveAgainAt: z.array(z.date()).max(20).default([]),
});
export type PlaybookVersion = z.infer<typeof playbookVersionSchema>;
