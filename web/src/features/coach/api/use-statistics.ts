import { dismissalReasonSchema } from '@model/recommendation.ts';
import { z } from 'zod';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const count = z.int().min(0);
const statisticsSchema = z.object({
  helpful: count,
  notHelpful: count,
  /** How often each was given. */
  reasons: z.partialRecord(dismissalReasonSchema, count),
  accepted: count,
  dismissed: count,
  expired: count,
  pending: count,
});
export type Statistics = z.infer<typeof statisticsSchema>;

/** What people made of what the coach said; asked anew whenever `version` changes. */
export function useStatistics(version: string): Live<Statistics> {
  return useAnswer(`coach statistics ${version}`, (api) =>
    api.call({ method: 'GET', path: '/api/coach/statistics', answer: statisticsSchema }),
  );
}
