import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { enqueueAdvance } from '../engine/enqueue.ts';
import { onRecord } from '../engine/on-record.ts';
import { StartRefusedError, type StartRequest, startExecution, unattended } from '../engine/start-execution.ts';
import type { ChatPart, Speaking } from './converse.ts';
import { findPlaybook } from './find-playbook.ts';
import type { Command } from './intent.ts';
import { InvalidPlaybookError, updatePlaybook } from './save-playbook.ts';

const LISTED = 50;

interface NamedPlaybook extends Playbook {
  readonly id: string;
}

/** Runs, pauses, resumes or lists playbooks that exist. Which one is meant must be clear, or else it is asked. */
export async function* obey(engine: Engine, speaking: Speaking, command: Command): AsyncGenerator<ChatPart, void> {
  const found = await engine.store.query(queries.playbooks(speaking.orgId, { limit: LISTED }));
  const playbooks = found.flatMap(({ id, data }) =>
    data === null || data.status === 'archived' ? [] : [{ id, ...data }],
  );
  if (command.verb === 'list') {
    yield { type: 'text', text: listText(playbooks) };
    return;
  }
  const meant = findPlaybook(command.target, playbooks);
  if (meant.kind !== 'one') {
    yield { type: 'text', text: unclearText(meant.kind, command, meant.candidates) };
    return;
  }
  yield* command.verb === 'run'
    ? run(engine, speaking, meant.playbook)
    : setStatus(engine, speaking, meant.playbook, command.verb === 'pause' ? 'paused' : 'active');
}

async function* run(
  engine: Engine,
  { orgId, member, actor }: Speaking,
  playbook: NamedPlaybook,
): AsyncGenerator<ChatPart, void> {
  try {
    const start: StartRequest = {
      ...unattended,
      orgId,
      playbookId: playbook.id,
      occasion: { kind: 'request', key: engine.random.token() },
      triggeredBy: 'agent',
      startedBy: member.uid,
      member,
    };
    const { executionId, status } = await startExecution(engine, onRecord(engine, start, actor), false);
    await enqueueAdvance(engine, orgId, executionId, null);
    yield { type: 'execution', executionId };
    const where =
      status === 'waiting'
        ? 'waits: a pause or a limit holds it, and it begins by itself once that is over'
        : 'is running';
    yield { type: 'text', text: `“${playbook.name}” ${where}. You can follow it here.` };
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    yield { type: 'text', text: `I could not start “${playbook.name}”: ${error.message}.` };
  }
}

async function* setStatus(
  engine: Engine,
  { orgId, actor }: Speaking,
  playbook: NamedPlaybook,
  status: 'paused' | 'active',
): AsyncGenerator<ChatPart, void> {
  try {
    await updatePlaybook(engine, orgId, playbook.id, { status }, actor);
    const done =
      status === 'paused'
        ? 'is paused; it starts nothing until you resume it, and what comes meanwhile is held'
        : 'is active again';
    yield { type: 'playbook', playbookId: playbook.id };
    yield { type: 'text', text: `“${playbook.name}” ${done}.` };
  } catch (error) {
    if (!(error instanceof InvalidPlaybookError)) throw error;
    yield { type: 'text', text: `“${playbook.name}” cannot be resumed as it is: ${error.message}.` };
  }
}

function listText(playbooks: readonly NamedPlaybook[]): string {
  if (playbooks.length === 0) return 'You have no playbooks yet. Tell me what you would like to have watched or done.';
  const lines = playbooks.map(({ name, status }) => `- **${name}** (${status})`);
  return `You have ${playbooks.length === 1 ? 'one playbook' : `${playbooks.length} playbooks`}:\n${lines.join('\n')}`;
}

function unclearText(
  kind: 'several' | 'none',
  { verb, target }: Command,
  candidates: readonly NamedPlaybook[],
): string {
  if (candidates.length === 0) return `You have no playbook to ${verb} yet. Tell me what it should do, and I make one.`;
  const names = candidates.slice(0, 5).map(({ name }) => `- ${verb} ${name}`);
  const why = kind === 'several' ? 'More than one playbook fits.' : `I know no playbook called “${target ?? 'it'}”.`;
  return `${why} Which one do you mean?\n${names.join('\n')}`;
}
