import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { z } from 'zod';
import { app } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { wakeExecution } from '../core/engine/wake-execution.ts';
import { executionIdSchema, orgIdSchema } from '../model/ids.ts';

/** Steps may last 25 minutes; one is begun in the first four, and the last minute is for the commit. */
const TIMEOUT_S = 1_800;
const BEGIN_MS = 4 * 60_000;
const RESERVE_MS = 60_000;
const payload = z.object({ orgId: orgIdSchema, executionId: executionIdSchema });

/** Goes on with an execution that is queued, due or abandoned. */
export const advanceExecution = onTaskDispatched(
  {
    region: deployedRegion(),
    memory: '512MiB',
    timeoutSeconds: TIMEOUT_S,
    concurrency: 20,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 500 },
  },
  async ({ data }) => {
    const { orgId, executionId } = payload.parse(data);
    const { engine } = app();
    const now = engine.clock.now().getTime();
    const end = new Date(now + TIMEOUT_S * 1000 - RESERVE_MS);
    await wakeExecution(engine, orgId, executionId, { deadline: new Date(now + BEGIN_MS), end, isShort: false });
  },
);
