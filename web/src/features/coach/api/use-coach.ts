import type { Feedback } from '@model/feedback.ts';
import type { Place } from '@model/figure-text.ts';
import type { Insight } from '@model/insight.ts';
import { queries } from '@model/query.ts';
import type { Recommendation } from '@model/recommendation.ts';
import type { Entry, Top } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useTop } from '../../../lib/use-live.ts';
import { useTenant } from '../../../lib/use-tenant.ts';

/** As far back as charts go, in days. */
export const HISTORY_DAYS = 90;
const MOST_PENDING = 50;
/** Of all recommendations, and of what people made of them. */
const MOST_EARLIER = 200;

/** A recommendation whose stored shape is known. */
export type Advice = Extract<Entry<Recommendation>, { problem: null }>;

/** What the coach has seen, the newest day first. */
export function useInsights(): Live<Top<Insight>> {
  const { orgId } = useSession();
  return useTop(queries.insights(orgId, { limit: HISTORY_DAYS }));
}

/** What waits for somebody to act on it, the most urgent first. */
export function usePending(): Live<readonly Entry<Recommendation>[]> {
  const { orgId } = useSession();
  return useCollection(queries.pendingRecommendations(orgId, { limit: MOST_PENDING }));
}

/** All recommendations, the newest first. */
export function useEarlier(): Live<readonly Entry<Recommendation>[]> {
  const { orgId } = useSession();
  return useCollection(queries.recommendations(orgId, { limit: MOST_EARLIER }));
}

/** What the team said about them, the latest word first. */
export function useFeedback(): readonly Feedback[] {
  const { orgId } = useSession();
  const live = useCollection(queries.feedbacks(orgId, { limit: MOST_EARLIER }));
  return live.status === 'ready' ? live.value.flatMap(({ data }) => (data === null ? [] : [data])) : [];
}

/** How figures are written for this business. */
export function usePlace(): Place {
  const { tenant } = useSession();
  const settings = useTenant();
  return { locale: settings?.locale ?? 'en-US', currency: settings?.currency ?? tenant.currency };
}

/** Those whose stored shape is known. */
export function readable(entries: readonly Entry<Recommendation>[]): readonly Advice[] {
  return entries.filter((entry): entry is Advice => entry.data !== null);
}
