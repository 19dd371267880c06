import type { StoredError } from '../../model/execution.ts';
import type { Resumed } from '../../model/pause.ts';
import type { StartRefusedError } from '../engine/start-execution.ts';

/** So many starts are made up for at most. */
export const CATCH_UP_MAX = 24;

/** Occurrences in a row that did not start. `first` and `last` are null where it was no occurrence of a schedule. */
export interface Unstarted {
  readonly count: number;
  readonly first: Date | null;
  readonly last: Date | null;
}

/** They were due while nobody could start them. */
export function missed(unstarted: Unstarted): StoredError {
  const { count } = unstarted;
  const message = `${startsInWords(unstarted)} could not happen in time, and by the playbook's catch-up policy ${count === 1 ? 'is' : 'are'} not made up for.`;
  return { code: 'missed', fault: 'system', message, fix: null, errors: [] };
}

/** Their schedule was changed or removed before they started. */
export function displaced(unstarted: Unstarted): StoredError {
  const message = `${startsInWords(unstarted)} had not happened yet when the schedule was changed or removed.`;
  return { code: 'schedule_changed', fault: 'user', message, fix: null, errors: [] };
}

/** A pause had held them, and the choice at its end was against them. */
export function heldBack({ choice }: Resumed, unstarted: Unstarted | null = null): StoredError {
  const what = unstarted === null ? 'It' : startsInWords(unstarted);
  const were = (unstarted?.count ?? 1) > 1 ? 'were' : 'was';
  const kept = { none: 'nothing', latest: 'only the latest', all: `at most the last ${CATCH_UP_MAX}` }[choice];
  const message = `${what} ${were} held by a pause; when that was over, ${kept} of what it had held was to start.`;
  return { code: 'paused', fault: 'user', message, fix: null, errors: [] };
}

/** A pause had held it, and meanwhile its playbook was taken out of use. */
export function noLongerActive(playbookId: string): StoredError {
  return {
    code: 'not_active',
    fault: 'user',
    message: 'It was held by a pause, and meanwhile its playbook was archived, made a draft again, or deleted.',
    fix: { label: 'Open the playbook', href: `/playbooks/${playbookId}` },
    errors: [],
  };
}

/** The execution before them was under way. */
export function overlapped(
  before: { readonly id: string; readonly createdAt: Date },
  unstarted: Unstarted,
): StoredError {
  const were = unstarted.count === 1 ? 'was' : 'were';
  return {
    code: 'overlap',
    fault: 'user',
    message: `The execution that began at ${before.createdAt.toISOString()} was still under way, so ${startsInWords(unstarted, 'the')} ${were} skipped, as the playbook's overlap policy says.`,
    fix: { label: 'Open the execution that was in the way', href: `/executions/${before.id}` },
    errors: [],
  };
}

/** The playbook could not start. */
export function refused(playbookId: string, refusal: StartRefusedError): StoredError {
  return {
    code: refusal.code,
    fault: 'user',
    message: refusal.message,
    fix: { label: 'Open the playbook', href: `/playbooks/${playbookId}` },
    errors: [...refusal.errors],
  };
}

function startsInWords({ count, first, last }: Unstarted, the = 'The'): string {
  if (first === null || last === null) return count === 1 ? `${the} next start` : `${count} starts`;
  if (count === 1) return `${the} start of ${first.toISOString()}`;
  return `${count} starts from ${first.toISOString()} to ${last.toISOString()}`;
}
