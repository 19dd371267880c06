import type { Execution, StepResult } from '../../model/execution.ts';
import { noUsage } from '../../model/execution.ts';

export const noon = new Date('2026-11-23T17:00:00Z');
const at = (text: string) => new Date(text);

/** A completed execution of `playbook1`, started by its owner at noon in New York. */
export function execution(more: object = {}): Execution {
  const base = {
    playbookId: 'playbook1',
    playbookName: 'Price alert',
    versionId: 'version1',
    triggerId: null,
    triggeredBy: 'manual' as const,
    startedBy: 'owner',
    mode: 'live' as const,
    scheduledFor: null,
    eventId: null,
    contextJson: '{}',
    depth: 0,
    generation: 0,
    parent: null,
    replayOf: null,
    isScheduled: false,
    isForeign: false,
    taskId: null,
    failing: null,
    isShare: false,
    behind: null,
    taint: [],
    heldBy: [],
    terms: [],
    stepResults: [],
    signals: {},
    takeovers: 0,
    isCounted: false,
    usage: { ...noUsage, reads: 4, writes: 2 },
    createdAt: noon,
    expireAt: at('2027-02-21T17:00:00Z'),
  };
  const completed = { startedAt: noon, completedAt: at('2026-11-23T17:00:12Z'), lease: null, wait: null, error: null };
  return { ...base, status: 'completed', ...completed, dueAt: null, ...more } as Execution;
}

/** A step result that completed within a second. */
export function result(path: string, more: Partial<StepResult> = {}): StepResult {
  return {
    path,
    stepId: /([\w-]+)$/.exec(path)?.[1] ?? path,
    action: 'do',
    agent: null,
    status: 'completed',
    attempts: 1,
    startedAt: noon,
    completedAt: at('2026-11-23T17:00:01Z'),
    outputJson: 'null',
    outputStored: false,
    note: null,
    error: null,
    wait: null,
    branch: null,
    progress: null,
    failures: [],
    reserved: [],
    isTainted: false,
    approvalId: null,
    usage: noUsage,
    ...more,
  };
}

/** Why something failed, as it is stored. */
export function problem(code: string, message: string) {
  return { code, fault: 'vendor' as const, message, fix: null, errors: [] };
}

/** The status fields of an execution that failed. */
export function failedWith(code: string, message: string) {
  return { status: 'failed' as const, error: problem(code, message) };
}
