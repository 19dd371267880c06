import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './wanted.ts';

/** Runs the Firebase CLI of node_modules, or another script of the repository, in the root; throws when it fails. */
export type RunScript = (script: string, args: readonly string[]) => Promise<void>;

export const FIREBASE = 'node_modules/firebase-tools/lib/bin/firebase.js';

export const runScript: RunScript = async (script, args) => {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, FIREBASE_CLI_DISABLE_UPDATE_CHECK: 'true' },
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit) => resolve(exit ?? 1));
  });
  if (code !== 0) throw new Error(`${script.split('/').at(-1)} ${args.join(' ')} ended with code ${code}; see above`);
};
