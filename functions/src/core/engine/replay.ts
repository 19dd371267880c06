import type { Actor } from '../../model/audit.ts';
import type { Execution } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember } from '../../model/tenant.ts';
import type { Found, Stored } from '../ports.ts';
import { concurrently } from './concurrently.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import { contextOf } from './facts.ts';
import { declaredInputs } from './inputs.ts';
import { systemUser } from './new-execution.ts';
import { onRecord } from './on-record.ts';
import { StartRefusedError, type StartRequest, startExecution, unattended } from './start-execution.ts';

const PAGE = 100;
/** How many executions are looked at for those that match. */
const MAX_SCANNED = 2_000;
const STARTS_AT_ONCE = 10;

/** How something is to be replayed. `key`: the same one twice is one replay. */
export interface ReplayHow {
  readonly orgId: string;
  readonly actor: Actor;
  readonly member: TeamMember | null;
  readonly triggeredBy: 'manual' | 'api';
  readonly version: 'pinned' | 'newest';
  readonly dryRun: boolean;
  readonly key: string;
}

/** Replays cannot be had so; the message says what to do. Nothing was started. */
export class ReplayRefusedError extends Error {
  override readonly name = 'ReplayRefusedError';
}

/**
 * The start of an execution that repeats another: the same inputs, event and user, on the version of then or of now.
 * Null when there is none to repeat. Throws `ReplayRefusedError`.
 */
export async function replayStart(engine: Engine, executionId: string, how: ReplayHow): Promise<StartRequest | null> {
  const stored = await engine.store.get(tenantPaths(how.orgId).execution(executionId));
  if (stored === null) return null;
  const { parent, status, isForeign } = stored.data;
  if (isForeign) {
    throw new ReplayRefusedError('It took place elsewhere and was only told of; run the skill here instead');
  }
  if (parent?.items) {
    throw new ReplayRefusedError(
      `This is a part of a loop in the execution ${parent.executionId}; replay that one (/executions/${parent.executionId})`,
    );
  }
  if (status === 'skipped') {
    throw new ReplayRefusedError('It never started, so there is nothing to replay; execute the playbook instead');
  }
  return startOf(engine, stored, how);
}

async function startOf(engine: Engine, { id, data }: Stored<Execution>, how: ReplayHow): Promise<StartRequest> {
  const { orgId, actor, member, triggeredBy, dryRun, version, key } = how;
  const { inputs, event, user } = contextOf(data);
  const playbook = version === 'pinned' ? null : await engine.store.find(tenantPaths(orgId).playbook(data.playbookId));
  const declared = playbook?.data?.inputs;
  const start: StartRequest = {
    ...unattended,
    orgId,
    playbookId: data.playbookId,
    occasion: { kind: 'replay', of: id, key },
    triggeredBy,
    startedBy: actor.id,
    member,
    inputs: declared === undefined ? inputs : declaredInputs(declared, inputs),
    dryRun,
    replayOf: id,
    event,
    taint: (['event', 'inputs'] as const).filter((source) => data.taint.includes(source)),
    ...(version === 'pinned' && { versionId: data.versionId }),
    ...(user.id !== systemUser.id && { user }),
  };
  return onRecord(engine, start, actor);
}

export interface ReplayFilter {
  readonly playbookId: string;
  /** Left out: all that have ended. */
  readonly status?: 'completed' | 'failed' | 'canceled' | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** What of a set is to be replayed first, to see whether all goes well; null when nothing matches. */
export async function chooseCanary(
  engine: Engine,
  filter: ReplayFilter,
  limit: number,
  how: ReplayHow,
): Promise<{ readonly start: StartRequest | null; readonly matched: number }> {
  const matches = await matching(engine, how.orgId, filter, limit);
  const [oldest] = matches;
  return { start: oldest ? await startOf(engine, oldest, how) : null, matched: matches.length };
}

interface StartedOne {
  readonly of: string;
  readonly executionId: string;
}
interface RefusedOne {
  readonly of: string;
  readonly reason: string;
}
export interface SetReplayed {
  readonly matched: number;
  readonly started: readonly StartedOne[];
  readonly refused: readonly RefusedOne[];
}

/**
 * The rest of a set, once its canary has completed: on the canary's version where that was the newest one. Twice with
 * the same canary is once. Null when there is no such canary. Throws `ReplayRefusedError`.
 */
export async function replayRest(
  engine: Engine,
  canaryId: string,
  filter: ReplayFilter,
  limit: number,
  how: Omit<ReplayHow, 'key'>,
): Promise<SetReplayed | null> {
  const canary = await engine.store.get(tenantPaths(how.orgId).execution(canaryId));
  if (canary === null) return null;
  refuseUnlessProved(canary.data, filter, how.dryRun);
  const { createdAt, replayOf, versionId } = canary.data;
  // What began after the canary is not meant.
  const to = filter.to !== undefined && filter.to < createdAt ? filter.to : createdAt;
  const matches = await matching(engine, how.orgId, { ...filter, to }, limit);
  const rest = matches.filter(({ id }) => id !== replayOf);
  const version = how.version === 'newest' ? { versionId } : {};
  const outcomes = await concurrently(rest, STARTS_AT_ONCE, async (one) => {
    const start = await startOf(engine, one, { ...how, key: canaryId });
    return startQueued(engine, one.id, { ...start, ...version });
  });
  return {
    matched: matches.length,
    started: outcomes.flatMap((one) => ('executionId' in one ? [one] : [])),
    refused: outcomes.flatMap((one) => ('reason' in one ? [one] : [])),
  };
}

function refuseUnlessProved({ replayOf, playbookId, mode, status }: Execution, filter: ReplayFilter, dryRun: boolean) {
  if (replayOf === null || playbookId !== filter.playbookId) {
    throw new ReplayRefusedError('That is not the canary of such a set; leave out canary to start one');
  }
  if (mode === 'dry_run' && !dryRun) {
    throw new ReplayRefusedError(
      'The canary was a dry run, which proves nothing about the real thing; start a live one',
    );
  }
  if (status === 'completed') return;
  const isOver = status === 'failed' || status === 'canceled';
  const what = isOver ? 'put right what is wrong and start another canary' : 'wait until it has completed';
  throw new ReplayRefusedError(`The canary is ${status}, so the others were not started; ${what}`);
}

async function startQueued(engine: Engine, of: string, start: StartRequest): Promise<StartedOne | RefusedOne> {
  try {
    const { executionId, skipped } = await startExecution(engine, start, false);
    if (skipped !== null) return { of, reason: skipped.message };
    // Also when it was there before: whoever created it may have died in between.
    await enqueueAdvance(engine, start.orgId, executionId, null);
    return { of, executionId };
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    return { of, reason: error.errors[0] ? `${error.errors[0].path}: ${error.errors[0].message}` : error.message };
  }
}

/** The oldest that match; neither parts of loops nor replays. */
async function matching(
  engine: Engine,
  orgId: string,
  { playbookId, status, from = new Date(0), to = engine.clock.now() }: ReplayFilter,
  limit: number,
): Promise<Stored<Execution>[]> {
  const matches: Stored<Execution>[] = [];
  let after: readonly [Date, string] | null = null;
  for (let scanned = 0; scanned < MAX_SCANNED; scanned += PAGE) {
    const page: Found<Execution>[] = await engine.store.query(
      status === undefined
        ? queries.executionsBetween(orgId, playbookId, from, to, { limit: PAGE, after })
        : queries.executionsByStatusBetween(orgId, playbookId, status, from, to, { limit: PAGE, after }),
    );
    matches.push(...page.filter((one): one is Stored<Execution> => one.data !== null && canBeReplayed(one.data)));
    const last = page.at(-1);
    if (matches.length >= limit || page.length < PAGE || !last?.data) break;
    after = [last.data.createdAt, last.id];
  }
  return matches.slice(0, limit);
}

function canBeReplayed({ status, isShare, isForeign, replayOf }: Execution): boolean {
  const hasRun = status === 'completed' || status === 'failed' || status === 'canceled';
  return hasRun && replayOf === null && !isShare && !isForeign;
}
