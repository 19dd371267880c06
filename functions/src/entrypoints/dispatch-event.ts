import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { z } from 'zod';
import { app } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { lookSoon } from '../core/coach/look-again.ts';
import { dispatchEvent as dispatch } from '../core/triggering/dispatch-event.ts';
import { startGathered } from '../core/triggering/start-gathered.ts';
import { orgIdSchema } from '../model/ids.ts';

const TIMEOUT_S = 540;
/** What a page of listeners may take, with room to spare. */
const RESERVE_MS = 120_000;
const id = z.string().min(1).max(128);
const payload = z.union([
  z.object({ orgId: orgIdSchema, eventId: id }),
  z.object({ orgId: orgIdSchema, gatheredId: id }),
  z.object({ orgId: orgIdSchema, look: z.literal(true) }),
]);

/** Starts the playbooks that listen for an event, or the one for which events were gathered; or has the coach look. */
export const dispatchEvent = onTaskDispatched(
  {
    region: deployedRegion(),
    memory: '512MiB',
    timeoutSeconds: TIMEOUT_S,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 200 },
  },
  async ({ data }) => {
    const task = payload.parse(data);
    const { engine } = app();
    const deadline = new Date(engine.clock.now().getTime() + TIMEOUT_S * 1000 - RESERVE_MS);
    if ('eventId' in task) await dispatch(engine, task.orgId, task.eventId, deadline);
    else if ('look' in task) await lookSoon(engine, task.orgId);
    else await startGathered(engine, task.orgId, task.gatheredId);
  },
);
