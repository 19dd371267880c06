import { onSchedule } from 'firebase-functions/v2/scheduler';
import { app } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { tick as runTick } from '../core/engine/tick.ts';

/** The rest of the minute is for what is still under way when it is over. */
const BUDGET_MS = 50_000;

/** The safety net, once a minute. */
export const tick = onSchedule(
  { schedule: '* * * * *', region: deployedRegion(), memory: '512MiB', timeoutSeconds: 120, maxInstances: 1 },
  async () => {
    const { engine, arsenal, alertMail, courier, logbook } = app();
    await runTick(engine, arsenal, new Date(engine.clock.now().getTime() + BUDGET_MS), alertMail, courier, logbook);
  },
);
