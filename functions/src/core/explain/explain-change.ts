import { isDeepStrictEqual } from 'node:util';
import type { Sentence } from '../../model/explanation.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { allSteps, type Step } from '../../model/step.ts';
import { type ExecutionFacts, LOOK_BACK } from './execution-facts.ts';
import { executionPath, placeWords } from './execution-words.ts';
import { failedAt } from './failed-step.ts';
import { type Account, counted, executionLink, fact, instant, quoted, say, type TimeWords } from './statement.ts';

const NAMED = 5;
const nothing: Account = { sentences: [], links: [] };

/** For a failure: what is different from the last time that the playbook worked. */
export function explainChange(facts: ExecutionFacts, time: TimeWords): Account {
  const { execution, executionId, lastWorked, completedBefore, failuresSince } = facts;
  if (execution.status !== 'failed') return nothing;
  const path = executionPath(executionId);
  const mode = fact('Mode', execution.mode, path);
  if (lastWorked === null) {
    const kind = execution.mode === 'live' ? 'live' : 'a dry run';
    const text =
      completedBefore === 0
        ? 'No earlier execution of this playbook that completed is stored.'
        : `Of the last ${completedBefore} that completed before it, none was ${kind}.`;
    const found = fact('Completed before', completedBefore, `playbooks/${execution.playbookId}`);
    return { sentences: [say(text, found, mode)], links: [] };
  }
  const workedPath = executionPath(lastWorked.executionId);
  const { createdAt } = lastWorked.execution;
  const many = failuresSince > LOOK_BACK ? `at least ${failuresSince}` : String(failuresSince);
  const since = failuresSince > 1 ? ` Since then ${many} have failed, this one among them.` : '';
  const last = say(
    `The playbook last worked at ${time(createdAt)}.${since}`,
    instant('Last one that completed', createdAt, workedPath),
    fact('Failed since', many, null),
    mode,
  );
  return {
    sentences: [last, versionChange(facts, lastWorked), ...stepThen(facts, lastWorked)],
    links: [executionLink('The last execution that worked', lastWorked.executionId)],
  };
}

type LastWorked = NonNullable<ExecutionFacts['lastWorked']>;

function versionChange({ execution, executionId, version }: ExecutionFacts, lastWorked: LastWorked): Sentence {
  const now = fact('Version now', execution.versionId, executionPath(executionId));
  const then = fact('Version then', lastWorked.execution.versionId, executionPath(lastWorked.executionId));
  if (execution.versionId === lastWorked.execution.versionId) {
    return say('The playbook itself is the same as then, so the difference lies outside of it.', now, then);
  }
  if (!version?.content || !lastWorked.version?.content) {
    return say('The playbook was changed since; one of the two versions can no longer be read.', now, then);
  }
  const changes = differences(lastWorked.version.content, version.content);
  const named = changes.slice(0, NAMED).join('; ');
  const more = changes.length > NAMED ? `; and ${counted(changes.length - NAMED, 'other change')}` : '';
  return say(`The playbook was changed since: ${named}${more}.`, now, then, fact('Changes', changes.length, null));
}

/** What differs between two contents, each as a clause. */
function differences(then: PlaybookContent, now: PlaybookContent): string[] {
  const before = flat(then);
  const after = flat(now);
  const steps = [
    ...[...after].filter(([id]) => !before.has(id)).map(([id]) => `the step ${quoted(id)} was added`),
    ...[...before].filter(([id]) => !after.has(id)).map(([id]) => `the step ${quoted(id)} was removed`),
    ...[...after].flatMap(([id, step]) => stepChange(before.get(id), step)),
  ];
  const order = [...before.keys()].filter((id) => after.has(id)).join();
  const moved = steps.length === 0 && order !== [...after.keys()].filter((id) => before.has(id)).join();
  return [
    ...steps,
    ...(moved ? ['the order of the steps was changed'] : []),
    ...(isDeepStrictEqual(then.triggers, now.triggers) ? [] : ['its triggers were changed']),
    ...(isDeepStrictEqual(then.inputs, now.inputs) ? [] : ['its inputs were changed']),
    ...(then.overlap === now.overlap ? [] : ['its overlap policy was changed']),
    ...(then.agent === now.agent ? [] : ['its agent was changed']),
  ];
}

function flat({ steps, onFailure }: PlaybookContent): Map<string, Step> {
  return new Map(allSteps([...steps, ...onFailure]).map((step) => [step.id, step]));
}

/** What was changed about one step itself; its inner steps are steps of their own. */
function stepChange(before: Step | undefined, after: Step): string[] {
  if (before === undefined) return [];
  const names = (Object.keys(after) as (keyof Step)[]).filter(
    (name) => !['steps', 'branches', 'errorSteps'].includes(name) && !isDeepStrictEqual(before[name], after[name]),
  );
  return names.length === 0 ? [] : [`${names.join(', ')} of the step ${quoted(after.id)} changed`];
}

/** The step at which it failed, and how the same step went then. */
function stepThen(facts: ExecutionFacts, lastWorked: LastWorked): Sentence[] {
  const { executionId } = facts;
  const failed = failedAt(facts);
  if (failed === null) return [];
  const then = lastWorked.execution.stepResults.find(({ path }) => path === failed.path);
  const how =
    then === undefined
      ? 'it had no result'
      : then.status === 'skipped'
        ? 'it was skipped, so it was not tried'
        : `it ended as ${then.status}${then.attempts > 1 ? ` after ${counted(then.attempts, 'attempt')}` : ''}`;
  return [
    say(
      `The step that failed is ${placeWords(failed.path)}; when the playbook last worked, ${how}.`,
      fact('Step now', `${failed.path}: ${failed.status}`, executionPath(executionId)),
      fact(
        'Step then',
        then === undefined ? null : `${then.path}: ${then.status}`,
        executionPath(lastWorked.executionId),
      ),
    ),
  ];
}
