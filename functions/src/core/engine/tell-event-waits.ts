import type { DomainEvent } from '../../model/event.ts';
import type { EventWait } from '../../model/event-wait.ts';
import { queries } from '../../model/query.ts';
import type { Found, Stored } from '../ports.ts';
import type { Engine } from './engine.ts';
import { isAwaited } from './executors/event-wait.ts';
import { signalExecution } from './signal.ts';

const PAGE = 100;

/** Tells an event to every execution that waits for it. Telling twice is telling once. */
export async function tellEventWaits(engine: Engine, orgId: string, event: Stored<DomainEvent>): Promise<void> {
  const at = engine.clock.now();
  for (let after: readonly [string] | null = null; ; ) {
    const page: Found<EventWait>[] = await engine.store.query(
      queries.eventWaitsFor(orgId, event.data.eventName, { limit: PAGE, after }),
    );
    for (const { id, data: wait } of page) {
      if (wait === null || !isAwaited(event.data, wait)) continue;
      const signal = { kind: 'event' as const, path: wait.path, eventId: event.id, at };
      await signalExecution(engine, orgId, wait.executionId, { id: `event_${id}`, signal });
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = [last.id];
  }
}
