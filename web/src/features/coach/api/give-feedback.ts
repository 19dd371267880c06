import type { DismissalReason } from '@model/recommendation.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

export interface Opinion {
  /** Null: not said. */
  readonly helpful: boolean | null;
  /** Set, it dismisses the recommendation. */
  readonly reason: DismissalReason | null;
  readonly comment: string | null;
}

const answer = z.object({ feedback_id: z.string(), timestamp: z.string() });

/** Says what one thinks of a recommendation; the latest word counts. */
export async function giveFeedback(api: Api, orgId: string, recommendationId: string, opinion: Opinion): Promise<void> {
  const path = `/api/v1/tenants/${encodeURIComponent(orgId)}/coach/recommendations/${encodeURIComponent(recommendationId)}/feedback`;
  await api.call({ method: 'POST', path, body: opinion, answer });
}
