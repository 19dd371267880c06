import { addUsage, noUsage, type StepResult, type StoredError, tokensOf, type Wait } from '../../../model/execution.ts';
import { type JsonObject, type JsonValue, jsonValue } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { isOutputTainted, noteSources, readsTainted } from '../../governance/taint.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError, toStoredError } from '../errors.ts';
import { escapeHtml, renderTemplate, renderValue } from '../expression.ts';
import { belongsBeside, fitted } from '../facts.ts';
import type { AnyStepType, Kind } from '../step-type.ts';
import type { Outcome, PlacedStep, Run } from './executor.ts';
import { resultAt } from './executor.ts';

/** A single output may be this large; Firestore's documents end at 1 MiB. */
export const MAX_OUTPUT_BYTES = 900_000;
const COSTLY_MS = 1_000;
/** Levels of lists and objects in an output. */
const MAX_DEPTH = 200;

/** The result of a step that begins now, or goes on where it was. */
export function begunResult(engine: Engine, run: Run, placed: PlacedStep): StepResult {
  const { path, step } = placed;
  const before = resultAt(run, path);
  const isTainted = before?.isTainted === true || readsTainted(run, placed);
  if (before && !isUnbegun(before)) return { ...before, status: 'running', wait: null, error: null, isTainted };
  return {
    path,
    stepId: step.id,
    action: step.action,
    agent: step.agent,
    status: 'running',
    attempts: 0,
    startedAt: engine.clock.now(),
    completedAt: null,
    outputJson: null,
    outputStored: false,
    note: null,
    error: null,
    failures: [],
    wait: null,
    branch: null,
    progress: null,
    reserved: [],
    isTainted,
    approvalId: null,
    usage: noUsage,
  };
}

/** Whether all that is known of a step is that a pause held it back before it began. */
export function isUnbegun({ wait, attempts, progress, branch, approvalId }: StepResult): boolean {
  const isHeld = wait?.kind === 'pause' && wait.approvalId === null;
  return isHeld && attempts === 0 && progress === null && branch === null && approvalId === null;
}

/** Puts a result in the place of the earlier one of the same step, or at the end. */
export function record({ holder, places }: Run, whole: StepResult): void {
  const results = holder.state.stepResults;
  const result = fitted(whole, results);
  const at = places.get(result.path);
  if (at === undefined) places.set(result.path, results.length);
  const stepResults = at === undefined ? [...results, result] : results.with(at, result);
  if (result.status === 'running' || result.status === 'waiting') {
    holder.change({ stepResults });
    return;
  }
  const usage = addUsage(holder.state.usage, result.usage);
  holder.change({ stepResults, takeovers: 0, usage });
}

/** Params as the step acts on them, and as they were `rendered`: with their templates filled in, as JSON. */
export interface Params {
  readonly rendered: JsonObject;
  readonly params: never;
}

/** Params with their templates filled in, parsed by the step type. Throws a `NonRetriableError` that names the param. */
export function parseParams(type: AnyStepType, placed: PlacedStep, facts: Record<string, unknown>): Params {
  return checkedParams(type, placed, renderParams(type, placed.step.params, facts));
}

/** The same for params that are filled in already. */
export function checkedParams(type: AnyStepType, { path }: PlacedStep, rendered: JsonObject): Params {
  const parsed = type.params.safeParse(rendered);
  if (parsed.success) return { rendered, params: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({
    path: ['steps', path, 'params', ...issue.path].join('.'),
    message: issue.message,
  }));
  const first = errors[0];
  throw new NonRetriableError(`${first?.path}: ${first?.message}`, { code: 'bad_params', errors });
}

/** Params with their templates filled in. */
export function renderParams(
  type: AnyStepType,
  params: JsonObject,
  facts: Readonly<Record<string, unknown>>,
): JsonObject {
  const html = new Set(type.htmlParams ?? []);
  const literals = new Set(type.literals ?? []);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      literals.has(name)
        ? value
        : html.has(name) && typeof value === 'string'
          ? renderTemplate(value, facts, escapeHtml)
          : renderValue(value, facts),
    ]),
  );
}

/** The output, checked by the step type's own schema, into the result; a large one beside the execution. */
export function done(engine: Engine, run: Run, result: StepResult, type: AnyStepType, raw: unknown): Outcome {
  const { output, outputJson } = checkedOutput(type, raw);
  const size = Buffer.byteLength(outputJson);
  if (size > MAX_OUTPUT_BYTES) {
    throw new NonRetriableError(
      `The output of '${type.id}' has ${Math.round(size / 1000)} KB; at most ${MAX_OUTPUT_BYTES / 1000} KB can be kept. Narrow what the step reads.`,
      { code: 'output_too_large' },
    );
  }
  const completedAt = engine.clock.now();
  const beside = belongsBeside(outputJson, run.holder.state.stepResults);
  if (beside) {
    const { path } = tenantPaths(run.holder.orgId).output(run.holder.executionId, result.path);
    run.holder.defer({ op: 'set', path, data: { outputJson, expireAt: run.holder.state.expireAt } });
  }
  const isTainted = isOutputTainted(run, result, type);
  const isSource = (type.kind === 'action' && type.isTainting) || isFirstTainted(run, result, isTainted);
  if (isSource) noteSources(run, result.path);
  const completed: StepResult = {
    ...result,
    status: 'completed',
    completedAt,
    wait: null,
    error: null,
    outputJson: beside ? null : outputJson,
    outputStored: beside,
    isTainted,
  };
  const { computeMs } = result.usage;
  // Where a worker has died, the next death is to be counted in the step that it was in.
  const costly = computeMs > COSTLY_MS || tokensOf(result.usage) > 0 || run.holder.state.takeovers > 0;
  return { kind: 'done', result: completed, output, costly };
}

/** Whether what strangers wrote came in with this output: not by what the step was given, or by nothing on record. */
function isFirstTainted(run: Run, { path }: StepResult, isTainted: boolean): boolean {
  return isTainted && (run.holder.state.taint.length === 0 || resultAt(run, path)?.isTainted === false);
}

function checkedOutput(type: AnyStepType, raw: unknown): { readonly output: JsonValue; readonly outputJson: string } {
  try {
    const checked = type.output.safeParse(raw);
    const json = checked.success ? jsonValue.safeParse(checked.data) : checked;
    if (json.success && !isDeeper(json.data, MAX_DEPTH)) {
      return { output: json.data as JsonValue, outputJson: JSON.stringify(json.data) };
    }
    const [issue] = json.error?.issues ?? [];
    throw badOutput(type, `at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'It is nested too deeply'}`);
  } catch (thrown) {
    // One that holds itself, or cannot even be read, is no reason for a worker to die.
    throw thrown instanceof NonRetriableError ? thrown : badOutput(type, 'that is not JSON', thrown);
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}

function badOutput({ id }: AnyStepType, what: string, cause?: unknown): NonRetriableError {
  const options = { code: 'bad_output', fault: 'system', cause } as const;
  return new NonRetriableError(`'${id}' gave an output of the wrong shape ${what}`, options);
}

/** A `stop_execution`, and every block around it, has completed without an output; `error` says why it is to fail. */
export function cutShort(engine: Engine, result: StepResult, error: StoredError | null): StepResult {
  return { ...result, status: 'completed', wait: null, error, completedAt: engine.clock.now() };
}

export function isCutShort({ status, outputJson, outputStored }: StepResult, kind: Kind | undefined): boolean {
  const isAround = kind === 'fork' || kind === 'branch' || kind === 'unfold';
  return status === 'completed' && isAround && outputJson === null && !outputStored;
}

export function parked(result: StepResult, wait: Wait): Outcome {
  return { kind: 'parked', result: { ...result, status: 'waiting', wait } };
}

/** The outcome of a step that gave up, with its reason in words for people; the thrown value goes to the log only. */
export function failed(engine: Engine, run: Run, result: StepResult, thrown: unknown): Outcome {
  const error = toStoredError(thrown);
  const fields = { executionId: run.holder.executionId, path: result.path, action: result.action, code: error.code };
  // Only a fault of ours is for whoever is on call; the others are told to whom they concern, on the execution.
  if (error.fault === 'system') engine.log.error('step_failed', thrown, fields);
  else engine.log.info('step_failed', { ...fields, fault: error.fault });
  const completedAt = engine.clock.now();
  return { kind: 'failed', error, result: { ...result, status: 'failed', wait: null, error, completedAt } };
}
