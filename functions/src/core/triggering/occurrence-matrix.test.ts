import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { catchUp } from './catch-up.ts';
import { fireSchedule } from './fire-schedule.ts';
import { nextOccurrence, nextOccurrences } from './next-occurrence.ts';
import { type MatrixRow, matrix } from './occurrence-matrix.fixture.ts';

async function createKit({ timing, armedAt }: MatrixRow) {
  const kit = await createEngineKit([makeStep('do', () => ({}))], { startAt: armedAt });
  const playbookId = await kit.playbook([{ action: 'do' }], {
    triggers: [{ type: 'schedule', id: 'schedule', ...timing }],
    overlap: 'allow',
  });
  const next = nextOccurrence(timing, new Date(armedAt));
  const dueAt = next && new Date(next.getTime() + 90_000);
  await armSchedule(kit, playbookId, { ...timing, armedAt: new Date(armedAt), scheduledFor: next, dueAt });
  const until = (at: string, seconds: number) =>
    kit.clock.advance(Date.parse(at) + seconds * 1_000 - kit.clock.now().getTime());
  const call = (scheduleTime: string | null) =>
    fireSchedule(kit.engine, { orgId, playbookId, triggerId: 'schedule', scheduleTime });
  return { kit, until, call };
}

async function runTick(kit: EngineKit): Promise<void> {
  for (const { id, data } of await kit.store.query(queries.dueSchedules(kit.clock.now(), { limit: 100 }))) {
    if (data !== null) await catchUp(kit.engine, orgId, data, id);
  }
}

/** `scheduledFor` → executionId, of everything that there is. */
async function started(kit: EngineKit): Promise<Record<string, string>> {
  const found = await kit.store.query(queries.executions(orgId, { limit: 1_000 }));
  const entries = found.map(({ id, data }) => [data?.scheduledFor?.toISOString() ?? '', id] as const);
  expect(new Set(entries.map(([at]) => at)).size).toBe(entries.length);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Caller = Awaited<ReturnType<typeof createKit>>;

/** Who may be the first to come for an occurrence; the others come after. Seconds count from when it is due. */
const orders: Record<string, (caller: Caller, at: string) => Promise<void>> = {
  'the job, its retry, a RunJob, the tick': async ({ kit, until, call }, at) => {
    await until(at, 1);
    await call(at);
    await until(at, 31);
    await call(at);
    await call(null);
    await until(at, 100);
    await runTick(kit);
  },
  'a RunJob, the job before its time, its retry, the tick': async ({ kit, until, call }, at) => {
    await until(at, -20);
    await call(null);
    await call(at);
    await until(at, 5);
    await call(at);
    await until(at, 100);
    await runTick(kit);
  },
  'the tick, the job late, a RunJob': async ({ kit, until, call }, at) => {
    await until(at, 91);
    await runTick(kit);
    await until(at, 100);
    await call(at);
    await call(null);
  },
  'the job by another spelling of its time, late': async ({ until, call }, at) => {
    await until(at, 400);
    await call(new Date(at).toUTCString());
    await call(at.replace('Z', '+00:00'));
  },
};

describe.each(matrix)('$name', (row) => {
  it('is due then, and at no other time', () => {
    const due = row.due.map((at) => new Date(at));
    expect(nextOccurrences(row.timing, new Date(row.armedAt), due.length)).toEqual(due);
  });

  it('is the same execution, once, for the job, its retry, a RunJob and the tick, whoever comes first', async () => {
    const seen: Record<string, string>[] = [];
    for (const come of Object.values(orders)) {
      const caller = await createKit(row);
      const moments = [
        ...row.due.map((at) => ({ at, isDue: true })),
        ...(row.surplus ?? []).map((at) => ({ at, isDue: false })),
      ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
      for (const { at, isDue } of moments) {
        if (isDue) await come(caller, at);
        if (isDue) continue;
        const before = await started(caller.kit);
        await caller.until(at, 1);
        await caller.call(at);
        await caller.call(null);
        expect(await started(caller.kit)).toEqual(before);
      }
      seen.push(await started(caller.kit));
    }
    const [first = {}] = seen;
    expect(Object.keys(first)).toEqual(row.due.map((at) => new Date(at).toISOString()));
    for (const other of seen) expect(other).toEqual(first);
  });
});
