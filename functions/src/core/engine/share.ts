import { z } from 'zod';
import { noUsage, type StepResult } from '../../model/execution.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { allSteps, type Step } from '../../model/step.ts';
import { deriveId } from '../derive-id.ts';
import type { Store, Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { NonRetriableError } from './errors.ts';
import type { Block, PlacedStep, Run, Share } from './executors/executor.ts';
import { MAX_OUTPUT_BYTES } from './executors/result.ts';
import { parseCondition, parseTemplatesIn } from './expression.ts';
import type { Scope } from './scope.ts';
import type { ForkType } from './step-type.ts';
import { toQueued } from './transition.ts';

/** Lies beside a child execution that does a share of a loop: its items, and what of the parent its steps can read. */
const DOCUMENT = 'share';
const documentSchema = z.object({
  params: jsonObject,
  scope: z.object({
    names: jsonObject,
    steps: jsonObject,
    agents: jsonObject,
    tainted: z.record(z.string(), z.boolean()).default({}),
  }),
});

/** The child execution that does the ways from `from` on, of the loop that `result` is of. */
export function shareId(orgId: string, executionId: string, { path, progress }: StepResult, from: number): string {
  return deriveId(orgId, executionId, String(progress?.generation ?? 0), path, 'share', String(from));
}

interface Shared {
  readonly placed: PlacedStep;
  readonly type: ForkType<never, unknown>;
  readonly params: never;
  readonly result: StepResult;
}

/** What creates the child execution for the ways `from` up to, and without, `to`. */
export function shareExecution(
  engine: Engine,
  run: Run,
  { placed, type, params, result }: Shared,
  { from, to }: { readonly from: number; readonly to: number },
): Write[] {
  const { orgId, executionId, state } = run.holder;
  const paths = tenantPaths(orgId);
  const id = shareId(orgId, executionId, result, from);
  const { status, lease, wait, error, dueAt, completedAt, ...rest } = state;
  const child = toQueued(
    {
      ...rest,
      triggeredBy: 'playbook',
      scheduledFor: null,
      parent: { executionId, path: placed.path, items: { from, to }, awaited: true },
      isShare: true,
      terms: [],
      generation: 0,
      stepResults: [],
      signals: {},
      takeovers: 0,
      usage: noUsage,
      createdAt: engine.clock.now(),
      startedAt: null,
    },
    engine.clock.now(),
  );
  const document = { params: type.share?.(params, from, to) ?? {}, scope: readable(placed) };
  const outputJson = JSON.stringify(document);
  if (Buffer.byteLength(outputJson) > MAX_OUTPUT_BYTES) {
    throw new NonRetriableError(
      'The items and outputs that this loop reads are too large together; narrow them first',
      {
        code: 'loop_too_large',
      },
    );
  }
  return [
    { op: 'create', path: paths.execution(id).path, data: child },
    { op: 'set', path: paths.output(id, DOCUMENT).path, data: { outputJson, expireAt: state.expireAt } },
  ];
}

/** The part of a scope that the body of a loop mentions; all of it where a name is only known at run time. */
function readable({ step, scope }: PlacedStep): Scope {
  const inner = allSteps([...step.steps, ...step.branches.flatMap(({ steps }) => steps)]);
  const paths = inner.flatMap((one) => [
    ...(one.condition === null ? [] : parseCondition(one.condition)),
    ...one.branches.flatMap(({ condition }) => (condition === null ? [] : parseCondition(condition))),
    ...parseTemplatesIn(one.params),
  ]);
  const roots = new Set(paths.map(([root]) => root));
  const ids = paths.flatMap(([root, id]) => (root === 'steps' ? [id] : []));
  const wanted = ids.includes(undefined) ? null : new Set(ids);
  const pick = (from: JsonObject, isWanted: (name: string) => boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(from).map(([name, value]): [string, JsonValue] => [name, isWanted(name) ? value : null]),
    );
  return {
    names: pick(scope.names, (name) => roots.has(name)),
    agents: pick(scope.agents, (name) => roots.has(name)),
    steps: pick(scope.steps, (id) => wanted === null || wanted.has(id)),
    tainted: scope.tainted,
  };
}

/** Where a child execution begins: at its parent's loop, with its own items. */
export async function openShare(
  store: Store,
  orgId: string,
  executionId: string,
  steps: readonly Step[],
  parent: { readonly path: string; readonly items: { readonly from: number } },
): Promise<{ readonly share: Share; readonly block: Block }> {
  const stored = await store.get(tenantPaths(orgId).output(executionId, DOCUMENT));
  if (stored === null) throw new Error(`Execution ${executionId} has lost its share`);
  const { params, scope } = documentSchema.parse(JSON.parse(stored.data.outputJson));
  const { path, items } = parent;
  const stepId = path.slice(path.lastIndexOf('.') + 1);
  const step = allSteps(steps).find(({ id }) => id === stepId);
  if (!step) throw new Error(`There is no step ${stepId} to do a share of`);
  const share = { path, from: items.from, params };
  // Whether the loop is done at all, and what its failure means, is the parent's business.
  const alone: Step = { ...step, condition: null, onError: 'fail', errorSteps: [] };
  const prefix = path.slice(0, path.length - stepId.length);
  return { share, block: { steps: [alone], prefix, scope, isOver: () => false } };
}
