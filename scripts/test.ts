// npm test: builds, then runs every suite (unit, contract, emulator, rules, crash, browser).
// Arguments go to vitest (a file name, --project unit, -t "…"); --json prints one JSON object last.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { build } from './build.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const reportSchema = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });

const startedAt = Date.now();
const given = process.argv.slice(2);
const isJson = given.includes('--json');
const args = given.filter((argument) => argument !== '--json');
const folder = mkdtempSync(join(tmpdir(), 'playbooks-test-'));
const reportFile = join(folder, 'report.json');
try {
  if (needsBuild(args)) await build((line) => process.stderr.write(`${line}\n`));
  const code = await vitest(['run', '--passWithNoTests', ...args, ...reporters()]);
  if (isJson) process.stdout.write(`${JSON.stringify(summary())}\n`);
  process.exitCode = code;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (isJson) process.stdout.write(`${JSON.stringify({ passed: 0, failed: 1, durationMs: Date.now() - startedAt })}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Unit tests import the sources; all others may start what was built. */
function needsBuild(vitestArgs: readonly string[]): boolean {
  const project = vitestArgs.indexOf('--project');
  return project < 0 || vitestArgs[project + 1] !== 'unit';
}

function reporters(): string[] {
  return isJson ? ['--reporter=default', '--reporter=json', `--outputFile=${reportFile}`] : [];
}

function vitest(vitestArgs: readonly string[]): Promise<number> {
  const cli = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [cli, ...vitestArgs], { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

function summary(): object {
  const report = reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  return { passed, failed, skipped, durationMs: Date.now() - startedAt };
}
