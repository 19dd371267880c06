import { counts } from '../../src/core/analytics/counts.ts';
import { isFinished } from '../../src/core/engine/transition.ts';
import type { Store } from '../../src/core/ports.ts';
import type { Execution } from '../../src/model/execution.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { cloudSteps, publish, runOut, type Script, startMain } from './cloud.ts';
import type { Fate } from './mortal.ts';
import { createWorld, type World } from './world.ts';

/** What is to come out alike, whatever happened on the way. */
export interface Verdict {
  readonly executions: Readonly<Record<string, unknown>>;
  readonly once: readonly string[];
  readonly idempotent: readonly string[];
}

/** Has `main` of a script done in a world of this fate, to its end. */
export async function play(script: Script, parts: { orgId: string; store: Store }, fate: Fate = {}): Promise<World> {
  const world = createWorld({ ...parts, steps: cloudSteps, fate });
  await publish(parts.store, parts.orgId, script);
  await startMain(world);
  await runOut(world);
  return world;
}

export async function verdictOf(world: World, { isRace = false }: Pick<Script, 'isRace'> = {}): Promise<Verdict> {
  const executions = (await world.executions()).filter(({ data }) => !isRace || data.parent === null);
  return {
    executions: Object.fromEntries(executions.map(({ id, data }) => [id, summaryOf(data)])),
    once: [...world.receiver.once.keys()].sort(),
    idempotent: [...world.receiver.idempotent.keys()].sort(),
  };
}

function summaryOf({ status, error, stepResults, playbookId }: Execution) {
  const steps = stepResults.map(({ path, status: of, outputJson, outputStored }) => [
    path,
    [of, outputStored, outputJson === null ? null : JSON.parse(outputJson)],
  ]);
  return { playbookId, status, error: error && [error.code, error.message], steps: Object.fromEntries(steps) };
}

/** What was done twice, and what is left that still waits for something: nothing of either, where all is well. */
export async function leftovers(world: World): Promise<string[]> {
  const paths = tenantPaths(world.orgId);
  const executions = await world.executions();
  const approvals = await world.approvals();
  const results = executions.flatMap(({ id, data }) =>
    data.stepResults.map((one) => ({ ...one, at: `${id} ${one.path}` })),
  );
  const asked = approvals.map(({ data }) => `${data.executionId} ${data.path}`);
  const canceled = results.flatMap(({ status, at }) => (status === 'canceled' ? [at] : []));
  const unknown = new Set([...asked, ...canceled]);
  const reserved = (id: string) =>
    results.flatMap((one) => one.reserved).reduce((sum, one) => sum + (one.limitId === id ? one.amount : 0), 0);
  const limits = await world.all(paths.limits);
  const noted = (await world.all(paths.endNotes)).map(({ id }) => id).sort();
  const ended = executions.filter(({ data }) => counts(data) && data.status !== 'skipped');
  const toNote = ended.map(({ id, data }) => `${id}.${data.generation}`).sort();
  const claimed = (await world.all(paths.effects)).filter(({ data }) => data.status === 'claimed');
  return [
    ...[...world.receiver.once].flatMap(([key, count]) => (count > 1 ? [`done ${count} times: ${key}`] : [])),
    ...executions.flatMap(({ id, data }) => (isFinished(data) && data.lease === null ? [] : [`${data.status}: ${id}`])),
    ...results.flatMap(({ status, wait, at }) =>
      status === 'running' || status === 'waiting' || wait !== null ? [`step ${status}: ${at}`] : [],
    ),
    ...(await world.all(paths.eventWaits)).map(({ data }) => `event wait: ${data.executionId} ${data.path}`),
    ...approvals.flatMap(({ id, data }) => (data.status === 'pending' ? [`pending approval: ${id} ${data.path}`] : [])),
    // What is counted is what the executions have on record.
    ...limits.flatMap(({ id, data }) => (data.used === reserved(id) ? [] : [`${id}: ${data.used} of ${reserved(id)}`])),
    // Each end is noted once, for the roll-ups.
    ...(noted.join() === toNote.join() ? [] : [`noted: ${noted.join()} instead of ${toNote.join()}`]),
    ...claimed
      .map(({ data }) => `${data.executionId} ${data.path}`)
      .flatMap((at) => (unknown.has(at) ? [] : [`claimed: ${at}`])),
  ];
}

const MOST = 70;

/**
 * The moments at which something may go wrong: all of them, or some of very many. Between two steps that were only
 * remembered nothing can have changed.
 */
export function momentsOf({ moments }: World): number[] {
  const isSame = (name: string, index: number) => name === 'at recorded' && moments[index - 1] === name;
  const all = moments.flatMap((name, index) => (isSame(name, index) ? [] : [index + 1]));
  const stride = Math.ceil(all.length / MOST);
  return all.filter((_, index) => index % stride === 0);
}
