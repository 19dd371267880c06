import { connectorCatalog } from '../../src/connectors/catalog.ts';
import { withPart } from '../../src/core/authoring/chat-answer.ts';
import type { ChatModel, ChatStep, ChatTurn } from '../../src/core/authoring/chat-model.ts';
import { type Opened, openTurn } from '../../src/core/authoring/conversation-turns.ts';
import { converse, follow, type Speaking } from '../../src/core/authoring/converse.ts';
import type { ChatPart } from '../../src/model/chat-part.ts';
import { answerIdOf, type ChatMessage, type Conversation } from '../../src/model/conversation.ts';
import { top } from '../../src/model/paths.ts';
import { orgId, paths } from './engine-kit.ts';
import { createToolsKit, olive, type ToolsKit } from './tools-kit.ts';

type Answered = readonly ChatStep[] | Error | ((turn: ChatTurn) => AsyncIterable<ChatStep>);

/** A model of a vendor that answers from a script, one line for each time it is asked; the last line again and again. */
export function scripted(...script: readonly Answered[]) {
  const asked: ChatTurn[] = [];
  const model: ChatModel = {
    name: 'scripted',
    kind: 'model',
    title: null,
    respond: async function* (turn) {
      asked.push(turn);
      const now = script[Math.min(asked.length, script.length) - 1] ?? [];
      if (now instanceof Error) throw now;
      yield* typeof now === 'function' ? now(turn) : now;
    },
  };
  return { asked, model };
}

export const text = (delta: string): ChatStep => ({ type: 'text', delta });
export const calls = (tool: string, params: object = {}): ChatStep => {
  return { type: 'call', call: { callId: 'theirs', tool, params: JSON.parse(JSON.stringify(params)) } };
};
export const tokens = (inputTokens: number, outputTokens: number): ChatStep => {
  return { type: 'usage', model: 'scripted-1', inputTokens, outputTokens, cachedTokens: 0, tier: 'capable' };
};

interface Saying {
  readonly vendor?: ChatModel;
  readonly messageId?: string;
  readonly conversationId?: string | null;
  readonly agent?: Speaking['agent'];
  /** The recommendation that a new conversation is about. */
  readonly about?: string | null;
}
export interface Told {
  readonly conversationId: string;
  readonly messageId: string;
  readonly parts: readonly ChatPart[];
  readonly text: string;
}

export interface TalkKit extends ToolsKit {
  open(message: string, saying?: Saying): Promise<Opened>;
  speak(message: string, opened: Opened, saying?: Saying): AsyncGenerator<ChatPart, void>;
  /** Says something, in the conversation that was begun first unless another is named, and hears it to the end. */
  say(message: string, saying?: Saying): Promise<Told>;
  conversation(id: string): Promise<Conversation>;
  answer(told: Pick<Told, 'conversationId' | 'messageId'>): Promise<ChatMessage>;
  /** In millionths of a US dollar, in the month of the kit's clock. */
  spent(): Promise<number>;
}

/** Conversations of the owner of a tenant, over real tools and a model of the test's. */
export async function createTalkKit(): Promise<TalkKit> {
  const kit = await createToolsKit();
  let messages = 0;
  let current: string | null = null;
  const speaking = async (message: string, { vendor, agent = null }: Saying): Promise<Speaking> => {
    const tenant = await kit.store.get(top.tenant(orgId));
    const member = await kit.store.get(paths.member('owner'));
    if (!tenant || !member) throw new Error('The kit has no tenant');
    const secrets = { read: async () => null };
    const conceal = <T>(value: T): T => value;
    const ports = { engine: kit.engine, connectors: connectorCatalog, secrets, conceal };
    const calling = { ...ports, orgId, tenant: tenant.data, actor: olive };
    return { calling, member: member.data, message, agent, vendor: vendor ?? null };
  };
  const talk: TalkKit = {
    ...kit,
    open: async (message, { messageId = `message-${++messages}`, conversationId = current, about = null } = {}) =>
      openTurn(kit.engine, { orgId, uid: 'owner', conversationId, messageId, message, about }),
    speak: async function* (message, opened, saying = {}) {
      if (opened.kind === 'busy') throw new Error('Another message is being answered');
      const who = await speaking(message, saying);
      yield* opened.kind === 'begun' ? converse(who, opened.turn) : follow(who.calling, opened);
    },
    say: async (message, saying = {}) => {
      const opened = await talk.open(message, saying);
      if (opened.kind === 'busy') throw new Error('Another message is being answered');
      const { conversationId, messageId } = opened.kind === 'begun' ? opened.turn : opened;
      current ??= conversationId;
      let parts: readonly ChatPart[] = [];
      for await (const part of talk.speak(message, opened, saying)) parts = withPart(parts, part);
      const words = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
      return { conversationId, messageId, parts, text: words };
    },
    conversation: async (id) => {
      const found = await kit.store.get(paths.conversation(id));
      if (found === null) throw new Error(`No conversation ${id}`);
      return found.data;
    },
    answer: async ({ conversationId, messageId }) => {
      const found = await kit.store.get(paths.message(conversationId, answerIdOf(messageId)));
      if (found === null) throw new Error(`No answer to ${messageId}`);
      return found.data;
    },
    spent: async () => (await kit.store.get(paths.limit('cost_2026-11')))?.data.used ?? 0,
  };
  return talk;
}

/** One after the other in one conversation, the clock going on meanwhile; what was told to the last. */
export async function talkWith(kit: TalkKit, ...messages: readonly string[]): Promise<Told> {
  let last: Told | null = null;
  for (const message of messages) {
    let isOver = false;
    const saying = kit.say(message).finally(() => {
      isOver = true;
    });
    while (!isOver) await kit.clock.advance(100);
    last = await saying;
  }
  if (last === null) throw new Error('Nothing was said');
  return last;
}
