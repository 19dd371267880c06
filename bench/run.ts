import { table } from './table.ts';

/** A benchmark prints rows for people and ends with one JSON object for machines. */
export interface Bench {
  readonly title: string;
  run(): Promise<{ readonly rows: readonly Record<string, string | number>[]; readonly json: object }>;
}

const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  analytics: () => import('./analytics.ts'),
  coach: () => import('./coach.ts'),
  'cold-start': () => import('./cold-start.ts'),
  'engine-overhead': () => import('./engine-overhead.ts'),
  export: () => import('./export.ts'),
  expressions: () => import('./expressions.ts'),
  'fan-out': () => import('./fan-out.ts'),
  'firestore-ops': () => import('./firestore-ops.ts'),
  j4: () => import('./j4.ts'),
  lighthouse: () => import('./lighthouse.ts'),
  scale: () => import('./scale.ts'),
  steps: () => import('./steps.ts'),
  tasks: () => import('./tasks.ts'),
  'tick-cost': () => import('./tick-cost.ts'),
  web: () => import('./web-executions.ts'),
};

const [name = '', ...flags] = process.argv.slice(2).filter((arg) => arg !== '--');
const load = benches[name];
if (load === undefined) {
  process.stderr.write(`Usage: npm run bench -- NAME [--json]\nNames: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
const { bench } = await load();
const { rows, json } = await bench.run();
if (!flags.includes('--json')) process.stdout.write(`${bench.title}\n\n${table(rows)}\n\n`);
process.stdout.write(`${JSON.stringify(json)}\n`);
process.exit(0);
