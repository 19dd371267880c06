import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { WhichVersion } from './resume-execution.ts';

/** Repeats an execution from its beginning, with the same inputs; gives the id of the new one. */
export async function replayExecution(
  api: Api,
  executionId: string,
  how: { readonly version: WhichVersion; readonly dryRun: boolean },
): Promise<string> {
  const answer = await api.call({
    method: 'POST',
    path: `/api/executions/${encodeURIComponent(executionId)}/replay`,
    body: how,
    answer: z.object({ executionId: z.string() }),
  });
  return answer.executionId;
}
