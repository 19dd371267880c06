import type { Execution, Mode, Wait } from '../../model/execution.ts';
import type { Tenant } from '../../model/tenant.ts';
import { seekPlace } from '../governance/monthly.ts';
import type { Holding } from '../governance/standing.ts';
import type { Write } from '../ports.ts';
import type { Turn } from '../triggering/overlap.ts';
import type { Engine } from './engine.ts';
import { pausedBefore } from './hold.ts';
import type { NewExecution } from './new-execution.ts';
import { toQueued, toRunning, toSkipped, toStandingBy } from './transition.ts';

/** Whether a start begins at once: `wait` is null, or what it waits for. `writes` belong into its commit. */
export interface Admitted {
  readonly wait: Wait | null;
  readonly writes: readonly Write[];
  /** How many executions have begun in the month, where somebody counted. */
  readonly used: number | null;
}

const free: Admitted = { wait: null, writes: [], used: null };

interface Seeker {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly mode: Mode;
  readonly holding: Holding | null;
  readonly turn: Turn;
  /** Whether others were too often faster. */
  readonly isBeaten: boolean;
}

/** What a pause holds takes no place of the month before it begins; a rehearsal takes none at all. */
export async function admit(engine: Engine, seeker: Seeker): Promise<Admitted> {
  const { orgId, tenant, mode, holding, turn, isBeaten } = seeker;
  if (turn.kind !== 'start') return free;
  if (holding !== null) return { ...free, wait: pausedBefore(engine.clock.now(), 0) };
  if (mode === 'dry_run') return free;
  return { ...free, ...(await seekPlace(engine, orgId, tenant, { inLine: null, isBeaten })) };
}

/** The execution as it is created; null where it is only counted in a record that is there. */
export function firstState(
  { random }: Engine,
  fresh: NewExecution,
  { turn, admission, hold }: { readonly turn: Turn; readonly admission: Admitted; readonly hold: boolean },
  now: Date,
): Execution | null {
  if (turn.kind === 'skip') return turn.foldedInto === null ? toSkipped(fresh, turn.reason, now) : null;
  const wait = turn.kind === 'wait' ? turn.wait : admission.wait;
  if (wait !== null) return toStandingBy(fresh, wait);
  const queued = toQueued({ ...fresh, startedAt: null }, now);
  return hold ? toRunning(queued, random.token(), now) : queued;
}
