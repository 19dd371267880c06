import { readFile } from 'node:fs/promises';
import { type JsonValue, jsonValue } from '../../../functions/src/model/json.ts';
import { type SimulationAnswer, simulationAnswer } from '../answers.ts';
import { EXIT, UsageError } from '../errors.ts';
import { allPlaybooks, findPlaybook } from '../find-playbook.ts';
import { readInputs } from '../inputs.ts';
import { type Line, tinted } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted, statusSpan, timeWords } from '../words.ts';

const SHOWN = 20;

export interface TestOptions {
  readonly input: readonly string[];
  /** JSON, or the path of a file with JSON. */
  readonly event?: string | undefined;
  readonly days?: number | undefined;
}

/** What a playbook would do: with the inputs and the event given, or have done of the last days. Only dry runs. */
export async function test(shell: Shell, wanted: string, { input, event, days }: TestOptions): Promise<Answer> {
  const isOnce = input.length > 0 || event !== undefined;
  if (isOnce && days !== undefined) {
    throw new UsageError('--days looks back; --input and --event are for one dry run', {
      fix: 'give one or the other',
    });
  }
  const given = event === undefined ? undefined : await readEvent(event);
  const api = await shell.api();
  const { playbookId, name, inputs: declared, triggers } = findPlaybook(await allPlaybooks(api), wanted);
  const inputs = readInputs(input, declared);
  // What nothing starts by itself has nothing to look back at.
  const once = isOnce || (days === undefined && triggers.every(({ type }) => type === 'manual'));
  shell.screen.note(tinted('dim', `Rehearsing ${name} …`));
  const body = once
    ? { inputs, ...(given !== undefined && { event: given }) }
    : { ...(days !== undefined && { days }) };
  const simulation = await api.post(`/api/playbooks/${playbookId}/simulate`, body, simulationAnswer);
  shell.screen.note(null);
  const { starts, counted: all, notes, summary } = simulation;
  const isFailed = starts.some(({ outcome }) => outcome === 'failed');
  const rest = all - Math.min(all, SHOWN);
  const lines: Line[] = [
    [tinted('strong', name), tinted('dim', '  nothing was really done')],
    ...starts.slice(0, SHOWN).flatMap(startLines),
    ...(rest > 0 ? [tinted('dim', `and ${counted(rest, 'more start')}; --json has them`)] : []),
    summary,
    ...notes.map((note) => tinted('dim', note)),
  ];
  return { lines, value: simulation, code: isFailed ? EXIT.failed : EXIT.done };
}

function startLines({ at, occasion, outcome, wouldHave, dryRunId }: SimulationAnswer['starts'][number]): Line[] {
  const head: Line = [
    `${timeWords(at)} ${occasion.type}  `,
    statusSpan(outcome),
    ...(dryRunId === null ? [] : [tinted('dim', `  playbooks logs ${dryRunId}`)]),
  ];
  return [head, ...wouldHave.map((words) => `    ${words}`)];
}

async function readEvent(given: string): Promise<JsonValue> {
  const isText = /^\s*[[{"]/.test(given);
  const text = isText ? given : await readFile(given, 'utf8').catch(() => null);
  if (text === null) throw new UsageError(`There is no file ${given}`, { fix: "--event takes a file or '{…}'" });
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`The event ${isText ? '' : `in ${given} `}is no JSON`);
  }
}
