import type { z } from 'zod';
import type { ExecutionContext, Mode, Usage } from '../../model/execution.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { RetryPolicy } from '../../model/step.ts';
import type { Clock, Llm, Log, Outbound, Random, Store } from '../ports.ts';

/**
 * `none`: reads only. `idempotent`: the receiver drops repeats by our key. `once`: neither, so the engine claims it
 * first and never repeats it without proof that it did not happen.
 */
export type EffectClass = 'none' | 'idempotent' | 'once';
export type Risk = 'safe' | 'moderate' | 'high';

/** What a step may use. Everything that it writes or reads lies inside `orgId`; everything it sends goes through `outbound`. */
export interface StepContext {
  readonly orgId: string;
  readonly executionId: string;
  /** Where the step stands in its playbook. */
  readonly path: string;
  readonly attempt: number;
  readonly mode: Mode;
  readonly agent: string | null;
  /** Stable over retries of one act and over crashes; hand it to a vendor that accepts one. */
  readonly idempotencyKey: string;
  readonly user: ExecutionContext['user'];
  readonly org: ExecutionContext['org'];
  readonly clock: Clock;
  readonly random: Random;
  /** Ends at the step's timeout, at the lease's end and at a cancel. */
  readonly signal: AbortSignal;
  /** Refuses every path outside the tenant. */
  readonly store: Store;
  readonly outbound: Outbound;
  readonly llm: Llm;
  /** A secret of the platform such as `SMTP_URL`; null when it is not set. */
  readonly secret: (name: string) => Promise<string | null>;
  /** A setting that is no secret, such as the sender's address; null when it is not set. */
  readonly setting: (name: StepSetting) => string | null;
  readonly log: Log;
  /** Adds to the usage of this step. */
  readonly meter: (usage: Partial<Usage>) => void;
  /** Throws when the execution's lease is no longer ours. Call it right before an act on the outside. */
  readonly assertLease: () => void;
}
export type StepSetting = 'MAIL_FROM' | 'DRIVE_FOLDER' | 'APP_ORIGIN';

/** What a dry run puts in place of an effect: an output of the right shape, and the sentence that people read. */
export interface DryRun<O> {
  readonly output: O;
  readonly wouldHave: string;
}

export interface StepType<P = JsonObject, O = JsonValue> {
  /** What `action` names: lower-case `verb_noun`. */
  readonly id: string;
  readonly title: string;
  /** One sentence for people. */
  readonly description: string;
  /** What a language model must know to choose it and to fill its params. */
  readonly modelDescription: string;
  readonly category: string;
  /** A Lucide icon name. */
  readonly icon: string;
  readonly example: JsonObject;
  readonly params: z.ZodType<P>;
  readonly output: z.ZodType<O>;
  readonly risk: Risk | ((params: P) => Risk);
  readonly effect: EffectClass | ((params: P) => EffectClass);
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /**
   * Params that may be left out where an earlier step offers them: param → candidates `action.field`, best first.
   * Filled in as a template when the playbook is saved, so that the stored version says it openly.
   */
  readonly wires?: Readonly<Record<string, readonly string[]>>;
  /** Names of params that hold HTML: values put into their templates are escaped. */
  readonly htmlParams?: readonly string[];
  readonly run: (params: P, context: StepContext) => Promise<O>;
  /** Compulsory where `effect` can be other than `none`. Opens no connection and writes nothing. */
  readonly dryRun?: (params: P, context: StepContext) => Promise<DryRun<O>>;
}

/** A step type whose params and output types are known only to itself; the engine parses both by its schemas. */
export type AnyStepType = StepType<never, unknown>;

export function defineStep<P, O>(type: StepType<P, O>): AnyStepType {
  return type as unknown as AnyStepType;
}

/** The step types there are; the engine knows this interface and no step. */
export interface StepCatalog {
  get(action: string): AnyStepType | undefined;
  all(): readonly AnyStepType[];
}
