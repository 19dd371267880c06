import type { Execution, ExecutionContext, Mode, TriggeredBy } from '../../model/execution.ts';
import { addUsage, noUsage } from '../../model/execution.ts';
import { canonicalJson, type JsonObject, type JsonValue } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Playbook, PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { expiryOf } from '../../model/retention.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import { normalizePlaybook } from '../authoring/validate-playbook.ts';
import { deriveId, sha256Hex } from '../derive-id.ts';
import { AlreadyExistsError, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { createHolder, type Holder } from './holder.ts';
import { parseInputs } from './inputs.ts';
import { toQueued, toRunning } from './transition.ts';

/** Playbooks that start playbooks end here. */
export const MAX_DEPTH = 8;

/** What makes this start this start: the same occasion twice is one execution. */
export type Occasion =
  | { readonly kind: 'schedule'; readonly triggerId: string; readonly scheduledFor: Date }
  | { readonly kind: 'event'; readonly triggerId: string; readonly eventId: string; readonly event: JsonValue }
  | { readonly kind: 'request'; readonly key: string };

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
  readonly code: 'not_found' | 'invalid' | 'not_active' | 'bad_inputs' | 'owner_left' | 'too_deep';
  readonly errors: readonly ProblemDetail[];
  constructor(code: StartRefusedError['code'], message: string, errors: readonly ProblemDetail[] = []) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

export interface Started {
  readonly executionId: string;
  /** False when the same occasion had started it before. */
  readonly created: boolean;
  /** The lease, when `hold` asked for it and the execution is new. */
  readonly held: { readonly holder: Holder; readonly content: PlaybookContent } | null;
}

/**
 * Creates the execution of one occasion, with its version if that is new, in one commit. With `hold` the caller
 * advances it himself and gets the lease with the creation; otherwise it is queued. Throws `StartRefusedError`.
 */
export async function startExecution(engine: Engine, request: StartRequest, hold: boolean): Promise<Started> {
  const { orgId, playbookId } = request;
  const paths = tenantPaths(orgId);
  const executionId = executionIdFor(request);
  const [playbook, tenant] = await Promise.all([
    engine.store.find(paths.playbook(playbookId)),
    engine.store.get(top.tenant(orgId)),
  ]);
  if (playbook === null || tenant === null) {
    throw new StartRefusedError('not_found', `There is no playbook ${playbookId}`);
  }
  if (playbook.data === null) {
    throw new StartRefusedError('invalid', 'The playbook cannot be read', playbook.problems);
  }
  const { content, versionId } = checked(engine, playbook.data);
  refuseUnlessReady(request, playbook.data);
  const inputs = parseInputs(content.inputs, request.inputs);
  if ('problems' in inputs) throw new StartRefusedError('bad_inputs', 'The inputs are not right', inputs.problems);

  const now = engine.clock.now();
  const user = request.member ?? (await actingUser(engine, orgId, playbook.data));
  const beside: Write[] = [...request.alongside];
  if (playbook.data.arming?.versionId !== versionId) {
    const data = { contentJson: canonicalJson(content), createdAt: now, createdBy: playbook.data.ownerId };
    beside.push({ op: 'set', path: paths.version(playbookId, versionId).path, data });
  }
  const execution = newExecution(request, { playbook: playbook.data, tenant: tenant.data, versionId, now });
  const contextJson = JSON.stringify(contextFor(request, tenant.data, user, inputs.values));
  // The playbook, the tenant, and the owner where nobody in person started it.
  const usage = addUsage(noUsage, { reads: request.member === null ? 3 : 2, writes: 1 + beside.length });
  const queued = toQueued({ ...execution, contextJson, usage }, now);
  const state = hold ? toRunning(queued, engine.random.token(), now) : queued;
  try {
    const create: Write = { op: 'create', path: paths.execution(executionId).path, data: state };
    const [version] = await engine.store.commit([create, ...beside]);
    engine.fault('started');
    engine.log.info('execution_started', { orgId, playbookId, executionId, triggeredBy: request.triggeredBy });
    const ref = paths.execution(executionId);
    const held = hold && version !== undefined ? { ref, id: executionId, data: state, version } : null;
    return { executionId, created: true, held: held && { holder: createHolder(engine, orgId, held), content } };
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { executionId, created: false, held: null };
    throw error;
  }
}

/** The id of the execution that an occasion is; the same occasion is always the same execution. */
export function executionIdFor({
  orgId,
  playbookId,
  occasion,
}: Pick<StartRequest, 'orgId' | 'playbookId' | 'occasion'>): string {
  switch (occasion.kind) {
    case 'schedule':
      return deriveId(orgId, playbookId, occasion.triggerId, 'schedule', occasion.scheduledFor.toISOString());
    case 'event':
      return deriveId(orgId, playbookId, occasion.triggerId, 'event', occasion.eventId);
    case 'request':
      return deriveId(orgId, playbookId, '', 'request', sha256Hex(occasion.key));
  }
}

/** The playbook as it would be executed now. Does not rely on the trigger having looked at it before. */
function checked(engine: Engine, playbook: Playbook) {
  const normalized = normalizePlaybook(playbook, engine.catalog);
  if ('problems' in normalized) {
    throw new StartRefusedError('invalid', 'The playbook has mistakes and cannot start', normalized.problems);
  }
  return normalized;
}

function refuseUnlessReady({ triggeredBy, depth }: StartRequest, playbook: Playbook): void {
  if (depth > MAX_DEPTH) {
    throw new StartRefusedError(
      'too_deep',
      `Playbooks have started one another ${MAX_DEPTH} times in a row; this looks like a loop`,
    );
  }
  const byPerson = triggeredBy === 'manual' || triggeredBy === 'api' || triggeredBy === 'agent';
  if (playbook.status === 'active' || (byPerson && playbook.status !== 'archived')) return;
  const why = byPerson ? 'take it out of the archive first' : 'only an active one starts by itself';
  throw new StartRefusedError('not_active', `The playbook is ${playbook.status}; ${why}`);
}

/** Who is `user` when nobody in person started it: the owner, who must still be in the team. */
async function actingUser(engine: Engine, orgId: string, playbook: Playbook): Promise<TeamMember> {
  const owner = playbook.ownerId;
  const member = owner === null ? null : await engine.store.get(tenantPaths(orgId).member(owner));
  if (member) return member.data;
  throw new StartRefusedError('owner_left', 'The playbook has no owner in the team any more; give it a new one');
}

function newExecution(
  request: StartRequest,
  facts: { playbook: Playbook; tenant: Tenant; versionId: string; now: Date },
): Omit<Extract<Execution, { status: 'queued' }>, 'contextJson' | 'usage' | 'status' | 'dueAt'> {
  const { occasion } = request;
  const { playbook, tenant, now } = facts;
  const mode: Mode = request.dryRun || playbook.dryRun || tenant.dryRun ? 'dry_run' : 'live';
  return {
    playbookId: request.playbookId,
    playbookName: playbook.name,
    versionId: facts.versionId,
    triggerId: occasion.kind === 'request' ? null : occasion.triggerId,
    triggeredBy: request.triggeredBy,
    startedBy: request.startedBy,
    mode,
    scheduledFor: occasion.kind === 'schedule' ? occasion.scheduledFor : null,
    eventId: occasion.kind === 'event' ? occasion.eventId : null,
    depth: request.depth,
    generation: 0,
    parent: null,
    replayOf: null,
    failing: null,
    stepResults: [],
    signals: {},
    takeovers: 0,
    createdAt: now,
    expireAt: expiryOf('execution', now),
    startedAt: null,
    completedAt: null,
    lease: null,
    wait: null,
    error: null,
  };
}

function contextFor(request: StartRequest, tenant: Tenant, user: TeamMember, inputs: JsonObject): ExecutionContext {
  const { occasion, orgId } = request;
  return {
    user: { id: user.uid, name: user.name, email: user.email, locale: user.locale },
    org: { id: orgId, name: tenant.name, timezone: tenant.timezone, currency: tenant.currency },
    trigger: {
      id: occasion.kind === 'request' ? null : occasion.triggerId,
      type: request.triggeredBy,
      scheduledFor: occasion.kind === 'schedule' ? occasion.scheduledFor.toISOString() : null,
    },
    event: occasion.kind === 'event' ? occasion.event : null,
    inputs,
  };
}
