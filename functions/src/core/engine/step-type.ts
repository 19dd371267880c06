import type { z } from 'zod';
import type { LastWrite } from '../../model/event.ts';
import type { Mode, Usage } from '../../model/execution.ts';
import type { ExecutionContext } from '../../model/execution-context.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { DailyLimit } from '../../model/limit.ts';
import type { ApprovalRule, Blast, Risk } from '../../model/policy.ts';
import type { RetryPolicy, Step } from '../../model/step.ts';
import type { Clock, Llm, Log, Outbound, Random, Store } from '../ports.ts';
import type { Access, Connector } from './connector.ts';

/**
 * `none`: reads only. `idempotent`: the receiver drops repeats by our key. `once`: neither, so the engine claims it
 * first and never repeats it without proof that it did not happen.
 */
export type EffectClass = 'none' | 'idempotent' | 'once';

/** What a step may use. Everything that it writes or reads lies inside `orgId`; everything it sends goes through `outbound`. */
export interface StepContext {
  readonly orgId: string;
  readonly executionId: string;
  /** That of no document where a step is tested, or is the work of a task. */
  readonly playbookId: string;
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
  /** The mark that every document of the shop's own bears which a step has written. */
  readonly lastWrite: LastWrite;
  /**
   * Opens a connection of the tenant: that of an id, or its default one. Throws a `NonRetriableError` that says what to
   * do where there is none.
   */
  readonly connect: <S, K>(connector: Connector<S, K>, connectionId: string | null) => Promise<Access<S, K>>;
  /** A secret of the platform such as `SMTP_URL`, none that was kept since before `since`; null when it is not set. */
  readonly secret: (name: string, since?: Date | null) => Promise<string | null>;
  /** An access token of the account that the functions run as; null where they run outside of Google Cloud. */
  readonly identity: () => Promise<{ readonly token: string; readonly projectId: string } | null>;
  /** A setting that is no secret, such as the sender's address; null when it is not set. */
  readonly setting: (name: StepSetting) => string | null;
  readonly log: Log;
  /** Adds to the usage of this step. */
  readonly meter: (usage: Partial<Usage>) => void;
  /** Says that the output may hold what strangers wrote, where that depends on what was read. */
  readonly taint: () => void;
  /** Throws when the execution's lease is no longer ours. Call it right before an act on the outside. */
  readonly assertLease: () => void;
}
export type StepSetting =
  | 'MAIL_FROM'
  | 'DRIVE_FOLDER'
  | 'GOOGLE_SHEETS_ID'
  | 'APP_ORIGIN'
  | 'API_ORIGIN'
  | 'LINK_KEY_NAME'
  | 'LLM_MODEL'
  | 'LLM_ROUTINE_MODEL'
  | 'MODAL_WEBHOOK_URL';

/** What a dry run puts in place of an effect: an output of the right shape, and the sentence that people read. */
export interface DryRun<O> {
  readonly output: O;
  readonly wouldHave: string;
}

/** `sent 4 e-mails to ada@example.com`: what was done, to what, and the field of the output that names whom it reached. */
export interface Tally {
  readonly done: string;
  readonly one: string;
  readonly many: string;
  readonly to?: string;
}

/** What every step type says of itself, to people, to models and to the checks at save. */
interface Described<P, O> {
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
  /**
   * Params that may be left out where an earlier step offers them: param → candidates `action.field`, best first.
   * Filled in as a template when the playbook is saved, so that the stored version says it openly.
   */
  readonly wires?: Readonly<Record<string, readonly string[]>>;
  /** Names of params that hold HTML: values put into their templates are escaped. */
  readonly htmlParams?: readonly string[];
  /** Names of params that are taken as they are written: a template in them is refused at save and never filled in. */
  readonly literals?: readonly string[];
  /** The steps it is written with: a body in `steps`, or ways in `branches`. */
  readonly holds?: 'steps' | 'branches';
  /** Whether it is done as a part of another step only: nobody writes it, and no catalog shows it. */
  readonly isPart?: boolean;
}

/** A step that does one thing, to the end, now. */
export interface ActionType<P = JsonObject, O = JsonValue> extends Described<P, O> {
  readonly kind: 'action';
  readonly risk: Risk | ((params: P) => Risk);
  readonly effect: EffectClass | ((params: P) => EffectClass);
  /** How far it reaches, for the tenant's policy. */
  readonly blast?: (params: P) => Blast;
  /** Names of params that say whom or what it reaches: recipients, addresses, ids of documents. */
  readonly targets?: readonly string[];
  /**
   * Params, taken as they are written, that hold all that it says, where whom it reaches follows from what it answers. A
   * task that strangers had a say in needs no yes for it as long as the playbook itself holds them word for word.
   */
  readonly ownWords?: readonly string[];
  /** Whether it is governed like an act, though it has no effect, where strangers may have named its targets: it takes along what is not for everybody. */
  readonly isGuarded?: (params: P) => boolean;
  /** Whether its output may hold what strangers wrote: web pages, mail, reviews. */
  readonly isTainting?: boolean;
  /** Ids of the connectors that it speaks through; of several, any one will do. */
  readonly connectors?: readonly string[];
  /** The daily limit that it counts in, once an act. */
  readonly limit?: DailyLimit;
  /** What it uses at most; left out where that is next to nothing. Held against the tenant's cap before it begins. */
  readonly worstCase?: (params: P) => Partial<Usage>;
  /** How its acts are told when several are counted. */
  readonly tally?: Tally;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly run: (params: P, context: StepContext) => Promise<O>;
  /** Compulsory where `effect` can be other than `none`. Opens no connection and writes nothing. */
  readonly dryRun?: (params: P, context: StepContext) => Promise<DryRun<O>>;
}

/** A step that decides how the execution goes on: in one of its branches, behind them, or not at all. */
export interface BranchType<P = JsonObject, O = JsonValue> extends Described<P, O> {
  readonly kind: 'branch';
  readonly choose: (params: P, branches: readonly { readonly id: string; readonly holds: () => boolean }[]) => Choice;
}
export type Choice =
  | { readonly kind: 'take'; readonly branch: string }
  | { readonly kind: 'pass' }
  | { readonly kind: 'stop'; readonly as: 'completed' | 'failed'; readonly reason: string };

/** A step that goes several ways at once. */
export interface ForkType<P = JsonObject, O = JsonValue> extends Described<P, O> {
  readonly kind: 'fork';
  /** The names that its body can read beside the others, from params as they are written. */
  readonly names: (params: JsonObject) => readonly string[];
  /** The ways to go; `offset` is where they begin among all, when this is a share of them. */
  readonly spread: (params: P, step: Step, offset: number) => Fork;
  /** The params of a share of the ways, `from` up to, and without, `to`; left out where they cannot be shared. */
  readonly share?: (params: P, from: number, to: number) => P;
}
export interface Way {
  /** Part of the address of the steps on this way: the index of an item, the id of a branch. */
  readonly key: string;
  readonly steps: readonly Step[];
  readonly names: JsonObject;
}
export interface WayEnd {
  readonly key: string;
  readonly status: 'completed' | 'failed';
  readonly output: JsonValue;
  readonly error: { readonly code: string; readonly message: string } | null;
}
export interface Fork {
  readonly ways: readonly Way[];
  /** When it is over: `all` have completed or one has failed, `any` has completed, all are `settled`. */
  readonly join: 'all' | 'any' | 'settled';
  /** How many ways are gone at the same time. */
  readonly concurrency: number;
  /** What it gives; without `inFull` what the ways gave is left out, since it is too large. */
  readonly output: (ends: readonly WayEnd[], inFull: boolean) => JsonValue;
}

/** A step that waits for something. */
export interface WaitType<P = JsonObject, O = JsonValue> extends Described<P, O> {
  readonly kind: 'wait';
  readonly plan: (params: P, now: Date) => WaitPlan;
}
export type WaitPlan =
  | { readonly kind: 'timer'; readonly until: Date }
  | { readonly kind: 'callback'; readonly until: Date }
  | {
      readonly kind: 'approval';
      readonly until: Date;
      readonly title: string;
      readonly message: string;
      readonly rule: Pick<ApprovalRule, 'needed' | 'approvers' | 'onExpiry'>;
    }
  | {
      readonly kind: 'question';
      readonly until: Date;
      readonly title: string;
      readonly message: string;
      /** None: the answer is in words of their own. */
      readonly choices: readonly string[];
      readonly approvers: readonly string[];
      /** The answer that holds when nobody answers in time; null: the step fails. */
      readonly fallback: string | null;
    }
  | {
      readonly kind: 'event';
      readonly until: Date;
      readonly eventName: string;
      readonly filter: string | null;
      readonly match: JsonObject;
    };

/** A step that has another playbook done. */
export interface ChildType<P = JsonObject, O = JsonValue> extends Described<P, O> {
  readonly kind: 'child';
  /** Names of params that say which playbook is called: nothing for strangers to name. */
  readonly targets?: readonly string[];
  readonly call: (params: P) => { readonly playbookId: string; readonly inputs: JsonObject; readonly wait: boolean };
}

/** A step whose steps nobody has written: which come next depends on what those before gave. */
export interface UnfoldType<P = JsonObject, O = JsonValue> extends Described<P, O> {
  readonly kind: 'unfold';
  /** Ids of the step types that it may have done, by params as they are written. */
  readonly uses: (params: JsonObject) => readonly string[];
  /** The params by which a person is asked before each of its acts, whatever the policy says. */
  readonly confirming: JsonObject;
  /** What it uses at most, all rounds together. */
  readonly worstCase: (params: P) => Partial<Usage>;
  /**
   * What comes after these rounds. From the same it makes the same: a worker asks from the first round on, and finds
   * those that were done on record. Throws a `StepError` where it cannot go on.
   */
  readonly next: (params: P, rounds: readonly Round[], place: Unfolding) => NextRound;
}
/** Where an `unfold` step stands. */
export interface Unfolding {
  readonly path: string;
  readonly agent: string | null;
  readonly org: ExecutionContext['org'];
  readonly startedAt: Date;
  readonly mode: Mode;
  readonly catalog: StepCatalog;
  /** Whether strangers may have had a say in what it was given. */
  readonly isTainted: boolean;
}
/** What a round has come to: the output of its last step, and what all of its steps have used and brought in. */
export interface Round {
  readonly output: JsonValue;
  readonly usage: Usage;
  /** Whether it may hold what strangers wrote. */
  readonly isTainted: boolean;
}
export type NextRound =
  | {
      readonly kind: 'go';
      /** Part of the address of its steps, `agent[turn-2].think`; rounds with steps of other ids may share one. */
      readonly key: string;
      readonly steps: readonly Step[];
      readonly names: JsonObject;
      /** What can be read as `outputs.<name>`: outputs of inner steps by their address from here on, `[turn-2].calls[call-1].find`. */
      readonly recalls: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'done'; readonly output: JsonValue };

/** Whether a language model may have it done: a single step that stands for itself. */
export function isTool({ kind, holds, isPart }: AnyStepType): boolean {
  return isPart !== true && holds === undefined && kind !== 'unfold' && kind !== 'branch';
}

/** Step types whose params and output types are known only to themselves; the engine parses both by their schemas. */
export type AnyActionType = ActionType<never, unknown>;
export type AnyStepType =
  | AnyActionType
  | BranchType<never, unknown>
  | ForkType<never, unknown>
  | WaitType<never, unknown>
  | ChildType<never, unknown>
  | UnfoldType<never, unknown>;
export type Kind = AnyStepType['kind'];

export function defineStep<P, O>(type: Omit<ActionType<P, O>, 'kind'>): AnyActionType {
  return { kind: 'action', ...type } as unknown as AnyActionType;
}

/** Defines a word of the flow: a step type that acts on nothing outside. */
export function defineFlow<P, O>(
  type: BranchType<P, O> | ForkType<P, O> | WaitType<P, O> | ChildType<P, O> | UnfoldType<P, O>,
): AnyStepType {
  return type as unknown as AnyStepType;
}

/** The step types there are; the engine knows this interface and no step. */
export interface StepCatalog {
  get(action: string): AnyStepType | undefined;
  /** Those that a playbook may hold. */
  all(): readonly AnyStepType[];
}
