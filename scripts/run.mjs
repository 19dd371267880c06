// `npm start`, `npm test` and the rest come through here, so that a fresh clone needs one command: this installs the
// packages when they are missing or stale, then runs the given file on the Node 24 that comes with the project.
// It runs on whatever Node the machine has (18 or newer) and so is plain JavaScript without dependencies.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './lockfile.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules', '.bin');
const NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const [file, ...args] = process.argv.slice(2);
if (!file) fail('Which file? Write: node scripts/run.mjs FILE [arguments]');
if (Number(process.versions.node.split('.')[0]) < 18)
  fail(`Node 18 or newer is needed; this is ${process.versions.node}.`);
if (!isInstalled(ROOT) || !existsSync(NODE)) await install();
end(await run(NODE, ['--disable-warning=ExperimentalWarning', join(ROOT, file), ...args]));

async function install() {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  process.stderr.write('Installing packages (npm ci). The first time takes a minute or two …\n');
  const heartbeat = setInterval(() => process.stderr.write(`  still installing, ${seconds()}\n`), 20_000);
  const npm = process.env.npm_execpath;
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result =
    npm && /\.[cm]?js$/.test(npm)
      ? await run(process.execPath, [npm, ...flags])
      : await run('npm', flags, { shell: process.platform === 'win32' });
  clearInterval(heartbeat);
  if (result.code !== 0) {
    process.stderr.write(
      'npm ci failed; see the lines above. With a changed package.json, `npm run lock` repairs the lockfile.\n',
    );
    end(result);
  }
  process.stderr.write(`Packages installed in ${seconds()}.\n`);
}

/** Runs a program in the repository's root, passes signals on, and resolves with how it ended. */
function run(program, programArgs, options = {}) {
  const child = spawn(program, programArgs, {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}` },
    ...options,
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  return new Promise((resolve) => {
    const settle = (result) => {
      for (const signal of SIGNALS) process.off(signal, forward);
      resolve(result);
    };
    child.once('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      settle({ code: 127, signal: null });
    });
    child.once('exit', (code, signal) => settle({ code, signal }));
  });
}

function end({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exit(code ?? 1);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
