import type { AgentId } from '../../model/agent.ts';
import type { Actor } from '../../model/audit.ts';
import type { ChatMessage, Conversation } from '../../model/conversation.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import type { Write } from '../ports.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { createFromIntent } from './create-from-intent.ts';
import { answerText, speaker } from './explain-intent.ts';
import { obey } from './obey-command.ts';
import { understand } from './planner/understand.ts';

const ID_LENGTH = 20;
/** Names of the shop's own products that the planner should know; more are not worth reading at every message. */
const PRODUCTS_KNOWN = 100;

export interface Speaking {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly member: TeamMember;
  /** The same person, as the audit log knows them. */
  readonly actor: Actor;
  /** Null begins a new conversation. */
  readonly conversationId: string | null;
  readonly message: string;
}

/** What the assistant says or shows, as it comes. */
export type ChatPart =
  | { readonly type: 'conversation'; readonly conversationId: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'playbook'; readonly playbookId: string }
  | { readonly type: 'execution'; readonly executionId: string };

/**
 * One turn of a conversation: the sentence is understood, acted on, and answered. What is claimed to be done was seen
 * to be done. The turn is stored at the end, so that it can be read again.
 */
export async function* converse(engine: Engine, speaking: Speaking): AsyncGenerator<ChatPart, void> {
  const { orgId, member, message } = speaking;
  const stored = await conversationOf(engine, speaking);
  const conversationId = stored?.id ?? deriveId(orgId, member.uid, engine.random.token()).slice(0, ID_LENGTH);
  yield { type: 'conversation', conversationId };
  const facts = await factsOf(engine, speaking);
  const understanding = understand(message, facts, stored?.pending ?? null);
  const said: ChatPart[] = [];
  for await (const part of answer(engine, speaking, facts, understanding)) {
    said.push(part);
    yield part;
  }
  const now = engine.clock.now();
  const conversation: Conversation = {
    uid: member.uid,
    title: stored?.title ?? message.slice(0, 200),
    pending: understanding.kind === 'ask' ? understanding.about : null,
    createdAt: stored?.createdAt ?? now,
    updatedAt: now,
  };
  const turn = { orgId, conversationId, conversation, message, agent: speaker(understanding).id };
  await engine.store.commit(turnWrites(engine, turn, said));
}

async function* answer(
  engine: Engine,
  speaking: Speaking,
  facts: AuthoringFacts,
  understanding: ReturnType<typeof understand>,
): AsyncGenerator<ChatPart, void> {
  if (understanding.kind === 'create') yield* createFromIntent(engine, speaking, facts, understanding.intent);
  else if (understanding.kind === 'command') yield* obey(engine, speaking, understanding.command);
  else yield { type: 'text', text: answerText(understanding) };
}

/** The conversation, if it is the speaker's own; somebody else's id begins a new one. */
async function conversationOf({ store }: Engine, { orgId, member, conversationId }: Speaking) {
  if (conversationId === null) return null;
  const stored = await store.get(tenantPaths(orgId).conversation(conversationId));
  return stored !== null && stored.data.uid === member.uid ? { id: stored.id, ...stored.data } : null;
}

async function factsOf(engine: Engine, { orgId, tenant, member }: Speaking): Promise<AuthoringFacts> {
  const products = await engine.store.query(queries.products(orgId, { limit: PRODUCTS_KNOWN }));
  return {
    orgName: tenant.name,
    timezone: tenant.timezone,
    currency: tenant.currency,
    locale: member.locale,
    now: engine.clock.now(),
    user: { name: member.name, email: member.email },
    competitors: tenant.competitors,
    products: products.flatMap(({ data }) => (typeof data?.name === 'string' ? [data.name] : [])),
    connections: [],
    people: [],
    playbooks: [],
  };
}

interface Turn {
  readonly orgId: string;
  readonly conversationId: string;
  readonly conversation: Conversation;
  readonly message: string;
  readonly agent: AgentId;
}

function turnWrites({ random }: Engine, turn: Turn, said: readonly ChatPart[]): Write[] {
  const paths = tenantPaths(turn.orgId);
  const { path } = paths.messages(turn.conversationId);
  const now = turn.conversation.updatedAt;
  const texts = said.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const asked: ChatMessage = {
    role: 'user',
    agent: null,
    text: turn.message,
    playbookId: null,
    executionId: null,
    createdAt: now,
  };
  const answered: ChatMessage = {
    role: 'assistant',
    agent: turn.agent,
    text: texts.join('\n\n').slice(0, 20_000),
    playbookId: said.find((part) => part.type === 'playbook')?.playbookId ?? null,
    executionId: said.find((part) => part.type === 'execution')?.executionId ?? null,
    // A millisecond later, so that the order of the two is kept.
    createdAt: new Date(now.getTime() + 1),
  };
  const add = (data: ChatMessage): Write => ({
    op: 'create',
    path: `${path}/${deriveId(turn.orgId, random.token()).slice(0, ID_LENGTH)}`,
    data,
  });
  return [
    { op: 'set', path: paths.conversation(turn.conversationId).path, data: turn.conversation },
    add(asked),
    add(answered),
  ];
}
