import { type Explanation, explanationSchema } from '@model/explanation.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

/** Why an execution is as it is. Asked again whenever `version` changes. */
export function useExplanation(executionId: string, version: string): Live<Explanation> {
  return useAnswer(`${executionId}|${version}`, (api) =>
    api.call({
      method: 'GET',
      path: `/api/executions/${encodeURIComponent(executionId)}/explain`,
      answer: explanationSchema,
    }),
  );
}
