import { type Execution, executionSchema, noUsage, type StepResult } from '../../functions/src/model/execution.ts';
import type { PlaybookContent } from '../../functions/src/model/playbook.ts';
import type { Step } from '../../functions/src/model/step.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;

export interface Past {
  readonly orgId: string;
  readonly playbookId: string;
  readonly playbookName: string;
  readonly versionId: string;
  readonly content: PlaybookContent;
  readonly orgName: string;
  readonly ownerId: string;
}

/** An execution that has been: completed, or failed in its last step. `createdAt` and the outcome are given. */
export function pastExecution(past: Past, createdAt: Date, outcome: 'completed' | 'failed' | 'skipped'): Execution {
  const { playbookId, playbookName, versionId, content, orgName, ownerId, orgId } = past;
  const [trigger] = content.triggers;
  const type = trigger?.type ?? 'manual';
  const scheduledFor = type === 'schedule' ? createdAt : null;
  const steps = outcome === 'skipped' ? [] : content.steps;
  const ms = 400 + ((createdAt.getTime() / 60_000) % 2_900);
  const completedAt = new Date(createdAt.getTime() + ms);
  const stepResults = steps.map((step, index) => resultOf(step, createdAt, index, outcome === 'failed' && index === 0));
  const failure = {
    code: outcome === 'skipped' ? 'overlap' : 'timeout',
    fault: outcome === 'skipped' ? 'user' : 'vendor',
    message:
      outcome === 'skipped' ? 'The one before was still under way.' : 'The page did not answer within 20 seconds.',
    fix: null,
  };
  return executionSchema.parse({
    playbookId,
    playbookName,
    versionId,
    triggerId: trigger?.id ?? null,
    triggeredBy: type,
    startedBy: 'system',
    mode: 'live',
    scheduledFor,
    eventId: null,
    contextJson: JSON.stringify({
      user: { id: ownerId, name: 'Dana Reed', email: 'demo@thrive.example', locale: 'en-US' },
      org: { id: orgId, name: orgName, timezone: 'America/New_York', currency: 'USD' },
      trigger: { id: trigger?.id ?? null, type, scheduledFor: scheduledFor?.toISOString() ?? null },
      event: null,
      inputs: {},
    }),
    depth: 0,
    generation: 0,
    stepResults: outcome === 'failed' ? stepResults.slice(0, 1) : stepResults,
    signals: {},
    takeovers: 0,
    usage: { ...noUsage, reads: 4, writes: 4, computeMs: Math.round(ms / 2) },
    createdAt,
    expireAt: new Date(createdAt.getTime() + KEPT_DAYS * DAY_MS),
    status: outcome,
    startedAt: outcome === 'skipped' ? null : createdAt,
    completedAt,
    lease: null,
    wait: null,
    error: outcome === 'completed' ? null : failure,
    dueAt: null,
  });
}

function resultOf(step: Step, from: Date, index: number, isFailed: boolean): StepResult {
  const startedAt = new Date(from.getTime() + index * 120);
  return {
    path: step.id,
    stepId: step.id,
    action: step.action,
    agent: step.agent,
    status: isFailed ? 'failed' : 'completed',
    attempts: isFailed ? 3 : 1,
    startedAt,
    completedAt: new Date(startedAt.getTime() + 100),
    outputJson: isFailed ? null : JSON.stringify({ summary: 'Nothing out of the ordinary.' }),
    outputStored: false,
    note: null,
    error: isFailed
      ? {
          code: 'timeout',
          fault: 'vendor',
          message: 'The page did not answer within 20 seconds.',
          fix: null,
          errors: [],
        }
      : null,
    wait: null,
    branch: null,
    progress: null,
    failures: [],
    reserved: [],
    isTainted: false,
    approvalId: null,
    usage: { ...noUsage, computeMs: 40 },
  };
}
