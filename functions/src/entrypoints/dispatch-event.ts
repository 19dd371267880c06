import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { z } from 'zod';
import { app } from '../app.ts';
import { dispatchEvent as dispatch } from '../core/triggering/dispatch-event.ts';
import { orgIdSchema } from '../model/ids.ts';

const payload = z.object({ orgId: orgIdSchema, eventId: z.string().min(1).max(128) });

/** Starts the playbooks that listen for an event. */
export const dispatchEvent = onTaskDispatched(
  {
    region: 'us-central1',
    memory: '512MiB',
    timeoutSeconds: 540,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 200 },
  },
  async ({ data }) => {
    const { orgId, eventId } = payload.parse(data);
    await dispatch(app().engine, orgId, eventId);
  },
);
