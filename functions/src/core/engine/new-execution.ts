import type { Execution, Mode, Usage } from '../../model/execution.ts';
import { noUsage } from '../../model/execution.ts';
import type { ExecutionContext } from '../../model/execution-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { executionExpiry } from '../../model/retention.ts';
import { searchTerms } from '../../model/search-terms.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import type { StartRequest } from './start-execution.ts';

/** An execution but for what depends on its status. */
export type NewExecution = Omit<
  Execution,
  'status' | 'lease' | 'wait' | 'error' | 'dueAt' | 'startedAt' | 'completedAt'
>;

/** Who is `user` where nobody is: in the record of something that did not start. */
export const systemUser: ExecutionContext['user'] = { id: 'system', name: '', email: '', locale: 'en-US' };

/** A member as expressions see him. */
export function userOf({ uid, name, email, locale }: TeamMember): ExecutionContext['user'] {
  return { id: uid, name, email, locale };
}

export interface NewFacts {
  /** Null when it cannot be read. */
  readonly playbook: { readonly name: string; readonly dryRun: boolean } | null;
  readonly tenant: Pick<Tenant, 'name' | 'timezone' | 'currency' | 'dryRun' | 'tier'> | null;
  readonly versionId: string;
  readonly user: ExecutionContext['user'];
  readonly inputs: JsonObject;
  readonly usage?: Usage;
  /** Whether whoever runs the deployment has everything rehearsed. */
  readonly dryRun?: boolean;
}

/** Whoever wants it to be a rehearsal has his way. */
export function modeOf(
  request: Pick<StartRequest, 'dryRun'>,
  facts: Pick<NewFacts, 'playbook' | 'tenant' | 'dryRun'>,
): Mode {
  const { playbook, tenant, dryRun } = facts;
  return request.dryRun || dryRun || playbook?.dryRun || tenant?.dryRun ? 'dry_run' : 'live';
}

/** What an occasion becomes: an execution, or the record of why there is none. */
export function newExecution(request: StartRequest, facts: NewFacts, now: Date): NewExecution {
  const { occasion, isRehearsed = false } = request;
  const playbookName = facts.playbook?.name ?? request.playbookId;
  const context = contextFor(request, facts);
  return {
    playbookId: request.playbookId,
    playbookName,
    versionId: facts.versionId,
    triggerId: triggerIdOf(request),
    triggeredBy: request.triggeredBy,
    startedBy: request.startedBy,
    mode: modeOf(request, facts),
    scheduledFor: occasion.kind === 'schedule' ? occasion.scheduledFor : null,
    eventId: occasion.kind === 'event' ? occasion.eventId : null,
    contextJson: JSON.stringify(context),
    depth: request.depth,
    generation: 0,
    parent: request.parent ?? null,
    isShare: isRehearsed,
    behind: null,
    replayOf: request.replayOf ?? null,
    isScheduled: request.isScheduled ?? request.triggeredBy === 'schedule',
    isForeign: false,
    taskId: request.taskId ?? null,
    taint: [...(request.taint ?? [])],
    heldBy: [],
    failing: request.failing ?? null,
    stepResults: [],
    signals: {},
    takeovers: 0,
    usage: facts.usage ?? noUsage,
    isCounted: false,
    // No list shows a rehearsal.
    terms: isRehearsed ? [] : searchTerms({ playbookName, eventName: request.eventName ?? null, context }),
    createdAt: now,
    expireAt: executionExpiry(facts.tenant?.tier ?? 'free', now),
  };
}

function contextFor(request: StartRequest, { tenant, user, inputs }: NewFacts): ExecutionContext {
  const { occasion, orgId } = request;
  return {
    user,
    org: {
      id: orgId,
      name: tenant?.name ?? orgId,
      timezone: tenant?.timezone ?? 'UTC',
      currency: tenant?.currency ?? 'USD',
    },
    trigger: request.trigger ?? {
      id: triggerIdOf(request),
      type: request.triggeredBy,
      scheduledFor: occasion.kind === 'schedule' ? occasion.scheduledFor.toISOString() : null,
    },
    event: request.event ?? (occasion.kind === 'event' ? occasion.event : null),
    inputs,
  };
}

function triggerIdOf({ occasion }: Pick<StartRequest, 'occasion'>): string | null {
  return occasion.kind === 'schedule' || occasion.kind === 'event' ? occasion.triggerId : null;
}
