import { jsonObject } from '@model/json.ts';
import { z } from 'zod';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const answer = z.object({
  source: z.enum(['filled_in', 'approved', 'unknown']),
  params: jsonObject.nullable(),
  reason: z.string().nullable(),
});
export type StepInput = z.infer<typeof answer>;

/** What a step was given: its params, filled in. `moment` names what it is asked about, so that it is asked again after it. */
export function useStepInput(executionId: string, path: string, moment: string): Live<StepInput> {
  const address = `/api/executions/${encodeURIComponent(executionId)}/input?path=${encodeURIComponent(path)}`;
  return useAnswer(`${address} ${moment}`, (api) => api.call({ method: 'GET', path: address, answer }));
}
