import type { AnyStepType } from '../../core/engine/step-type.ts';
import { branch } from './branch.ts';
import { forEach } from './for-each.ts';
import { parallel } from './parallel.ts';
import { requestApproval } from './request-approval.ts';
import { runPlaybook } from './run-playbook.ts';
import { stopExecution } from './stop-execution.ts';
import { wait } from './wait.ts';
import { waitForEvent } from './wait-for-event.ts';

/** The words of the flow: how an execution branches, repeats, waits, asks, calls and ends. */
export const flowWords: readonly AnyStepType[] = [
  branch,
  forEach,
  parallel,
  wait,
  waitForEvent,
  requestApproval,
  runPlaybook,
  stopExecution,
];
