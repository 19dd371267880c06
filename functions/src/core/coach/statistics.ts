import { queries } from '../../model/query.ts';
import {
  type DismissalReason,
  dismissalReasonSchema,
  type RecommendationCategory,
  type RecommendationStatus,
  recommendationCategorySchema,
  recommendationStatusSchema,
} from '../../model/recommendation.ts';
import type { Store } from '../ports.ts';

/** More than this is not counted one by one. */
const COUNTED = 1_000;

type ByStatus = Readonly<Record<RecommendationStatus, number>>;
/** What people made of the coach's words, of all that are kept (180 days); each count is at most 1,000. */
interface CoachStatistics extends ByStatus {
  readonly helpful: number;
  readonly notHelpful: number;
  readonly reasons: Readonly<Record<DismissalReason, number>>;
  readonly byCategory: Readonly<Record<RecommendationCategory, ByStatus>>;
}

/** Counts, without reading any of it: 32 reads. */
export async function coachStatistics(store: Store, orgId: string): Promise<CoachStatistics> {
  const page = { limit: COUNTED };
  const [helpful, notHelpful, reasons, byCategory] = await Promise.all([
    store.count(queries.feedbackThatSays(orgId, 'helpful', true, page)),
    store.count(queries.feedbackThatSays(orgId, 'helpful', false, page)),
    each(dismissalReasonSchema.options, (reason) =>
      store.count(queries.feedbackThatSays(orgId, 'reason', reason, page)),
    ),
    each(recommendationCategorySchema.options, (category) =>
      each(recommendationStatusSchema.options, (status) =>
        store.count(queries.recommendationsThatAre(orgId, category, status, page)),
      ),
    ),
  ]);
  const sum = (status: RecommendationStatus) =>
    Object.values(byCategory).reduce((all, counts) => all + counts[status], 0);
  const byStatus = await each(recommendationStatusSchema.options, async (status) => sum(status));
  return { helpful, notHelpful, reasons, ...byStatus, byCategory };
}

async function each<K extends string, V>(keys: readonly K[], of: (key: K) => Promise<V>): Promise<Record<K, V>> {
  const entries = await Promise.all(keys.map(async (key) => [key, await of(key)] as const));
  return Object.fromEntries(entries) as Record<K, V>;
}
