import { z } from 'zod';
import { heldChoiceSchema } from '../../../functions/src/model/pause.ts';
import { type PlaybookAnswer, playbookAnswer } from '../answers.ts';
import type { Api } from '../api.ts';
import { asked } from '../ask.ts';
import { CliError, LeftError, UsageError } from '../errors.ts';
import { allPlaybooks, findPlaybook } from '../find-playbook.ts';
import { type Line, tinted } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted } from '../words.ts';

interface Which {
  readonly all: boolean;
}
export interface PauseOptions extends Which {
  /** The day on which it goes on by itself, YYYY-MM-DD. */
  readonly until?: string | undefined;
}
export interface ResumeOptions extends Which {
  /** What becomes of what the pause held: latest, all or none. */
  readonly held: string;
}

/** Pauses one playbook, or all that are active. What is under way stops between two steps. */
export async function pause(shell: Shell, wanted: string | undefined, { all, until }: PauseOptions): Promise<Answer> {
  const day = z.iso.date().optional().safeParse(until);
  if (!day.success) throw new UsageError(`'${until}' is no day`, { fix: 'write it as --until 2026-12-24' });
  const patch = { status: 'paused', ...(until !== undefined && { until }) };
  const api = await shell.api();
  const which = await chosen(api, wanted, all, ({ status }) => status === 'active');
  if (which.isAll && which.playbooks.length > 0) await confirmed(shell, 'Pause', which.playbooks);
  const [one] = which.playbooks;
  if (!which.isAll && one !== undefined && one.status !== 'active') {
    if (one.status === 'paused') return { lines: [`${one.name} is paused already.`], value: [one] };
    throw new CliError(`${one.name} is ${words(one)} and starts nothing by itself`);
  }
  return changed(api, which.playbooks, patch, 'is paused', 'No playbook is active.');
}

/** Resumes one playbook, or all that this key has paused: what others have paused they had a reason for. */
export async function resume(shell: Shell, wanted: string | undefined, { all, held }: ResumeOptions): Promise<Answer> {
  const choice = heldChoiceSchema.safeParse(held);
  if (!choice.success) {
    throw new UsageError(`'${held}' says nothing of what was held`, { fix: 'write --held latest, all or none' });
  }
  const api = await shell.api();
  const { isAll, playbooks } = await chosen(api, wanted, all, ({ status }) => status === 'paused');
  const [one] = playbooks;
  if (!isAll && one !== undefined && one.status !== 'paused') {
    if (one.status === 'active') return { lines: [`${one.name} is active already.`], value: [one] };
    throw new CliError(`${one.name} is ${words(one)}, not paused`, { fix: 'activate it in the app' });
  }
  const ours = isAll ? playbooks.filter(({ pause: by }) => by !== null && by.by === api.actor) : playbooks;
  const others = playbooks.filter((playbook) => !ours.includes(playbook));
  if (isAll && ours.length > 0) await confirmed(shell, 'Resume', ours);
  const answer = await changed(
    api,
    ours,
    { status: 'active', held: choice.data },
    'goes on',
    'This key has paused none.',
  );
  const left = others.map(({ name, playbookId }) =>
    tinted('dim', `${name} was paused by somebody else: playbooks resume ${playbookId}`),
  );
  return { ...answer, lines: [...answer.lines, ...left] };
}

async function chosen(api: Api, wanted: string | undefined, all: boolean, isMeant: (one: PlaybookAnswer) => boolean) {
  if ((wanted === undefined) !== all) throw new UsageError('Which one?', { fix: 'give one playbook, or --all' });
  const playbooks = await allPlaybooks(api);
  if (wanted === undefined) return { isAll: true, playbooks: playbooks.filter(isMeant) };
  return { isAll: false, playbooks: [findPlaybook(playbooks, wanted)] };
}

async function confirmed(shell: Shell, verb: string, playbooks: readonly PlaybookAnswer[]): Promise<void> {
  if (shell.isYes) return;
  const ask = asked(shell.ask, 'add --yes');
  shell.screen.print(playbooks.map(({ name }) => `  ${name}`));
  if (!(await ask.confirm(`${verb} ${counted(playbooks.length, 'playbook')}?`))) throw new LeftError();
}

async function changed(
  api: Api,
  playbooks: readonly PlaybookAnswer[],
  patch: object,
  become: string,
  none: string,
): Promise<Answer> {
  const lines: Line[] = [];
  const value: PlaybookAnswer[] = [];
  for (const { playbookId } of playbooks) {
    const after = await api.patch(`/api/playbooks/${playbookId}`, patch, playbookAnswer);
    lines.push([tinted('strong', after.name), ` ${become}.`]);
    value.push(after);
  }
  return { lines: lines.length === 0 ? [none] : lines, value };
}

function words({ status }: PlaybookAnswer): string {
  return status === 'draft' ? 'a draft' : status;
}
