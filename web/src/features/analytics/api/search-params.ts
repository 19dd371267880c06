import { playbookIdSchema } from '@model/ids.ts';
import { z } from 'zod';

/** So many days up to today. */
export const PERIODS = [7, 30, 90, 365] as const;
export const DEFAULT_PERIOD = 30;

/** A parameter that makes no sense is left out. A number in an address is meant as a text. */
export const analyticsSearch = z.object({
  days: z.literal(PERIODS).optional().catch(undefined),
  playbook: z
    .union([z.string(), z.number().transform(String)])
    .pipe(playbookIdSchema)
    .optional()
    .catch(undefined),
});
export type AnalyticsSearch = z.output<typeof analyticsSearch>;
