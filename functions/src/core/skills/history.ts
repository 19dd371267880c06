import type { Execution } from '../../model/execution.ts';
import { anyExecution, executionSearch, searchExecutions } from '../../model/execution-search.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { HistoryRunView } from '../../model/skill.ts';
import { contextOf } from '../engine/facts.ts';
import type { Store, Stored } from '../ports.ts';
import { durationOf, plainResult } from './result-of.ts';
import { SKILL_SCHEDULE, scheduledSkill } from './which-skill.ts';

/** A page of the history, the newest first. `after`: behind which the next one begins; null on the last page. */
interface HistoryPage {
  readonly runs: readonly HistoryRunView[];
  readonly after: readonly [Date, string] | null;
}

/**
 * What was run, as seed 000 tells it: without rehearsals, and of a skill that a schedule ran the skill's own execution in
 * place of that of the schedule.
 */
export async function readHistory(
  store: Store,
  orgId: string,
  page: { readonly limit: number; readonly after: readonly [Date, string] | null },
): Promise<HistoryPage> {
  const search = executionSearch(orgId, { ...anyExecution, mode: 'live' });
  const fits = (one: Execution) => search.fits(one) && !isHandedOn(one);
  const found = await searchExecutions({ ...search, fits, isExact: false }, (query) => store.query(query), page);
  const stored = found.found.filter((one): one is Stored<Execution> => one.data !== null);
  const skillOf = await skillsBehind(store, orgId, stored);
  return {
    runs: stored.map(({ id, data }) => toRun(id, data, skillOf.get(data.playbookId) ?? data.playbookId)),
    after: found.after,
  };
}

/** Whether all that it does is left to the execution of a skill, which is told of itself. */
function isHandedOn({ triggeredBy, stepResults }: Execution): boolean {
  const [step, another] = stepResults;
  const { stepId, action } = SKILL_SCHEDULE;
  const isOurs = triggeredBy === 'schedule' && another === undefined && step?.path === stepId;
  if (!isOurs || step.action !== action) return false;
  return step.error === null || step.error.code === 'child_failed';
}

/** The skill that a schedule is for, where nothing was begun and the schedule is all there is to tell of. */
async function skillsBehind(store: Store, orgId: string, found: readonly Stored<Execution>[]) {
  const scheduled = found.filter(({ data }) => data.triggeredBy === 'schedule').map(({ data }) => data.playbookId);
  const ids = [...new Set(scheduled)];
  const playbooks = await store.findAll(ids.map((id) => tenantPaths(orgId).playbook(id)));
  const pairs = playbooks.flatMap((one): [string, string][] => {
    const skillId = one?.data ? scheduledSkill(one.data) : null;
    return one === null || skillId === null ? [] : [[one.id, skillId]];
  });
  return new Map(pairs);
}

function toRun(id: string, execution: Execution, skillId: string): HistoryRunView {
  const { status, playbookName, createdAt, error, isScheduled, triggeredBy } = execution;
  return {
    id,
    skill_id: skillId,
    skill_name: playbookName,
    timestamp: (execution.startedAt ?? createdAt).toISOString(),
    inputs: contextOf(execution).inputs,
    success: status === 'completed',
    status,
    result: plainResult(execution),
    error: error?.message ?? null,
    duration_ms: durationOf(execution),
    // Those of before that was noted were begun by the clock, or were not.
    scheduled: isScheduled || triggeredBy === 'schedule',
  };
}
