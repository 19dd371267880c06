import { z } from 'zod';
import type { Place } from '../../model/figure-text.ts';
import { askForObject, mostTokens } from '../engine/ask-model.ts';
import type { Llm, LlmAnswer } from '../ports.ts';
import type { Advice } from './recommend.ts';
import { strangeFigures } from './strange-figures.ts';

const MAX_OUTPUT_TOKENS = 700;
/** The first try, and as much again for answers that were sent back. */
const TRIES = 3;
/** With characters that nobody sees. */
const NO_WORDS = /https?:|www\.|\S@\S|[<>{}]|\p{Cf}/u;

const INSTRUCTIONS = [
  'You are the business coach of a small company and rewrite one recommendation in English.',
  'Speak to the owner: warm, plain, concrete, without praise and without filler. Say what is the matter, why it matters, and what to do first.',
  'Keep to what is said and add no facts. State no figure but the given ones, each with its unit as it is written; work nothing out of them, and put no number into words. You may leave figures out.',
  'The title has at most eight words; the text two to five sentences, without lists, links or formatting.',
].join('\n');

interface Enriching {
  readonly llm: Llm;
  readonly place: Place;
  readonly signal: AbortSignal;
  /** Hears of every answer, to meter it. */
  onAnswer(answer: LlmAnswer): void;
}

interface Worded {
  readonly title: string;
  readonly text: string;
  /** The model whose words these are; null: the template's. */
  readonly model: string | null;
  /** Why they stayed the template's; null where they did not. */
  readonly refusal: string | null;
}

/** The most tokens that putting one recommendation into better words can take. */
export function enrichmentTokens(advice: Pick<Advice, 'title' | 'text' | 'figures'>): number {
  return TRIES * (mostTokens(INSTRUCTIONS + promptOf(advice)) + 2 * MAX_OUTPUT_TOKENS);
}

/**
 * A recommendation in a model's words. A figure that is not in the data is sent back to it, at most twice; whatever
 * fails then, the template's words stay. Throws only where `signal` has ended it.
 */
export async function enrichAdvice(
  advice: Pick<Advice, 'title' | 'text' | 'figures'>,
  { llm, place, signal, onAnswer }: Enriching,
): Promise<Worded> {
  const request = {
    instructions: INSTRUCTIONS,
    prompt: promptOf(advice),
    schema: wordsSchema(advice, place),
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    maxTokens: enrichmentTokens(advice),
    signal,
  };
  try {
    const { value, model } = await askForObject(llm, request, onAnswer);
    return { ...value, model, refusal: null };
  } catch (error) {
    if (signal.aborted) throw error;
    const { title, text } = advice;
    return { title, text, model: null, refusal: error instanceof Error ? error.message : String(error) };
  }
}

function promptOf({ title, text, figures }: Pick<Advice, 'title' | 'text' | 'figures'>): string {
  const stated = figures.map(({ label, text: figure }) => ({ label, figure }));
  return JSON.stringify({ title, text, figures: stated });
}

function wordsSchema({ title, text, figures }: Pick<Advice, 'title' | 'text' | 'figures'>, place: Place) {
  const words = (least: number, most: number) =>
    z
      .string()
      .trim()
      .min(least)
      .max(most)
      .superRefine((said, issues) => {
        const strange = strangeFigures(said, figures, place, `${title} ${text}`);
        const named = strange.map((one) => `“${one}”`).join(', ');
        if (strange.length > 0) issues.addIssue(`Not among the given figures: ${named}`);
        if (NO_WORDS.test(said)) issues.addIssue('Plain words only: no links, addresses or markup');
      });
  return z.object({ title: words(5, 120), text: words(40, 1_500) });
}
