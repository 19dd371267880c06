import { type Business, businessSchema } from '@model/business.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const path = '/api/sample-data';
const answer = z.object({
  sample: z.object({ business: businessSchema, documents: z.int() }).nullable(),
  activePlaybooks: z.int(),
});
type SampleState = z.infer<typeof answer>;

export function useSampleState(): Live<SampleState> {
  return useAnswer('sample data', (api) => api.call({ method: 'GET', path, answer }));
}

/** Puts the data of a made-up business among the own; of a gym also in large. */
export async function putSampleData(api: Api, business: Business, isLarge: boolean): Promise<void> {
  await api.call({ method: 'POST', path, body: { business, size: isLarge ? 'large' : 'small' }, answer });
}
