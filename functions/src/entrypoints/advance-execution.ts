import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { z } from 'zod';
import { app } from '../app.ts';
import { wakeExecution } from '../core/engine/advance-execution.ts';
import { executionIdSchema, orgIdSchema } from '../model/ids.ts';

const TIMEOUT_S = 540;
/** Left for the commit and the continuation task. */
const RESERVE_MS = 60_000;
const payload = z.object({ orgId: orgIdSchema, executionId: executionIdSchema });

/** Goes on with an execution that is queued, due or abandoned. */
export const advanceExecution = onTaskDispatched(
  {
    region: 'us-central1',
    memory: '512MiB',
    timeoutSeconds: TIMEOUT_S,
    concurrency: 20,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 500 },
  },
  async ({ data }) => {
    const { orgId, executionId } = payload.parse(data);
    const { engine } = app();
    const deadline = new Date(engine.clock.now().getTime() + TIMEOUT_S * 1000 - RESERVE_MS);
    await wakeExecution(engine, orgId, executionId, deadline);
  },
);
