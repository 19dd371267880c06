import { ACTIVATE_IT, type ChatPart } from '@model/chat-part.ts';
import { answerIdOf } from '@model/conversation.ts';
import type { ShownMessage } from './chat-message.ts';
import type { Turn } from './turn.ts';
import type { Answering } from './use-conversations.ts';

/** What was said so far: what is stored, oldest first, and on top of it what is being said here and now. */
export function threadOf(stored: readonly ShownMessage[], turn: Turn | null): readonly ShownMessage[] {
  if (turn === null) return stored;
  const { messageId, text } = turn.said;
  const answerId = answerIdOf(messageId);
  const kept = stored.find(({ id }) => id === answerId);
  if (kept !== undefined && kept.status !== 'answering') return stored;
  const asked: ShownMessage = {
    id: messageId,
    role: 'user',
    agent: null,
    status: 'done',
    parts: [{ type: 'text', text }],
  };
  // The stream is ahead of what is stored, unless it broke off.
  const isAhead = kept === undefined || turn.parts.length >= kept.parts.length;
  const answer: ShownMessage = {
    id: answerId,
    role: 'assistant',
    agent: kept?.agent ?? null,
    status: isOver(turn) ? 'done' : 'answering',
    parts: isAhead ? turn.parts : kept.parts,
  };
  const before = stored.filter(({ id }) => id !== messageId && id !== answerId);
  return answer.parts.length === 0 && isOver(turn) ? [...before, asked] : [...before, asked, answer];
}

/** What is stored, where an answer whose server died says so: it is not being written any more. */
export function withDead(stored: readonly ShownMessage[], answering: Answering | null): readonly ShownMessage[] {
  if (answering === null || answering.isAlive) return stored;
  const deadId = answerIdOf(answering.messageId);
  const text = 'This was interrupted on our side. Say it again, please.';
  return stored.map((message) => {
    if (message.id !== deadId || message.status !== 'answering') return message;
    return { ...message, status: 'interrupted', parts: [...message.parts, { type: 'text', text }] };
  });
}

/**
 * Whether the server writes no answer. One that has come here to its end is written, though what is stored may say
 * otherwise for a moment longer.
 */
export function isAnswered(answering: Answering | null, turn: Turn | null): boolean {
  if (answering === null || !answering.isAlive) return true;
  return turn?.status === 'answered' && turn.said.messageId === answering.messageId;
}

function isOver({ status }: Turn): boolean {
  return status === 'answered' || status === 'stopped' || status === 'failed';
}

/** Which cards of a conversation are live. */
export interface Newest {
  /** For each playbook the message that shows its card last; earlier ones are folded. */
  readonly cards: ReadonlyMap<string, string>;
  /** The playbook that was spoken of last, by a card or otherwise: what "it" means; null where none was. */
  readonly it: string | null;
}

export function newestOf(messages: readonly ShownMessage[]): Newest {
  const cards = new Map<string, string>();
  let it: string | null = null;
  for (const { id, parts } of messages) {
    for (const part of parts) {
      if (part.type === 'card') cards.set(part.card.playbookId, id);
      it = playbookOf(part) ?? it;
    }
  }
  return { cards, it };
}

function playbookOf(part: ChatPart): string | null {
  if (part.type === 'card') return part.card.playbookId;
  return part.type === 'playbook' ? part.playbookId : null;
}

/** Parts that are shown one below the other; tools that worked one after the other stand together. */
export type Block = Exclude<ChatPart, { type: 'tool' | 'usage' }> | { readonly type: 'tools'; readonly tools: Tool[] };
export type Tool = Extract<ChatPart, { type: 'tool' }>;

/** Whether the words of an answer say already what a card of it would say first. */
export function isSaid(understood: string, parts: readonly ChatPart[]): boolean {
  return parts.some((part) => part.type === 'text' && part.text.includes(understood));
}

/** What is shown of the same thing each time, and as it is now: once is enough in an answer. */
function shownIn(part: ChatPart): string | null {
  if (part.type === 'card') return `card ${part.card.playbookId}`;
  if (part.type === 'approval') return `approval ${part.approvalId}`;
  if (part.type === 'task') return `task ${part.taskId}`;
  return part.type === 'execution' ? `execution ${part.executionId}` : null;
}

function comesAgain(part: ChatPart, later: readonly ChatPart[]): boolean {
  const shown = shownIn(part);
  return shown !== null && later.some((one) => shownIn(one) === shown);
}

/**
 * The parts of an answer as blocks. Words about a card stand above it. A card that comes again within it is shown where it came last, and what its button
 * does is not offered twice.
 */
export function blocksOf(parts: readonly ChatPart[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of parts.filter((one, place) => !comesAgain(one, parts.slice(place + 1)))) {
    const last = blocks.at(-1);
    if (part.type === 'tool') {
      if (last?.type === 'tools') last.tools.push(part);
      else blocks.push({ type: 'tools', tools: [part] });
    } else if (part.type === 'choices') {
      const hasCard = blocks.some(({ type }) => type === 'card');
      const choices = part.choices.filter((choice) => !hasCard || choice !== ACTIVATE_IT);
      if (choices.length > 0) blocks.push({ type: 'choices', choices });
    } else if (part.type === 'text') {
      if (part.text.trim() !== '') blocks.splice(placeOfWords(blocks), 0, part);
    } else if (part.type !== 'usage') {
      blocks.push(part);
    }
  }
  return blocks;
}

function placeOfWords(blocks: readonly Block[]): number {
  return blocks.findLastIndex(({ type }) => type !== 'card') + 1;
}
