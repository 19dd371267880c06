import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { z } from 'zod';
import { app } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { eraseTenant as erase } from '../core/governance/erase.ts';
import { orgIdSchema } from '../model/ids.ts';

const TIMEOUT_S = 540;
const RESERVE_MS = 60_000;
const payload = z.object({ orgId: orgIdSchema });

/** Deletes all that is left of a tenant whose owner wishes so. */
export const eraseTenant = onTaskDispatched(
  {
    region: deployedRegion(),
    memory: '512MiB',
    timeoutSeconds: TIMEOUT_S,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 5 },
  },
  async ({ data }) => {
    const { orgId } = payload.parse(data);
    const { engine, arsenal, subtree } = app();
    const deadline = new Date(engine.clock.now().getTime() + TIMEOUT_S * 1000 - RESERVE_MS);
    await erase({ ...engine, ...arsenal, subtree }, orgId, deadline);
  },
);
