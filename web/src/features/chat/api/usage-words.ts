import type { ChatPart } from '@model/chat-part.ts';

type Usage = Extract<ChatPart, { type: 'usage' }>;

/** `Answered by claude-sonnet · 12,340 tokens · $0.02`. */
export function usageWords({ model, inputTokens, outputTokens, usd }: Usage): string {
  const tokens = `${(inputTokens + outputTokens).toLocaleString('en-US')} tokens`;
  const cost = usd === null ? [] : [usd > 0 && usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`];
  return [`Answered by ${model}`, tokens, ...cost].join(' · ');
}
