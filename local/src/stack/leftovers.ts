import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { killGroup } from './child.ts';

const runningSchema = z.object({ owner: z.int(), children: z.array(z.int()), origin: z.string() });
type Running = z.infer<typeof runningSchema>;

/** Another stack uses the data directory; the message says where it is. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

/**
 * Clears what a killed stack left running on this data directory. Processes are told by their command line, since a
 * number may belong to somebody else by now. Throws `AlreadyRunningError` when the owner still lives.
 */
export function clearLeftovers(file: string): void {
  const before = read(file);
  if (before === null) return;
  if (/start\.ts|demo\.ts|vitest/.test(commandOf(before.owner))) {
    throw new AlreadyRunningError(
      `Playbooks runs already at ${before.origin} (process ${before.owner}): use it, or end it first.`,
    );
  }
  for (const pid of before.children) {
    if (/firebase|firestore/.test(commandOf(pid))) killGroup(pid);
  }
  rmSync(file, { force: true });
}

/** Notes who runs here, for `clearLeftovers` of a later start. */
export function noteRunning(file: string, running: Running): void {
  writeFileSync(file, JSON.stringify(running));
}

/**
 * Ends the Firestore emulator that listens on a port. firebase-tools puts it into a process group of its own and leaves
 * it behind when it is stopped at an awkward moment of its start.
 */
export function endFirestoreEmulatorAt(port: number): void {
  for (const { pid, command } of runningProcesses()) {
    if (command.includes('firestore') && command.includes(` --port ${port} `)) killGroup(pid);
  }
}

function runningProcesses(): { pid: number; command: string }[] {
  if (existsSync('/proc/self/cmdline')) {
    const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
    return pids.map((pid) => ({ pid, command: `${commandOf(pid)} ` }));
  }
  if (process.platform === 'win32') return [];
  const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => ({ pid: Number.parseInt(line, 10), command: `${line} ` }));
}

function read(file: string): Running | null {
  if (!existsSync(file)) return null;
  try {
    return runningSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // cut short while it was written: nothing was running yet
  }
}

function commandOf(pid: number): string {
  if (pid === process.pid) return '';
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return ''; // no such process
  }
}
