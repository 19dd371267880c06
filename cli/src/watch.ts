import { type ExecutionAnswer, executionAnswer, type StepAnswer } from './answers.ts';
import type { Api } from './api.ts';
import { CliError, EXIT } from './errors.ts';
import { endLines, headLines, stepLines, waitingApprovals } from './execution-lines.ts';
import { type Line, tinted } from './screen.ts';
import type { Answer, Shell } from './shell.ts';
import { counted } from './words.ts';

const LOOK_MS = 1_000;
/** What waits for hours is looked at less often. */
const SLOWEST_MS = 10_000;
const FINISHED: readonly ExecutionAnswer['status'][] = ['completed', 'failed', 'canceled', 'skipped'];
const ENDED: readonly string[] = ['completed', 'failed', 'skipped', 'canceled'];

/** Tells the steps of an execution as they end, until it is finished or waits for a person. Throws `CliError`. */
export async function watch(shell: Shell, api: Api, executionId: string, seconds: number): Promise<Answer> {
  const { screen } = shell;
  const deadline = shell.now().getTime() + seconds * 1000;
  const told = new Set<string>();
  let isFirst = true;
  for (let pause = LOOK_MS; ; pause = Math.min(SLOWEST_MS, pause * 1.2)) {
    const execution = await readExecution(api, executionId);
    const isOver = FINISHED.includes(execution.status) || waitingApprovals(execution).length > 0;
    const news = newlyEnded(execution, told).flatMap((step) => stepLines(step, { origin: api.origin, full: false }));
    screen.print([...(isFirst ? headLines(execution).slice(1) : []), ...news]);
    screen.note(isOver ? null : underWay(execution));
    isFirst = false;
    if (isOver) return outcome(execution, api.origin);
    if (shell.now().getTime() >= deadline) {
      screen.note(null);
      const fix = `playbooks logs ${executionId} --follow goes on looking`;
      throw new CliError(`It is still ${execution.status} after ${seconds} seconds`, { fix });
    }
    await shell.sleep(pause);
  }
}

export function readExecution(api: Api, executionId: string): Promise<ExecutionAnswer> {
  return api.get(`/api/executions/${encodeURIComponent(executionId)}`, executionAnswer);
}

/** How an execution ended, or that it waits for a yes. */
function outcome(execution: ExecutionAnswer, origin: string): Answer {
  const { status, playbookName } = execution;
  const words: Line = [tinted('strong', playbookName), `: ${status}`];
  const isWaiting = waitingApprovals(execution).length > 0;
  const code = isWaiting ? EXIT.waits : status === 'completed' ? EXIT.done : EXIT.failed;
  return { lines: [...(isWaiting ? [] : [words]), ...endLines(execution, origin)], value: execution, code };
}

function newlyEnded({ stepResults }: ExecutionAnswer, told: Set<string>): StepAnswer[] {
  const news = stepResults.filter(({ path, status }) => ENDED.includes(status) && !told.has(path));
  for (const { path } of news) told.add(path);
  return news;
}

function underWay({ status, stepResults, wait }: ExecutionAnswer): Line {
  const done = stepResults.filter((step) => ENDED.includes(step.status)).length;
  const now = stepResults.filter((step) => step.status === 'running').map(({ path }) => path);
  const what = now.length > 0 ? `: ${now.join(', ')}` : wait === null ? '' : ` (${wait.kind})`;
  return tinted('dim', `${status}${what}, ${counted(done, 'step')} done. Ctrl-C stops looking, not the execution.`);
}
