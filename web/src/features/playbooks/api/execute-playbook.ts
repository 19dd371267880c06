import type { JsonObject } from '@model/json.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

interface ExecuteArgs {
  readonly playbookId: string;
  readonly inputs: JsonObject;
  readonly dryRun: boolean;
}

/** Starts a playbook by hand and does not wait for its end; gives the execution's id. */
export async function executePlaybook(api: Api, { playbookId, inputs, dryRun }: ExecuteArgs): Promise<string> {
  const { executionId } = await api.call({
    method: 'POST',
    path: `/api/playbooks/${encodeURIComponent(playbookId)}/execute`,
    body: { triggeredBy: 'manual', wait: 0, dryRun, inputs },
    answer: z.object({ executionId: z.string() }),
  });
  return executionId;
}
