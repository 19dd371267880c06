// npm run soak -- [--minutes 5] [--json]: workers are killed continuously under load; then it is counted, at a receiver
// that is no part of the engine, whether anything was lost, done twice, or left hanging. soak/README.md says more.
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startTicker } from '../local/src/stack/ticker.ts';
import { startGovernor } from './governor.ts';
import { startKiller } from './killer.ts';
import { type Load, startLoad } from './load.ts';
import { type Stage, setStage } from './stage.ts';
import { isSettled, judge, type Verdict } from './verdict.ts';

const STARTS_PER_SECOND = 8;
const FLOOR = { startsPerSecond: 5, killsPerMinute: 6 };
const TICK_MS = 10_000;
const LOOK_MS = 5_000;
/** A worker's lease, rounded up, is two minutes; a parent that was not told of its child's end looks after five. */
const DRAIN_MS = 8 * 60_000;
const EXIT_CODES = { good: 0, bad: 1, broken: 2, stopped: 130 };

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { minutes: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});
const minutes = z.coerce.number().min(0.1).max(1440).parse(values.minutes);

const crash = Promise.withResolvers<never>();
crash.promise.catch(() => undefined);
const stop = Promise.withResolvers<'stopped'>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.resolve('stopped'));

say('Building the bundle; starting Firestore, the queue, workers and the receiver …');
const stage = await setStage(crash.reject);
const outcome = await Promise.race([soak(stage), stop.promise, crash.promise]).catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 'broken' as const;
});
await stage.close();
const isWorthALook = outcome === 'bad' || outcome === 'broken';
if (isWorthALook) say(`The receipts and the workers' logs are in ${stage.folder}`);
else await rm(stage.folder, { recursive: true, force: true });
process.exit(EXIT_CODES[outcome]);

/** Load and kills, then quiet until nothing moves any more, then the count. */
async function soak(stage: Stage): Promise<'good' | 'bad'> {
  const { apiOrigin, cronSecret, workers } = stage;
  const ticker = startTicker(apiOrigin, cronSecret);
  const ticking = setInterval(() => void ticker.tick(), TICK_MS);
  const load = startLoad({ ...stage, startsPerSecond: STARTS_PER_SECOND }, crash.reject);
  const governor = startGovernor(stage, crash.reject);
  const killer = startKiller(workers);
  say(`${STARTS_PER_SECOND} starts a second for ${minutes} minutes …`);
  await sleep(minutes * 60_000);
  load.stop();
  killer.stop();
  const kills = killer.kills();
  say(`${load.starts.length} starts asked for, ${kills} workers killed. Waiting for what is under way …`);
  await governor.letGo();
  await drain(load, stage);
  await governor.close();
  clearInterval(ticking);
  await ticker.close();
  const verdict = judge(load.starts, await stage.executions(), stage.receipts(), governor.pauses);
  report(verdict, load, kills);
  const isFastEnough =
    verdict.started >= FLOOR.startsPerSecond * minutes * 60 && kills >= FLOOR.killsPerMinute * minutes;
  if (!isFastEnough)
    say(`Too little: at least ${FLOOR.startsPerSecond} starts a second and ${FLOOR.killsPerMinute} kills a minute.`);
  return isFastEnough && verdict.lost + verdict.duplicated + verdict.defied + verdict.stuck === 0 ? 'good' : 'bad';
}

async function drain(load: Load, read: Pick<Stage, 'executions'>): Promise<void> {
  const until = Date.now() + DRAIN_MS;
  for (;;) {
    const executions = await read.executions();
    const byMarker = Map.groupBy(executions, ({ marker }) => marker);
    const open = [...byMarker.values()].filter((theirs) => !isSettled(theirs)).length;
    if (open === 0 && load.pending() === 0) return;
    if (Date.now() >= until) return;
    say(`  ${open} executions and ${load.pending()} clients are not done`);
    await sleep(LOOK_MS);
  }
}

function report({ findings, ...verdict }: Verdict, load: Load, kills: number): void {
  const { started, completed, asked, failed, heldBack, defied, lost, duplicated, stuck, p50Ms, p95Ms } = verdict;
  const cut = load.starts.filter(({ requests }) => requests > 1).length;
  const unanswered = load.starts.length - started;
  say(`${cut} clients had to ask more than once; ${unanswered} gave up without an answer.`);
  for (const finding of findings) say(finding);
  const numbers = { started, completed, asked, failed, heldBack, defied, lost, duplicated, stuck, kills, p50Ms, p95Ms };
  if (!values.json)
    for (const [name, value] of Object.entries(numbers)) process.stdout.write(`${name.padEnd(12)}${value}\n`);
  else process.stdout.write(`${JSON.stringify(numbers)}\n`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
