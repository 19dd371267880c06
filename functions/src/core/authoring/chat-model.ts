import type { z } from 'zod';
import type { AgentId } from '../../model/agent.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AuthoringFacts } from './authoring-facts.ts';

/** One thing that was said or done in a conversation, oldest first. */
export type ChatEntry =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | {
      readonly role: 'tool';
      readonly callId: string;
      readonly tool: string;
      readonly result: JsonValue;
      readonly isTainted: boolean;
    };

export interface ToolCall {
  readonly callId: string;
  readonly tool: string;
  readonly params: JsonObject;
}

/** What a chat model may call: the same for every model, for the API and for MCP. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly params: z.ZodType;
}

export interface ChatTurn {
  readonly agent: AgentId;
  readonly entries: readonly ChatEntry[];
  readonly facts: AuthoringFacts;
  readonly tools: readonly ToolSpec[];
  readonly signal: AbortSignal;
}

/** What a model says, as it comes. `params` of a call are not checked yet. */
export type ChatStep =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'call'; readonly call: ToolCall }
  | { readonly type: 'usage'; readonly model: string; readonly inputTokens: number; readonly outputTokens: number };

/**
 * Whoever answers in the chat: a language model of a vendor, or the built-in planner. Throws `RetryAfterError` where the
 * vendor wants a pause, and a `NonRetriableError` in words for people otherwise.
 */
export interface ChatModel {
  readonly name: string;
  respond(turn: ChatTurn): AsyncIterable<ChatStep>;
}
