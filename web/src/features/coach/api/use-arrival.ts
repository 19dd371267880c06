import type { Insight } from '@model/insight.ts';
import { useState } from 'react';

/** What of an insight is worth a word when it is another: to have looked once more is not. */
export const newsOf = ({ date, score, known, findings }: Pick<Insight, 'date' | 'score' | 'known' | 'findings'>) =>
  JSON.stringify([date, score, known, findings.map(({ id }) => id)]);

/**
 * Whether the newest insight has come, or changed, while the page was open; until `seen` is called. What this device had
 * kept is no news, nor is what the server says first.
 */
export function useArrival(insight: Insight | null, isKept: boolean): { readonly isNew: boolean; seen(): void } {
  const [seen, setSeen] = useState<string | null>(null);
  const news = insight === null ? '' : newsOf(insight);
  if (seen === null && !isKept) setSeen(news);
  return { isNew: seen !== null && !isKept && insight !== null && seen !== news, seen: () => setSeen(news) };
}
