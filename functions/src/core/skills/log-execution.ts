import { type Execution, noUsage, type StepResult, type StoredError, type TriggeredBy } from '../../model/execution.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { executionExpiry } from '../../model/retention.ts';
import { searchTerms, withError } from '../../model/search-terms.ts';
import type { LogBody } from '../../model/skill.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import { TIERS } from '../../model/tier.ts';
import { endingWrites } from '../afterwards/ending-writes.ts';
import { endWrites } from '../analytics/end-note.ts';
import { deriveId, sha256Hex } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { belongsBeside } from '../engine/facts.ts';
import { systemUser, userOf } from '../engine/new-execution.ts';
import { AlreadyExistsError, type Write } from '../ports.ts';
import { builtInSkills } from './built-in.ts';

/** There is no version of what took place elsewhere. */
const NO_VERSION = 'elsewhere';
/** Clocks of others may be ahead of ours by so much. */
const AHEAD_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const UNSAID = 'It failed, and nobody said why';

interface Logged {
  readonly orgId: string;
  /** Who tells of it. */
  readonly by: string;
  readonly member: TeamMember | null;
  readonly triggeredBy: TriggeredBy;
  /** The same one twice is one execution. */
  readonly key: string;
  readonly run: LogBody;
  /** Written in the same commit. */
  readonly alongside: (executionId: string) => readonly Write[];
}

/** A run that cannot be taken into the history; the message says why, and which field. */
export class LogRefusedError extends Error {
  override readonly name = 'LogRefusedError';
}

/**
 * Makes an execution that has ended of a run that took place elsewhere: it is counted, found and exported like any other,
 * its inputs and its result count as strangers' words, and it is never gone on with. Answers its id; the same key twice is
 * one. Throws `LogRefusedError` for a time of which no executions are kept.
 */
export async function logExecution(engine: Engine, logged: Logged): Promise<string> {
  const { orgId, key, by, run } = logged;
  const paths = tenantPaths(orgId);
  const executionId = deriveId(orgId, 'logged', sha256Hex(`${by}|${key}`));
  const [tenant, playbook] = await Promise.all([
    engine.store.get(top.tenant(orgId)),
    engine.store.find(paths.playbook(run.skill_id)),
  ]);
  if (tenant === null) throw new LogRefusedError('The business is gone');
  const startedAt = beginOf(engine, run, tenant.data);
  const name = playbook?.data?.name ?? builtInSkills.get(run.skill_id)?.title ?? run.skill_id;
  const ended = executionOf(logged, { tenant: tenant.data, name, startedAt });
  const { fields, writes } = endWrites(orgId, executionId, ended.execution);
  const left = await endingWrites(engine, { orgId, executionId, state: ended.execution }, tenant.data);
  const output = ended.beside === null ? [] : [outputWrite(orgId, executionId, ended.execution, ended.beside)];
  try {
    await engine.store.commit([
      { op: 'create', path: paths.execution(executionId).path, data: { ...ended.execution, ...fields } },
      ...output,
      ...writes,
      ...left,
      ...logged.alongside(executionId),
    ]);
    engine.log.info('execution_logged', { orgId, executionId, skillId: run.skill_id });
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
  return executionId;
}

/** When it began. Throws where that is still to come, or so long ago that it would not be kept. */
function beginOf({ clock }: Engine, { timestamp, duration_ms: ms }: LogBody, { tier }: Tenant): Date {
  const now = clock.now().getTime();
  const startedAt = timestamp === undefined ? now - ms : Date.parse(timestamp);
  if (startedAt > now + AHEAD_MS)
    throw new LogRefusedError('This time is still to come; give the one at which it began');
  const { keptDays } = TIERS[tier];
  if (startedAt < now - keptDays * DAY_MS) throw new LogRefusedError(`Executions are kept for ${keptDays} days only`);
  return new Date(startedAt);
}

/** What is the same of all of them. */
const unstarted = {
  versionId: NO_VERSION,
  mode: 'live',
  isForeign: true,
  isScheduled: false,
  isShare: false,
  isCounted: false,
  triggerId: null,
  scheduledFor: null,
  eventId: null,
  parent: null,
  behind: null,
  replayOf: null,
  taskId: null,
  failing: null,
  lease: null,
  wait: null,
  dueAt: null,
  depth: 0,
  generation: 0,
  takeovers: 0,
  usage: noUsage,
  signals: {},
} as const;

interface Facts {
  readonly tenant: Tenant;
  readonly name: string;
  readonly startedAt: Date;
}

/** `beside`: the JSON of the result, where it is too large to lie in the execution. */
function executionOf({ orgId, run, by, member, triggeredBy }: Logged, { tenant, name, startedAt }: Facts) {
  const completedAt = new Date(startedAt.getTime() + run.duration_ms);
  const context = {
    user: member === null ? systemUser : userOf(member),
    org: { id: orgId, name: tenant.name, timezone: tenant.timezone, currency: tenant.currency },
    trigger: { id: null, type: triggeredBy, scheduledFor: null },
    event: null,
    inputs: run.inputs,
  };
  const outputJson = JSON.stringify(run.result);
  const isBeside = belongsBeside(outputJson, []);
  const result = resultOf(isBeside ? null : outputJson, startedAt, completedAt);
  const terms = searchTerms({ playbookName: name, context });
  const error: StoredError = {
    ...{ code: 'failed_elsewhere', fault: 'vendor', fix: null, errors: [] },
    message: run.error ?? UNSAID,
  };
  const base = {
    ...unstarted,
    playbookId: run.skill_id,
    playbookName: name,
    contextJson: JSON.stringify(context),
    stepResults: run.result === null ? [] : [result],
    ...{ triggeredBy, startedBy: by, startedAt, completedAt, createdAt: startedAt },
    taint: ['inputs', 'result'],
    heldBy: [],
    expireAt: executionExpiry(tenant.tier, startedAt),
  };
  const execution: Execution = run.success
    ? { ...base, terms, status: 'completed', error: null }
    : { ...base, terms: withError(terms, error), status: 'failed', error };
  return { execution, beside: isBeside ? outputJson : null };
}

function resultOf(outputJson: string | null, startedAt: Date, completedAt: Date): StepResult {
  return {
    ...{ path: 'result', stepId: 'result', action: 'elsewhere', agent: null, status: 'completed', attempts: 1 },
    ...{ startedAt, completedAt, outputJson, outputStored: outputJson === null, note: null, error: null, failures: [] },
    ...{ wait: null, branch: null, progress: null, reserved: [], isTainted: true, approvalId: null, usage: noUsage },
  };
}

function outputWrite(orgId: string, executionId: string, { expireAt }: Execution, outputJson: string): Write {
  const { path } = tenantPaths(orgId).output(executionId, 'result');
  return { op: 'set', path, data: { outputJson, expireAt } };
}
