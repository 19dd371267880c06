import type { z } from 'zod';
import type { Scope } from '../../../model/api-key.ts';
import type { Actor } from '../../../model/audit.ts';
import type { ChatPart } from '../../../model/chat-part.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Role, TeamMember, Tenant } from '../../../model/tenant.ts';
import type { Engine } from '../../engine/engine.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';

/** On whose behalf a tool is called, and who chose to call it. */
export interface ToolContext {
  readonly engine: Engine;
  readonly orgId: string;
  readonly tenant: Tenant;
  /** Null where an API key calls. */
  readonly member: TeamMember | null;
  readonly actor: Actor;
  readonly conversationId: string | null;
  /** `planner`: by the grammar, from the person's own words. `model`: a language model may have been talked into it. */
  readonly chosenBy: 'planner' | 'model';
  /** Something that strangers wrote was read in this conversation before. */
  readonly isTainted: boolean;
  facts(): Promise<AuthoringFacts>;
  readonly signal: AbortSignal;
}

/** What a call brought. */
export interface ToolOutcome {
  /** For the model to read. */
  readonly result: JsonValue;
  /** Whether it holds what strangers wrote. */
  readonly isTainted: boolean;
  /** For people to see: cards, an execution, choices. */
  readonly parts: readonly ChatPart[];
}

/** Something that the chat, and other agents by MCP, can do. Throws `ToolError` in words for people. */
export interface ChatTool<P = never> {
  readonly name: string;
  readonly description: string;
  readonly params: z.ZodType<P>;
  /** Who may: a person with this role, a key with this scope (null: no key). */
  readonly role: Role;
  readonly scope: Scope | null;
  readonly writes: boolean;
  call(context: ToolContext, params: P): Promise<ToolOutcome>;
}

/** It could not be done; nothing was changed. `message` names the reason and the fix. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
