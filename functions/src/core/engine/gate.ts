import { addUsage, type TriggeredBy } from '../../model/execution.ts';
import type { Tenant } from '../../model/tenant.ts';
import { holdingOf, readStanding } from '../governance/standing.ts';
import type { Engine } from './engine.ts';
import { contextOf } from './facts.ts';
import type { Holder } from './holder.ts';

/** Whether the steps of an execution may begin. Looked at anew when the last look is too old. */
export interface Gate {
  isClosed(maxAgeMs: number): Promise<boolean>;
  /** The tenant as it was at the last look; null where nobody has looked yet. */
  tenant(): Tenant | null;
}

/** When it was seen that nothing holds an execution, and the tenant as it was then. */
export interface Look {
  readonly at: Date;
  readonly tenant: Tenant | null;
}

/** `seen`: the last look of whoever hands the execution over; null: the first step that begins has to look. */
export function createGate(engine: Engine, holder: Holder, seen: Look | null): Gate {
  const { orgId, state } = holder;
  let last = { at: seen?.at.getTime() ?? Number.NEGATIVE_INFINITY, isClosed: Promise.resolve(false) };
  let tenant = seen?.tenant ?? null;
  const look = async (): Promise<boolean> => {
    const standing = await readStanding(engine.store, orgId, state.playbookId);
    holder.change({ usage: addUsage(holder.state.usage, { reads: 2 }) });
    tenant = standing.tenant;
    return holdingOf(engine.switches, triggeredBy, standing) !== null;
  };
  const triggeredBy = originOf(holder);
  return {
    isClosed: (maxAgeMs) => {
      const now = engine.clock.now().getTime();
      // The ways of a fork ask at the same time, and share the answer.
      if (now - last.at > maxAgeMs) last = { at: now, isClosed: look() };
      return last.isClosed;
    },
    tenant: () => tenant,
  };
}

/** A share of a loop is held by what holds the whole. */
function originOf({ state }: Holder): TriggeredBy {
  return state.parent?.items ? contextOf(state).trigger.type : state.triggeredBy;
}
