import { join } from 'node:path';
import { type LocalInbox, startInbox } from '../inbox/start.ts';
import { openStateFile } from '../kit/state-file.ts';
import { type LocalScheduler, startScheduler } from '../scheduler/start.ts';
import { startSecretManager } from '../secret-manager/start.ts';
import { type LocalShops, startShops } from '../shops/start.ts';
import { functionsEmulatorUrl, startTasks } from '../tasks/start.ts';
import type { StackPorts } from './ports.ts';
import { startTicker, type Ticker } from './ticker.ts';

/** What stands around Firebase: Google's services that it does not emulate, a mail inbox, shops to watch. */
export interface Services {
  readonly scheduler: LocalScheduler;
  readonly inbox: LocalInbox;
  readonly shops: LocalShops;
  /** From now on the product's tick is called, every minute and whenever the clock was moved. */
  startTicking(apiOrigin: string, cronSecret: string): void;
  /** Stops what calls the functions; to be done before they end. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

const host = '127.0.0.1';
/** As the task functions are declared (functions/src/entrypoints). */
const QUEUE = { maxAttempts: 5, minBackoffMs: 5_000, maxBackoffMs: 60_000 };

/** The functions read from it how far the Scheduler's clock, and so everybody's, is ahead of the machine's. */
export function clockFileIn(folder: string): string {
  return join(folder, 'clock.json');
}

/** Starts them in this process, with their state in `folder`. Whatever has started is closed when a later one fails. */
export async function startServices(folder: string, ports: StackPorts): Promise<Services> {
  const started: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(service: T): T => {
    started.push(service);
    return service;
  };
  const stop = async () => {
    for (const service of started.splice(0).reverse()) await service.close();
  };
  const stateFile = (name: string) => join(folder, `${name}.json`);
  try {
    keep(await startSecretManager({ host, port: ports.secretManager, stateFile: stateFile('secrets') }));
    let offsetMs = 0;
    const clockFile = openStateFile(clockFileIn(folder), () => ({ offsetMs }));
    const moved: { clock: () => Promise<void> } = { clock: async () => {} };
    const scheduler = keep(
      await startScheduler({
        host,
        port: ports.scheduler,
        controlPort: ports.schedulerControl,
        stateFile: stateFile('scheduler'),
        onClockMoved: async (time) => {
          offsetMs = time.getTime() - Date.now();
          await clockFile.save();
          await moved.clock();
        },
      }),
    );
    offsetMs = scheduler.now().getTime() - Date.now();
    await clockFile.save();
    const now = () => scheduler.now();
    const stateDir = join(folder, 'inbox');
    const inbox = keep(await startInbox({ host, port: ports.smtp, webPort: ports.inbox, stateDir, now }));
    const shopPorts = [ports.shopHigherLevel, ports.shopSaltCity, ports.shopLakeside];
    const controlPort = ports.shopsControl;
    const shops = keep(await startShops({ host, ports: shopPorts, controlPort, stateFile: stateFile('shops') }));
    const resolveUrl = functionsEmulatorUrl(`http://${host}:${ports.functions}`);
    const tasks = keep(
      await startTasks({ host, port: ports.tasks, stateFile: stateFile('tasks'), resolveUrl, now, ...QUEUE }),
    );
    const ticking: { ticker: Ticker | null } = { ticker: null };
    // What one occurrence has started is done before the clock goes on to the next.
    moved.clock = async () => {
      tasks.clockMoved();
      await tasks.idle();
      await ticking.ticker?.tick();
      await tasks.idle();
    };
    const startTicking = (apiOrigin: string, cronSecret: string) => {
      ticking.ticker = startTicker(apiOrigin, cronSecret);
    };
    const quiet = async () => {
      await ticking.ticker?.close();
      started.splice(started.indexOf(scheduler), 1);
      await scheduler.close();
    };
    return { scheduler, inbox, shops, startTicking, quiet, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
