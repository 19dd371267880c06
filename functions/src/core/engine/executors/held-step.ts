import type { StepResult, Wait } from '../../../model/execution.ts';
import type { Engine } from '../engine.ts';
import { heldUntil, pausedBefore } from '../hold.ts';
import type { AnyStepType } from '../step-type.ts';
import { type PlacedStep, type Run, resultAt } from './executor.ts';
import { begunResult, record } from './result.ts';

/** How old the last look at the gate may be before a step that may act, and before any other. */
const ACT_MS = 1_000;
const LOOK_MS = 20_000;

/**
 * What is recorded of a step that a pause holds back; null when it may go on. Held is what has not begun, and what would
 * act after a wait; what has begun comes to its end, and a wait that acts on nothing may end meanwhile.
 */
export async function heldStep(engine: Engine, run: Run, placed: PlacedStep): Promise<StepResult | null> {
  const before = resultAt(run, placed.path);
  const type = engine.catalog.get(placed.step.action);
  if (!type || !isBetweenSteps(before, type)) return null;
  if (!(await run.gate.isClosed(mayAct(type) ? ACT_MS : LOOK_MS))) {
    restoreApproval(engine, run, before);
    return null;
  }
  return { ...(before ?? begunResult(engine, run, placed)), status: 'waiting', wait: heldWait(engine, placed, before) };
}

function isBetweenSteps(before: StepResult | null, { kind }: AnyStepType): boolean {
  if (before === null) return true;
  switch (before.status === 'waiting' ? before.wait?.kind : null) {
    case 'pause':
    case 'retry':
    case 'limit':
      return true;
    case 'approval':
      return kind === 'action';
    default:
      return false;
  }
}

function mayAct(type: AnyStepType): boolean {
  return type.kind === 'child' || (type.kind === 'action' && type.effect !== 'none');
}

/** Who waited for a place in a limit leaves the line, in which others may still go on, and is its age again later. */
function heldWait(engine: Engine, { path }: PlacedStep, before: StepResult | null): Wait {
  const wait = before?.wait ?? null;
  const held = pausedBefore(engine.clock.now(), wait?.kind === 'pause' ? wait.polls + 1 : 0);
  const approvalId = wait?.kind === 'approval' || wait?.kind === 'pause' ? wait.approvalId : null;
  return { ...held, path, approvalId };
}

/** A yes, or a no, that came before the pause or during it is now heard. */
function restoreApproval(engine: Engine, run: Run, before: StepResult | null): void {
  if (before?.wait?.kind !== 'pause' || before.wait.approvalId === null) return;
  const { path, approvalId } = before.wait;
  const wakeAt = heldUntil(engine.clock.now(), 0);
  record(run, { ...before, wait: { kind: 'approval', path, approvalId, wakeAt } });
}
