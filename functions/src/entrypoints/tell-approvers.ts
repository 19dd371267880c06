import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { z } from 'zod';
import { app } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { tellApprovers as tell } from '../core/governance/tell-approvers.ts';
import { executionIdSchema, orgIdSchema } from '../model/ids.ts';

const payload = z.object({ orgId: orgIdSchema, approvalId: executionIdSchema });

/** Writes to the people whose approval a step waits for. */
export const tellApprovers = onTaskDispatched(
  {
    region: deployedRegion(),
    memory: '512MiB',
    timeoutSeconds: 540,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 30, maxBackoffSeconds: 600 },
    rateLimits: { maxConcurrentDispatches: 50 },
  },
  async ({ data }) => {
    const { orgId, approvalId } = payload.parse(data);
    const { engine, mail, config } = app();
    await tell({ engine, mail, linkKeyName: config.linkKeyName }, orgId, approvalId);
  },
);
