import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlreadyRunningError, clearLeftovers, noteRunning } from './leftovers.ts';

const origin = 'http://127.0.0.1:5050';
const nobody = 2 ** 22 + 1; // above Linux's largest process number

describe('clearLeftovers', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
    file = join(folder, 'running.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A process that only waits, with a word in its command line. */
  function startIdle(word: string) {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', word], { detached: true });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    const spawned = new Promise<number>((resolve) => child.once('spawn', () => resolve(child.pid ?? nobody)));
    return { child, ended, spawned };
  }

  it('ends the emulators that a killed stack left behind', async () => {
    const left = startIdle('firebase-emulators');
    noteRunning(file, { owner: nobody, children: [await left.spawned], origin });
    clearLeftovers(file);
    expect(await left.ended).toBe('SIGKILL');
    expect(existsSync(file)).toBe(false);
  });

  it('leaves a process alone that only got an old number', async () => {
    const stranger = startIdle('editor');
    noteRunning(file, { owner: nobody, children: [await stranger.spawned], origin });
    clearLeftovers(file);
    expect(stranger.child.kill('SIGTERM')).toBe(true);
    expect(await stranger.ended).toBe('SIGTERM');
  });

  it('says where the stack is when its owner still runs', async () => {
    const owner = startIdle('local/src/start.ts');
    noteRunning(file, { owner: await owner.spawned, children: [], origin });
    expect(() => clearLeftovers(file)).toThrow(AlreadyRunningError);
    expect(() => clearLeftovers(file)).toThrow(origin);
    owner.child.kill();
    await owner.ended;
  });

  it('takes a note that was cut short for none', () => {
    writeFileSync(file, '{"owner":');
    expect(() => clearLeftovers(file)).not.toThrow();
  });
});
