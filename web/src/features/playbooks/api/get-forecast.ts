import { problemDetailSchema } from '@model/problem.ts';
import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { type Api, messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
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
  const { api } = useSession();
  const [attempt, setAttempt] = useState(0);
  const [live, setLive] = useState<Live<Forecast>>({ status: 'loading' });
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` and `attempt` are the reasons to ask again
  useEffect(() => {
    let isWanted = true;
    getForecast(api, playbookId).then(
      (value) => isWanted && setLive({ status: 'ready', value }),
      (error: unknown) => isWanted && setLive({ status: 'error', message: messageOf(error), retry }),
    );
    return () => {
      isWanted = false;
    };
  }, [api, playbookId, version, attempt, retry]);
  return live;
}
