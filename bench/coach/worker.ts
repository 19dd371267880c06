import { createClock } from '../../functions/src/adapters/system.ts';
import { buildApp } from '../../functions/src/app.ts';
import { readConfig } from '../../functions/src/config.ts';
import { dailyInsights } from '../../functions/src/core/coach/daily-insights.ts';
import { top } from '../../functions/src/model/paths.ts';
import { counted } from '../counted.ts';

/** What a morning that lived to its end has to tell; memory in MB. */
export interface Told {
  readonly looked: number;
  readonly passes: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly reads: number;
  readonly writes: number;
  readonly rssPeakMb: number;
}

/** As a tick has it. */
const BUDGET_MS = 50_000;

const [, , offset = '0'] = process.argv;
const silent = () => undefined;
const error = (event: string, cause: unknown) => void process.stderr.write(`${event}: ${String(cause)}\n`);
const clock = createClock(() => Number(offset));
const { engine } = buildApp(readConfig(process.env), { clock, log: { info: silent, warn: silent, error } });
const { operations, counting } = counted(engine.store);
// The connection to Firestore is there before the clock starts, as on a warm instance.
await engine.store.find(top.insightSweep);
process.send?.('ready');
const before = performance.now();
const cpu = process.cpuUsage();
let [looked, passes, isOver] = [0, 0, false];
while (!isOver) {
  passes += 1;
  looked += await dailyInsights({ ...engine, store: counting }, new Date(clock.now().getTime() + BUDGET_MS));
  isOver = (await engine.store.get(top.insightSweep))?.data.until === null;
}
const { user, system } = process.cpuUsage(cpu);
const told: Told = {
  ...{ looked, passes, ...operations },
  ms: Math.round(performance.now() - before),
  cpuMs: Math.round((user + system) / 1_000),
  rssPeakMb: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.send?.(told);
process.disconnect();
process.exit(0);
