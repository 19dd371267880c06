import type { z } from 'zod';
import type { Scope } from '../../../model/api-key.ts';
import type { Actor } from '../../../model/audit.ts';
import type { ChatPart } from '../../../model/chat-part.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { ProblemDetail } from '../../../model/problem.ts';
import type { Role, TeamMember, Tenant } from '../../../model/tenant.ts';
import type { ConnectorCatalog } from '../../engine/connector.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Secrets } from '../../ports.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { ChatModel } from '../chat-model.ts';

/** On whose behalf tools are called, and who chose to call them. */
export interface Calling {
  readonly engine: Engine;
  /** What tells which connections are missing. */
  readonly connectors: ConnectorCatalog;
  readonly secrets: Pick<Secrets, 'read'>;
  /** Takes secrets out of what a model and people get to see: `app.conceal(orgId).value`. */
  readonly conceal: <T>(value: T) => T;
  readonly orgId: string;
  readonly tenant: Tenant;
  /** Null where an API key calls. */
  readonly member: TeamMember | null;
  /** The API key that calls; null where a person does. */
  readonly key: { readonly createdBy: string | null; readonly scopes: readonly Scope[] } | null;
  readonly actor: Actor;
  readonly conversationId: string | null;
  /** `click`: the person said yes to what was shown. `planner`: by the grammar, from their words. `model`: it may have been talked into it. */
  readonly chosenBy: ChatModel['kind'];
  /** Something that strangers wrote was read in this conversation before. */
  readonly isTainted: boolean;
  facts(): Promise<AuthoringFacts>;
  /** The version of a playbook that this conversation has shown last, on a card; null where it has shown none. */
  readonly shown: (playbookId: string) => string | null;
  readonly signal: AbortSignal;
}

/** What a tool gets. The same `callId` in the same conversation is the same act: it is done once. */
export interface ToolContext extends Calling {
  readonly callId: string;
}

/** What a call brought. */
export interface ToolOutcome {
  /** For the model to read: small and plain. */
  readonly result: JsonValue;
  /** Whether it holds what strangers wrote. */
  readonly isTainted: boolean;
  /** For people to see: cards, an execution, choices. */
  readonly parts: readonly ChatPart[];
}

/** Something that the chat, and other agents by MCP, can do. Throws `ToolError` in words for people. */
export interface ChatTool<P = never> {
  readonly name: string;
  /** `Pause a playbook`: for people, while it is at work. */
  readonly title: string;
  /** For models: when to call it, and what its params mean. */
  readonly description: string;
  readonly params: z.ZodType<P>;
  /** Who may: a person with this role, a key with this scope (null: no key). */
  readonly role: Role;
  readonly scope: Scope | null;
  readonly writes: boolean;
  /** Whether what it does cannot simply be put back. */
  readonly isFinal: boolean;
  /**
   * What a language model's call of it takes once strangers' words are in play: the sentence by which a person orders it
   * himself, and what to show beside; null: nothing. Left out where it only reads, or leaves nothing but a draft.
   */
  readonly byClick?: (context: ToolContext, params: P) => Promise<Click | null>;
  /** Whether a model that speaks with a person needs that click in any case, too. */
  readonly isPersons?: boolean;
  call(context: ToolContext, params: P): Promise<ToolOutcome>;
}
export interface Click {
  /** Tells all that the call would do: the click is a yes to the call as it stands. Null: nothing that a click could order. */
  readonly sentence: string | null;
  readonly part: ChatPart | null;
}

/** It could not be done; nothing was changed. `message` names the reason and the fix, `errors` the params that are wrong. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: 'unknown_tool' | 'bad_params' | 'not_allowed' | 'not_found' | 'refused';
  readonly errors: readonly ProblemDetail[];
  /** For people to see beside the words. */
  readonly parts: readonly ChatPart[];
  constructor(
    message: string,
    code: ToolError['code'] = 'refused',
    errors: readonly ProblemDetail[] = [],
    parts: readonly ChatPart[] = [],
  ) {
    super(message);
    this.code = code;
    this.errors = errors;
    this.parts = parts;
  }
}

/** A tool whose params are known only to itself; whoever calls it has parsed them by its schema. */
export function defineTool<P>(tool: ChatTool<P>): ChatTool {
  return tool as unknown as ChatTool;
}

/** A call that only looked something up. */
export function found(result: JsonValue, more: Partial<Omit<ToolOutcome, 'result'>> = {}): ToolOutcome {
  return { result, isTainted: false, parts: [], ...more };
}
