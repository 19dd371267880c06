import { systemClock } from '../functions/src/adapters/system.ts';
import { startExecution } from '../functions/src/core/engine/start-execution.ts';
import { wakeExecution } from '../functions/src/core/engine/wake-execution.ts';
import { createEngineKit, makeStep, orgId } from '../functions/test/kit/engine-kit.ts';
import type { Bench } from './run.ts';
import { median } from './table.ts';

const STEPS = [10, 100, 500];
const GOAL_US = 50;
const TURNS = 3;
/** Enough for the compiler to have done its work before, and for a clock that ticks in milliseconds. */
const STEPS_A_TURN = 20_000;

/**
 * Executions of a playbook with `steps` steps that do nothing, in memory: processor time in µs per step, lease and end
 * included, start not. Processor time, since the wall clock also measures whoever shares the machine.
 */
async function usPerStep(steps: number): Promise<number> {
  const kit = await createEngineKit([makeStep('nothing', () => ({}))]);
  const engine = { ...kit.engine, clock: systemClock };
  const playbookId = await kit.playbook(Array.from({ length: steps }, () => ({ action: 'nothing', params: {} })));
  const executeAll = async (round: string): Promise<number> => {
    const executionIds: string[] = [];
    while (executionIds.length < STEPS_A_TURN / steps) {
      const occasion = { kind: 'request' as const, key: `${round}${executionIds.length}` };
      const started = await startExecution(engine, kit.request(playbookId, { occasion }), false);
      executionIds.push(started.executionId);
    }
    const before = process.threadCpuUsage();
    for (const executionId of executionIds) {
      const now = Date.now();
      const budget = { deadline: new Date(now + 60_000), end: new Date(now + 120_000), isShort: false };
      const left = await wakeExecution(engine, orgId, executionId, budget);
      if (left?.status !== 'completed') throw new Error(`The execution ended ${left?.status}`);
    }
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / (executionIds.length * steps);
  };
  await executeAll('warm-up');
  return await executeAll('measured');
}

/** What the engine itself costs: no network, no disk, steps that do nothing. */
export const bench: Bench = {
  title: `Engine overhead: µs per step over the memory store, medians of ${TURNS} turns`,
  run: async () => {
    const results = [];
    for (const steps of STEPS) {
      const turns: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) turns.push(await usPerStep(steps));
      results.push({ steps, usPerStep: Math.round(median(turns) * 10) / 10 });
    }
    const worst = Math.max(...results.map((result) => result.usPerStep));
    return { rows: results, json: { usPerStep: worst, bySteps: results, goal: { usPerStep: GOAL_US } } };
  },
};
