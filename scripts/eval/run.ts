import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { table } from '../../bench/table.ts';
import type { Understander } from './outcome.ts';
import { planner } from './planner.ts';
import { type Row, readRows, requestFiles } from './row.ts';
import { byCategory, isWrongActivation, type Result, results, type Score, type Share, scoreOf } from './score.ts';
import { configuredVendor } from './vendor.ts';

const USAGE = `Usage: npm run eval -- [--file F]… [--json]
  --file F  rows to score instead of those in evals/requests, in the format of evals/README.md
  --json    one JSON object, last, and nothing before it
The language model that LLM_PROVIDER, LLM_MODEL, LLM_BASE_URL and LLM_API_KEY name is asked, too.
`;
const PLANNER = 'functions/src/core/authoring/planner';
const SCORES: readonly (readonly [string, keyof Score])[] = [
  ['all of it as expected', 'exact'],
  ['contract exact', 'contractExact'],
  ['command exact', 'commandExact'],
  ['asked when ambiguous', 'askedWhenAmbiguous'],
  ['refused when impossible', 'refusedWhenImpossible'],
  ['asked or refused', 'askedOrRefused'],
  ['simulation agrees', 'simulationAgrees'],
  ['wrong activations', 'wrongActivations'],
];

const { file, json } = options();
const rows = (file ?? requestFiles()).flatMap(readRows);
const configured = configuredVendor(process.env);
const understanders: readonly Understander[] = configured === null ? [planner] : [planner, configured];
const scored = new Map<string, Result[]>();
for (const understander of understanders) scored.set(understander.name, await results(rows, understander));
const changedAt = plannerChangedAt();
if (!json) print(rows, scored, changedAt);
process.stdout.write(`${JSON.stringify(asJson(rows, scored, changedAt))}\n`);

function options(): { file: string[] | undefined; json: boolean } {
  try {
    const args = process.argv.slice(2).filter((arg) => arg !== '--');
    const { values } = parseArgs({
      args,
      options: { file: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    });
    return { file: values.file, json: values.json ?? false };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

/** The day of the planner's last change; null outside a repository, or with changes that are not committed. */
function plannerChangedAt(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', [...args, '--', PLANNER], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return git('status', '--porcelain') === '' ? git('log', '-1', '--format=%cs') || null : null;
  } catch {
    return null;
  }
}

/** How many rows were there, by their day, when the planner changed last, and so could be written for; all where that is not known. */
function older(all: readonly Row[], changed: string | null): Share {
  return { met: all.filter(({ added }) => changed === null || added <= changed).length, of: all.length };
}

function print(all: readonly Row[], found: ReadonlyMap<string, Result[]>, changed: string | null): void {
  const columns = (cell: (those: Result[]) => string | number) =>
    Object.fromEntries([...found].map(([name, those]) => [name, cell(those)]));
  const categories = [...new Set(all.map(({ category }) => category))].map((category) => ({
    category,
    rows: all.filter((row) => row.category === category).length,
    ...columns((those) => percent(byCategory(those).get(category)?.exact)),
  }));
  const totals = SCORES.map(([words, name]) => ({
    score: words,
    ...columns((those) => {
      const score = scoreOf(those)[name];
      return typeof score === 'number' ? score : percent(score);
    }),
  }));
  process.stdout.write(`${table(categories)}\n\n${table(totals)}\n\n`);
  process.stdout.write(
    `Older than the planner's last change (${changed ?? 'not committed'}): ${percent(older(all, changed))}\n\n`,
  );
  for (const [name, those] of found) {
    for (const result of those.filter(({ differences }) => differences.length > 0)) {
      const mark = isWrongActivation(result) ? '!!' : '  ';
      process.stdout.write(
        `${mark} ${name} ${result.row.id}: ${result.row.say.join(' / ')}\n     ${result.differences.join('; ')}\n`,
      );
    }
  }
}

function percent(share: Share | undefined): string {
  if (share === undefined || share.of === 0) return '–';
  return `${((100 * share.met) / share.of).toFixed(0)} % (${share.met} of ${share.of})`;
}

function asJson(all: readonly Row[], found: ReadonlyMap<string, Result[]>, changed: string | null): object {
  const understanding = [...found].map(([name, those]) => [
    name,
    {
      ...scoreOf(those),
      categories: Object.fromEntries(byCategory(those)),
      failures: those
        .filter(({ differences }) => differences.length > 0)
        .map((result) => ({
          id: result.row.id,
          say: result.row.say,
          came: result.outcome.kind,
          isWrongActivation: isWrongActivation(result),
          differences: result.differences,
        })),
    },
  ]);
  return {
    rows: all.length,
    plannerChangedAt: changed,
    olderThanPlanner: older(all, changed),
    ...Object.fromEntries(understanding),
  };
}
