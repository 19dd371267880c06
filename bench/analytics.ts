import { buildApp } from '../functions/src/app.ts';
import { type Analytics, readAnalytics, shifted } from '../functions/src/core/analytics/analytics.ts';
import { foldNotes } from '../functions/src/core/analytics/fold-notes.ts';
import { concurrently } from '../functions/src/core/engine/concurrently.ts';
import type { Store, Write } from '../functions/src/core/ports.ts';
import type { EndNote } from '../functions/src/model/end-note.ts';
import { tenantPaths, top } from '../functions/src/model/paths.ts';
import { startLocalGoogle } from '../functions/test/kit/local-google.ts';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import { counted } from './counted.ts';
import type { Bench } from './run.ts';
import { median } from './table.ts';

/** `ANALYTICS=10000` for fewer. */
const COUNT = Number(process.env.ANALYTICS ?? 100_000);
const PLAYBOOKS = 25;
const DAYS = 365;
const RUNS = 9;
const BATCH = 400;
/** So many lie there when the tick comes: the emulator looks at all of them for each page. */
const GATHERED = 4_000;
const AT_A_TIME = 8;
const TICK_MS = 50_000;
const ORG = 'busy_shop';
const LAST = '2026-11-22';
const GOALS = { yearMs: 1_000, monthMs: 1_000, lost: 0, yearReads: 400 };

/** The end of the `index`th execution of the year. */
function noteOf(index: number): EndNote {
  const day = shifted(LAST, Math.floor((index * DAYS) / COUNT) - DAYS + 1);
  const isFailed = index % 17 === 0;
  const playbook = (index * 7) % PLAYBOOKS;
  return {
    sign: 1,
    executionId: `e${index}`,
    playbookId: `playbook${playbook}`,
    playbookName: `Playbook ${playbook}`,
    status: isFailed ? 'failed' : index % 101 === 0 ? 'canceled' : 'completed',
    triggeredBy: (['schedule', 'event', 'manual'] as const)[index % 3] ?? 'schedule',
    day,
    hour: (index * 5) % 24,
    durationMs: 500 + ((index * 7_919) % 90_000),
    costMicros: 1_000 + (index % 500),
    savedSeconds: 180,
    error: isFailed ? { code: 'refused', text: `Reason ${index % 40}` } : null,
  };
}

async function seedNotes(store: Store, from: number, until: number): Promise<void> {
  const paths = tenantPaths(ORG);
  const starts = Array.from({ length: Math.ceil((until - from) / BATCH) }, (_, index) => from + index * BATCH);
  await concurrently(starts, AT_A_TIME, async (start) => {
    const batch = Array.from({ length: Math.min(BATCH, until - start) }, (_, index): Write => {
      const id = `e${String(start + index).padStart(7, '0')}.0`;
      return { op: 'set', path: paths.endNote(id).path, data: noteOf(start + index) };
    });
    await store.commit(batch);
  });
}

/** How far the sums are from what was written: executions, failures and cost. */
function lostOf({ totals, playbooks, week, errors, otherErrors }: Analytics): number {
  const all = Array.from({ length: COUNT }, (_, index) => noteOf(index));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const failed = all.filter(({ status }) => status === 'failed').length;
  return sum(
    [
      totals.runs - COUNT,
      sum(playbooks.map(({ runs }) => runs)) - COUNT,
      sum(week.flat()) - COUNT,
      totals.failed - failed,
      sum(errors.map(({ count }) => count)) + otherErrors - failed,
      totals.costMicros - sum(all.map(({ costMicros }) => costMicros)),
    ].map(Math.abs),
  );
}

/** What analytics costs with many executions: to add their ends up, and to look at them. */
export const bench: Bench = {
  title: `Analytics of ${COUNT.toLocaleString('en-US')} executions of a year, of ${PLAYBOOKS} playbooks, on the Firestore emulator; medians of ${RUNS}`,
  run: async () => {
    const emulator = await startFirestoreEmulator();
    process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
    const google = await startLocalGoogle({});
    try {
      const { engine } = buildApp(google.config);
      const data = { name: 'Shop', timezone: 'UTC', tier: 'pro', createdAt: new Date() };
      await engine.store.commit([{ op: 'set', path: top.tenant(ORG).path, data }]);
      let [folded, ticks, foldMs] = [0, 0, 0];
      for (let from = 0; from < COUNT; from += GATHERED) {
        const until = Math.min(COUNT, from + GATHERED);
        await seedNotes(engine.store, from, until);
        const began = performance.now();
        for (; folded < until; ticks += 1) folded += await foldNotes(engine, new Date(Date.now() + TICK_MS));
        foldMs += performance.now() - began;
      }
      const { operations, counting } = counted(engine.store);
      const look = async (days: number, playbookId: string | null) => {
        const times: number[] = [];
        let answer: Analytics | null = null;
        operations.reads = 0;
        const cpu = process.cpuUsage();
        for (let run = 0; run < RUNS; run++) {
          const before = performance.now();
          answer = await readAnalytics(counting, ORG, { from: shifted(LAST, 1 - days), to: LAST }, playbookId);
          JSON.stringify(answer);
          times.push(performance.now() - before);
        }
        const { user, system } = process.cpuUsage(cpu);
        const cpuMs = Math.round((user + system) / 1_000 / RUNS);
        const [ms, first] = [Math.round(median(times)), Math.round(times[0] ?? 0)];
        return { answer, row: { days, of: playbookId ?? 'all', ms, first, cpuMs, reads: operations.reads / RUNS } };
      };
      const year = await look(DAYS, null);
      const month = await look(30, null);
      const one = await look(DAYS, 'playbook7');
      const lost = year.answer === null ? COUNT : lostOf(year.answer);
      const rows = [year.row, month.row, one.row];
      return { rows, json: { goals: GOALS, executions: COUNT, foldMs: Math.round(foldMs), ticks, lost, rows } };
    } finally {
      await google.close();
      await emulator.close();
    }
  },
};
