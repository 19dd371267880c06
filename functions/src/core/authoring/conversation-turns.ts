import type { ChatPart } from '../../model/chat-part.ts';
import { answerIdOf, type ChatMessage, type Conversation } from '../../model/conversation.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../ports.ts';
import { withPart } from './chat-answer.ts';
import { isAct } from './tools/all-tools.ts';

const ID_LENGTH = 20;
/** Of the newest messages, questions and answers. */
const HISTORY = 24;
/** Whoever answers says at least so often that it is still alive. */
export const LEASE_MS = 30_000;
const TITLE_LENGTH = 80;

/** A message as it was sent. The same `messageId` of the same person is the same message. */
export interface Sent {
  readonly orgId: string;
  readonly uid: string;
  /** Null begins a new conversation, and so does one of somebody else. */
  readonly conversationId: string | null;
  readonly messageId: string;
  readonly message: string;
  /** The recommendation that a new conversation is about; it is known to exist. */
  readonly about?: string | null;
}

/** A turn that is to be answered now, by whoever holds its token. */
export interface Turn {
  readonly orgId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly conversation: Conversation;
  /** Of the conversation's document. */
  readonly version: string;
  /** What was said before, oldest first. */
  readonly history: readonly ChatMessage[];
}
export type Opened =
  | { readonly kind: 'begun'; readonly turn: Turn }
  /** It was answered before, or is being answered: nothing is to be done but to tell it. */
  | { readonly kind: 'known'; readonly orgId: string; readonly conversationId: string; readonly messageId: string }
  /** Another message of this conversation is being answered. */
  | { readonly kind: 'busy' };

/** Begins the turn of a message, unless it has one. The message is stored with it, in one commit. */
export async function openTurn(engine: Engine, sent: Sent): Promise<Opened> {
  return retryConflicts(async () => {
    const { orgId, messageId } = sent;
    const stored = await ownConversation(engine, sent);
    const conversationId = stored?.id ?? newIdOf(sent);
    const known = { kind: 'known', orgId, conversationId, messageId } as const;
    const now = engine.clock.now();
    const running = stored?.data.turn ?? null;
    const isAlive = running !== null && running.until > now;
    const answer = await engine.store.find(tenantPaths(orgId).message(conversationId, answerIdOf(messageId)));
    if (answer !== null) {
      if (stored !== null) await interruptDead(engine, orgId, stored, messageId);
      return known;
    }
    if (isAlive) return { kind: 'busy' };
    const page = { limit: HISTORY };
    const found = stored && (await engine.store.query(queries.latestMessages(orgId, conversationId, page)));
    const history = (found ?? []).flatMap(({ data }) => data ?? []).reverse();
    const dead = running === null ? [] : await interruption(engine, orgId, conversationId, running.messageId);
    return begin(engine, sent, { stored, conversationId, history, dead });
  });
}

/** The first message of a conversation gives it its id: sent again, it finds the conversation that it began. */
function newIdOf({ orgId, uid, messageId }: Pick<Sent, 'orgId' | 'uid' | 'messageId'>): string {
  return deriveId(orgId, uid, messageId).slice(0, ID_LENGTH);
}

async function ownConversation({ store }: Engine, sent: Omit<Sent, 'message'>): Promise<Stored<Conversation> | null> {
  const { orgId, uid, conversationId } = sent;
  const given = conversationId === null ? null : await store.get(tenantPaths(orgId).conversation(conversationId));
  if (given?.data.uid === uid) return given;
  return store.get(tenantPaths(orgId).conversation(newIdOf(sent)));
}

interface Beginning {
  readonly stored: Stored<Conversation> | null;
  readonly conversationId: string;
  readonly history: readonly ChatMessage[];
  readonly dead: readonly Write[];
}

async function begin(
  engine: Engine,
  sent: Sent,
  { stored, conversationId, history, dead }: Beginning,
): Promise<Opened> {
  const { orgId, uid, messageId, message, about = null } = sent;
  const paths = tenantPaths(orgId);
  const now = engine.clock.now();
  const turn = { messageId, token: engine.random.token(), until: new Date(now.getTime() + LEASE_MS) };
  const fresh: Conversation = {
    uid,
    title: message.slice(0, TITLE_LENGTH),
    agent: null,
    isTainted: false,
    summary: '',
    playbookId: null,
    about,
    turn,
    createdAt: now,
    updatedAt: now,
  };
  const conversation = stored === null ? fresh : { ...stored.data, turn, updatedAt: now };
  const { path } = paths.conversation(conversationId);
  const asked: ChatMessage = {
    role: 'user',
    agent: null,
    status: 'done',
    parts: [{ type: 'text', text: message }],
    entriesJson: null,
    createdAt: now,
  };
  // A millisecond later, so that the order of the two is kept.
  const createdAt = new Date(now.getTime() + 1);
  const answer: ChatMessage = { ...asked, role: 'assistant', status: 'answering', parts: [], createdAt };
  try {
    const [version = ''] = await engine.store.commit([
      stored === null
        ? { op: 'create', path, data: conversation }
        : { op: 'update', path, fields: { turn, updatedAt: now }, ifVersion: stored.version },
      { op: 'create', path: paths.message(conversationId, messageId).path, data: asked },
      { op: 'create', path: paths.message(conversationId, answerIdOf(messageId)).path, data: answer },
      ...dead,
    ]);
    return { kind: 'begun', turn: { orgId, conversationId, messageId, conversation, version, history } };
  } catch (error) {
    // The same message came twice at once: the other one has begun it.
    throw error instanceof AlreadyExistsError ? new ConflictError(error.message) : error;
  }
}

/** How an answer ends that is not brought to its end: with these words where something was done, or those. */
interface Ending {
  readonly status: ChatMessage['status'];
  readonly done: string;
  readonly nothingDone: string;
  /** In the middle of an act. */
  readonly unknown: string;
}
const UNKNOWN =
  'in the middle of the last thing shown above, so I cannot tell whether it was done. See what is there before you say it again.';
const interrupted: Ending = {
  status: 'interrupted',
  done: 'This was interrupted on our side. What is shown above was done, and nothing else. Say it again, please.',
  nothingDone: 'This was interrupted on our side before anything was done. Say it again, please.',
  unknown: `This was interrupted on our side, ${UNKNOWN}`,
};
const stopped: Ending = {
  status: 'done',
  done: 'Stopped. What is shown above was done, and nothing else.',
  nothingDone: 'Stopped before anything was done.',
  unknown: `Stopped, ${UNKNOWN}`,
};

/**
 * An answer that nobody works on any more, since its server died, is told to be interrupted, and the conversation goes
 * on. Throws `ConflictError` where somebody else has just seen to it.
 */
export async function interruptDead(
  engine: Engine,
  orgId: string,
  { id, ref, version, data: { turn } }: Stored<Conversation>,
  messageId: string,
): Promise<void> {
  const isOwn = turn?.messageId === messageId;
  if (isOwn && turn.until > engine.clock.now()) return;
  const ending: Write[] = isOwn ? [{ op: 'update', path: ref.path, fields: { turn: null }, ifVersion: version }] : [];
  const writes = [...ending, ...(await interruption(engine, orgId, id, messageId))];
  if (writes.length > 0) await engine.store.commit(writes);
}

/** Nobody waits for the answer any more: it ends where it is. What it has done stays done; it does nothing more. */
export async function stopTurn(engine: Engine, sent: Omit<Sent, 'message'>): Promise<void> {
  await retryConflicts(async () => {
    const { orgId, messageId } = sent;
    const stored = await ownConversation(engine, sent);
    if (stored?.data.turn?.messageId !== messageId) return;
    await engine.store.commit([
      { op: 'update', path: stored.ref.path, fields: { turn: null }, ifVersion: stored.version },
      ...(await interruption(engine, orgId, stored.id, messageId, stopped)),
    ]);
  });
}

async function interruption(
  { store }: Engine,
  orgId: string,
  conversationId: string,
  messageId: string,
  ending: Ending = interrupted,
): Promise<Write[]> {
  const answer = await store.find(tenantPaths(orgId).message(conversationId, answerIdOf(messageId)));
  if (answer?.data?.status !== 'answering') return [];
  const acts = answer.data.parts.filter((part) => part.type === 'tool' && isAct(part.tool));
  const isIn = (status: string) => acts.some((part) => part.type === 'tool' && part.status === status);
  const words = isIn('running') ? ending.unknown : isIn('done') ? ending.done : ending.nothingDone;
  const before = answer.data.parts.at(-1)?.type === 'text' ? '\n\n' : '';
  const text: ChatPart = { type: 'text', text: before + words };
  const fields = { status: ending.status, parts: withPart(answer.data.parts, text) };
  return [{ op: 'update', path: answer.ref.path, fields, ifVersion: answer.version }];
}
