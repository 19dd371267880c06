import type { DomainEvent, EventListener } from '../../model/event.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { StartRefusedError, unattended } from '../engine/start-execution.ts';
import { tellEventWaits } from '../engine/tell-event-waits.ts';
import type { Stored } from '../ports.ts';
import { eventData, matchEvent } from './match-event.ts';
import { startUnattended } from './start-unattended.ts';

const PAGE = 100;

/**
 * Tells an event to whoever waits for it and starts every playbook that listens for it, a page at a time. Killed
 * half-way, it goes on after its cursor; so does another worker when `deadline` has passed.
 */
export async function dispatchEvent(
  engine: Engine,
  orgId: string,
  eventId: string,
  deadline: Date | null = null,
): Promise<void> {
  const ref = tenantPaths(orgId).event(eventId);
  const event = await engine.store.get(ref);
  if (event === null || event.data.dueAt === null) return;
  let { cursor, started } = event.data;
  // Before the first page, so that a fan-out that has a cursor has told them all.
  if (cursor === null) await tellEventWaits(engine, orgId, event);
  for (;;) {
    const page = await engine.store.query(
      queries.listenersFor(orgId, event.data.eventName, { limit: PAGE, after: cursor === null ? null : [cursor] }),
    );
    for (const listener of page) {
      if (listener.data === null || !matchEvent(listener.data, event.data)) continue;
      if (await startFor(engine, orgId, listener, { eventId, event: event.data })) started += 1;
    }
    const last = page.at(-1);
    const isOver = page.length < PAGE || last === undefined;
    cursor = last?.id ?? cursor;
    const fields = isOver ? { cursor, started, dueAt: null } : { cursor, started };
    await engine.store.commit([{ op: 'update', path: ref.path, fields }]);
    engine.fault('page_dispatched');
    if (isOver) return;
    if (deadline !== null && engine.clock.now() >= deadline) {
      const name = deriveId(orgId, eventId, cursor ?? '');
      return engine.queue.enqueue({ handler: 'dispatch', data: { orgId, eventId }, name, at: null });
    }
  }
}

async function startFor(
  engine: Engine,
  orgId: string,
  { data: listener }: Stored<EventListener>,
  { eventId, event }: { eventId: string; event: DomainEvent },
): Promise<boolean> {
  const { playbookId, triggerId } = listener;
  const occasion = { kind: 'event' as const, triggerId, eventId, event: eventData(event) };
  const depth = event.depth + 1;
  const taint = event.isTainted ? (['event'] as const) : [];
  try {
    const request = { ...unattended, orgId, playbookId, occasion, triggeredBy: 'event' as const, depth, taint };
    return (await startUnattended(engine, request)).reason === null;
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    engine.log.warn('start_refused', { orgId, playbookId, eventId, reason: error.code });
    return false;
  }
}
