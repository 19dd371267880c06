import type { JsonObject, JsonValue } from '../model/json.ts';
import type { DocRef } from '../model/paths.ts';
import type { Query } from '../model/query.ts';

/** The one source of time; a test moves it by hand. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once (never rejects) when `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The one source of chance. `next()` is in [0, 1); `token()` is 128 bits as text, unguessable. */
export interface Random {
  next(): number;
  token(): string;
}

/** A document as read, with the version that a later write may insist on. */
export interface Stored<T> {
  readonly ref: DocRef<T>;
  readonly id: string;
  readonly data: T;
  readonly version: string;
}

/** Like `Stored`, for documents that others may have written: `problems` instead of `data` when the shape is wrong. */
export type Found<T> = Stored<T> | Malformed<T>;
export interface Malformed<T> {
  readonly ref: DocRef<T>;
  readonly id: string;
  readonly data: null;
  readonly raw: unknown;
  readonly problems: readonly { path: string; message: string }[];
  readonly version: string;
}

/** Adds to a number that is stored, whatever it is by then; a missing one counts as 0. As a field of an update only. */
export class Increment {
  readonly by: number;
  constructor(by: number) {
    this.by = by;
  }
}

/** Fields of an update: top-level names, or dotted paths into maps. A field given as `undefined` is left alone. */
export type Fields = Readonly<Record<string, unknown>>;

export type Write =
  | { readonly op: 'create'; readonly path: string; readonly data: object }
  | { readonly op: 'set'; readonly path: string; readonly data: object }
  | { readonly op: 'update'; readonly path: string; readonly fields: Fields; readonly ifVersion?: string }
  | { readonly op: 'delete'; readonly path: string; readonly ifVersion?: string };

/** A `create` found its document in place. Nothing of the commit was written. */
export class AlreadyExistsError extends Error {
  override readonly name = 'AlreadyExistsError';
}
/** A document was changed (or is missing) where the commit insisted on a version. Nothing of the commit was written. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

/**
 * Documents: Firestore in the cloud, memory in unit tests. Reads parse by the ref's schema and throw
 * `StoredShapeError`; `find` reports a wrong shape instead. `commit` is all or nothing and returns the new version of
 * each written document, in order; it throws `AlreadyExistsError` or `ConflictError`.
 */
export interface Store {
  get<T>(ref: DocRef<T>): Promise<Stored<T> | null>;
  find<T>(ref: DocRef<T>): Promise<Found<T> | null>;
  /** Many at once, in the order asked for; null for what is not there. */
  findAll<T>(refs: readonly DocRef<T>[]): Promise<(Found<T> | null)[]>;
  query<T>(query: Query<T>): Promise<Found<T>[]>;
  /** How many documents a query has, up to its limit; costs a read per thousand of them. */
  count<T>(query: Query<T>): Promise<number>;
  commit(writes: readonly Write[]): Promise<string[]>;
}

/** A query of any length, whatever its limit: one by one, read page by page as fast as they are taken. */
export interface QueryStream {
  documents<T>(query: Query<T>): AsyncIterable<Found<T>>;
}

export interface Descendant {
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** `after` is the path of the last document of the page before. */
export interface SubtreePage {
  readonly limit: number;
  readonly after: string | null;
}
/**
 * All that lies below a document, in whatever collection and of whatever shape, in the order of the paths: for what must
 * miss nothing. The document itself is not among it.
 */
export interface Subtree {
  /** One by one, those behind `after`, read as fast as they are taken. */
  documents(root: string, after: string | null): AsyncIterable<Descendant>;
  paths(root: string, page: SubtreePage): Promise<string[]>;
}

/** Wakes an execution (or a fan-out) now or later. A named task is enqueued once; a second time is not an error. */
export interface TaskQueue {
  enqueue(task: QueuedTask): Promise<void>;
}
/** `tell`: writes to the people whose approval is asked for. `erase`: goes on with the erasure of a tenant. */
export type TaskHandler = 'advance' | 'dispatch' | 'tell' | 'erase';
export interface QueuedTask {
  readonly handler: TaskHandler;
  readonly data: JsonObject;
  /** Letters, digits and `-`; the same name is delivered once (for about an hour). */
  readonly name: string;
  /** At most 30 days ahead; null for at once. */
  readonly at: Date | null;
}

/** A Cloud Scheduler job, as far as we set it. */
export interface SchedulerJob {
  readonly name: string;
  readonly description: string;
  readonly cron: string;
  readonly timezone: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly state: 'ENABLED' | 'PAUSED' | 'DISABLED' | 'UPDATE_FAILED';
}
export type WantedJob = Omit<SchedulerJob, 'state'>;
/** Cloud Scheduler takes no further job: the quota of the region is used up. */
export class NoMoreJobsError extends Error {
  override readonly name = 'NoMoreJobsError';
}
export interface JobScheduler {
  get(name: string): Promise<SchedulerJob | null>;
  /** Throws `AlreadyExistsError` and `NoMoreJobsError`. */
  create(job: WantedJob): Promise<void>;
  update(job: WantedJob): Promise<void>;
  resume(name: string): Promise<void>;
  /** A job that is not there counts as deleted. */
  delete(name: string): Promise<void>;
  list(): Promise<SchedulerJob[]>;
}

/** Secrets of the platform and of connections. They never enter a document, a log line, an error or an expression. */
export interface Secrets {
  /** The current value, at most two minutes old, and none that was kept since before `since`; null when there is none. */
  read(name: string, since?: Date | null): Promise<string | null>;
  /** Puts a value in the place of the one before, which can be read by nobody any more. May be done again. */
  write(name: string, value: string): Promise<void>;
  /** One that is not there counts as deleted. */
  delete(name: string): Promise<void>;
  /** The names that begin so, at most 1,000 of them. */
  list(prefix: string): Promise<string[]>;
  /**
   * All values of CRON_SECRET that are accepted now (two while it is being rotated), newest first. `fresh` asks the
   * source again, at most every ten seconds.
   */
  cronSecrets(options?: { readonly fresh: boolean }): Promise<readonly string[]>;
}

/** Who a Firebase ID token speaks for. Throws when the token is forged, expired or revoked. */
export interface IdTokens {
  verify(token: string): Promise<{
    readonly uid: string;
    readonly email: string | null;
    readonly isEmailVerified: boolean;
    readonly name: string | null;
    readonly authenticatedAt: Date;
  }>;
}

/** The one door out. Every address is checked at lookup, at connect and at each redirect. */
export interface Outbound {
  fetch(url: string, init?: OutboundInit): Promise<OutboundResponse>;
  /** A connected socket for protocols other than HTTP (SMTP). */
  connect(host: string, port: number, signal: AbortSignal): Promise<unknown>;
}
/** The same door for an answer that is read while it comes. No step has it: what a secret opens is read whole. */
export interface OutboundStream {
  /** `pieces` throws what `fetch` would have thrown. Leaving it ends the connection. */
  stream(url: string, init?: OutboundInit): Promise<StreamedResponse>;
}
export interface StreamedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly pieces: AsyncIterable<Uint8Array>;
}
export interface OutboundInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
}
export interface OutboundResponse {
  readonly status: number;
  readonly ok: boolean;
  /** The address after redirects. */
  readonly url: string;
  readonly headers: Headers;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
}

/** A language model. Throws a `NonRetriableError` that says how to set one when none is configured. */
export interface Llm {
  /** One answer. What is done with it (parsing, asking again, calling tools) is up to whoever asks. */
  generateText(request: LlmRequest): Promise<LlmAnswer>;
}
/** `routine`: sorting, copying out, shortening, which a small model does as well. `capable`: all else. */
export type ModelTier = 'routine' | 'capable';
export interface LlmRequest {
  readonly instructions: string;
  readonly prompt: string;
  /** What was said after the prompt. */
  readonly turns?: readonly LlmTurn[];
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
  /** Left out: `capable`. */
  readonly tier?: ModelTier;
  /** The answer is to be JSON of this JSON Schema. It is asked for and not checked. */
  readonly schema?: JsonObject;
  /** What it may call instead of answering. */
  readonly tools?: readonly LlmTool[];
}
export type LlmTurn =
  | { readonly by: 'model'; readonly text: string; readonly calls: readonly LlmCall[] }
  | { readonly by: 'user'; readonly text: string }
  | { readonly by: 'tools'; readonly results: readonly { readonly call: LlmCall; readonly text: string }[] };
export interface LlmTool {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema. */
  readonly params: JsonObject;
}
export interface LlmCall {
  readonly id: string;
  readonly tool: string;
  /** As the model wrote them: parse them. */
  readonly params: JsonValue;
}
export interface LlmAnswer {
  readonly text: string;
  readonly model: string;
  /** All of them: what went in, and what came out. */
  readonly tokens: number;
  /** Those of the prompt that the vendor still had, and takes less for. */
  readonly cachedTokens?: number;
  /** Whose model has answered: the capable one where none is set for routine work. */
  readonly tier?: ModelTier;
  readonly calls?: readonly LlmCall[];
  /** Whether it ended because it had come to `maxOutputTokens`. */
  readonly isCut?: boolean;
}

/** A language model that is heard while it speaks. Throws as `Llm` does, also in the middle of an answer. */
export interface SpokenLlm {
  /** Whose it is and which, for people: `anthropic claude-…`. */
  readonly name: string;
  speak(request: Omit<LlmRequest, 'schema'>): AsyncIterable<LlmPiece>;
}
export type LlmPiece =
  | { readonly type: 'text'; readonly delta: string }
  /** `params` as the model wrote them: text where they are no JSON. */
  | { readonly type: 'call'; readonly call: LlmCall }
  /** The last one. */
  | {
      readonly type: 'end';
      readonly model: string;
      readonly tier: ModelTier;
      /** All that was read, `cachedTokens` among them. */
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedTokens: number;
      readonly isCut: boolean;
    };

/** Mail of the product itself, by its own mail server. `key` makes the Message-ID. Throws as a step's mail does. */
export interface PlatformMail {
  send(mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly html: string | null;
    readonly key: string;
  }): Promise<void>;
  /** A path of the web app as a whole address. */
  link(path: string): string;
}

/** Mail to whoever looks after the platform. `key` makes the Message-ID; links are paths of the web app. */
export interface AlertMail {
  send(mail: { readonly subject: string; readonly text: string; readonly key: string }): Promise<void>;
  link(path: string): string;
}

/** Named log lines (see `log.ts`); `fields` are redacted before they are written. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, JsonValue>>): void;
  warn(event: string, fields?: Readonly<Record<string, JsonValue>>): void;
  error(event: string, error: unknown, fields?: Readonly<Record<string, JsonValue>>): void;
}

/** A named place where a test may kill the process or throw; does nothing in production. */
export type FaultPoint = (name: string) => void;
