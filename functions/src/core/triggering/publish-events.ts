import { isDeepStrictEqual } from 'node:util';
import { type DomainEvent, lastWriteSchema } from '../../model/event.ts';
import { type DomainCollection, tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { dueBy } from '../engine/transition.ts';
import { AlreadyExistsError } from '../ports.ts';
import { type DetectedEvent, detectEvents } from './detect-events.ts';

/** A change of a domain document, as a Firestore trigger tells it. */
export interface DocumentChange {
  readonly orgId: string;
  readonly collection: DomainCollection;
  readonly documentId: string;
  /** The id of the cloud event: the same when it is delivered again. */
  readonly changeId: string;
  readonly time: Date;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Stores what a change amounts to and has its listeners served. Repeated deliveries store and start nothing new. */
export async function publishEvents(engine: Engine, change: DocumentChange): Promise<string[]> {
  const { orgId, collection, documentId } = change;
  const detected = detectEvents(collection, documentId, change.before, change.after);
  const published: string[] = [];
  for (const event of detected) {
    const subject = `${collection}/${documentId}`;
    const eventId = deriveId(orgId, event.eventName, change.changeId, subject);
    const data = toDomainEvent(change, event, subject, engine.clock.now());
    try {
      await engine.store.commit([{ op: 'create', path: tenantPaths(orgId).event(eventId).path, data }]);
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
    engine.fault('event_stored');
    await engine.queue.enqueue({ handler: 'dispatch', data: { orgId, eventId }, name: eventId, at: null });
    published.push(eventId);
  }
  return published;
}

function toDomainEvent(change: DocumentChange, event: DetectedEvent, subject: string, now: Date): DomainEvent {
  const cause = causeOf(change);
  return {
    eventName: event.eventName,
    source: `playbooks/${change.orgId}`,
    subject,
    time: change.time,
    dataJson: JSON.stringify(event.data),
    depth: cause?.depth ?? 0,
    causedBy: cause?.executionId ?? null,
    isTainted: cause?.isTainted ?? false,
    cursor: null,
    started: 0,
    dueAt: dueBy(new Date(now.getTime() + 60_000)),
    expireAt: expiryOf('event', now),
  };
}

/** The step that made this change; null when it was a person, whose edit leaves the mark of an earlier step in place. */
function causeOf({ before, after }: DocumentChange) {
  const written = lastWriteSchema.safeParse(after?.lastWrite);
  if (!written.success || isDeepStrictEqual(before?.lastWrite, after?.lastWrite)) return null;
  return written.data;
}
