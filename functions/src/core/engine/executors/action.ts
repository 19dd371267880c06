import { addUsage, noUsage, type StepResult, type Usage } from '../../../model/execution.ts';
import { type JsonObject, type JsonValue, jsonValue } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { effectKey, releasedEffect, settledEffect } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError, StepError, toStoredError } from '../errors.ts';
import { escapeHtml, evaluateCondition, parseCondition, renderTemplate, renderValue } from '../expression.ts';
import { belongsBeside, factsFor } from '../facts.ts';
import type { PlacedStep } from '../next-step.ts';
import type { AnyActionType } from '../step-type.ts';
import { attempt, type Prepared, rehearse } from './attempt.ts';
import type { Outcome, Run } from './executor.ts';
import { emptyResult, failed } from './result.ts';

/** A single output may be this large; Firestore's documents end at 1 MiB. */
const MAX_OUTPUT_BYTES = 900_000;
const COSTLY_MS = 1_000;

/** Does one step of a step type: condition, params, act, result. */
export async function executeAction(engine: Engine, run: Run, placed: PlacedStep): Promise<Outcome> {
  const { step, path } = placed;
  const before = run.holder.state.stepResults.find((result) => result.path === path);
  const startedAt = before?.startedAt ?? engine.clock.now();
  const type = engine.catalog.get(step.action);
  if (type?.kind !== 'action')
    throw new NonRetriableError(`There is no step type '${step.action}'`, { code: 'unknown_action' });
  const facts = factsFor(run.context, run.holder.state.stepResults, run.outputs, engine.clock.now());
  if (step.condition !== null && !evaluateCondition(step.condition, facts)) {
    const note = `Condition not met: ${step.condition}${evidence(step.condition, facts)}`;
    const skipped = { ...emptyResult(placed, startedAt), status: 'skipped' as const, note, completedAt: startedAt };
    return { kind: 'done', result: skipped, output: null, costly: false };
  }
  let usage: Usage = noUsage;
  const prepared = prepare(type, placed, facts, (used) => {
    usage = addUsage(usage, used);
  });
  const attemptsBefore = before?.attempts ?? 0;
  const resultAfter = (attempts: number): StepResult => ({ ...emptyResult(placed, startedAt), attempts, usage });
  if (run.holder.state.mode === 'dry_run' && prepared.effect !== 'none') {
    const { output, note } = await rehearse(engine, run, prepared);
    return finish(engine, run, { ...resultAfter(1), note }, type, output);
  }
  const attempted = await attempt(engine, run, prepared, attemptsBefore);
  const { orgId, executionId, state } = run.holder;
  const key = effectKey(orgId, executionId, state.generation, path);
  if (attempted.kind === 'failed') {
    const untouched = attempted.error instanceof StepError && !attempted.error.mayHaveActed;
    if (prepared.effect !== 'none' && untouched) run.holder.defer(releasedEffect(run.holder, key));
    return failed(engine, run, resultAfter(attempted.attempts), attempted.error);
  }
  if (attempted.kind === 'later') {
    if (prepared.effect !== 'none') run.holder.defer(releasedEffect(run.holder, key));
    const error = toStoredError(attempted.error);
    const wait = { kind: 'retry' as const, path, wakeAt: attempted.at, attempt: attempted.attempts };
    return { kind: 'wait', result: { ...resultAfter(attempted.attempts), status: 'waiting', error }, wait };
  }
  if (prepared.effect !== 'none') run.holder.defer(settledEffect(run.holder, key, engine.clock.now()));
  return finish(engine, run, resultAfter(attempted.attempts), type, attempted.output);
}

function prepare(
  type: AnyActionType,
  { path, step }: PlacedStep,
  facts: Record<string, unknown>,
  meter: (usage: Partial<Usage>) => void,
): Prepared {
  const parsed = type.params.safeParse(renderParams(type, step.params, facts));
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      path: ['steps', path, 'params', ...issue.path].join('.'),
      message: issue.message,
    }));
    const first = errors[0];
    throw new NonRetriableError(`${first?.path}: ${first?.message}`, { code: 'bad_params', errors });
  }
  const effect = typeof type.effect === 'function' ? type.effect(parsed.data) : type.effect;
  const retry = step.retry ?? type.retry;
  return { type, path, step, params: parsed.data, effect, retry, timeoutMs: step.timeoutMs ?? type.timeoutMs, meter };
}

function renderParams(type: AnyActionType, params: JsonObject, facts: Record<string, unknown>): JsonObject {
  const html = new Set(type.htmlParams ?? []);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      html.has(name) && typeof value === 'string'
        ? renderTemplate(value, facts, escapeHtml)
        : renderValue(value, facts),
    ]),
  );
}

/** The output, checked by the step type's own schema, into the result; a large one beside the execution. */
function finish(engine: Engine, run: Run, result: StepResult, type: AnyActionType, raw: unknown): Outcome {
  const checked = type.output.safeParse(raw);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new NonRetriableError(
      `'${type.id}' gave an output of the wrong shape at '${issue?.path.join('.')}': ${issue?.message}`,
      { code: 'bad_output', fault: 'system' },
    );
  }
  const output: JsonValue = jsonValue.parse(checked.data);
  const outputJson = JSON.stringify(output);
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
    const data = { outputJson, expireAt: run.holder.state.expireAt };
    run.holder.defer({ op: 'set', path, data });
  }
  const computeMs = completedAt.getTime() - result.startedAt.getTime();
  const done: StepResult = {
    ...result,
    completedAt,
    outputJson: beside ? null : outputJson,
    outputStored: beside,
    usage: { ...result.usage, computeMs },
  };
  return { kind: 'done', result: done, output, costly: computeMs > COSTLY_MS || result.usage.tokens > 0 };
}

/** The values that a condition looked at, for the people who ask why a step was skipped. */
function evidence(condition: string, facts: Record<string, unknown>): string {
  const seen = parseCondition(condition).map((path) => {
    let value: unknown = facts;
    for (const part of path) value = value !== null && typeof value === 'object' ? Reflect.get(value, part) : undefined;
    return `${path.join('.')} is ${JSON.stringify(value ?? null).slice(0, 80)}`;
  });
  return seen.length > 0 ? ` (${seen.join(', ')})` : '';
}
