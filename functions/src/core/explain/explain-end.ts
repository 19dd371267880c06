import type { Execution, Wait } from '../../model/execution.ts';
import type { ExplanationLink, Sentence } from '../../model/explanation.ts';
import type { ExecutionFacts } from './execution-facts.ts';
import { because, executionPath, faultWords, pauseSentence, placeWords, waitWords } from './execution-words.ts';
import { type Account, counted, executionLink, fact, instant, lasting, say, type TimeWords } from './statement.ts';

/** Where an execution stands or how it ended, what it went through on the way, and what it cost. */
export function explainEnd(facts: ExecutionFacts, time: TimeWords): Account {
  const { execution } = facts;
  const links: ExplanationLink[] = [];
  if (execution.wait?.kind === 'turn') links.push(executionLink('The execution before it', execution.wait.after));
  if (execution.error?.fix) links.push({ ...execution.error.fix });
  return { sentences: [...troubles(facts), ...standing(facts, time), ...cost(facts)], links };
}

function standing(facts: ExecutionFacts, time: TimeWords): Sentence[] {
  const { execution, executionId } = facts;
  const path = executionPath(executionId);
  const status = fact('Status', execution.status, path);
  switch (execution.status) {
    case 'queued': {
      const again = execution.startedAt === null ? 'It has not begun yet' : 'It goes on with the next worker';
      const text = `${again}; if nobody has by ${time(execution.dueAt)}, it is woken again.`;
      return [say(text, status, instant('Looked at by', execution.dueAt, path))];
    }
    case 'running':
      return [
        say(
          `It is running. If its worker falls silent, another one takes over after ${time(execution.lease.until)}.`,
          status,
          instant('Lease until', execution.lease.until, path),
        ),
      ];
    case 'waiting':
      return [waiting(execution.wait, path, time), ...held(facts, execution.wait, time)];
    case 'completed':
    case 'canceled':
    case 'failed':
      return [ended(facts, execution, time)];
    case 'skipped':
      return skipped(execution, path, time);
  }
}

function waiting(wait: Wait, path: string, time: TimeWords): Sentence {
  const step = wait.path === '' ? '' : ` in the step ${placeWords(wait.path)}`;
  const text = `Now it ${waitWords(wait)}${step}. It is looked at again at ${time(wait.wakeAt)} at the latest.`;
  return say(
    text,
    fact('Waits for', wait.kind, path),
    instant('Looked at again', wait.wakeAt, path),
    ...waitDetail(wait),
  );
}

/** Whose pause it is, or how it goes on after the limit. */
function held({ pause, executionId }: ExecutionFacts, wait: Wait, time: TimeWords): Sentence[] {
  const path = executionPath(executionId);
  if (wait.kind === 'limit') {
    const text = 'It goes on by itself when there is room again or the limit is raised, the oldest first.';
    return [say(text, fact('Limit', wait.limit, path))];
  }
  if (wait.kind !== 'pause') return [];
  if (pause === null) {
    const text =
      'No pause holds it any more: it goes on when it looks again, unless whoever runs the deployment has switched off what starts by itself.';
    return [say(text, fact('Looked at so far', wait.polls, path))];
  }
  return [pauseSentence(pause, time, path)];
}

function waitDetail(wait: Wait) {
  switch (wait.kind) {
    case 'event':
      return [fact('Event name', wait.eventName, null)];
    case 'limit':
      return [fact('Limit', wait.limit, null)];
    case 'approval':
      return [fact('Approval', wait.approvalId, `approvals/${wait.approvalId}`)];
    case 'child':
      return [fact('Executions', wait.executionIds.length, null), fact('Looked at so far', wait.polls, null)];
    case 'turn':
      return [fact('After', wait.after, executionPath(wait.after))];
    case 'retry':
      return [fact('Attempts', wait.attempt, null)];
    case 'timer':
    case 'callback':
    case 'pause':
      return [];
  }
}

type Ended = Extract<Execution, { status: 'completed' | 'failed' | 'canceled' }>;

function ended(facts: ExecutionFacts, execution: Ended, time: TimeWords): Sentence {
  const path = executionPath(facts.executionId);
  const { startedAt, completedAt } = execution;
  const took = startedAt === null ? '' : `, ${lasting(Number(completedAt) - Number(startedAt))} after it began`;
  const times = [instant('Began', startedAt, path), instant('Ended', completedAt, path)];
  const at = `at ${time(completedAt)}${took}`;
  switch (execution.status) {
    case 'completed':
      return say(`It completed ${at}.`, fact('Status', 'completed', path), ...times);
    case 'canceled': {
      const { text, evidence } = canceledBy(facts);
      return say(`It was canceled ${at}. ${text}`, fact('Status', 'canceled', path), ...evidence, ...times);
    }
    case 'failed': {
      const { error } = execution;
      const more = error.errors.map(({ path: at, message }) => fact(at, message, path));
      return say(
        `It failed ${at}. ${because(error)} ${faultWords(error.fault)}`,
        fact('Reason', error.code, path),
        fact('Fault', error.fault, path),
        ...more,
        ...times,
      );
    }
  }
}

function canceledBy({ execution, executionId, members }: ExecutionFacts) {
  const path = executionPath(executionId);
  const signal = Object.values(execution.signals).find(({ kind }) => kind === 'cancel');
  if (signal?.kind !== 'cancel') return { text: 'By whom is not stored.', evidence: [] };
  const { by, at } = signal;
  const who = by === null ? 'The playbook’s own rules' : by === 'system' ? 'The system' : (members.get(by)?.name ?? by);
  return {
    text: `${who} asked for it.`,
    evidence: [fact('Asked for by', by, path), instant('Asked for', at, path)],
  };
}

function skipped(execution: Extract<Execution, { status: 'skipped' }>, path: string, time: TimeWords): Sentence[] {
  const { error, occurrences, scheduledFor, lastScheduledFor, completedAt } = execution;
  const said = [
    say(
      `It did not start. ${because(error)}`,
      fact('Reason', error.code, path),
      fact('Fault', error.fault, path),
      instant('Recorded', completedAt, path),
      ...error.errors.map(({ path: at, message }) => fact(at, message, path)),
    ),
  ];
  if (occurrences > 1) {
    const range =
      scheduledFor === null || lastScheduledFor === null
        ? ''
        : `, from ${time(scheduledFor)} to ${time(lastScheduledFor)}`;
    said.push(
      say(
        `This record stands for ${occurrences} starts in a row${range}.`,
        fact('Starts', occurrences, path),
        instant('First', scheduledFor, path),
        instant('Last', lastScheduledFor, path),
      ),
    );
  }
  return said;
}

function troubles({ execution, executionId }: ExecutionFacts): Sentence[] {
  const path = executionPath(executionId);
  const { takeovers, generation, failing } = execution;
  const said: Sentence[] = [];
  if (takeovers > 0) {
    const text = `Its worker fell silent ${counted(takeovers, 'time')} within one step, and another one took over.`;
    said.push(say(text, fact('Takeovers', takeovers, path)));
  }
  if (generation > 0) {
    said.push(say(`It was resumed ${counted(generation, 'time')}.`, fact('Generation', generation, path)));
  }
  if (failing !== null) {
    const text =
      execution.status === 'failed'
        ? 'Before it ended, it did the steps that the playbook has for a failure.'
        : `It is doing the steps that the playbook has for a failure. ${because(failing)}`;
    said.push(say(text, fact('Reason', failing.code, path), fact('Fault', failing.fault, path)));
  }
  return said;
}

function cost({ execution, executionId }: ExecutionFacts): Sentence[] {
  if (execution.status === 'skipped') return [];
  const path = executionPath(executionId);
  const { reads, writes, computeMs, tokens, vendorCalls } = execution.usage;
  const parts = [counted(reads, 'read'), counted(writes, 'write'), `${lasting(computeMs)} of work in its steps`];
  if (vendorCalls > 0) parts.push(`${counted(vendorCalls, 'call')} to other services`);
  if (tokens > 0) parts.push(counted(tokens, 'token'));
  const used = fact('Reads', reads, path);
  return [
    say(
      `It used ${parts.join(', ')}.`,
      used,
      fact('Writes', writes, path),
      fact('Compute ms', computeMs, path),
      fact('Tokens', tokens, path),
      fact('Vendor calls', vendorCalls, path),
    ),
  ];
}
