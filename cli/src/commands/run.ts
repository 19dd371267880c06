import { startedAnswer } from '../answers.ts';
import { EXIT } from '../errors.ts';
import { endLines } from '../execution-lines.ts';
import { allPlaybooks, findPlaybook } from '../find-playbook.ts';
import { readInputs } from '../inputs.ts';
import { tinted } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { readExecution, watch } from '../watch.ts';

/** Of --wait: for so long the server itself goes on with it before it answers. */
const WAIT_S = 5;

export interface RunOptions {
  readonly input: readonly string[];
  readonly dryRun: boolean;
  readonly wait: boolean;
  /** In seconds. */
  readonly timeout: number;
}

/** Starts a playbook; with `wait` tells its steps until it ends or waits for a person. */
export async function run(shell: Shell, wanted: string, options: RunOptions): Promise<Answer> {
  const api = await shell.api();
  const { playbookId, name, inputs: declared } = findPlaybook(await allPlaybooks(api), wanted);
  const inputs = readInputs(options.input, declared);
  const mode = options.dryRun ? ' as a dry run' : '';
  shell.screen.note(tinted('dim', `Starting ${name}${mode} …`));
  const body = { triggeredBy: 'api', inputs, dryRun: options.dryRun, wait: options.wait ? WAIT_S : 0 };
  const started = await api.post(`/api/playbooks/${playbookId}/execute`, body, startedAnswer);
  shell.screen.note(null);
  const { executionId, status } = started;
  if (options.wait) return watch(shell, api, executionId, options.timeout);
  if (status !== 'skipped') {
    const lines = [[tinted('strong', name), ` was started${mode}: playbooks logs ${executionId} --follow`]];
    return { lines, value: { executionId, status } };
  }
  const skipped = await readExecution(api, executionId);
  return { lines: [`${name} was not started.`, ...endLines(skipped, api.origin)], value: skipped, code: EXIT.failed };
}
