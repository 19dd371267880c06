import { addUsage, noUsage, type Usage, usageOf } from '../../model/execution.ts';
import type { DailyLimit } from '../../model/limit.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import type { Step } from '../../model/step.ts';
import type { AnyActionType, AnyStepType, StepCatalog } from '../engine/step-type.ts';

/** What an execution uses besides its steps, at the least: its start, its lease and its end. */
const EXECUTION: Usage = { ...noUsage, reads: 3, writes: 5, computeMs: 200 };
/** What a step uses besides what its type says: its claim, its result and half a second. */
const STEP: Usage = { ...noUsage, reads: 1, writes: 2, computeMs: 500 };

/** What one execution takes at most, as far as the steps tell. */
export interface Demand {
  readonly acts: ReadonlyMap<DailyLimit, number>;
  readonly usage: Usage;
  /** Steps that do theirs once for each item of a list that is not known yet; here they count for one item. */
  readonly loops: readonly string[];
  /** Steps of which nobody can say what they take. */
  readonly unknown: readonly string[];
}

const nothing: Demand = { acts: new Map(), usage: noUsage, loops: [], unknown: [] };

/** What an execution that does nothing costs. */
export const leastUsage: Usage = EXECUTION;

/** Every step taken, of several branches the one that takes most, and the steps for a failure as well. */
export function demandOf({ steps, onFailure }: PlaybookContent, catalog: StepCatalog): Demand {
  return sum([{ ...nothing, usage: EXECUTION }, ofSteps(steps, catalog), ofSteps(onFailure, catalog)]);
}

function ofSteps(steps: readonly Step[], catalog: StepCatalog): Demand {
  return sum(steps.map((step) => ofStep(step, catalog)));
}

function ofStep(step: Step, catalog: StepCatalog): Demand {
  const type = catalog.get(step.action);
  const own: Demand = { ...nothing, usage: STEP };
  const after = ofSteps(step.errorSteps, catalog);
  return type === undefined ? own : sum([own, ofKind(type, step, catalog), after]);
}

function ofKind(type: AnyStepType, step: Step, catalog: StepCatalog): Demand {
  switch (type.kind) {
    case 'action':
      return ofAction(type, step);
    case 'branch':
      return step.branches.map(({ steps }) => ofSteps(steps, catalog)).reduce(most, nothing);
    case 'fork': {
      const given = type.params.safeParse(step.params);
      if (!given.success) {
        const body = ofSteps(step.steps, catalog);
        return { ...body, loops: [step.id, ...body.loops] };
      }
      const ways = new Map<readonly Step[], number>();
      for (const { steps } of type.spread(given.data, step, 0).ways) ways.set(steps, (ways.get(steps) ?? 0) + 1);
      return sum([...ways].map(([steps, count]) => times(ofSteps(steps, catalog), count)));
    }
    case 'child':
      return { ...nothing, unknown: [step.id] };
    case 'wait':
      return nothing;
    case 'unfold': {
      const given = type.params.safeParse(step.params);
      if (!given.success) return { ...nothing, unknown: [step.id] };
      return { ...nothing, usage: addUsage(noUsage, type.worstCase(given.data)) };
    }
  }
}

function ofAction({ limit, worstCase, params }: AnyActionType, step: Step): Demand {
  const acts = new Map(limit === undefined ? [] : [[limit, 1] as const]);
  if (worstCase === undefined) return { ...nothing, acts };
  const given = params.safeParse(step.params);
  if (!given.success) return { ...nothing, acts, unknown: [step.id] };
  return { ...nothing, acts, usage: addUsage(noUsage, worstCase(given.data)) };
}

function sum(all: readonly Demand[]): Demand {
  return all.reduce((a, b) => join(a, b, (x, y) => x + y, addUsage(a.usage, b.usage)), nothing);
}

function most(a: Demand, b: Demand): Demand {
  const usage = byField((field) => Math.max(a.usage[field], b.usage[field]));
  return join(a, b, Math.max, usage);
}

function times({ acts, usage, loops, unknown }: Demand, count: number): Demand {
  return {
    acts: new Map([...acts].map(([limit, each]) => [limit, each * count])),
    usage: byField((field) => usage[field] * count),
    loops,
    unknown,
  };
}

function join(a: Demand, b: Demand, combine: (x: number, y: number) => number, usage: Usage): Demand {
  const names = new Set([...a.acts.keys(), ...b.acts.keys()]);
  return {
    acts: new Map([...names].map((name) => [name, combine(a.acts.get(name) ?? 0, b.acts.get(name) ?? 0)])),
    usage,
    loops: [...a.loops, ...b.loops],
    unknown: [...a.unknown, ...b.unknown],
  };
}

function byField(value: (field: keyof Usage) => number): Usage {
  return usageOf((field) => Math.round(value(field)));
}
