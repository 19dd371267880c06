import type { Insight } from '../../model/insight.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Recommendation } from '../../model/recommendation.ts';
import type { Store } from '../ports.ts';

/** A recommendation that is spoken of, with what the coach saw of late. */
export interface SpokenOf {
  readonly id: string;
  readonly recommendation: Recommendation;
  /** The newest insight, and the one before it; null where there is none. */
  readonly latest: Insight | null;
  readonly before: Insight | null;
}

/** Null where nothing is spoken of, or it is gone meanwhile. Takes three reads. */
export async function readSpokenOf(store: Store, orgId: string, id: string | null): Promise<SpokenOf | null> {
  if (id === null) return null;
  const [stored, insights] = await Promise.all([
    store.get(tenantPaths(orgId).recommendation(id)),
    store.query(queries.insights(orgId, { limit: 2 })),
  ]);
  const [latest = null, before = null] = insights.flatMap(({ data }) => data ?? []);
  return stored && { id, recommendation: stored.data, latest, before };
}
