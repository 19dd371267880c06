import type { App } from 'firebase-admin/app';
import { type Config, ConfigError } from '../../config.ts';
import type { TaskHandler, TaskQueue } from '../../core/ports.ts';

/** The longest that Cloud Tasks lets a handler take; by default it would deliver again after ten minutes. */
const DISPATCH_DEADLINE_S = 1_800;

/** The deployed task functions, by what they do. */
const FUNCTIONS: Record<TaskHandler, string> = {
  advance: 'advanceExecution',
  dispatch: 'dispatchEvent',
  tell: 'tellApprovers',
  erase: 'eraseTenant',
};

/** Cloud Tasks through firebase-admin; loaded at the first use. */
export function createCloudTasks(app: () => Promise<App>, config: Config): TaskQueue {
  if (config.isLocal && config.tasksEmulatorHost === null) {
    throw new ConfigError(`Cloud Tasks has no local server set, and ${config.projectId} is a local project`);
  }
  return {
    async enqueue({ handler, data, name, at }) {
      const { getFunctions } = await import('firebase-admin/functions');
      const queue = getFunctions(await app()).taskQueue(`locations/${config.region}/functions/${FUNCTIONS[handler]}`);
      try {
        await queue.enqueue(data, {
          id: name,
          dispatchDeadlineSeconds: DISPATCH_DEADLINE_S,
          ...(at !== null && { scheduleTime: at }),
        });
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
