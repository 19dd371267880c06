import type { Sentence } from '../../model/explanation.ts';
import { pauseSentence } from './execution-words.ts';
import { type PlaybookFacts, versionAt } from './playbook-facts.ts';
import { fact, instant, say } from './statement.ts';

/** That there was no playbook yet at `at`; null when there was. */
export function madeLater({ playbook, playbookId, time }: PlaybookFacts, at: Date): Sentence | null {
  const createdAt = playbook?.createdAt ?? null;
  if (createdAt === null || createdAt <= at) return null;
  return say(
    `The playbook was only made at ${time(createdAt)}.`,
    instant('Made', createdAt, `playbooks/${playbookId}`),
  );
}

/**
 * What about the playbook itself kept it from starting at `at`, as far as that is known; null when nothing about it
 * did. A state is stored without its history: what was changed later may have been otherwise at the time, and that is
 * then said.
 */
export function playbookObstacle(facts: PlaybookFacts, at: Date): Sentence | null {
  const { playbook, playbookId, problems, pause, time } = facts;
  const path = `playbooks/${playbookId}`;
  if (pause !== null && pause.since <= at) return pauseSentence(pause, time, path);
  if (playbook === null) {
    const [first] = problems;
    return say(
      'The playbook cannot be read as it is stored, so nothing starts it.',
      fact(first?.path || 'Document', first?.message ?? 'unreadable', path),
    );
  }
  const { updatedAt, status, arming } = playbook;
  const changed = instant('Last changed', updatedAt, path);
  const unsure =
    updatedAt === null || updatedAt > at
      ? ` It was last changed ${updatedAt === null ? 'at an unknown time' : `at ${time(updatedAt)}, after that`}; how it was at the time itself is not stored.`
      : ` It has not been changed since ${time(updatedAt)}, which was before.`;
  if (status !== 'active') {
    const text = `The playbook is ${status === 'draft' ? 'a draft' : status}, and only an active one starts by itself.`;
    return say(`${text}${unsure}`, fact('Status', status, path), changed);
  }
  if (arming === null) {
    return say('The server has not armed the playbook yet.', fact('Arming', null, path), changed);
  }
  if (arming.state === 'invalid') {
    const [first] = arming.problems;
    const mistake = first === undefined ? '' : ` ${first.path}: ${first.message}.`;
    return say(
      `The playbook has mistakes and cannot start.${mistake}${unsure}`,
      fact('Arming', arming.state, path),
      instant('Found', arming.checkedAt, path),
      changed,
      ...arming.problems.map((problem) => fact(problem.path, problem.message, path)),
    );
  }
  return null;
}

/** That a trigger was armed only after `at`, and what is known of the time before. */
export function armedLater(
  facts: PlaybookFacts,
  trigger: { id: string; path: string; armedAt: Date },
  at: Date,
): Sentence {
  const { time } = facts;
  const version = versionAt(facts, at);
  const wasThere = version?.content?.triggers.some(({ id }) => id === trigger.id) ?? false;
  const before = wasThere
    ? ' The trigger was in the playbook before. It is armed anew when its times are changed, or the playbook is made active again after it was a draft or in the archive; which of these it was is not stored.'
    : version === null
      ? ' No version of the playbook from before that is stored.'
      : ' The version from before did not have this trigger.';
  return say(
    `It was armed at ${time(trigger.armedAt)}, and nothing starts for a time before that.${before}`,
    instant('Armed', trigger.armedAt, trigger.path),
    fact('Version by then', version?.versionId ?? null, `playbooks/${facts.playbookId}/versions`),
  );
}
