import type { Execution, ExecutionContext, StoredError } from '../../model/execution.ts';
import { noUsage } from '../../model/execution.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Engine } from '../engine/engine.ts';
import { executionIdFor } from '../engine/start-execution.ts';
import { toSkipped } from '../engine/transition.ts';

/**
 * The record of an occurrence that did not start. It has the id that its execution would have had, so that a call of
 * Cloud Scheduler that comes after all starts nothing.
 */
export async function skippedOccurrence(
  engine: Engine,
  orgId: string,
  { playbookId, triggerId }: Schedule,
  scheduledFor: Date,
  reason: StoredError,
): Promise<{ readonly path: string; readonly data: Execution }> {
  const paths = tenantPaths(orgId);
  const [playbook, tenant] = await Promise.all([
    engine.store.find(paths.playbook(playbookId)),
    engine.store.get(top.tenant(orgId)),
  ]);
  const now = engine.clock.now();
  const context: ExecutionContext = {
    user: { id: 'system', name: '', email: '', locale: 'en-US' },
    org: {
      id: orgId,
      name: tenant?.data.name ?? orgId,
      timezone: tenant?.data.timezone ?? 'UTC',
      currency: tenant?.data.currency ?? 'USD',
    },
    trigger: { id: triggerId, type: 'schedule', scheduledFor: scheduledFor.toISOString() },
    event: null,
    inputs: {},
  };
  const executionId = executionIdFor({ orgId, playbookId, occasion: { kind: 'schedule', triggerId, scheduledFor } });
  const data = toSkipped(
    {
      playbookId,
      playbookName: playbook?.data?.name ?? playbookId,
      versionId: playbook?.data?.arming?.versionId ?? '',
      triggerId,
      triggeredBy: 'schedule',
      startedBy: 'system',
      mode: 'live',
      scheduledFor,
      eventId: null,
      contextJson: JSON.stringify(context),
      depth: 0,
      generation: 0,
      parent: null,
      replayOf: null,
      failing: null,
      stepResults: [],
      signals: {},
      takeovers: 0,
      usage: noUsage,
      createdAt: now,
      expireAt: expiryOf('execution', now),
    },
    reason,
    now,
  );
  return { path: paths.execution(executionId).path, data };
}
