import type { Actor } from '../../model/audit.ts';
import { type Contract, readContract } from '../../model/contract.ts';
import type { GalleryOrigin } from '../../model/gallery.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Playbook, PlaybookContent, PlaybookDraft, PlaybookPatch } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { compactStep } from '../../model/step.ts';
import { isAtLeast } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { releaseHeld } from '../engine/hold.ts';
import { auditWrite, type Change } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Fields, Stored, Write } from '../ports.ts';
import { startOfDay } from '../triggering/zoned-time.ts';
import { disagreements } from './contract-check.ts';
import { changeOf, pauseFields, told } from './playbook-change.ts';
import { type Normalized, normalizePlaybook } from './validate-playbook.ts';
import { newVersion, versionWrite } from './version-writes.ts';

const ID_LENGTH = 20;
const MAX_STEPS_BYTES = 100_000;
const MAX_CONTRACT_LENGTH = 60_000;

/** A playbook with mistakes; nothing was stored. `errors` name the paths. */
export class InvalidPlaybookError extends Error {
  override readonly name = 'InvalidPlaybookError';
  readonly errors: readonly ProblemDetail[];
  constructor(errors: readonly ProblemDetail[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.errors = errors;
  }
}

/** It would do something else than whoever wants the change has seen; nothing was stored. */
export class ChangedMeanwhileError extends Error {
  override readonly name = 'ChangedMeanwhileError';
  constructor(playbook: string) {
    super(`“${playbook}” was changed meanwhile; look at it as it is now`);
  }
}

export interface Saved {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** Who makes a playbook, and whose it is: what starts by itself does so in its owner's name. */
interface Author extends Saving {
  readonly actor: Actor;
  readonly ownerId: string;
  /** Where making it twice is to make it once; left out, chance names it. Throws `AlreadyExistsError` the second time. */
  readonly playbookId?: string;
  /** Where it was installed from; left out for what was made here. */
  readonly fromGallery?: GalleryOrigin;
}
interface Saving {
  readonly beside?: Beside;
  /** Whether it was written by a model that had read what strangers wrote. */
  readonly isTainted?: boolean;
}
/** Written in the same commit. `before` is null for a new one. */
export type Beside = (after: Saved, before: Playbook | null) => readonly Write[];

/** The id of the playbook that an act makes, whoever repeats it. */
export function playbookIdFor(orgId: string, ...act: readonly string[]): string {
  return deriveId(orgId, ...act).slice(0, ID_LENGTH);
}

/** Checks and stores a new playbook; its trigger arms it. Throws `InvalidPlaybookError`. */
export async function createPlaybook(
  engine: Engine,
  orgId: string,
  draft: PlaybookDraft,
  {
    actor,
    ownerId,
    beside,
    isTainted = false,
    fromGallery,
    playbookId = playbookIdFor(orgId, engine.random.token()),
  }: Author,
): Promise<Saved> {
  const { steps, onFailure, triggers, contract = null, ...rest } = draft;
  const { content, versionId } = rightOf(normalizePlaybook(draft, engine.catalog));
  if (draft.status === 'active') assertAgrees(engine, content, contract);
  const now = engine.clock.now();
  const playbook: Playbook = {
    ...rest,
    triggers: content.triggers,
    ...jsonOf(content),
    ownerId,
    isTainted,
    fromGallery: fromGallery ?? null,
    contractJson: contractJsonOf(contract),
    arming: null,
    pause: draft.status === 'paused' ? { since: now, by: actor.id, reason: null, until: null } : null,
    resumed: null,
    resumedBefore: [],
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  await engine.store.commit([
    { op: 'create', path: tenantPaths(orgId).playbook(playbookId).path, data: playbook },
    versionWrite(tenantPaths(orgId).version(playbookId, versionId).path, { content, isTainted }, actor, now),
    entry(engine, orgId, playbookId, actor, { action: 'playbook.created', after: told(playbook) }),
    ...(beside?.({ playbookId, playbook }, null) ?? []),
  ]);
  return { playbookId, playbook };
}

/**
 * Applies a change to a playbook; null when there is none. Whatever a pause of it had held is woken when its status
 * becomes another one, and sees for itself what becomes of it. Throws `InvalidPlaybookError`, `ChangedMeanwhileError`.
 */
export async function updatePlaybook(
  engine: Engine,
  orgId: string,
  playbookId: string,
  patch: PlaybookPatch,
  actor: Actor,
  saving: Saving = {},
): Promise<Saved | null> {
  const until = patch.until === undefined ? null : await dayIn(engine, orgId, patch.until);
  const saved = await retryConflicts(async () => {
    const stored = await engine.store.get(tenantPaths(orgId).playbook(playbookId));
    if (stored !== null && patch.ownerId !== undefined) await assertMayOwn(engine, orgId, patch.ownerId);
    return (
      stored && { playbookId, playbook: await patchOnce(engine, orgId, stored, { patch, actor, until, ...saving }) }
    );
  });
  const { status = 'paused' } = patch;
  if (saved !== null && status !== 'paused') await release(engine, orgId, playbookId);
  return saved;
}

/** What starts by itself does so in its owner's name. Throws `InvalidPlaybookError`. */
async function assertMayOwn({ store }: Engine, orgId: string, uid: string): Promise<void> {
  const member = await store.get(tenantPaths(orgId).member(uid));
  if (member !== null && isAtLeast(member.data.role, 'editor')) return;
  const message =
    member === null ? 'Nobody in the team has this uid' : 'A viewer cannot own a playbook; name an editor';
  throw new InvalidPlaybookError([{ path: 'ownerId', message }]);
}

/** The beginning of a day in the tenant's zone, which has to come yet. Throws `InvalidPlaybookError`. */
async function dayIn({ store, clock }: Engine, orgId: string, day: string): Promise<Date> {
  const tenant = await store.get(top.tenant(orgId));
  const start = startOfDay(day, tenant?.data.timezone ?? 'UTC');
  if (start > clock.now()) return start;
  throw new InvalidPlaybookError([{ path: 'until', message: `Give a day that is still to come, not ${day}` }]);
}

interface Patching {
  readonly patch: PlaybookPatch;
  readonly actor: Actor;
  readonly until: Date | null;
  readonly isTainted?: boolean;
}
/** A pause, an archive or another owner must always be possible, even for a playbook that has become invalid. */
const ASIDE: readonly string[] = ['status', 'ownerId', 'until'] satisfies (keyof PlaybookPatch)[];

async function patchOnce(
  engine: Engine,
  orgId: string,
  stored: Stored<Playbook>,
  { beside, ...patching }: Patching & Saving,
): Promise<Playbook> {
  const { patch, actor } = patching;
  const fields = fieldsOf(engine, stored.data, patching);
  const after: Playbook = { ...stored.data, ...fields };
  const change = changeOf(stored.data, after, patch.held ?? 'latest');
  await engine.store.commit([
    { op: 'update', path: stored.ref.path, fields, ifVersion: stored.version },
    ...(await newVersion(engine, orgId, stored, { after, actor })),
    ...(change === null ? [] : [entry(engine, orgId, stored.id, actor, change)]),
    ...(beside?.({ playbookId: stored.id, playbook: after }, stored.data) ?? []),
  ]);
  engine.fault('playbook_changed');
  return after;
}

/** A playbook as a change would leave it; nothing is stored. Throws `InvalidPlaybookError`. */
export function foreseeUpdate(engine: Engine, before: Playbook, patch: PlaybookPatch, actor: Actor): Playbook {
  return { ...before, ...fieldsOf(engine, before, { patch, actor, until: null }) };
}

/** What a change comes to. Throws `InvalidPlaybookError`, `ChangedMeanwhileError`. */
function fieldsOf(engine: Engine, before: Playbook, { patch, actor, until, isTainted = false }: Patching): Fields {
  const { steps, onFailure, contract, held = 'latest', until: _, versionId, ...rest } = patch;
  const { status } = patch;
  const now = engine.clock.now();
  const given = {
    ...Object.fromEntries(Object.entries(rest)),
    ...(status && pauseFields(before, status, { now, by: actor.id, held, until })),
    ...(contract !== undefined && { contractJson: contractJsonOf(contract) }),
    // To activate it is to say yes to what it is.
    ...(isTainted ? { isTainted } : status === 'active' && { isTainted: false }),
  };
  const merged: Playbook = {
    ...before,
    ...given,
    ...(steps !== undefined && { steps, stepsJson: undefined }),
    ...(onFailure !== undefined && { onFailure, onFailureJson: undefined }),
  };
  const isAside = Object.keys(patch).every((name) => ASIDE.includes(name)) && status !== 'active';
  if (isAside) return { ...given, updatedAt: now };
  const normalized = normalizePlaybook(merged, engine.catalog);
  if (versionId !== undefined) assertIs(versionId, normalized, merged);
  const { content } = rightOf(normalized);
  if (merged.status === 'active') assertAgrees(engine, content, readContract(merged.contractJson));
  return { ...given, updatedAt: now, triggers: content.triggers, ...jsonOf(content) };
}

/**
 * Removes a playbook; its trigger removes schedules, listeners and jobs. False when there was none. Throws
 * `ConflictError` where it is not as it was at `ifVersion`.
 */
export async function deletePlaybook(
  engine: Engine,
  orgId: string,
  playbookId: string,
  actor: Actor,
  { beside = [], ifVersion }: { readonly beside?: readonly Write[]; readonly ifVersion?: string } = {},
): Promise<boolean> {
  const ref = tenantPaths(orgId).playbook(playbookId);
  const found = await engine.store.find(ref);
  if (found === null) return false;
  const before = found.data === null ? null : told(found.data);
  await engine.store.commit([
    { op: 'delete', path: ref.path, ...(ifVersion !== undefined && { ifVersion }) },
    { op: 'delete', path: tenantPaths(orgId).draft(playbookId).path },
    entry(engine, orgId, playbookId, actor, { action: 'playbook.deleted', before }),
    ...beside,
  ]);
  await release(engine, orgId, playbookId);
  return true;
}

async function release(engine: Engine, orgId: string, playbookId: string): Promise<void> {
  await releaseHeld(engine, orgId, 'pause', playbookId);
  await releaseHeld(engine, orgId, 'limit', playbookId);
}

function entry(engine: Engine, orgId: string, playbookId: string, actor: Actor, change: Omit<Change, 'target'>): Write {
  return auditWrite(engine, orgId, actor, { ...change, target: { kind: 'playbook', id: playbookId } });
}

/** What is active does what was asked for, in every example of it. */
function assertAgrees({ catalog }: Engine, content: PlaybookContent, contract: Contract | null): void {
  const problems = contract === null ? [] : disagreements(content, contract, catalog);
  if (problems.length > 0) throw new InvalidPlaybookError(problems);
}

function contractJsonOf(contract: Contract | null): string | null {
  if (contract === null) return null;
  const json = JSON.stringify(contract);
  if (json.length <= MAX_CONTRACT_LENGTH) return json;
  throw new InvalidPlaybookError([{ path: 'contract', message: 'It is too long; shorten its texts and examples' }]);
}

function assertIs(seen: string, normalized: Normalized, { name }: Playbook): void {
  if (!('problems' in normalized) && normalized.versionId === seen) return;
  throw new ChangedMeanwhileError(name);
}

function rightOf(normalized: Normalized): Exclude<Normalized, { readonly problems: unknown }> {
  if ('problems' in normalized) throw new InvalidPlaybookError(normalized.problems);
  return normalized;
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
