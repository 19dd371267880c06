import type { Approval } from '../../model/approval.ts';
import type { Execution, StoredError } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { type Fact, factId } from '../triggering/publish-fact.ts';
import type { Engine } from './engine.ts';

/** An execution about which there is something to tell. */
interface Told {
  readonly orgId: string;
  readonly executionId: string;
  readonly state: Execution;
}

/**
 * The event of a failure, to be written with it; null where nobody is to hear of it: of rehearsals, of parts of another
 * execution, which knows, and of what a failure had started, which could go on starting itself.
 */
export async function failureFact(engine: Engine, told: Told, error: StoredError): Promise<Fact | null> {
  const { orgId, executionId, state } = told;
  const { playbookId, playbookName, stepResults } = state;
  const eventName = 'execution.failed';
  if (state.parent?.awaited || (await isUntold(engine, told, eventName))) return null;
  const stepId = stepResults.findLast(({ status }) => status === 'failed')?.stepId ?? null;
  // What a step that has read strangers' words says of its failure may be in their words.
  const isTainted = state.taint.length > 0 || stepResults.some((result) => result.isTainted);
  const subject = `playbook_executions/${executionId}`;
  return {
    eventId: factId(orgId, eventName, String(state.generation), subject),
    eventName,
    subject,
    time: engine.clock.now(),
    data: { executionId, playbookId, playbookName, error: error.message, code: error.code, stepId },
    more: { depth: state.depth, causedBy: executionId, isTainted },
  };
}

/** The same, of a question to people. */
export async function requestFact(
  engine: Engine,
  told: Told,
  approvalId: string,
  { title, isTainted, requestedAt }: Approval,
): Promise<Fact | null> {
  const { orgId, executionId, state } = told;
  const { playbookId, playbookName, depth } = state;
  const eventName = 'approval.requested';
  if (await isUntold(engine, told, eventName)) return null;
  const subject = `approvals/${approvalId}`;
  return {
    eventId: factId(orgId, eventName, approvalId, subject),
    eventName,
    subject,
    time: requestedAt,
    data: { approvalId, title, playbookId, playbookName, executionId },
    more: { depth, causedBy: executionId, isTainted },
  };
}

/** Of a rehearsal, a share of a loop, or what an event of this name has started. */
async function isUntold({ store }: Engine, { orgId, state }: Told, eventName: string): Promise<boolean> {
  if (state.mode !== 'live' || state.isShare) return true;
  const cause = state.eventId === null ? null : await store.find(tenantPaths(orgId).event(state.eventId));
  return cause?.data?.eventName === eventName;
}
