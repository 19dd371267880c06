// npm run build: the functions into functions/dist and the web app into web/dist.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildFunctions } from './build-functions.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WEB_SOURCES = [
  'web/src',
  'web/index.html',
  'web/vite.config.ts',
  'web/public',
  'functions/src/model',
  'package-lock.json',
];
const WEB_RESULT = 'web/dist/index.html';
const run = promisify(execFile);

/** Builds what deploys. The web app is left alone when nothing of it has changed since it was built. */
export async function build(onProgress: (line: string) => void = () => {}): Promise<void> {
  await Promise.all([
    buildFunctions().then(() => onProgress('Functions are built')),
    buildWeb().then((built) => onProgress(built ? 'Web app is built' : 'Web app is up to date')),
  ]);
}

async function buildWeb(): Promise<boolean> {
  const builtAt = newest(WEB_RESULT);
  if (builtAt > 0 && WEB_SOURCES.every((path) => newest(path) <= builtAt)) return false;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  try {
    await run(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
      maxBuffer: 16 * 1024 * 1024,
    });
    return true;
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const [said = ''] = output.split(/\n\s+at /); // what follows is where in vite it was noticed
    throw new Error(`The web app does not build:\n${said}`, { cause: error });
  }
}

/** When the newest file under a path was changed, in ms; 0 when there is none. */
function newest(path: string): number {
  const full = join(ROOT, path);
  if (!existsSync(full)) return 0;
  const stats = statSync(full);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(full).map((name) => newest(join(path, name))));
}

if (import.meta.main) {
  try {
    await build((line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
