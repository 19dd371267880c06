import type { Mode, Parent, StoredError, TriggeredBy } from '../../model/execution.ts';
import { addUsage, noUsage } from '../../model/execution.ts';
import type { ExecutionContext } from '../../model/execution-context.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { OverlapState } from '../../model/overlap-state.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import {
  contentJsonOf,
  type Overlap,
  type Playbook,
  type PlaybookContent,
  playbookContentSchema,
} from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import { normalizePlaybook } from '../authoring/validate-playbook.ts';
import { noteMonth } from '../governance/monthly.ts';
import { type Holding, holdingOf } from '../governance/standing.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../ports.ts';
import { atOnce, overlapPolicy, type Turn, takeTurn } from '../triggering/overlap.ts';
import { type Admitted, admit, firstState } from './admission.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import type { InHand } from './executors/executor.ts';
import { createHolder } from './holder.ts';
import { parseInputs } from './inputs.ts';
import { keyRefusal, refusalOf } from './may-start.ts';
import { modeOf, newExecution, userOf } from './new-execution.ts';
import { executionIdFor, type Occasion } from './occasion.ts';

const MAX_CONFLICTS = 5;

export interface StartRequest {
  readonly orgId: string;
  readonly playbookId: string;
  readonly occasion: Occasion;
  readonly triggeredBy: TriggeredBy;
  /** A uid, the id of an API key, or `system`. */
  readonly startedBy: string;
  /** The caller's own membership, when he is a person and it was read already. */
  readonly member: TeamMember | null;
  readonly inputs: JsonObject;
  readonly dryRun: boolean;
  readonly depth: number;
  /** Written in the same commit as the execution (an advanced schedule). */
  readonly alongside: readonly Write[];
  readonly parent?: Parent | null;
  readonly replayOf?: string | null;
  /** An existing version to execute instead of the playbook as it is now; it is not checked again. */
  readonly versionId?: string;
  /** Executed instead of a stored playbook: the test of a step, the work of a task. `playbookId` is that of no document. */
  readonly inline?: Playbook;
  /** The task that it does. */
  readonly taskId?: string;
  /** What expressions see as `event`, where the occasion brings none. */
  readonly event?: JsonValue;
  /** What the event that started it is called, where it is one. */
  readonly eventName?: string;
  /** What they see as `trigger`, where it is not the occasion (a rehearsal of another start). */
  readonly trigger?: ExecutionContext['trigger'];
  /** Which of `event` and `inputs` may hold what strangers wrote. */
  readonly taint?: readonly ('event' | 'inputs')[];
  /** Who is `user`, where it is known without a membership (a child's user is that of its parent). */
  readonly user?: ExecutionContext['user'];
  /** A simulation asked for it: lists of executions leave it out. */
  readonly isRehearsed?: boolean;
  /** Why the playbook could not start: the execution does only its `onFailure` steps and ends as failed. */
  readonly failing?: StoredError;
  /** Whether a schedule is at its beginning; left out: where it is one itself. */
  readonly isScheduled?: boolean;
  /** The overlap policy where the playbook names none; left out: a schedule skips, all else is allowed. */
  readonly overlap?: Overlap;
  /** An occurrence of which catch-up has decided that it starts, though a pause that is over had held it. */
  readonly isSettled?: boolean;
}

/** The part of a start that nobody in person asked for; to be spread and overridden. */
export const unattended = {
  startedBy: 'system',
  member: null,
  inputs: {},
  dryRun: false,
  depth: 0,
  alongside: [],
} as const satisfies Partial<StartRequest>;

/** A start that is refused, in words for whoever asked; nothing was written. */
export class StartRefusedError extends Error {
  override readonly name = 'StartRefusedError';
  /** `held`: a pause holds the schedule, or had held this occurrence of it. */
  readonly code:
    | 'not_found'
    | 'invalid'
    | 'not_active'
    | 'bad_inputs'
    | 'owner_left'
    | 'too_deep'
    | 'key_revoked'
    | 'skill_not_allowed'
    | 'held';
  readonly errors: readonly ProblemDetail[];
  constructor(code: StartRefusedError['code'], message: string, errors: readonly ProblemDetail[] = []) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

export interface Started {
  /** With `skipped`, the id of the record that accounts for it. */
  readonly executionId: string;
  /** False when the same occasion had started it before, or it was skipped. */
  readonly created: boolean;
  /** Where it stands when it was created; `waiting` for its turn, or while a pause or a limit holds it. */
  readonly status: 'queued' | 'running' | 'waiting';
  /** Why it did not start, though it might have: the execution before it is under way. The record of that is stored. */
  readonly skipped: StoredError | null;
  /** The lease, when `hold` asked for it and the execution is new. */
  readonly held: InHand | null;
}

/**
 * Creates the execution of one occasion, with its version if that is new, in one commit. With `hold` the caller
 * advances it himself and gets the lease with the creation; otherwise it is queued, or waits: for its turn, or while a
 * pause or a limit holds it. Throws `StartRefusedError`, and `ConflictError` when something of `alongside` was changed
 * meanwhile.
 */
export async function startExecution(engine: Engine, request: StartRequest, hold: boolean): Promise<Started> {
  const ready = await prepare(engine, request);
  const executionId = executionIdFor(request);
  const policy = overlapPolicy(request, ready.content, ready.holding !== null);
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt === MAX_CONFLICTS;
    const known = attempt === 0 ? ready.overlapState : undefined;
    const turn = policy === 'allow' ? atOnce : await takeTurn(engine, request, executionId, policy, known);
    const admission = await admit(engine, { ...ready, orgId: request.orgId, turn, isBeaten: isLast });
    const placed = { ...ready, executionId, turn, admission, hold };
    try {
      const started = await commitStart(engine, request, placed);
      if (started.created && ready.mode === 'live')
        await noteMonth(engine, request.orgId, ready.tenant, admission.used);
      return started;
    } catch (error) {
      // Another start of the playbook or of the month, or the one in the way, was written at the same moment: look again.
      const isOthers = policy === 'allow' && admission.writes.length === 0;
      if (!(error instanceof ConflictError) || isLast || isOthers) throw error;
    }
  }
}

/** What is executed, and its hash. */
export interface Content {
  readonly content: PlaybookContent;
  readonly versionId: string;
}

interface Ready extends Content {
  readonly playbook: Playbook;
  readonly tenant: Tenant;
  /** When it and the playbook were read. */
  readonly seenAt: Date;
  /** What keeps it from beginning now. */
  readonly holding: Holding | null;
  readonly mode: Mode;
  readonly newVersion: readonly Write[];
  readonly inputs: JsonObject;
  readonly user: ExecutionContext['user'];
  readonly reads: number;
  /** Undefined where it was not read. */
  readonly overlapState: Stored<OverlapState> | null | undefined;
}

/** Reads what a start needs and refuses what cannot start. A schedule nearly always asks for the overlap state, too. */
async function prepare(engine: Engine, request: StartRequest): Promise<Ready> {
  const { orgId, playbookId } = request;
  const paths = tenantPaths(orgId);
  const seenAt = engine.clock.now();
  const [playbook, tenant, overlapState] = await Promise.all([
    request.inline ? { data: request.inline } : engine.store.find(paths.playbook(playbookId)),
    engine.store.get(top.tenant(orgId)),
    request.triggeredBy === 'schedule' ? engine.store.get(paths.overlapState(playbookId)) : undefined,
  ]);
  if (playbook === null || tenant === null) {
    throw new StartRefusedError('not_found', `There is no playbook ${playbookId}`);
  }
  if (playbook.data === null) {
    throw new StartRefusedError('invalid', 'The playbook cannot be read', playbook.problems);
  }
  const standing = { tenant: tenant.data, playbook: playbook.data };
  const holding = holdingOf(engine.switches, request.triggeredBy, standing);
  const ofKey = await keyRefusal(engine, request, playbook.data);
  const refusal = refusalOf(request, standing, holding) ?? ofKey.refusal;
  if (refusal !== null) throw new StartRefusedError(refusal.code, refusal.message);
  const isPinned = request.versionId !== undefined;
  const content = isPinned
    ? await pinnedContent(engine, request, request.versionId)
    : newestContent(engine, playbook.data);
  const newVersion = isPinned ? [] : await versionWrites(engine, request, playbook.data, content);
  const inputs = checkedInputs(content.content, request);
  const knowsUser = request.user !== undefined || request.member !== null;
  const user = request.user ?? userOf(request.member ?? (await owner(engine, orgId, playbook.data)));
  const reads = 2 + ofKey.reads + (isPinned ? 1 : 0) + (knowsUser ? 0 : 1);
  const mode = modeOf(request, { ...standing, dryRun: engine.switches.dryRun });
  return { ...content, ...standing, seenAt, newVersion, holding, mode, inputs, user, reads, overlapState };
}

interface Placed extends Ready {
  readonly executionId: string;
  readonly turn: Turn;
  readonly admission: Admitted;
  readonly hold: boolean;
}

async function commitStart(engine: Engine, request: StartRequest, placed: Placed): Promise<Started> {
  const { orgId, playbookId } = request;
  const { executionId, turn, admission, content } = placed;
  const ref = tenantPaths(orgId).execution(executionId);
  const before: Started = { executionId, created: false, status: 'queued', skipped: null, held: null };
  if (turn.kind === 'started_before') return before;
  const ours = [...turn.writes, ...admission.writes];
  const beside = [...placed.newVersion, ...ours, ...request.alongside];
  const reads = placed.reads + turn.reads;
  const usage = addUsage(noUsage, { reads, writes: 1 + beside.length });
  const now = engine.clock.now();
  const fresh = newExecution(request, { ...placed, usage, dryRun: placed.mode === 'dry_run' }, now);
  const state = firstState(engine, fresh, placed, now);
  const create: Write[] = state === null ? [] : [{ op: 'create', path: ref.path, data: state }];
  try {
    const [version] = await engine.store.commit([...create, ...beside]);
    engine.fault(turn.kind === 'skip' ? 'skipped' : 'started');
    if (turn.kind === 'skip') {
      engine.log.info('start_skipped', { orgId, playbookId, executionId, reason: turn.reason.code });
      return { ...before, executionId: turn.foldedInto ?? executionId, skipped: turn.reason };
    }
    engine.log.info('execution_started', { orgId, playbookId, executionId, triggeredBy: request.triggeredBy });
    if (turn.kind === 'start' && turn.canceled !== null) await enqueueAdvance(engine, orgId, turn.canceled, null);
    if (state?.status === 'waiting') return { ...before, created: true, status: 'waiting' };
    if (state?.status !== 'running' || version === undefined) return { ...before, created: true };
    const holder = createHolder(engine, orgId, { ref, id: executionId, data: state, version });
    const seen = { at: placed.seenAt, tenant: placed.tenant };
    return { ...before, created: true, status: 'running', held: { holder, content, seen } };
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    // It was the execution, or else the overlap state or the counter that a first start beside this one created.
    const wasState = ours.some(({ op }) => op === 'create') && (await engine.store.get(ref)) === null;
    if (wasState) throw new ConflictError(playbookId);
    return before;
  }
}

type Which = Pick<StartRequest, 'orgId' | 'playbookId'>;

/** The version, unless it is stored already: when it was made, and by whom, is not to be lost. */
export async function versionWrites(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  of: Which,
  playbook: Playbook,
  content: Content,
): Promise<Write[]> {
  if (playbook.arming?.versionId === content.versionId) return [];
  const ref = tenantPaths(of.orgId).version(of.playbookId, content.versionId);
  if ((await store.find(ref)) !== null) return [];
  const data = { contentJson: contentJsonOf(content.content), createdAt: clock.now(), createdBy: playbook.ownerId };
  return [{ op: 'set', path: ref.path, data }];
}

/** The playbook as it would be executed now. Does not rely on the trigger having looked at it before. */
export function newestContent(engine: Engine, playbook: Playbook): Content {
  const normalized = normalizePlaybook(playbook, engine.catalog);
  if ('problems' in normalized) {
    throw new StartRefusedError('invalid', 'The playbook has mistakes and cannot start', normalized.problems);
  }
  return normalized;
}

/** A version as it was stored; it is not checked again. */
export async function pinnedContent(engine: Engine, { orgId, playbookId }: Which, versionId: string): Promise<Content> {
  const version = await engine.store.get(tenantPaths(orgId).version(playbookId, versionId));
  if (version === null) throw new StartRefusedError('not_found', `The playbook has no version ${versionId}`);
  return { content: playbookContentSchema.parse(JSON.parse(version.data.contentJson)), versionId };
}

function checkedInputs(content: PlaybookContent, { inputs: given, failing }: StartRequest): JsonObject {
  const inputs = parseInputs(content.inputs, given);
  if ('values' in inputs) return inputs.values;
  // What is wrong with them may be the very reason.
  if (failing) return Object.fromEntries(content.inputs.map((one) => [one.name, given[one.name] ?? one.default]));
  throw new StartRefusedError('bad_inputs', 'The inputs are not right', inputs.problems);
}

/** Who is `user` when nobody in person started it: the owner, who must still be in the team. */
async function owner(engine: Engine, orgId: string, playbook: Playbook): Promise<TeamMember> {
  const uid = playbook.ownerId;
  const member = uid === null ? null : await engine.store.get(tenantPaths(orgId).member(uid));
  if (member) return member.data;
  throw new StartRefusedError('owner_left', 'The playbook has no owner in the team any more; give it a new one');
}
