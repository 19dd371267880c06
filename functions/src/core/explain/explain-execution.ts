import type { Explanation } from '../../model/explanation.ts';
import { type ExecutionFacts, loadExecutionFacts } from './execution-facts.ts';
import { placeWords, waitWords } from './execution-words.ts';
import { explainChange } from './explain-change.ts';
import { explainEnd } from './explain-end.ts';
import { explainStart } from './explain-start.ts';
import { explainSteps } from './explain-steps.ts';
import { failedAt } from './failed-step.ts';
import { counted, explanationOf, lasting, type Records, sentenceOf, type TimeWords, timesIn } from './statement.ts';

/**
 * Why an execution is as it is: what started it, each step, what it waits for or how it ended, what changed since the
 * playbook last worked. Only from stored facts, by fixed sentences. Null when there is no such execution.
 */
export async function explainExecution(
  records: Records,
  orgId: string,
  executionId: string,
): Promise<Explanation | null> {
  const facts = await loadExecutionFacts(records, orgId, executionId);
  if (facts === null) return null;
  const time = timesIn(facts.zone);
  const accounts = [
    explainStart(facts, time),
    explainSteps(facts, records, time),
    explainEnd(facts, time),
    explainChange(facts, time),
  ];
  return explanationOf(summaryOf(facts, time), accounts, time);
}

function summaryOf(facts: ExecutionFacts, time: TimeWords): string {
  const { execution } = facts;
  const dry = execution.mode === 'dry_run' ? ' This was a dry run.' : '';
  switch (execution.status) {
    case 'queued':
      return `It has not begun yet.${dry}`;
    case 'running':
      return `It is running.${dry}`;
    case 'waiting':
      return `It ${waitWords(execution.wait)}, until ${time(execution.wait.wakeAt)} at the latest.${dry}`;
    case 'completed': {
      const took = lasting(Number(execution.completedAt) - Number(execution.startedAt));
      return `It completed, ${took} after it began${skippedWords(execution.stepResults)}.${dry}`;
    }
    case 'failed': {
      const step = failedAt(facts);
      const where = step === null ? '' : ` at the step ${placeWords(step.path)}`;
      return `It failed${where}. ${sentenceOf(execution.error.message)}${dry}`;
    }
    case 'canceled':
      return `It was canceled at ${time(execution.completedAt)}.${dry}`;
    case 'skipped':
      return `It did not start. ${sentenceOf(execution.error.message)}`;
  }
}

function skippedWords(results: ExecutionFacts['execution']['stepResults']): string {
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  return skipped === 0 ? '' : `; ${counted(skipped, 'step')} ${skipped === 1 ? 'was' : 'were'} skipped`;
}
