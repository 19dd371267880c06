import type { Clock, FaultPoint, Log, Random, Store, TaskQueue } from '../ports.ts';
import type { StepCatalog, StepContext } from './step-type.ts';

/** What a step may reach besides documents; built once per instance by the composition root. */
export type StepServices = Pick<StepContext, 'outbound' | 'llm' | 'secret' | 'identity' | 'setting'>;

/** What whoever runs the deployment has switched, for all tenants. */
export interface Switches {
  /** Whether playbooks start by themselves (`ENABLE_AUTO_EXECUTION`). */
  readonly autoExecution: boolean;
  /** Whether everything is a dry run (`AGENT_DRY_RUN`). */
  readonly dryRun: boolean;
}

/** Everything that the engine needs from the world. */
export interface Engine {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly queue: TaskQueue;
  readonly catalog: StepCatalog;
  readonly services: StepServices;
  readonly switches: Switches;
  readonly log: Log;
  readonly fault: FaultPoint;
}
