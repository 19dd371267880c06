import { onSchedule } from 'firebase-functions/v2/scheduler';
import { app } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { watch as runWatch } from '../core/governance/watch.ts';

/** The second watch: says so when the tick or a schedule is silent, and mails the alerts. */
export const watch = onSchedule(
  { schedule: '*/5 * * * *', region: deployedRegion(), memory: '512MiB', timeoutSeconds: 120, maxInstances: 1 },
  async () => {
    const { engine, alertMail } = app();
    await runWatch({ ...engine, alertMail });
  },
);
