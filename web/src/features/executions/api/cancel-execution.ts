import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Asks an execution to stop; its status follows when its worker has seen it. */
export async function cancelExecution(api: Api, executionId: string): Promise<void> {
  await api.call({
    method: 'POST',
    path: `/api/executions/${encodeURIComponent(executionId)}/cancel`,
    body: {},
    answer: z.object({ executionId: z.string() }),
  });
}
