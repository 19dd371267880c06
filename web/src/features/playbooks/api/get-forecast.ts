import { problemDetailSchema } from '@model/problem.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const forecastSchema = z.object({
  triggers: z.array(
    z.object({
      triggerId: z.string(),
      type: z.string(),
      words: z.string(),
      timezone: z.string().nullish(),
      notes: z.array(z.string()).default([]),
      next: z.array(z.object({ at: z.iso.datetime({ offset: true }), local: z.string() })),
    }),
  ),
  problems: z.array(problemDetailSchema).default([]),
});
export type Forecast = z.infer<typeof forecastSchema>;

function getForecast(api: Api, playbookId: string): Promise<Forecast> {
  return api.call({
    method: 'GET',
    path: `/api/playbooks/${encodeURIComponent(playbookId)}/forecast`,
    answer: forecastSchema,
  });
}

/** When each trigger fires next. Asked again whenever `version` changes; what was known stays until then. */
export function useForecast(playbookId: string, version: string): Live<Forecast> {
  return useAnswer(`${playbookId}|${version}`, (api) => getForecast(api, playbookId));
}
