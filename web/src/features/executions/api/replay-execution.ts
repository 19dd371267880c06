import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Repeats an execution with the playbook as it is now, as a dry run; gives the id of the new one. */
export async function rehearseExecution(api: Api, executionId: string): Promise<string> {
  const answer = await api.call({
    method: 'POST',
    path: `/api/executions/${encodeURIComponent(executionId)}/replay`,
    body: { dryRun: true },
    answer: z.object({ executionId: z.string() }),
  });
  return answer.executionId;
}
