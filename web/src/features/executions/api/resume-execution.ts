import type { JsonObject } from '@model/json.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

export type WhichVersion = 'pinned' | 'newest';

/** Goes on with an execution that has stopped; what was done is not done again. Inputs that are not named stay. */
export async function resumeExecution(
  api: Api,
  executionId: string,
  how: { readonly version: WhichVersion; readonly inputs: JsonObject },
): Promise<void> {
  await api.call({
    method: 'POST',
    path: `/api/executions/${encodeURIComponent(executionId)}/resume`,
    body: how,
    answer: z.object({ executionId: z.string() }),
  });
}
