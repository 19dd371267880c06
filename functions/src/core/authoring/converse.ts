import type { AgentId } from '../../model/agent.ts';
import type { ChatPart } from '../../model/chat-part.ts';
import { answerIdOf } from '../../model/conversation.ts';
import type { Usage } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { readSpokenOf } from '../coach/spoken-of.ts';
import { toStoredError } from '../engine/errors.ts';
import { ConflictError } from '../ports.ts';
import { ALL_ROUND, agentFor, readMention } from './chat-agents.ts';
import { partsSince, withPart } from './chat-answer.ts';
import { type ChatBudget, openBudget, usageOf } from './chat-budget.ts';
import { historyOf } from './chat-entries.ts';
import type { ChatModel } from './chat-model.ts';
import { clickedModel } from './click-model.ts';
import { factsFor } from './conversation-facts.ts';
import { interruptDead, LEASE_MS, type Turn } from './conversation-turns.ts';
import { plannerModel } from './planner/planner-model.ts';
import { understand } from './planner/understand.ts';
import { openQuestioner, type Questioner } from './question-model.ts';
import { toolsFor } from './tools/all-tools.ts';
import type { Calling } from './tools/tool.ts';
import { answerTurn } from './turn-loop.ts';
import { openRecord, type Progress, TurnLostError, type TurnRecord } from './turn-record.ts';

/** The longest that an answer may take; the function that streams it lives for five minutes. */
const TURN_MS = 180_000;
const TITLE_TOKENS = 2_500;
const LOOK_MS = 400;

/** Who says something, and who may answer. */
export interface Speaking {
  readonly calling: Omit<
    Calling,
    'isTainted' | 'chosenBy' | 'shown' | 'facts' | 'signal' | 'member' | 'conversationId' | 'key'
  >;
  readonly member: TeamMember;
  readonly message: string;
  /** Whom they want to answer; null where that is left to us. */
  readonly agent: AgentId | null;
  /** The language model of a vendor; null where none is set up. */
  readonly vendor: ChatModel | null;
}

const TOO_LONG = 'This took too long, so I stopped. What is shown above was done; say what is still missing.';
const LOST = 'This was interrupted on our side. What is shown above was done; say what is still missing.';
const MONTH_OVER =
  'The month’s budget for language models is used up: until it is raised, or the next month begins, the built-in planner answers.\n\n';

/**
 * Answers a turn that was begun, part by part as it comes: texts are the next piece of what is said. What is claimed to
 * be done was seen to be done. It goes on to its end whoever listens; the answer grows in the store meanwhile.
 */
export async function* converse(speaking: Speaking, turn: Turn): AsyncGenerator<ChatPart, void> {
  const { engine } = speaking.calling;
  const { isTainted, playbookId, agent } = turn.conversation;
  const progress: Progress = {
    parts: [],
    entries: [],
    agent: agent ?? ALL_ROUND,
    isTainted,
    playbookId,
    done: [],
    title: null,
  };
  const record = openRecord(engine, turn, progress);
  const isOver = new AbortController();
  const isStopped = new AbortController();
  const signal = AbortSignal.any([isStopped.signal, isOver.signal]);
  const kept = record.keep(isOver.signal, () => isStopped.abort(new TurnLostError('The turn was taken over')));
  const timed = engine.clock.sleep(TURN_MS, isOver.signal).then(() => isStopped.abort(new Error(TOO_LONG)));
  let status: 'done' | 'failed' = 'failed';
  try {
    for await (const part of answered({ speaking, turn, record, signal })) {
      record.add(part);
      yield part;
    }
    status = 'done';
  } catch (error) {
    const text: ChatPart = { type: 'text', text: failure(speaking, error, isStopped.signal) };
    record.add(text);
    yield text;
  } finally {
    isOver.abort();
    await Promise.all([kept, timed]);
    await finish(speaking, record, status);
  }
}

interface Answering {
  readonly speaking: Speaking;
  readonly turn: Turn;
  readonly record: TurnRecord;
  readonly signal: AbortSignal;
}

async function* answered(answering: Answering): AsyncGenerator<ChatPart, void> {
  const { speaking, turn, record, signal } = answering;
  const { engine, orgId, tenant } = speaking.calling;
  const [facts, about] = await Promise.all([
    factsFor(engine, orgId, tenant, speaking.member),
    readSpokenOf(engine.store, orgId, turn.conversation.about),
  ]);
  // A playbook may have written it from what strangers wrote.
  record.progress.isTainted ||= about !== null && about.recommendation.kind === null;
  const { agent: mentioned, rest: said } = readMention(speaking.message);
  yield* spokenBy(record.progress, turn, mentioned ?? speaking.agent, () => agentFor(understand(said, facts, null)));
  const budget = openBudget(engine, orgId, tenant);
  const history = historyOf(turn.history);
  const clicked = clickedModel(history, speaking.message);
  const vendor = clicked === null ? speaking.vendor : null;
  const isBroke = vendor !== null && !(await budget.isOpen());
  if (isBroke) yield { type: 'text', text: MONTH_OVER };
  const model = clicked ?? (vendor === null || isBroke ? plannerModel : vendor);
  const questioner = openQuestioner({ engine, model, budget, facts, signal });
  const titled = titleOf(answering, model, budget);
  const { member } = speaking;
  const calling = {
    ...speaking.calling,
    member,
    key: null,
    conversationId: turn.conversationId,
    facts: async () => facts,
    signal,
  };
  try {
    yield* answerTurn({
      calling,
      model,
      questioner,
      tools: toolsFor(calling),
      record,
      history: [...history, { role: 'user', text: said }],
      partsBefore: turn.history.flatMap(({ parts }) => parts),
      summary: turn.conversation.summary,
      about,
      messageId: turn.messageId,
    });
  } finally {
    record.progress.title = await titled;
  }
  yield* costOf(questioner, budget);
}

/** Who answers from here on: who was asked for, who answered before, or whose work it is. */
function* spokenBy(
  progress: Progress,
  { conversation: { agent: before } }: Turn,
  wanted: AgentId | null,
  whose: () => AgentId | null,
): Generator<ChatPart, void> {
  const agent = wanted ?? before ?? whose() ?? ALL_ROUND;
  progress.agent = agent;
  if (agent !== before) yield { type: 'agent', agent, from: before };
}

function* costOf(questioner: Questioner, budget: ChatBudget): Generator<ChatPart, void> {
  const usage = questioner.usage();
  if (usage !== null) yield { type: 'usage', ...usage, usd: budget.spent() / 1_000_000 };
}

/** The title of a new conversation, by the cheaper model, while the answer is made. Without one it is what was said. */
async function titleOf({ speaking, turn, signal }: Answering, model: ChatModel, budget: ChatBudget) {
  if (turn.history.length > 0 || model.title === null) return null;
  try {
    const place = await budget.reserve({ routineTokens: TITLE_TOKENS });
    if (typeof place === 'string') return null;
    let title = '';
    let used: Partial<Usage> | null = null;
    try {
      for await (const step of model.title(speaking.message.slice(0, 2_000), signal)) {
        if (step.type === 'text') title += step.delta;
        if (step.type === 'usage') used = usageOf(step);
      }
    } finally {
      // One that breaks off tells nothing of what it took: then it is all that was set aside.
      await place.settle(used ?? (title === '' ? {} : { routineTokens: TITLE_TOKENS }));
    }
    return title.trim() === '' ? null : title.trim().slice(0, 120);
  } catch (error) {
    speaking.calling.engine.log.warn('chat_without_title', { reason: String(error).slice(0, 200) });
    return null;
  }
}

/** What went wrong, in words. What was done until then is on record. */
function failure({ calling: { engine, orgId } }: Speaking, error: unknown, { aborted, reason }: AbortSignal): string {
  if (error instanceof TurnLostError) return `\n\n${LOST}`;
  if (aborted && reason instanceof Error) return `\n\n${reason.message}`;
  const { code, message } = toStoredError(error);
  if (code !== 'internal') return `\n\n${message}`;
  engine.log.error('chat_failed', error, { orgId });
  return '\n\nSomething went wrong on our side. What is shown above was done, and nothing else.';
}

async function finish({ calling: { engine, orgId } }: Speaking, record: TurnRecord, status: 'done' | 'failed') {
  try {
    await record.finish(status);
  } catch (error) {
    if (!(error instanceof TurnLostError)) engine.log.error('chat_not_stored', error, { orgId });
  }
}

/**
 * Tells an answer that somebody else makes, or has made, to its end, or until nobody listens any more. One whose server
 * has died is told as interrupted.
 */
export async function* follow(
  { engine, orgId }: Pick<Speaking['calling'], 'engine' | 'orgId'>,
  { conversationId, messageId }: Pick<Turn, 'conversationId' | 'messageId'>,
  gone?: AbortSignal,
): AsyncGenerator<ChatPart, void> {
  const paths = tenantPaths(orgId);
  const until = engine.clock.now().getTime() + TURN_MS + LEASE_MS;
  let told: readonly ChatPart[] = [];
  while (engine.clock.now().getTime() < until) {
    const answer = await engine.store.get(paths.message(conversationId, answerIdOf(messageId)));
    if (answer === null) return;
    for (const part of partsSince(told, answer.data.parts)) yield part;
    told = answer.data.parts.reduce(withPart, [] as ChatPart[]);
    if (answer.data.status !== 'answering') return;
    await engine.clock.sleep(LOOK_MS, gone);
    if (gone?.aborted) return;
    const stored = await engine.store.get(paths.conversation(conversationId));
    if (stored !== null) await seenTo(() => interruptDead(engine, orgId, stored, messageId));
  }
}

/** Whoever came first has done it. */
async function seenTo(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
