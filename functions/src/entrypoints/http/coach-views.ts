import { z } from 'zod';
import { type Insight, insightSchema } from '../../model/insight.ts';
import { type Recommendation, recommendationSchema } from '../../model/recommendation.ts';

const time = z.iso.datetime();

/** An insight as the API answers it. */
export const insightView = insightSchema
  .omit({ expireAt: true, told: true })
  .extend({ createdAt: time, updatedAt: time })
  .meta({ id: 'Insight' });

export function toInsightView({ expireAt, told, createdAt, updatedAt, ...rest }: Insight): z.input<typeof insightView> {
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

const { dismissal, acceptance, outcome } = recommendationSchema.shape;

/** A recommendation as the API answers it. */
export const recommendationView = recommendationSchema
  .omit({ expireAt: true, measureAt: true })
  .extend({
    recommendationId: z.string(),
    dismissal: dismissal.unwrap().unwrap().extend({ at: time }).nullable(),
    acceptance: acceptance.unwrap().unwrap().extend({ at: time }).nullable(),
    outcome: outcome.unwrap().unwrap().extend({ measuredAt: time.nullable() }).nullable(),
    createdAt: time,
    updatedAt: time,
    expiresAt: time.nullable(),
  })
  .meta({ id: 'Recommendation' });

export function toRecommendationView(
  recommendationId: string,
  { expireAt, measureAt, ...rest }: Recommendation,
): z.input<typeof recommendationView> {
  const { dismissal, acceptance, outcome, createdAt, updatedAt, expiresAt } = rest;
  return {
    ...rest,
    recommendationId,
    dismissal: dismissal && { ...dismissal, at: dismissal.at.toISOString() },
    acceptance: acceptance && { ...acceptance, at: acceptance.at.toISOString() },
    outcome: outcome && { ...outcome, measuredAt: outcome.measuredAt?.toISOString() ?? null },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
