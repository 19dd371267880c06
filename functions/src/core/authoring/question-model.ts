import { mostTokens } from '../engine/ask-model.ts';
import type { Engine } from '../engine/engine.ts';
import { NonRetriableError, RetryAfterError } from '../engine/errors.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { type ChatBudget, type ModelUsage, usageOf } from './chat-budget.ts';
import type { ChatModel, ChatStep, ChatTurn } from './chat-model.ts';

const MAX_OUTPUT_TOKENS = 3_000;
/** What a vendor's form of the tools and instructions takes besides. */
const OVERHEAD_TOKENS = 12_000;
const MAX_TRIES = 4;
/** The longest pause that a person is kept waiting for a vendor. */
const MAX_PAUSE_MS = 30_000;
const LEAST_PAUSE_MS = 500;

type Question = Omit<ChatTurn, 'facts' | 'maxOutputTokens' | 'signal'>;
export type Said = Exclude<ChatStep, { type: 'usage' }>;

/** Puts questions to the model within the budget, and counts what they cost. */
export interface Questioner {
  ask(question: Question): AsyncIterable<Said>;
  /** What the answers came to; null where no model of a vendor was asked. */
  usage(): { readonly model: string; readonly inputTokens: number; readonly outputTokens: number } | null;
}

export interface Asking {
  readonly engine: Engine;
  readonly model: ChatModel;
  readonly budget: ChatBudget;
  readonly facts: AuthoringFacts;
  readonly signal: AbortSignal;
}

/**
 * A vendor that wants a pause gets it, up to three times, as long as nothing was said yet. Throws in words for people
 * where the budget is used up or the vendor cannot answer; what was spent until then is counted.
 */
export function openQuestioner(asking: Asking): Questioner {
  const used: ModelUsage[] = [];
  return {
    ask: (question) => askPatiently(asking, question, used),
    usage: () => {
      const last = used.at(-1);
      if (last === undefined) return null;
      const sum = (of: (one: ModelUsage) => number) => used.reduce((all, one) => all + of(one), 0);
      const [inputTokens, outputTokens] = [sum((one) => one.inputTokens), sum((one) => one.outputTokens)];
      return { model: last.model, inputTokens, outputTokens };
    },
  };
}

async function* askPatiently(asking: Asking, question: Question, used: ModelUsage[]): AsyncGenerator<Said, void> {
  const { engine, signal } = asking;
  for (let tries = 1; ; tries++) {
    let hasSaid = false;
    try {
      for await (const step of askOnce(asking, question, used)) {
        hasSaid = true;
        yield step;
      }
      return;
    } catch (error) {
      if (!(error instanceof RetryAfterError) || hasSaid || tries === MAX_TRIES) throw error;
      const pause = Math.max(LEAST_PAUSE_MS * 2 ** tries, error.retryAt.getTime() - engine.clock.now().getTime());
      if (pause > MAX_PAUSE_MS) throw error;
      engine.log.info('chat_waits_for_model', { model: asking.model.name, pause, tries });
      await engine.clock.sleep(pause, signal);
      signal.throwIfAborted();
    }
  }
}

async function* askOnce(asking: Asking, question: Question, used: ModelUsage[]): AsyncGenerator<Said, void> {
  const { model, budget, facts, signal } = asking;
  const turn: ChatTurn = { ...question, facts, maxOutputTokens: MAX_OUTPUT_TOKENS, signal };
  if (model.kind !== 'model') {
    for await (const step of model.respond(turn)) if (step.type !== 'usage') yield step;
    return;
  }
  const read = mostTokens(JSON.stringify([question.entries, question.summary, question.about])) + OVERHEAD_TOKENS;
  const place = await budget.reserve({ tokens: read + MAX_OUTPUT_TOKENS });
  if (place === 'turn' || place === 'month') throw new NonRetriableError(OVER[place], { code: `chat_${place}_budget` });
  let told: ModelUsage | null = null;
  let length = 0;
  try {
    for await (const step of model.respond(turn)) {
      if (step.type === 'usage') {
        told = step;
        continue;
      }
      length += JSON.stringify(step).length;
      yield step;
    }
  } finally {
    // One that broke off tells nothing of what it took: then it is as much as it may have been.
    const guess = {
      model: model.name,
      inputTokens: read - OVERHEAD_TOKENS,
      outputTokens: Math.ceil(length / 2),
      cachedTokens: 0,
    };
    const usage = told ?? (length > 0 ? { ...guess, type: 'usage' as const, tier: 'capable' as const } : null);
    if (usage !== null) used.push(usage);
    await place.settle(usage === null ? {} : usageOf(usage));
  }
}

const OVER = {
  turn: 'This answer has cost as much as one may, so I stop here. What is shown above was done.',
  month: 'The month’s budget for language models is used up, so I stop here. What is shown above was done.',
} as const;
