import type { DomainEvent, EventListener } from '../../model/event.ts';
import type { GatheredEvent } from '../../model/gathered-event.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { AlreadyExistsError } from '../ports.ts';
import { keyOf } from './gathering.ts';

/** Of a batch whose trigger has become another one meanwhile. */
export const MAX_BATCH = 100;

type Which = Pick<EventListener, 'playbookId' | 'triggerId'>;

/** The record of one event for one trigger. */
export function gatheredIdOf(orgId: string, { playbookId, triggerId }: Which, eventId: string): string {
  return deriveId(orgId, playbookId, triggerId, eventId);
}

/**
 * Lets an event wait for others before its trigger starts. Each has a record of its own with the time by which it is to
 * be looked at: nothing is written twice, so that a burst of events meets in no document, and nothing can be forgotten.
 * Done twice it is done once.
 */
export async function gatherEvent(
  engine: Engine,
  orgId: string,
  listener: EventListener,
  { eventId, event }: { readonly eventId: string; readonly event: DomainEvent },
): Promise<void> {
  const { playbookId, triggerId, debounce, batch } = listener;
  const waits = debounce ?? batch;
  if (waits === null) throw new Error(`${playbookId}.${triggerId} gathers nothing`);
  const now = engine.clock.now();
  const by = debounce === null ? 'batch' : 'debounce';
  const gatheringId = deriveId(orgId, playbookId, triggerId, by, keyOf(waits.by, event));
  const dueAt = new Date(now.getTime() + ('windowMs' in waits ? waits.windowMs : waits.maxWaitMs));
  const gatheredId = gatheredIdOf(orgId, listener, eventId);
  const data: GatheredEvent = {
    playbookId,
    triggerId,
    eventId,
    by,
    gatheringId,
    gatheredAt: now,
    dueAt,
    state: 'waiting',
    executionId: null,
    supersededBy: null,
    expireAt: expiryOf('event', now),
  };
  try {
    await engine.store.commit([{ op: 'create', path: tenantPaths(orgId).gatheredEvent(gatheredId).path, data }]);
  } catch (error) {
    if (error instanceof AlreadyExistsError) return;
    throw error;
  }
  engine.fault('event_gathered');
  engine.log.info('event_gathered', { orgId, playbookId, eventId, by });
  if (batch === null || by === 'debounce') return lookAt(engine, orgId, gatheredId, dueAt);
  const [count, [first]] = await Promise.all([
    engine.store.count(queries.gathering(orgId, gatheringId, { limit: batch.maxSize })),
    engine.store.query(queries.gathering(orgId, gatheringId, { limit: 1 })),
  ]);
  if (count >= batch.maxSize) return lookAt(engine, orgId, gatheredId, null);
  if (first?.id === gatheredId) return lookAt(engine, orgId, gatheredId, dueAt);
}

/** Has a record looked at by a worker; should that get lost, the tick finds it by its `dueAt`. */
export async function lookAt({ queue }: Engine, orgId: string, gatheredId: string, at: Date | null): Promise<void> {
  const name = deriveId(orgId, gatheredId, at?.toISOString() ?? 'full');
  await queue.enqueue({ handler: 'dispatch', data: { orgId, gatheredId }, name, at });
}
