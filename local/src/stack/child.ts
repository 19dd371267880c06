import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const TAIL_LINES = 25;

export interface ChildOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Everything the program prints goes here; without it only the last lines are kept, in memory. */
  readonly logFile?: string;
}

/** A program that runs beside us, in a process group of its own so that a Ctrl-C in the terminal reaches only us. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly isRunning: () => boolean;
  /** Its last lines of output. */
  readonly tail: () => string;
  /** Resolves when its output matches. Rejects, with its last lines, when it ends before or `withinMs` is over. */
  readonly until: (pattern: RegExp, withinMs: number) => Promise<void>;
  /** Asks it to end by SIGINT; after `graceMs` the whole group is killed. Resolves when it is gone. */
  readonly stop: (graceMs: number) => Promise<void>;
}

export function startChild(options: ChildOptions): Child {
  const process_ = spawn(options.program, [...options.args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = collectOutput(process_, options.logFile);
  let running = true;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    process_.once('error', (error) => {
      output.add(`${options.program} could not be started: ${error.message}`);
      running = false;
      resolve({ code: 127, signal: null });
    });
    process_.once('exit', (code, signal) => {
      running = false;
      resolve({ code, signal });
    });
  });
  const pid = process_.pid ?? 0;
  const tail = () => output.lines.join('\n');
  return {
    name: options.name,
    pid,
    ended,
    isRunning: () => running,
    tail,
    until: (pattern, withinMs) =>
      new Promise((resolve, reject) => {
        const fail = (what: string) => reject(new Error(`${options.name} ${what}. Its last lines:\n${tail()}`));
        const timer = setTimeout(() => fail(`was not ready after ${withinMs / 1000} s`), withinMs);
        void ended.then(() => {
          clearTimeout(timer);
          fail('ended while starting');
        });
        output.onText((text) => {
          if (!pattern.test(text)) return;
          clearTimeout(timer);
          resolve();
        });
      }),
    async stop(graceMs) {
      if (!running || pid === 0) return;
      process_.kill('SIGINT');
      const timer = setTimeout(() => killGroup(pid), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Ends a process and everything it started. Nothing happens when it is gone already. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // gone already
  }
}

interface Output {
  readonly lines: string[];
  add(text: string): void;
  onText(listener: (text: string) => void): void;
}

function collectOutput(child: ChildProcess, logFile: string | undefined): Output {
  const lines: string[] = [];
  const listeners: ((text: string) => void)[] = [];
  if (logFile !== undefined) mkdirSync(dirname(logFile), { recursive: true });
  const log = logFile === undefined ? null : createWriteStream(logFile);
  const add = (text: string) => {
    log?.write(text);
    lines.push(...text.split('\n').filter((line) => line.trim() !== ''));
    lines.splice(0, lines.length - TAIL_LINES);
    for (const listener of listeners) listener(text);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', add);
  child.once('close', () => log?.end());
  return { lines, add, onText: (listener) => listeners.push(listener) };
}
