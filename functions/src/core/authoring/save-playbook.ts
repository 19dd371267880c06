import { tenantPaths } from '../../model/paths.ts';
import type { Playbook, PlaybookContent, PlaybookDraft, PlaybookPatch } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { compactStep } from '../../model/step.ts';
import { deriveId } from '../derive-id.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { type Clock, ConflictError, type Random, type Store, type Stored } from '../ports.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const ID_LENGTH = 20;
const MAX_STEPS_BYTES = 100_000;
const MAX_CONFLICTS = 4;

/** A playbook with mistakes; nothing was stored. `errors` name the paths. */
export class InvalidPlaybookError extends Error {
  override readonly name = 'InvalidPlaybookError';
  readonly errors: readonly ProblemDetail[];
  constructor(errors: readonly ProblemDetail[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.errors = errors;
  }
}

export interface Desk {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly catalog: StepCatalog;
}

export interface Saved {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** Checks and stores a new playbook; its trigger arms it. Throws `InvalidPlaybookError`. */
export async function createPlaybook(desk: Desk, orgId: string, draft: PlaybookDraft, ownerId: string): Promise<Saved> {
  const content = contentOf(desk.catalog, draft);
  const now = desk.clock.now();
  const playbookId = deriveId(orgId, desk.random.token()).slice(0, ID_LENGTH);
  const { steps, onFailure, triggers, ...rest } = draft;
  const playbook: Playbook = {
    ...rest,
    triggers: content.triggers,
    ...jsonOf(content),
    ownerId,
    arming: null,
    createdAt: now,
    updatedAt: now,
  };
  await desk.store.commit([{ op: 'create', path: tenantPaths(orgId).playbook(playbookId).path, data: playbook }]);
  return { playbookId, playbook };
}

/** Applies a change to a playbook; null when there is none. Throws `InvalidPlaybookError`. */
export async function updatePlaybook(
  desk: Desk,
  orgId: string,
  playbookId: string,
  patch: PlaybookPatch,
): Promise<Saved | null> {
  for (let attempt = 0; ; attempt++) {
    const stored = await desk.store.get(tenantPaths(orgId).playbook(playbookId));
    if (stored === null) return null;
    try {
      return { playbookId, playbook: await patchOnce(desk, stored, patch) };
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
    }
  }
}

async function patchOnce(desk: Desk, stored: Stored<Playbook>, patch: PlaybookPatch): Promise<Playbook> {
  const { steps, onFailure, ...rest } = patch;
  const given = Object.fromEntries(Object.entries(rest));
  const merged: Playbook = {
    ...stored.data,
    ...given,
    ...(steps !== undefined && { steps, stepsJson: undefined }),
    ...(onFailure !== undefined && { onFailure, onFailureJson: undefined }),
  };
  // A pause or an archive must always be possible, even of a playbook that has become invalid.
  const onlyStatus = Object.keys(patch).every((name) => name === 'status') && patch.status !== 'active';
  const fields: Record<string, unknown> = { ...given, updatedAt: desk.clock.now() };
  if (!onlyStatus) {
    const content = contentOf(desk.catalog, merged);
    fields.triggers = content.triggers;
    Object.assign(fields, jsonOf(content));
  }
  await desk.store.commit([{ op: 'update', path: stored.ref.path, fields, ifVersion: stored.version }]);
  return { ...stored.data, ...fields };
}

/** Removes a playbook; its trigger removes schedules, listeners and jobs. False when there was none. */
export async function deletePlaybook(desk: Desk, orgId: string, playbookId: string): Promise<boolean> {
  const ref = tenantPaths(orgId).playbook(playbookId);
  if ((await desk.store.find(ref)) === null) return false;
  await desk.store.commit([{ op: 'delete', path: ref.path }]);
  return true;
}

function contentOf(catalog: StepCatalog, playbook: PlaybookDraft | Playbook): PlaybookContent {
  const normalized = normalizePlaybook(playbook, catalog);
  if ('problems' in normalized) throw new InvalidPlaybookError(normalized.problems);
  return normalized.content;
}

function jsonOf(content: PlaybookContent): { stepsJson: string; onFailureJson: string } {
  const json = {
    stepsJson: JSON.stringify(content.steps.map(compactStep)),
    onFailureJson: JSON.stringify(content.onFailure.map(compactStep)),
  };
  if (Buffer.byteLength(json.stepsJson + json.onFailureJson) > MAX_STEPS_BYTES) {
    throw new InvalidPlaybookError([{ path: 'steps', message: 'A playbook may have at most 100 KB of steps' }]);
  }
  return json;
}
