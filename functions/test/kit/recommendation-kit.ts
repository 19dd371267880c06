import { healthScore } from '../../src/core/coach/health-score.ts';
import { recommend, recommendationOf } from '../../src/core/coach/recommend.ts';
import type { Figures } from '../../src/model/figures.ts';
import { type Insight, insightSchema } from '../../src/model/insight.ts';
import { type Recommendation, recommendationSchema } from '../../src/model/recommendation.ts';
import { figuresOf } from './figures-kit.ts';

const DAY_MS = 86_400_000;
const place = { locale: 'en-US', currency: 'USD' };

/** What the coach recommends first to a business of which nothing is known but this. */
export function recommendedTo(known: Partial<Figures>, now: Date): Recommendation {
  const figures = figuresOf(known);
  const [advice] = recommend({ figures, earlier: [], place, dayStart: now, now });
  if (advice === undefined) throw new Error('The coach has nothing to recommend');
  return recommendationSchema.parse(recommendationOf(advice, { executionId: null, createdBy: 'coach', now }));
}

/** What it saw on a day. */
export function insightOf(date: string, known: Partial<Figures>): Insight {
  const figures = figuresOf(known);
  const at = new Date(`${date}T11:00:00Z`);
  const times = { createdAt: at, updatedAt: at, expireAt: new Date(at.getTime() + 180 * DAY_MS) };
  return insightSchema.parse({ date, ...healthScore(figures, place), figures, unread: [], findings: [], ...times });
}
