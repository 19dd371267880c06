import type { z } from 'zod';
import type { AgentId } from '../../model/agent.ts';
import type { JsonValue } from '../../model/json.ts';
import type { SpokenOf } from '../coach/spoken-of.ts';
import type { ModelTier } from '../ports.ts';
import type { AuthoringFacts } from './authoring-facts.ts';

/** One thing that was said or done in a conversation, oldest first. Stored with its message (`model/conversation.ts`). */
export type ChatEntry =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | {
      readonly role: 'tool';
      readonly callId: string;
      readonly tool: string;
      /** What the tool brought, cut where it was large; `{ error: … }` in words where it could not. */
      readonly result: JsonValue;
      /** Whether it holds what strangers wrote: to be given to a model as data (`asData`). */
      readonly isTainted: boolean;
    };

export interface ToolCall {
  readonly callId: string;
  readonly tool: string;
  /** As the model wrote them: checked by the loop, not by the model's adapter. A text where they were no JSON. */
  readonly params: JsonValue;
}

/** What a chat model may call: the same for every model, for the API and for MCP. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly params: z.ZodType;
}

export interface ChatTurn {
  readonly agent: AgentId;
  /** The newest of the conversation; the last is what is to be answered: a person's words, or results of tools. */
  readonly entries: readonly ChatEntry[];
  /** What was proposed and done before these, a line each; empty where nothing was. */
  readonly summary: string;
  /** "It": the playbook that was proposed, changed or spoken of last. */
  readonly playbookId: string | null;
  /** The recommendation that the conversation is about; null where it is about none. */
  readonly about: SpokenOf | null;
  readonly facts: AuthoringFacts;
  /** None: it has to end in words now. */
  readonly tools: readonly ToolSpec[];
  /** The most that it may answer. */
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
}

/** What a model says, as it comes. */
export type ChatStep =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'call'; readonly call: ToolCall }
  /** Answers that can be sent as they stand. */
  | { readonly type: 'choices'; readonly choices: readonly string[] }
  /** `inputTokens` are all that went in, `cachedTokens` those of them that the vendor still had. */
  | {
      readonly type: 'usage';
      readonly model: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedTokens: number;
      readonly tier: ModelTier;
    };

/**
 * Whoever answers in the chat: a language model of a vendor (`vendor-model.ts`), or the built-in planner. Throws `RetryAfterError` where the
 * vendor wants a pause (the loop waits and asks again), and a `NonRetriableError` in words for people otherwise.
 */
export interface ChatModel {
  readonly name: string;
  /** Who it is that chooses tools: the person, by a click; the grammar, from their words; or a model that may be talked into it. */
  readonly kind: 'click' | 'planner' | 'model';
  respond(turn: ChatTurn): AsyncIterable<ChatStep>;
  /** A title of a few words for what somebody said, by the model for routine work; null where none is to be had. */
  readonly title: ((message: string, signal: AbortSignal) => AsyncIterable<ChatStep>) | null;
}
