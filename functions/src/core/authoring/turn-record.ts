import type { AgentId } from '../../model/agent.ts';
import type { ChatPart } from '../../model/chat-part.ts';
import { answerIdOf, type ChatMessage, type Conversation } from '../../model/conversation.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Engine } from '../engine/engine.ts';
import { ConflictError } from '../ports.ts';
import { withPart } from './chat-answer.ts';
import { keptJson } from './chat-entries.ts';
import type { ChatEntry } from './chat-model.ts';
import { LEASE_MS, type Turn } from './conversation-turns.ts';

/** How often an answer that grows is stored, for whoever looks at it from elsewhere. */
const SAVE_MS = 1_500;
const MARGIN_MS = 5_000;
const MAX_SUMMARY = 3_000;

/** What a turn has come to. */
export interface Progress {
  parts: readonly ChatPart[];
  /** Of this turn: calls and results. */
  readonly entries: ChatEntry[];
  agent: AgentId;
  isTainted: boolean;
  playbookId: string | null;
  /** What was done in it, a line each. */
  readonly done: string[];
  title: string | null;
}

/** The stored answer of a turn, while it grows. Somebody else may take over once the lease is over. */
export interface TurnRecord {
  readonly progress: Progress;
  add(part: ChatPart): void;
  /** Stores what there is, and that it is still worked on. */
  save(): Promise<void>;
  /** Throws `TurnLostError` when it may be somebody else's by now: nothing is to be done for it any more. */
  assertOurs(): void;
  finish(status: 'done' | 'failed'): Promise<void>;
  /** Saves as it grows and keeps the lease, until `signal` is aborted. Calls `onLost` when it was taken away. */
  keep(signal: AbortSignal, onLost: () => void): Promise<void>;
}

/** Another server has taken the turn for dead. */
export class TurnLostError extends Error {
  override readonly name = 'TurnLostError';
}

export function openRecord(engine: Engine, turn: Turn, progress: Progress): TurnRecord {
  const { store, clock } = engine;
  const paths = tenantPaths(turn.orgId);
  const conversation = paths.conversation(turn.conversationId).path;
  const answer = paths.message(turn.conversationId, answerIdOf(turn.messageId)).path;
  let { version } = turn;
  let until = turn.conversation.turn?.until ?? clock.now();
  let saved: readonly ChatPart[] = [];
  let isLost = false;
  let queue: Promise<unknown> = Promise.resolve();
  /** One after the other: each commit insists on the version of the one before. */
  const write = (status: ChatMessage['status'], fields: () => Partial<Conversation>): Promise<void> => {
    const written = queue.then(async () => {
      const { parts, agent, entries } = progress;
      const entriesJson = status === 'answering' ? {} : { entriesJson: keptJson(entries) };
      try {
        [version = version] = await store.commit([
          { op: 'update', path: conversation, fields: fields(), ifVersion: version },
          { op: 'update', path: answer, fields: { status, parts, agent, ...entriesJson } },
        ]);
      } catch (error) {
        isLost ||= error instanceof ConflictError;
        throw isLost ? new TurnLostError('The turn was taken over') : error;
      }
      saved = parts;
    });
    queue = written.catch(() => undefined);
    return written;
  };
  const leased = (): Partial<Conversation> => {
    until = new Date(clock.now().getTime() + LEASE_MS);
    const { isTainted } = progress;
    return { isTainted, turn: turn.conversation.turn && { ...turn.conversation.turn, until } };
  };
  const record: TurnRecord = {
    progress,
    add: (part) => {
      progress.parts = withPart(progress.parts, part);
    },
    save: () => write('answering', leased),
    assertOurs: () => {
      if (isLost || clock.now().getTime() >= until.getTime() - MARGIN_MS)
        throw new TurnLostError('The turn took too long');
    },
    finish: (status) => write(status, () => ended(engine, turn, progress)),
    keep: async (signal, onLost) => {
      while (!signal.aborted) {
        await clock.sleep(SAVE_MS, signal);
        if (signal.aborted) return;
        const isOld = until.getTime() - clock.now().getTime() < LEASE_MS / 2;
        if (progress.parts === saved && !isOld) continue;
        try {
          await record.save();
        } catch (error) {
          if (!(error instanceof TurnLostError)) continue;
          onLost();
          return;
        }
      }
    },
  };
  return record;
}

function ended({ clock }: Engine, { conversation }: Turn, progress: Progress): Partial<Conversation> {
  const { agent, isTainted, playbookId, done, title } = progress;
  const lines = [conversation.summary, ...done].filter((line) => line !== '').join('\n');
  const from = lines.length <= MAX_SUMMARY ? 0 : lines.indexOf('\n', lines.length - MAX_SUMMARY) + 1;
  return {
    agent,
    isTainted,
    playbookId,
    summary: lines.slice(from).slice(-MAX_SUMMARY),
    title: (title ?? conversation.title).slice(0, 200),
    turn: null,
    updatedAt: clock.now(),
  };
}
