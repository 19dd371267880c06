import type { ExecutionContext, StepResult, StoredError, Wait } from '../../../model/execution.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { PlaybookContent } from '../../../model/playbook.ts';
import type { Engine } from '../engine.ts';
import type { Holder } from '../holder.ts';
import type { PlacedStep } from '../next-step.ts';

/** What came of a step: it is behind us, it gave up, or the execution has to be parked. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: StepResult; readonly output: JsonValue; readonly costly: boolean }
  | { readonly kind: 'failed'; readonly result: StepResult; readonly error: StoredError }
  | { readonly kind: 'wait'; readonly result: StepResult; readonly wait: Wait };

/** One execution in the hands of its holder. */
export interface Run {
  readonly holder: Holder;
  readonly content: PlaybookContent;
  readonly context: ExecutionContext;
  readonly outputs: Map<string, JsonValue>;
}

export type Executor = (engine: Engine, run: Run, placed: PlacedStep) => Promise<Outcome>;
