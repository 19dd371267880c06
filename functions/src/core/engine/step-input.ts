import type { Execution, StepResult } from '../../model/execution.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { type PlaybookContent, playbookContentSchema } from '../../model/playbook.ts';
import { allSteps, type Step } from '../../model/step.ts';
import type { Stored } from '../ports.ts';
import type { Engine } from './engine.ts';
import { StepError } from './errors.ts';
import type { Block } from './executors/executor.ts';
import { renderParams } from './executors/result.ts';
import { prefixOf, roundOf } from './executors/unfold.ts';
import { contextOf, loadOutputs } from './facts.ts';
import { namedScope, remember, rootScope, type Scope } from './scope.ts';
import { openShare } from './share.ts';
import { isInside } from './step-address.ts';
import { stepFacts } from './step-facts.ts';
import { type Inside, type OnRecord, type SeenStep, seenStep } from './step-scope.ts';
import type { Round, UnfoldType } from './step-type.ts';

/** What a step was given: its params, filled in anew or as people said yes to them; or why nobody can tell. */
export type StepInput =
  | { readonly source: 'filled_in' | 'approved'; readonly params: JsonObject; readonly reason: null }
  | { readonly source: 'unknown'; readonly params: null; readonly reason: string };

/** An address for answers from outside is as good as a key. */
const CALLBACK_URL = 'https://callback.invalid';

/**
 * What the step at `path` acted on: what is stored of the execution goes into the params of its version once more. Null
 * when there is no such execution. Costs the version, and the outputs that lie beside the execution.
 */
export async function readStepInput(
  engine: Engine,
  orgId: string,
  executionId: string,
  path: string,
): Promise<StepInput | null> {
  const stored = await engine.store.get(tenantPaths(orgId).execution(executionId));
  if (stored === null) return null;
  const result = stored.data.stepResults.find((one) => one.path === path);
  if (result === undefined) return unknown('It has not begun');
  if (result.status === 'skipped') return unknown('It was skipped, so nothing was filled in');
  const approved = await approvedParams(engine, orgId, result);
  if (approved !== null) return { source: 'approved', params: approved, reason: null };
  const content = await readContent(engine, orgId, stored.data);
  if (content === null) return unknown('The version that it was executed by is not kept any more');
  try {
    return await filledIn(engine, orgId, { stored, content, result });
  } catch (thrown) {
    if (thrown instanceof StepError) return unknown(thrown.message);
    throw thrown;
  }
}

function unknown(reason: string): StepInput {
  return { source: 'unknown', params: null, reason };
}

async function approvedParams(engine: Engine, orgId: string, { approvalId }: StepResult): Promise<JsonObject | null> {
  if (approvalId === null) return null;
  const approval = await engine.store.get(tenantPaths(orgId).approval(approvalId));
  const text = approval?.data.paramsJson ?? null;
  return text === null ? null : jsonObject.parse(JSON.parse(text));
}

/** The steps that an execution was started with; null where they are not kept any more. */
export async function readContent(
  { store }: Engine,
  orgId: string,
  { playbookId, versionId }: Execution,
): Promise<PlaybookContent | null> {
  const version = await store.get(tenantPaths(orgId).version(playbookId, versionId));
  const parsed = version === null ? null : playbookContentSchema.safeParse(JSON.parse(version.data.contentJson));
  return parsed?.success ? parsed.data : null;
}

interface Asked {
  readonly stored: Stored<Execution>;
  readonly content: PlaybookContent;
  readonly result: StepResult;
}

async function filledIn(engine: Engine, orgId: string, { stored, content, result }: Asked): Promise<StepInput> {
  const { id, data } = stored;
  // What was done for other items of a loop cannot be read from here; what was done in earlier rounds of an agent can.
  const rounds = data.stepResults.filter(({ path, action }) => {
    return engine.catalog.get(action)?.kind === 'unfold' && result.path.startsWith(`${path}[`);
  });
  const near = data.stepResults.filter(({ path }) => {
    const isInRound = rounds.some((one) => path.startsWith(`${one.path}[`));
    return isInRound || result.path.startsWith(path.slice(0, path.lastIndexOf(']') + 1));
  });
  const outputs = await loadOutputs(engine.store, orgId, id, near);
  const results = new Map(data.stepResults.map((one) => [one.path, one]));
  const share = await shareOf(engine, orgId, stored, content);
  const facts = (path: string, { scope }: Pick<SeenStep, 'scope'>) => {
    const run = { context: contextOf(data), content, callbackUrl: CALLBACK_URL };
    const began = results.get(path)?.startedAt ?? data.createdAt;
    return stepFacts(run, { path, scope }, began);
  };
  const record: OnRecord = {
    results,
    outputs,
    insideOf: (around, key, path) => {
      const type = engine.catalog.get(around.step.action);
      if (type?.kind !== 'fork' && type?.kind !== 'unfold') return null;
      const isShared = share?.share.path === around.path;
      const given = isShared ? share.share.params : renderParams(type, around.step.params, facts(around.path, around));
      const params = type.params.parse(given) as never;
      if (type.kind === 'unfold') return roundAt(engine, { data, outputs }, { ...around, type, params }, path);
      const { ways } = type.spread(params, around.step, isShared ? share.share.from : 0);
      return ways.find((way) => way.key === key) ?? null;
    },
  };
  const blocks = [share?.block ?? mainBlock(content), failureBlock(content, record, data)];
  const seen = blocks.map((block) => seenStep(record, block, result.path)).find((one) => one !== null);
  const type = engine.catalog.get(result.action);
  if (seen === undefined || type === undefined) return unknown('Its version has no such step any more');
  return { source: 'filled_in', params: renderParams(type, seen.step.params, facts(result.path, seen)), reason: null };
}

interface Unfolded {
  readonly type: UnfoldType<never, unknown>;
  readonly params: never;
  readonly step: Step;
  readonly path: string;
}

/** The round that the step at `path` stands in, found as the engine has come to it. */
function roundAt(
  { catalog }: Engine,
  { data, outputs }: { readonly data: Execution; readonly outputs: ReadonlyMap<string, JsonValue> },
  { type, params, step, path: around }: Unfolded,
  path: string,
): Inside | null {
  const { stepResults, mode } = data;
  const startedAt = stepResults.find((one) => one.path === around)?.startedAt ?? data.createdAt;
  const place = {
    path: around,
    agent: step.agent,
    org: contextOf(data).org,
    startedAt,
    mode,
    catalog,
    isTainted: false,
  };
  const rounds: Round[] = [];
  for (;;) {
    const next = type.next(params, rounds, place);
    if (next.kind === 'done') return null;
    const prefix = prefixOf(around, next);
    if (next.steps.some(({ id }) => path === prefix + id || isInside(path, prefix + id))) {
      const recalled = Object.entries(next.recalls).map(([name, at]) => [name, outputs.get(around + at) ?? null]);
      return { steps: next.steps, names: { ...next.names, outputs: Object.fromEntries(recalled) } };
    }
    const output = outputs.get(prefix + next.steps.at(-1)?.id);
    if (output === undefined) return null;
    rounds.push(roundOf(stepResults, prefix, next.steps, output));
  }
}

async function shareOf(
  engine: Engine,
  orgId: string,
  { id, data: { parent } }: Stored<Execution>,
  content: PlaybookContent,
) {
  if (!parent?.items) return null;
  const at = { path: parent.path, items: parent.items };
  return openShare(engine.store, orgId, id, [...content.steps, ...content.onFailure], at);
}

type Row = Pick<Block, 'steps' | 'prefix' | 'scope'>;

function mainBlock(content: PlaybookContent): Row {
  return { steps: content.steps, prefix: '', scope: emptyScope(content) };
}

/** What is done after a failure reads everything that was done, but for what was done in loops. */
function failureBlock(
  content: PlaybookContent,
  { outputs }: OnRecord,
  { stepResults, failing, error }: Execution,
): Row {
  const scope = emptyScope(content);
  for (const result of stepResults) {
    if (!result.path.includes('[')) remember(scope, result, outputs.get(result.path) ?? null);
  }
  const { code, message, fault } = failing ?? error ?? { code: 'failed', message: 'It failed', fault: 'system' };
  return {
    steps: content.onFailure,
    prefix: '',
    scope: namedScope(scope, { error: { code, message, fault, step: null } }),
  };
}

function emptyScope({ steps, onFailure }: PlaybookContent): Scope {
  return rootScope(allSteps([...steps, ...onFailure]));
}
