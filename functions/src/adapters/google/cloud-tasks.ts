import type { App } from 'firebase-admin/app';
import { type Config, ConfigError } from '../../config.ts';
import type { Clock, TaskHandler, TaskQueue } from '../../core/ports.ts';

/** Cloud Tasks takes nothing further ahead; what waits longer is brought back by its `dueAt`. */
const MAX_AHEAD_MS = 30 * 24 * 3_600_000 - 60_000;

/** The deployed task functions, by what they do. */
const FUNCTIONS: Record<TaskHandler, string> = { advance: 'advanceExecution', dispatch: 'dispatchEvent' };

/** Cloud Tasks through firebase-admin; loaded at the first use. */
export function createCloudTasks(app: () => Promise<App>, config: Config, clock: Clock): TaskQueue {
  if (config.isLocal && config.tasksEmulatorHost === null) {
    throw new ConfigError(`Cloud Tasks has no local server set, and ${config.projectId} is a local project`);
  }
  return {
    async enqueue({ handler, data, name, at }) {
      const { getFunctions } = await import('firebase-admin/functions');
      const queue = getFunctions(await app()).taskQueue(`locations/${config.region}/functions/${FUNCTIONS[handler]}`);
      const latest = clock.now().getTime() + MAX_AHEAD_MS;
      const when = at === null ? {} : { scheduleTime: new Date(Math.min(at.getTime(), latest)) };
      try {
        await queue.enqueue(data, { id: name, ...when });
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
      }
    },
  };
}

function isAlreadyThere(error: unknown): boolean {
  return (
    error !== null && typeof error === 'object' && 'code' in error && error.code === 'functions/task-already-exists'
  );
}
