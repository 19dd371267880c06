import type { StepResult, StoredError } from '../../../model/execution.ts';
import type { ExecutionContext } from '../../../model/execution-context.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { PlaybookContent } from '../../../model/playbook.ts';
import type { Step } from '../../../model/step.ts';
import type { Engine } from '../engine.ts';
import type { Gate, Look } from '../gate.ts';
import type { Holder } from '../holder.ts';
import type { Scope } from '../scope.ts';
import type { AnyStepType, Kind } from '../step-type.ts';

/** Steps that are done one after the other: the playbook's own, a branch, the body of a loop for one item. */
export interface Block {
  readonly steps: readonly Step[];
  /** Put before the ids of the steps to make their addresses. */
  readonly prefix: string;
  readonly scope: Scope;
  /** Whether the ways beside it have decided that it is not to go on. */
  readonly isOver: () => boolean;
}

/** A step with its address, which effect keys and outputs go by. */
export interface PlacedStep {
  readonly path: string;
  readonly step: Step;
  readonly scope: Scope;
  readonly isOver: () => boolean;
}

/** What came of a block, or of one step of it, for those around it. */
export type Passage =
  | { readonly kind: 'passed'; readonly output: JsonValue }
  | { readonly kind: 'failed'; readonly error: StoredError }
  /** Something in it waits; its result says for what. */
  | { readonly kind: 'parked' }
  /** A `stop_execution` ends it all. */
  | { readonly kind: 'stopped'; readonly error: StoredError | null }
  /** Canceled, out of time, or of no use any more: it goes on later, or never. */
  | { readonly kind: 'interrupted' };

/** What came of one step, with the result to record. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: StepResult; readonly output: JsonValue; readonly costly: boolean }
  | { readonly kind: 'failed'; readonly result: StepResult; readonly error: StoredError }
  | { readonly kind: 'parked'; readonly result: StepResult }
  | { readonly kind: 'stopped'; readonly result: StepResult; readonly error: StoredError | null }
  | { readonly kind: 'interrupted' };

/** The worker's time: after `deadline` no step is begun, and at `end` the worker is taken away. */
export interface Budget {
  readonly deadline: Date;
  readonly end: Date;
  /** Whether another worker would have more. */
  readonly isShort: boolean;
}

/** An execution in hand: its lease, what is executed, and the last look at what might hold it. */
export interface InHand {
  readonly holder: Holder;
  readonly content: PlaybookContent;
  readonly seen: Look | null;
}

/** The items that a child execution does on behalf of its parent's loop. */
export interface Share {
  readonly path: string;
  readonly from: number;
  readonly params: JsonObject;
}

/** One execution in the hands of its holder. */
export interface Run {
  readonly holder: Holder;
  readonly content: PlaybookContent;
  readonly context: ExecutionContext;
  readonly budget: Budget;
  /** The outputs of the steps that were done when the worker began, by path. */
  readonly outputs: ReadonlyMap<string, JsonValue>;
  /** Ends when the lease is lost. */
  readonly lost: AbortSignal;
  readonly share: Share | null;
  /** The address for answers from outside, without the step's path; null when no step waits for one. */
  readonly callbackUrl: string | null;
  /** Where in the list of results the one of a path stands. */
  readonly places: Map<string, number>;
  /** Results that ways under way have yet to add. */
  reserved: number;
  /** Whether its steps may begin. */
  readonly gate: Gate;
  /** Whether what held it back may be over: what is held looks for itself. */
  readonly isReleased: boolean;
  /** Whether this worker has begun a step. */
  hasBegun: boolean;
  advance(block: Block): Promise<Passage>;
}

export type Executor<K extends Kind> = (
  engine: Engine,
  run: Run,
  placed: PlacedStep,
  type: Extract<AnyStepType, { kind: K }>,
) => Promise<Outcome>;

export function resultAt({ holder, places }: Run, path: string): StepResult | null {
  const at = places.get(path);
  return at === undefined ? null : (holder.state.stepResults[at] ?? null);
}
