import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import type { Write } from '../ports.ts';
import { eventData } from './match-event.ts';
import { type Fact, factId, publishFact } from './publish-fact.ts';

interface Replay {
  readonly orgId: string;
  readonly eventId: string;
  /** The only playbook that it is for; null for all that listen. */
  readonly onlyFor: string | null;
  readonly dryRun: boolean;
  /** The same key again is the same replay. */
  readonly key: string;
  /** What goes on record with it. */
  readonly alongside: (fact: Fact) => readonly Write[];
}

type Replayed =
  | { readonly kind: 'replayed'; readonly eventId: string; readonly replayOf: string }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_listening' };

/**
 * Says an event again, as an occurrence of its own that happens now: whatever listens by now is started once more, under
 * the same policies, with what is tainted still tainted and a chain as long as it was.
 */
export async function replayEvent(engine: Engine, replay: Replay): Promise<Replayed> {
  const { orgId, onlyFor, dryRun, key } = replay;
  const stored = await engine.store.get(tenantPaths(orgId).event(replay.eventId));
  if (stored === null) return { kind: 'not_found' };
  const { eventName, subject, depth, causedBy, isTainted } = stored.data;
  if (onlyFor !== null) {
    const listeners = await engine.store.query(queries.listenersOf(orgId, onlyFor));
    if (!listeners.some(({ data }) => data?.eventName === eventName)) return { kind: 'not_listening' };
  }
  const replayOf = stored.data.replayOf ?? stored.id;
  const fact: Fact = {
    eventId: factId(orgId, eventName, `replay ${replayOf} ${key}`, subject),
    eventName,
    subject,
    time: engine.clock.now(),
    data: eventData(stored.data),
    more: { depth, causedBy, isTainted, replayOf, onlyFor, dryRun: dryRun || stored.data.dryRun },
  };
  await publishFact(engine, orgId, fact, replay.alongside(fact));
  return { kind: 'replayed', eventId: fact.eventId, replayOf };
}
