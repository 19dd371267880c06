import type { Evidence, ExplanationLink, Sentence } from '../../model/explanation.ts';
import { describeRecurrence } from '../triggering/describe-recurrence.ts';
import type { ExecutionFacts } from './execution-facts.ts';
import { executionPath, parentWords } from './execution-words.ts';
import { type Account, executionLink, fact, instant, lasting, playbookLink, say, type TimeWords } from './statement.ts';

/** A start this soon after it was due is on time. */
const PUNCTUAL_MS = 90_000;

/** Who or what started an execution, and what it was to do. */
export function explainStart(facts: ExecutionFacts, time: TimeWords): Account {
  const { execution, event } = facts;
  const links: ExplanationLink[] = [playbookLink('Open the playbook', execution.playbookId)];
  if (execution.parent) links.push(executionLink('The execution that started it', execution.parent.executionId));
  if (execution.replayOf) links.push(executionLink('The execution that it repeats', execution.replayOf));
  if (event?.causedBy) links.push(executionLink('The execution that caused the event', event.causedBy));
  return { sentences: [...causeOf(facts, time), ...instructions(facts, time)], links };
}

function causeOf(facts: ExecutionFacts, time: TimeWords): Sentence[] {
  const { execution, executionId } = facts;
  const path = executionPath(executionId);
  const by = fact('Started by', execution.startedBy, path);
  const created = instant('Created', execution.createdAt, path);
  const said: Sentence[] = [];
  if (execution.parent) {
    const { parent } = execution;
    said.push(say(parentWords(parent), fact('Parent', parent.executionId, path), fact('Its step', parent.path, path)));
  }
  if (execution.replayOf) {
    said.push(say('It repeats an earlier execution.', fact('Repeats', execution.replayOf, path), by, created));
  }
  if (said.length > 0) return said;
  switch (execution.triggeredBy) {
    case 'schedule':
      return [bySchedule(facts, time)];
    case 'event':
      return byEvent(facts, time);
    default:
      return [say(`${starterWords(facts)} at ${time(execution.createdAt)}.`, by, created)];
  }
}

function starterWords({ execution: { triggeredBy, startedBy }, members }: ExecutionFacts): string {
  const name = members.get(startedBy)?.name;
  const who = name === undefined || name === '' ? `${startedBy}` : name;
  switch (triggeredBy) {
    case 'manual':
      return `${who} started it by hand`;
    case 'agent':
      return `An agent started it for ${who}`;
    case 'api':
      return name === undefined ? `The API key ${startedBy} started it` : `${who} started it through the API`;
    case 'webhook':
      return 'A webhook started it';
    case 'playbook':
      return 'Another playbook started it';
    case 'task':
      return `It was started for a task of ${who}`;
    case 'schedule':
      return 'Its schedule started it';
    case 'event':
      return 'An event started it';
  }
}

function bySchedule({ execution, executionId, version }: ExecutionFacts, time: TimeWords): Sentence {
  const { scheduledFor, createdAt, triggerId, status } = execution;
  const path = executionPath(executionId);
  const evidence: Evidence[] = [instant('Recorded', createdAt, path), fact('Trigger', triggerId, path)];
  const trigger = version?.content?.triggers.find(({ id }) => id === triggerId);
  const pattern = trigger?.type === 'schedule' ? ` (${describeRecurrence(trigger)})` : '';
  if (scheduledFor === null) return say(`Its schedule${pattern} started it at ${time(createdAt)}.`, ...both(evidence));
  const due = instant('Due', scheduledFor, path);
  if (status === 'skipped') return say(`Its schedule${pattern} had it due at ${time(scheduledFor)}.`, due, ...evidence);
  const late = createdAt.getTime() - scheduledFor.getTime();
  const when = late <= PUNCTUAL_MS ? 'on time' : `${lasting(late)} late`;
  return say(
    `Its schedule${pattern} had it due at ${time(scheduledFor)}, and it was started ${when}.`,
    due,
    ...evidence,
  );
}

function both([first, ...rest]: readonly Evidence[]): [Evidence, ...Evidence[]] {
  return [first ?? fact('Trigger', null, null), ...rest];
}

function byEvent({ execution, executionId, event }: ExecutionFacts, time: TimeWords): Sentence[] {
  const id = fact('Event', execution.eventId, executionPath(executionId));
  const verb = execution.status === 'skipped' ? 'called for it' : 'started it';
  if (event === null) {
    return [say(`An event ${verb}, which is not kept any more: events are kept for 30 days.`, id)];
  }
  const path = `events/${execution.eventId}`;
  const evidence = [
    fact('Event name', event.eventName, path),
    fact('About', event.subject, path),
    instant('Happened', event.time, path),
    id,
  ] as const;
  const said = [
    say(`The event ${event.eventName} about ${event.subject}, at ${time(event.time)}, ${verb}.`, ...evidence),
  ];
  if (event.causedBy !== null) {
    said.push(
      say(
        'That event itself came from what another execution did.',
        fact('Caused by', event.causedBy, path),
        fact('Playbooks in a row', event.depth, path),
      ),
    );
  }
  return said;
}

/** The version and the mode; what did not start followed none. */
function instructions({ execution, executionId, version, playbook }: ExecutionFacts, time: TimeWords): Sentence[] {
  if (execution.status === 'skipped') return [];
  const path = executionPath(executionId);
  const { versionId, mode, playbookId } = execution;
  const current = playbook?.arming?.versionId ?? null;
  const saved = version === null ? '' : `, saved at ${time(version.createdAt)}`;
  const since =
    playbook === null
      ? '; the playbook was deleted since'
      : current === null
        ? ''
        : current === versionId
          ? ', which is still the present one'
          : '; the playbook was changed since';
  const how = mode === 'dry_run' ? 'As a dry run, which changes nothing outside, it' : 'It';
  return [
    say(
      `${how} followed the version ${versionId.slice(0, 8)}${saved}${since}.`,
      fact('Version', versionId, path),
      fact('Mode', mode, path),
      fact('Present version', current, `playbooks/${playbookId}`),
      ...(version === null
        ? []
        : [instant('Version saved', version.createdAt, `playbooks/${playbookId}/versions/${versionId}`)]),
    ),
  ];
}
