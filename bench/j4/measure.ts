import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../local/src/stack/ports.ts';
import { framework, type Product } from './product.ts';
import { createLoad, type Target, type World } from './world.ts';

export const CONCURRENCIES = [20, 50] as const;
const WARM_UP = 200;
const LATENCIES = 200;
const EXECUTIONS = 600;

/** A server under load: how long it takes, what it reaches, how large it is. */
export interface Figures {
  readonly startMs: number;
  /** Started and healthy, before the first execution. */
  readonly rssIdleMb: number;
  /** After the first execution, with everything loaded that it needs. */
  readonly rssFirstMb: number;
  readonly rssAfterMb: number;
  readonly toSink: readonly number[];
  readonly toRecorded: readonly number[];
  /** Executions a second, in the order of `CONCURRENCIES`. */
  readonly perSecond: readonly number[];
}

interface Server {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly healthUrl: string;
  readonly target: Target;
}

const execute = promisify(execFile);
const FLOOR = fileURLToPath(new URL('floor-server.ts', import.meta.url));
const CEILING = fileURLToPath(new URL('ceiling.ts', import.meta.url));

/** The bundle in `folder` under the functions framework. */
export async function measureProduct(world: World, folder: string, { env, target }: Product): Promise<Figures> {
  const port = await freePort();
  return measure(world, {
    args: ['--import', framework.preload, framework.program, '--target=api', `--source=${folder}`],
    env: { ...env, FUNCTION_TARGET: 'api', PORT: String(port), HOST: '127.0.0.1' },
    healthUrl: `http://127.0.0.1:${port}/api/client-config`,
    target: target(port),
  });
}

/** The same four steps without an engine, with its own database in `file`. */
export async function measureFloor(world: World, file: string): Promise<Figures> {
  const port = await freePort();
  const { pageUrl, sinkUrl } = world;
  const quiet = '--disable-warning=ExperimentalWarning';
  return measure(world, {
    args: [quiet, FLOOR, String(port), file, pageUrl, sinkUrl],
    env: {},
    healthUrl: `http://127.0.0.1:${port}/health`,
    target: { url: `http://127.0.0.1:${port}/execute`, headers: {} },
  });
}

/** What Firestore alone allows, in executions a second, through `client`: Google's own, or the product's store. */
export async function measureCeiling(
  client: 'google' | 'store',
  trace: string,
  env: Product['env'],
): Promise<number[]> {
  const rounds = [`20:${WARM_UP}`, ...CONCURRENCIES.map((concurrency) => `${concurrency}:${EXECUTIONS}`)];
  const args = [CEILING, client, trace, ...rounds];
  const { stdout } = await execute(process.execPath, args, { env: { ...process.env, ...env } });
  return (JSON.parse(stdout) as number[]).slice(1);
}

async function measure(world: World, { args, env, healthUrl, target }: Server): Promise<Figures> {
  const before = performance.now();
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio });
  const load = createLoad(world, target);
  try {
    await untilHealthy(child, healthUrl);
    const startMs = performance.now() - before;
    const rssIdleMb = await rssMb(child);
    await load.latencies(1);
    const rssFirstMb = await rssMb(child);
    await load.throughput(20, WARM_UP);
    const { toSink, toRecorded } = await load.latencies(LATENCIES);
    const perSecond: number[] = [];
    for (const concurrency of CONCURRENCIES) perSecond.push(await load.throughput(concurrency, EXECUTIONS));
    return { startMs, rssIdleMb, rssFirstMb, rssAfterMb: await rssMb(child), toSink, toRecorded, perSecond };
  } finally {
    load.close();
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  }
}

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended while starting: ${child.spawnargs.join(' ')}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function rssMb({ pid }: ChildProcess): Promise<number> {
  const { stdout } = await execute('ps', ['-o', 'rss=', '-p', String(pid)]);
  return (Number(stdout) * 1024) / 1e6;
}
