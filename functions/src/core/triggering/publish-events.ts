import { isDeepStrictEqual } from 'node:util';
import { lastWriteSchema } from '../../model/event.ts';
import { eventTypes } from '../../model/event-catalog.ts';
import type { DomainCollection } from '../../model/paths.ts';
import { isDay } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import { detectEvents, unreadableField } from './detectors/detect.ts';
import type { DetectedEvent } from './detectors/edge.ts';
import { detectRecords } from './detectors/records.ts';
import { factId, publishFact } from './publish-fact.ts';

/** A change of a document of the shop's own, as a Firestore trigger tells it. */
export interface DocumentChange {
  readonly orgId: string;
  /** A domain collection, or `records/{collection}` of the shop's own making. */
  readonly collection: DomainCollection | `records/${string}`;
  readonly documentId: string;
  /** The id of the cloud event: the same when it is delivered again. */
  readonly changeId: string;
  readonly time: Date;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Stores what a change amounts to and has its listeners served. Repeated deliveries store and start nothing new. */
export async function publishEvents(engine: Engine, change: DocumentChange): Promise<string[]> {
  const { orgId, collection, documentId, changeId, time } = change;
  const subject = `${collection}/${documentId}`;
  const published: string[] = [];
  for (const { eventName, data, once = changeId } of detected(engine, change)) {
    const eventId = factId(orgId, eventName, once, subject);
    const isTainted = eventTypes.get(eventName)?.isTainted === true || isMarkedTainted(change);
    const more = { ...causeOf(change), isTainted };
    await publishFact(engine, orgId, { eventId, eventName, subject, time, data, more });
    published.push(eventId);
  }
  return published;
}

function detected({ log }: Engine, change: DocumentChange): DetectedEvent[] {
  const { orgId, collection, documentId, before, after, time } = change;
  if (isSampleMoved(change)) return [];
  if (isRecords(collection)) return detectRecords(collection.slice('records/'.length), documentId, before, after);
  const field = unreadableField(collection, after);
  // Nobody is there to be told; whoever misses the event finds the reason in the log.
  // A day's figures, `metrics/2026-11-21`, are the coach's, and no figure that is told of.
  const isDaysFigures = collection === 'metrics' && isDay(documentId);
  if (field !== null && !isDaysFigures) log.warn('document_unreadable', { orgId, collection, documentId, ...field });
  return detectEvents(collection, documentId, before, after, time);
}

/** Made-up data is put in and taken out without a word; what is done with it in between is told as of any other. */
function isSampleMoved({ before, after }: DocumentChange): boolean {
  return (before === null && after?.isSample === true) || (after === null && before?.isSample === true);
}

function isRecords(collection: DocumentChange['collection']): collection is `records/${string}` {
  return collection.startsWith('records/');
}

/** What strangers wrote stays in a document when a person has changed another part of it. */
function isMarkedTainted({ before, after }: DocumentChange): boolean {
  return lastWriteSchema.safeParse((after ?? before)?.lastWrite).data?.isTainted === true;
}

/** The step that made this change; nothing when it was a person, whose edit leaves the mark of an earlier step in place. */
function causeOf({ before, after }: DocumentChange): { readonly depth: number; readonly causedBy: string } | null {
  const written = lastWriteSchema.safeParse(after?.lastWrite);
  if (!written.success || isDeepStrictEqual(before?.lastWrite, after?.lastWrite)) return null;
  return { depth: written.data.depth, causedBy: written.data.executionId };
}
