import { problemDetailSchema } from '@model/problem.ts';
import { z } from 'zod';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const range = z.object({ min: z.number(), max: z.number() });
const forecastSchema = z.object({
  triggers: z.array(
    z.object({
      triggerId: z.string(),
      type: z.string(),
      words: z.string(),
      timezone: z.string().nullable(),
      /** `note` says where clocks move: that it comes an hour later, or twice. */
      next: z.array(
        z.object({
          at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
          local: z.string(),
          note: z.string().nullable(),
        }),
      ),
      perMonth: z.number().nullable(),
    }),
  ),
  /** Today, from now on, and the thirteen days after it; `times` are the first three. */
  days: z.array(z.object({ day: z.iso.date(), count: z.number(), times: z.array(z.string()) })),
  executionsPerMonth: range,
  /** In millionths of a US dollar a month. */
  cost: range.extend({ basis: z.string() }),
  limits: z.array(z.object({ name: z.string(), words: z.string(), isTouched: z.boolean() })),
  notes: z.array(z.string()),
  problems: z.array(problemDetailSchema),
});
export type Forecast = z.infer<typeof forecastSchema>;

/** What a playbook will do. Asked again whenever `version` changes; what was known stays until then. */
export function useForecast(playbookId: string, version: string): Live<Forecast> {
  return useAnswer(`${playbookId}|${version}`, (api) =>
    api.call({
      method: 'GET',
      path: `/api/playbooks/${encodeURIComponent(playbookId)}/forecast`,
      answer: forecastSchema,
    }),
  );
}
