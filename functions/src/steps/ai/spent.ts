import type { LlmAnswer } from '../../core/ports.ts';
import type { Usage } from '../../model/execution.ts';

/** The tokens of an answer by what they cost. */
export function spentOn({ tokens, cachedTokens = 0, tier = 'capable' }: LlmAnswer): Partial<Usage> {
  const whole = tokens - cachedTokens;
  return { cachedTokens, ...(tier === 'routine' ? { routineTokens: whole } : { tokens: whole }) };
}
