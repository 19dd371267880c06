import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import { buildFunctions } from '../scripts/build-functions.ts';
import { CONCURRENCIES, type Figures, measureCeiling, measureFloor, measureProduct } from './j4/measure.ts';
import { type Product, prepareProduct } from './j4/product.ts';
import { startWorld, type World } from './j4/world.ts';
import type { Bench } from './run.ts';
import { median, percentile } from './table.ts';

const TURNS = 3;
const GOALS = {
  ratioToFloor: 0.2,
  ratioToCeiling: 0.7,
  postToRecordedP50Ms: 12,
  rssIdleMb: 140,
  commits: 3,
  reads: 3,
};

interface Turn {
  readonly product: Figures;
  readonly floor: Figures;
  readonly ceiling: readonly number[];
  readonly storeCeiling: readonly number[];
}

/** One after the other, so that each meets the machine as the others do. */
async function takeTurns(folder: string, world: World, product: Product): Promise<Turn[]> {
  const trace = join(folder, 'trace');
  await writeFile(trace, serialize(product.trace));
  const turns: Turn[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    turns.push({
      product: await measureProduct(world, join(folder, 'deployed'), product),
      floor: await measureFloor(world, join(folder, `floor-${turn}.sqlite`)),
      ceiling: await measureCeiling('google', trace, product.env),
      storeCeiling: await measureCeiling('store', trace, product.env),
    });
  }
  return turns;
}

function summarize(turns: readonly Turn[], { trace }: Product) {
  const of = (pick: (turn: Turn) => number) => Math.round(median(turns.map(pick)) * 100) / 100;
  const best = (perSecond: readonly number[]) => Math.max(...perSecond);
  const figures = (name: 'product' | 'floor') => ({
    runsPerSecond: of((turn) => best(turn[name].perSecond)),
    runsPerSecondAt20: of((turn) => turn[name].perSecond[0] ?? 0),
    runsPerSecondAt50: of((turn) => turn[name].perSecond[1] ?? 0),
    postToSinkP50Ms: of((turn) => median(turn[name].toSink)),
    postToSinkP95Ms: of((turn) => percentile(turn[name].toSink, 0.95)),
    postToRecordedP50Ms: of((turn) => median(turn[name].toRecorded)),
    postToRecordedP95Ms: of((turn) => percentile(turn[name].toRecorded, 0.95)),
    rssIdleMb: of((turn) => turn[name].rssIdleMb),
    rssFirstMb: of((turn) => turn[name].rssFirstMb),
    rssAfterMb: of((turn) => turn[name].rssAfterMb),
    startMs: of((turn) => turn[name].startMs),
  });
  const [product, floor] = [figures('product'), figures('floor')];
  const json = {
    ...product,
    commits: trace.commits.length,
    writes: trace.commits.flat().length,
    reads: trace.reads.length,
    ratioToFloor: of((turn) => best(turn.product.perSecond) / best(turn.floor.perSecond)),
    ratioToCeiling: of((turn) => best(turn.product.perSecond) / best(turn.ceiling)),
    ratioToStoreCeiling: of((turn) => best(turn.product.perSecond) / best(turn.storeCeiling)),
    floor,
    ceiling: { runsPerSecond: of((turn) => best(turn.ceiling)) },
    storeCeiling: { runsPerSecond: of((turn) => best(turn.storeCeiling)) },
    goals: GOALS,
    concurrencies: CONCURRENCIES,
    turns: TURNS,
  };
  const rows = [
    { what: 'product', ...product },
    { what: 'floor (express, SQLite)', ...floor },
    { what: 'ceiling (Google’s client)', ...json.ceiling },
    { what: 'ceiling (our store)', ...json.storeCeiling },
  ];
  return { rows, json };
}

/** Job J4: a POST starts four steps; on the built bundle, beside its floor and its ceiling. */
export const bench: Bench = {
  title: `J4: POST → four steps → recorded, medians of ${TURNS} turns`,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'playbooks-j4-'));
    const emulator = await startFirestoreEmulator();
    try {
      const world = await startWorld();
      const product = await prepareProduct(emulator.host, world);
      await buildFunctions({ outdir: join(folder, 'deployed') });
      const result = summarize(await takeTurns(folder, world, product), product);
      await product.close();
      world.close();
      return result;
    } finally {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
