import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

export type WhichVersion = 'pinned' | 'newest';

/** Goes on with an execution that has stopped; what was done is not done again. */
export async function resumeExecution(api: Api, executionId: string, version: WhichVersion): Promise<void> {
  await api.call({
    method: 'POST',
    path: `/api/executions/${encodeURIComponent(executionId)}/resume`,
    body: { version },
    answer: z.object({ executionId: z.string() }),
  });
}
