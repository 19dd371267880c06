import protos from '@google-cloud/scheduler/build/protos/protos.json' with { type: 'json' };
import { startGrpcServer } from '../grpc.ts';
import { startLocalServer } from '../kit/http-server.ts';
import { controlDoor } from './control.ts';
import { Jobs } from './jobs.ts';
import { type SchedulerFaults, schedulerRpcs } from './rpcs.ts';
import { type ClockMoved, type Fired, Runner } from './runner.ts';

export interface SchedulerOptions {
  host: string;
  /** The gRPC port; 0 takes a free one. */
  port: number;
  /** The control door's port; 0 takes a free one. */
  controlPort: number;
  /** Where jobs and clock are kept; without it they last as long as the process. */
  stateFile?: string;
  /** Jobs per location before CreateJob answers RESOURCE_EXHAUSTED; 1,000 as the real default quota. */
  jobCap?: number;
  /** Called at each stop of an advancing clock, before the jobs due there are fired, and at its end. */
  onClockMoved?: ClockMoved;
}

export interface LocalScheduler {
  port: number;
  controlPort: number;
  /** The emulator's time: real time plus an offset. */
  now(): Date;
  /** Moves the clock, firing everything due on the way. Rejects for a time that has passed. */
  advanceTo(target: Date): Promise<Fired[]>;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the Cloud Scheduler emulator: google.cloud.scheduler.v1 for the unmodified client, and a control door.
 * Occurrences that fell into a time when it was off are not made up for: that is what the product's tick is there for.
 */
export async function startScheduler(options: SchedulerOptions): Promise<LocalScheduler> {
  const { host, port, controlPort, stateFile, jobCap = 1000, onClockMoved = () => {} } = options;
  const jobs = new Jobs(stateFile);
  for (const job of jobs.all()) {
    if (job.nextAt === null || job.nextAt <= jobs.now()) jobs.arm(job);
  }
  const runner = new Runner(jobs, onClockMoved);
  const faults: SchedulerFaults = { updateFailed: new Set() };
  const rpcs = schedulerRpcs(jobs, runner, faults, jobCap);
  const serviceName = 'google.cloud.scheduler.v1.CloudScheduler';
  const grpcServer = await startGrpcServer({ host, port, protos, serviceName, rpcs });
  const control = await startLocalServer({ host, port: controlPort }, controlDoor(jobs, runner, faults)).catch(
    async (error: unknown) => {
      await grpcServer.close();
      throw error;
    },
  );
  runner.wake();
  return {
    port: grpcServer.port,
    controlPort: control.port,
    now: () => new Date(jobs.now()),
    advanceTo: (target) =>
      runner.advanceTo((now) => {
        if (target.getTime() < now)
          throw new RangeError(`The clock only moves forward; it is ${new Date(now).toISOString()}.`);
        return target.getTime();
      }),
    idle: () => runner.idle(),
    async close() {
      await runner.close();
      await control.close();
      await grpcServer.close();
      await jobs.save();
    },
  };
}
