import { addUsage, type TriggeredBy } from '../../model/execution.ts';
import { holdingOf, readStanding } from '../governance/standing.ts';
import type { Engine } from './engine.ts';
import { contextOf } from './facts.ts';
import type { Holder } from './holder.ts';

/** Whether the steps of an execution may begin. Looked at anew when the last look is too old. */
export interface Gate {
  isClosed(maxAgeMs: number): Promise<boolean>;
}

/** `lookedAt`: when it was last seen open, as far as whoever opens it knows. */
export function createGate(engine: Engine, holder: Holder, lookedAt: Date | null): Gate {
  const { orgId, state } = holder;
  let last = { at: lookedAt?.getTime() ?? Number.NEGATIVE_INFINITY, isClosed: Promise.resolve(false) };
  const look = async (): Promise<boolean> => {
    const standing = await readStanding(engine.store, orgId, state.playbookId);
    holder.change({ usage: addUsage(holder.state.usage, { reads: 2 }) });
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
  };
}

/** A share of a loop is held by what holds the whole. */
function originOf({ state }: Holder): TriggeredBy {
  return state.isShare ? contextOf(state).trigger.type : state.triggeredBy;
}
