// npm run check: format and lint, types, pages made from the code, dead code, unit tests; a line each, with the output of what failed.
// --json prints one JSON object last.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Check {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}
interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
}

const checks: Check[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types (web)', command: ['tsc', '-p', 'web/tsconfig.json', '--noEmit'] },
  { name: 'pages', command: ['node', 'scripts/reference-docs.ts'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'unit tests', command: ['vitest', 'run', '--project', 'unit', '--passWithNoTests', '--reporter=dot'] },
];

const outcomes: Outcome[] = [];
for (const check of checks) outcomes.push(await run(check));
const failed = outcomes.filter((outcome) => !outcome.ok);
const verdict =
  failed.length === 0
    ? styleText('green', 'All checks passed.')
    : styleText('red', `${failed.length} of ${outcomes.length} checks failed.`);
process.stdout.write(`${verdict}\n`);
if (process.argv.includes('--json')) {
  process.stdout.write(
    `${JSON.stringify({ passed: outcomes.length - failed.length, failed: failed.length, checks: outcomes })}\n`,
  );
}
process.exitCode = failed.length === 0 ? 0 : 1;

async function run({ name, command: [program, ...args] }: Check): Promise<Outcome> {
  const startedAt = Date.now();
  const { code, output } = await capture(join(ROOT, 'node_modules', '.bin', program), args);
  const outcome = { name, ok: code === 0, ms: Date.now() - startedAt };
  const mark = outcome.ok ? styleText('green', '✓') : styleText('red', '✗');
  process.stdout.write(`${mark} ${name.padEnd(18)}${(outcome.ms / 1000).toFixed(1).padStart(6)} s\n`);
  if (!outcome.ok) process.stdout.write(`${output.trimEnd()}\n\n`);
  return outcome;
}

function capture(program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  if (!existsSync(program)) return Promise.resolve({ code: 1, output: `${program} is not installed` });
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 1, output })));
}
