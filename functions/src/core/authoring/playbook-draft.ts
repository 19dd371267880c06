import type { Actor } from '../../model/audit.ts';
import { readContract } from '../../model/contract.ts';
import { type EditedContent, type EditedDraft, editedContentSchema, editedJsonOf } from '../../model/edited-draft.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { type Playbook, playbookDraftSchema, readSteps } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { compactStep, type StepDraft } from '../../model/step.ts';
import type { Engine } from '../engine/engine.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../ports.ts';
import { nextOccurrences } from '../triggering/next-occurrence.ts';
import { type HeldExample, heldExamples } from './contract-check.ts';
import { explainContentChange } from './explain-content-change.ts';
import { giveIds, giveStepIds } from './give-ids.ts';
import { ChangedMeanwhileError, InvalidPlaybookError, type Saved, updatePlaybook } from './save-playbook.ts';
import { normalizePlaybook } from './validate-playbook.ts';

/** Somebody else has saved, published or discarded the draft since it was seen; nothing was stored. */
export class DraftChangedError extends Error {
  override readonly name = 'DraftChangedError';
  constructor() {
    super('Somebody else has changed this draft meanwhile');
  }
}

/** What is to be said of a draft. */
export interface DraftCheck {
  readonly problems: readonly ProblemDetail[];
  /** What publishing it would change, in words. */
  readonly changes: readonly string[];
  /** Of what was asked for: whether it still does it. */
  readonly examples: readonly HeldExample[];
  /** The next times of its schedules. */
  readonly schedules: readonly { readonly triggerId: string; readonly next: readonly Date[] }[];
  /** All of its steps, as far as they can be read. */
  readonly steps: readonly StepDraft[];
}

const SHOWN_TIMES = 3;
const labelsSchema = playbookDraftSchema.pick({ name: true, description: true, category: true });
const doingSchema = playbookDraftSchema.pick({
  agent: true,
  triggers: true,
  inputs: true,
  steps: true,
  onFailure: true,
  overlap: true,
});

/** What is live of a playbook, as the beginning of a draft: every step and trigger with its id. */
export function liveContent(playbook: Playbook, catalog: StepCatalog): EditedContent {
  const { name, description, category, agent, overlap } = playbook;
  const normalized = normalizePlaybook(playbook, catalog);
  const { triggers, inputs, steps, onFailure } = 'problems' in normalized ? written(playbook) : normalized.content;
  const content = {
    ...{ name, description, category, agent, overlap, triggers, inputs },
    steps: steps.map(compactStep),
    onFailure: onFailure.map(compactStep),
  };
  return editedContentSchema.parse(JSON.parse(JSON.stringify(content)));
}

/** As it was written, where that cannot be executed. */
function written({ triggers, inputs, steps, stepsJson, onFailure, onFailureJson }: Playbook) {
  const { named } = giveStepIds({
    steps: readSteps(steps, stepsJson),
    onFailure: readSteps(onFailure, onFailureJson),
  });
  const given = giveIds(triggers, ({ type }) => type, 'triggers').named;
  return { triggers: given, inputs, steps: named.steps ?? [], onFailure: named.onFailure ?? [] };
}

/** The version that is live; null where what is live cannot be executed. */
export function liveVersionOf(playbook: Playbook, catalog: StepCatalog): string | null {
  const normalized = normalizePlaybook(playbook, catalog);
  return 'problems' in normalized ? null : normalized.versionId;
}

/** Holds a draft against what is live, and against what was asked for; `playbook` is null for a new one. */
export function checkDraft({ catalog, clock }: Engine, playbook: Playbook | null, edited: EditedContent): DraftCheck {
  const labels = partsOf(labelsSchema, edited);
  const doing = partsOf(doingSchema, edited);
  const none = { examples: [], schedules: [], steps: [] };
  const renamed = playbook === null ? [] : labelChanges(playbook, edited);
  if (doing.value === null) return { ...none, problems: [...labels.problems, ...doing.problems], changes: renamed };
  const normalized = normalizePlaybook(doing.value, catalog);
  const steps = [...doing.value.steps, ...doing.value.onFailure];
  if ('problems' in normalized) {
    return { ...none, steps, problems: [...labels.problems, ...normalized.problems], changes: renamed };
  }
  const { content } = normalized;
  const contract = playbook === null ? null : readContract(playbook.contractJson);
  const before = playbook === null ? null : normalizePlaybook(playbook, catalog);
  const live = before === null || 'problems' in before ? null : before.content;
  return {
    problems: labels.problems,
    changes: [...renamed, ...explainContentChange(live, content, catalog)],
    examples: contract === null ? [] : heldExamples(content, contract, catalog),
    schedules: content.triggers.flatMap((trigger) =>
      trigger.type === 'schedule'
        ? [{ triggerId: trigger.id, next: nextOccurrences(trigger, clock.now(), SHOWN_TIMES) }]
        : [],
    ),
    steps,
  };
}

interface Parser<T> {
  readonly shape: Readonly<Record<string, unknown>>;
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

interface Part<T> {
  /** Null where something is wrong with it. */
  readonly value: T | null;
  readonly problems: readonly ProblemDetail[];
}

function partsOf<T>(schema: Parser<T>, edited: EditedContent): Part<T> {
  const part = Object.fromEntries(Object.entries(edited).filter(([name]) => name in schema.shape));
  const parsed = schema.safeParse(part);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { value: null, problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
}

function labelChanges(playbook: Playbook, { name, description, category }: EditedContent): string[] {
  return [
    ...(name.trim() === playbook.name ? [] : [`It is called “${name.trim()}” instead of “${playbook.name}”`]),
    ...(description === playbook.description ? [] : ['Its description is another one']),
    ...(category === playbook.category ? [] : [`It is filed under ${category} instead of ${playbook.category}`]),
  ];
}

interface Save {
  readonly content: EditedContent;
  /** That of the draft as it was seen; 0 where there was none. */
  readonly revision: number;
  readonly baseVersionId: string | null;
}

/**
 * Keeps a draft beside what is live. The first save of one is told in the audit; those that follow within it are one
 * editing. Throws `DraftChangedError`, `InvalidPlaybookError` where it is too large.
 */
export async function saveDraft(
  engine: Engine,
  orgId: string,
  playbookId: string,
  { content, revision, baseVersionId }: Save,
  actor: Actor,
): Promise<EditedDraft> {
  const { store, clock } = engine;
  const ref = tenantPaths(orgId).draft(playbookId);
  const contentJson = editedJsonOf(content);
  if (contentJson === null)
    throw new InvalidPlaybookError([{ path: 'content', message: 'A draft may be at most 200 KB' }]);
  const stored = await store.get(ref);
  if ((stored?.data.revision ?? 0) !== revision) throw new DraftChangedError();
  const draft = { contentJson, revision: revision + 1, baseVersionId, editedBy: actor.id, updatedAt: clock.now() };
  const begun = { action: 'playbook.draft_begun', target: { kind: 'playbook', id: playbookId } };
  const writes: Write[] =
    stored === null
      ? [{ op: 'create', path: ref.path, data: draft }, auditWrite(engine, orgId, actor, begun)]
      : [{ op: 'update', path: ref.path, fields: draft, ifVersion: stored.version }];
  await unlessChanged(() => store.commit(writes));
  return draft;
}

/** Throws a draft away; false when there was none. */
export async function discardDraft(engine: Engine, orgId: string, playbookId: string, actor: Actor): Promise<boolean> {
  const ref = tenantPaths(orgId).draft(playbookId);
  const discarded = { action: 'playbook.draft_discarded', target: { kind: 'playbook', id: playbookId } };
  return retryConflicts(async () => {
    const stored = await engine.store.find(ref);
    if (stored === null) return false;
    const end: Write = { op: 'delete', path: ref.path, ifVersion: stored.version };
    await engine.store.commit([end, auditWrite(engine, orgId, actor, discarded)]);
    return true;
  });
}

/**
 * Makes a draft what is live, in one commit with its end; null when there is no such playbook. Throws
 * `DraftChangedError`, `ChangedMeanwhileError` where something else is live than when the editing began, and
 * `InvalidPlaybookError`.
 */
export async function publishDraft(
  engine: Engine,
  orgId: string,
  playbookId: string,
  { revision, activate }: { readonly revision: number; readonly activate: boolean },
  actor: Actor,
): Promise<Saved | null> {
  const stored = await engine.store.get(tenantPaths(orgId).draft(playbookId));
  if (stored === null || stored.data.revision !== revision) throw new DraftChangedError();
  const patch = { ...publishable(stored.data), ...(activate && { status: 'active' as const }) };
  return unlessChanged(() =>
    updatePlaybook(engine, orgId, playbookId, patch, actor, {
      beside: (_, before) => [endOf(engine, stored, before)],
    }),
  );
}

function endOf({ catalog }: Engine, { ref, data, version }: Stored<EditedDraft>, before: Playbook | null): Write {
  if (before !== null && liveVersionOf(before, catalog) !== data.baseVersionId) {
    throw new ChangedMeanwhileError(before.name);
  }
  return { op: 'delete', path: ref.path, ifVersion: version };
}

function publishable(draft: EditedDraft) {
  const edited = contentOfDraft(draft);
  if (edited === null) throw new InvalidPlaybookError([{ path: 'content', message: 'It can no longer be read' }]);
  const labels = partsOf(labelsSchema, edited);
  const doing = partsOf(doingSchema, edited);
  if (labels.value !== null && doing.value !== null) return { ...labels.value, ...doing.value };
  throw new InvalidPlaybookError([...labels.problems, ...doing.problems]);
}

/** The content of a draft; null where it cannot be read any more. */
export function contentOfDraft({ contentJson }: EditedDraft): EditedContent | null {
  try {
    return editedContentSchema.parse(jsonObject.parse(JSON.parse(contentJson)));
  } catch {
    return null;
  }
}

async function unlessChanged<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AlreadyExistsError || error instanceof ConflictError) throw new DraftChangedError();
    throw error;
  }
}
