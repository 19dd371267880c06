import { figuresAnswer, type PlaybookAnswer, schedulesAnswer } from '../answers.ts';
import { type Api, ApiError } from '../api.ts';
import { allPlaybooks } from '../find-playbook.ts';
import { type Span, table, tinted } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted, statusSpan, timeWords } from '../words.ts';

/** As many as the figures may be asked for at once. */
const AT_ONCE = 25;

interface Last {
  readonly executionId: string;
  readonly status: string;
  readonly createdAt: string;
}

/** All playbooks that are not archived: their status, when they start next, and what became of the last time. */
export async function list(shell: Shell, { all }: { readonly all: boolean }): Promise<Answer> {
  const api = await shell.api();
  const found = (await allPlaybooks(api)).filter(({ status }) => all || status !== 'archived');
  if (found.length === 0) {
    return { lines: ['There are no playbooks yet. playbooks apply makes some from files.'], value: [] };
  }
  const [next, last] = [await nextStarts(api), await unlessRefused(() => lastOf(api, found))];
  const value = found.map((playbook) => ({
    playbookId: playbook.playbookId,
    name: playbook.name,
    status: playbook.status,
    arming: playbook.arming,
    next: next.get(playbook.playbookId) ?? null,
    last: last?.get(playbook.playbookId) ?? null,
  }));
  const rows = value.map(({ last: newest, ...playbook }) => [
    playbook.name,
    stateSpan(playbook),
    timeWords(playbook.next),
    newest === null ? '–' : statusSpan(newest.status, `${timeWords(newest.createdAt)} ${newest.status}`),
    tinted('dim', playbook.playbookId),
  ]);
  const notes = last === null ? [tinted('dim', 'The last starts are not known: the key lacks executions:read.')] : [];
  return { lines: [...table(shell.screen, ['Playbook', 'Status', 'Next', 'Last', 'Id'], rows), ...notes], value };
}

/** The status, and what keeps an active one from starting. */
function stateSpan({ status, arming }: Pick<PlaybookAnswer, 'status' | 'arming'>): Span {
  const isHindered = status === 'active' && (arming?.state === 'invalid' || arming?.state === 'partial');
  if (!isHindered) return statusSpan(status);
  return tinted('bad', `${status}, ${counted(arming.problems.length, 'problem')}`);
}

async function lastOf(api: Api, playbooks: readonly PlaybookAnswer[]): Promise<ReadonlyMap<string, Last>> {
  const last = new Map<string, Last>();
  for (let from = 0; from < playbooks.length; from += AT_ONCE) {
    const ids = playbooks.slice(from, from + AT_ONCE).map(({ playbookId }) => playbookId);
    const { items } = await api.get(`/api/playbooks/figures?ids=${ids.join(',')}`, figuresAnswer);
    for (const { playbookId, recent } of items) {
      const [newest] = recent;
      if (newest !== undefined) last.set(playbookId, newest);
    }
  }
  return last;
}

async function unlessRefused<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'scope') return null;
    throw error;
  }
}

/** Every schedule that is armed, with its next occurrence in its own time zone, the soonest first. */
export async function schedules(shell: Shell): Promise<Answer> {
  const { schedules: found, isWhole } = await readSchedules(await shell.api());
  if (found.length === 0) return { lines: ['No playbook is armed to start by the clock.'], value: found };
  const rows = found.map(({ name, cron, timezone, status, nextRun, playbookId }) => [
    name,
    `${cron} ${timezone}`,
    timeWords(nextRun, timezone),
    statusSpan(status),
    tinted('dim', playbookId),
  ]);
  const rest = isWhole ? [] : ['There are more than these.'];
  return {
    lines: [...table(shell.screen, ['Playbook', 'Schedule', 'Next', 'Status', 'Id'], rows), ...rest],
    value: found,
  };
}

async function readSchedules(api: Api) {
  const answer = await api.get('/api/schedules/list', schedulesAnswer);
  const time = (at: string | null) => (at === null ? Number.MAX_VALUE : Date.parse(at));
  return { ...answer, schedules: answer.schedules.toSorted((a, b) => time(a.nextRun) - time(b.nextRun)) };
}

/** When each playbook starts next. */
async function nextStarts(api: Api): Promise<ReadonlyMap<string, string>> {
  const next = new Map<string, string>();
  for (const { playbookId, nextRun } of (await readSchedules(api)).schedules) {
    if (nextRun !== null && !next.has(playbookId)) next.set(playbookId, nextRun);
  }
  return next;
}
