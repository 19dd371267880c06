import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildFunctions } from '../scripts/build-functions.ts';
import type { Bench } from './run.ts';
import { median } from './table.ts';

const RUNS = 9;
const loader = fileURLToPath(new URL('load-module.mjs', import.meta.url));
const execute = promisify(execFile);

interface Loaded {
  readonly ms: number;
  readonly rssMb: number;
}

/** One fresh process that loads the bundle. */
async function load(bundle: string, cache: string | null): Promise<Loaded> {
  const env = { ...process.env, GCLOUD_PROJECT: 'demo-bench', ...(cache !== null && { NODE_COMPILE_CACHE: cache }) };
  const { stdout } = await execute(process.execPath, [loader, bundle], { env, cwd: tmpdir() });
  return JSON.parse(stdout) as Loaded;
}

async function measure(format: 'esm' | 'cjs', folder: string) {
  const outdir = join(folder, format);
  await buildFunctions({ format, outdir });
  const results = [];
  for (const cache of [null, join(folder, `cache-${format}`)]) {
    await load(join(outdir, 'index.js'), cache);
    const runs: Loaded[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await load(join(outdir, 'index.js'), cache));
    results.push({
      format,
      compileCache: cache !== null,
      moduleLoadMs: Math.round(median(runs.map(({ ms }) => ms))),
      rssMb: Math.round(median(runs.map(({ rssMb }) => rssMb))),
    });
  }
  return results;
}

/** How long the built bundle takes to load in a fresh process outside the repository, and how large it is then. */
export const bench: Bench = {
  title: `Cold start: loading the built bundle, median of ${RUNS} fresh processes`,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'playbooks-cold-start-'));
    try {
      const variants = [...(await measure('esm', folder)), ...(await measure('cjs', folder))];
      const deployed = variants.find(({ format, compileCache }) => format === 'esm' && compileCache);
      const rows = variants.map((variant) => ({ ...variant, compileCache: variant.compileCache ? 'yes' : 'no' }));
      const goal = { moduleLoadMs: 160 };
      return { rows, json: { moduleLoadMs: deployed?.moduleLoadMs, rssMb: deployed?.rssMb, goal, variants } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
