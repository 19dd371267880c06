import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { createApi } from './api.ts';
import { createAsk } from './ask.ts';
import { EXIT, UsageError } from './errors.ts';
import { asCliError, exitCodeOf, failureLines, failureValue } from './failure.ts';
import { createProgram, type Globals } from './program.ts';
import { createScreen, jsonText, type Screen } from './screen.ts';
import { readAccess } from './settings.ts';
import type { Answer, Shell } from './shell.ts';

/** The command, from its line to its exit code. Ctrl-C ends what it waits for, not what the server does. */
export async function start(): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  // Whoever reads only the beginning, such as head, has had enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await main(process.argv.slice(2), stop.signal);
}

async function main(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const { stdin, stdout, stderr, env } = process;
  const isJson = argv.includes('--json');
  const mayColour = (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  const out = createScreen(stdout, mayColour && stdout.isTTY === true);
  const errors = createScreen(stderr, mayColour && stderr.isTTY === true);
  const isSomebodyThere = stdin.isTTY === true && stdout.isTTY === true && !isJson;
  let code: number = EXIT.done;
  const perform = async (globals: Globals, act: (shell: Shell) => Promise<Answer>): Promise<void> => {
    const wire = { fetch, sleep: (ms: number) => sleep(ms, undefined, { signal }), signal };
    const answer = await act({
      screen: isJson ? silent : out,
      ask: isSomebodyThere ? createAsk() : null,
      isYes: globals.yes ?? false,
      api: async () => createApi(await readAccess(globals, env), wire),
      wire,
      now: () => new Date(),
      sleep: wire.sleep,
    });
    if (isJson) stdout.write(`${jsonText(answer.value)}\n`);
    else out.print(answer.lines);
    code = answer.code ?? EXIT.done;
  };
  const program = createProgram(perform, env).configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void (isJson ? null : stderr.write(text)),
  });
  try {
    await program.parseAsync(argv.length === 0 && isSomebodyThere ? ['menu'] : argv, { from: 'user' });
    return code;
  } catch (error) {
    out.note(null);
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    if (signal.aborted) {
      errors.print(['Stopped. What the server has begun goes on; playbooks history shows it.']);
      return EXIT.stopped;
    }
    // What is wrong with the line has been said already.
    const isSaid = error instanceof CommanderError;
    const failure = isSaid ? new UsageError(error.message.replace(/^error: /, '')) : asCliError(error);
    if (isJson) stdout.write(`${jsonText(failureValue(failure))}\n`);
    else if (!isSaid) errors.print(failureLines(failure));
    return exitCodeOf(failure);
  }
}

/** With --json the one value is all that is told. */
const silent: Screen = { columns: null, print: () => {}, note: () => {}, raw: () => {} };
