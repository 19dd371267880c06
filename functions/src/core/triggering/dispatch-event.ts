import type { DomainEvent, EventListener } from '../../model/event.ts';
import { type DocRef, tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import { readOnce } from '../engine/read-once.ts';
import { StartRefusedError } from '../engine/start-execution.ts';
import { tellEventWaits } from '../engine/tell-event-waits.ts';
import { dueBy } from '../engine/transition.ts';
import { ConflictError, type Found, type Stored } from '../ports.ts';
import { eventStart } from './event-start.ts';
import { gatherEvent } from './gather-event.ts';
import { gatheredData } from './gathering.ts';
import { matchEvent } from './match-event.ts';
import { startUnattended } from './start-unattended.ts';
import { isAddressedTo } from './webhook-event.ts';

const PAGE = 200;
/** So many starts read together what they begin with, and so many chunks of them are under way. */
const CHUNK = 25;
const CHUNKS_AT_ONCE = 3;
/** A page takes seconds; a worker that has not come to the end of one by then is dead. */
const SILENT_MS = 60_000;
/** More than that is no fault of single listeners. */
const MAX_LEFT = 100;
const GIVE_UP_MS = 24 * 3_600_000;

/** How far a fan-out has come. */
type Progress = Pick<DomainEvent, 'cursor' | 'started' | 'left' | 'dueAt'>;
type Listeners = readonly Found<EventListener>[];

/**
 * Tells an event to whoever waits for it and starts every playbook that listens for it, a page at a time. Killed
 * anywhere, it goes on after its cursor; so does another worker when `deadline` has passed. Of two workers at one event
 * the one goes on that commits its page first. A listener whose start fails does not keep the others from theirs: it is
 * put aside and tried again, for a day.
 */
export async function dispatchEvent(
  engine: Engine,
  orgId: string,
  eventId: string,
  deadline: Date | null = null,
): Promise<void> {
  let event: Stored<DomainEvent> | null = await engine.store.get(tenantPaths(orgId).event(eventId));
  if (event === null || event.data.dueAt === null) return;
  // Before the first page, so that a fan-out that has a cursor has told them all.
  if (event.data.cursor === null) await tellEventWaits(engine, orgId, event);
  for (;;) {
    const page = await nextPage(engine, orgId, event.data);
    engine.fault('listeners_read');
    const served = await serve(engine, orgId, event, page.listeners);
    const left = stillTried(engine, orgId, event, [...event.data.left, ...served.failed]);
    if (left.length > MAX_LEFT) throw new Error(`More than ${MAX_LEFT} listeners of ${eventId} could not be served`);
    const { started } = event.data;
    const progress = { cursor: page.cursor, started: started + served.started, left };
    const isOver: boolean = page.isLast && left.length === 0;
    event = await advance(engine, event, { ...progress, dueAt: isOver ? null : inAMoment(engine) });
    engine.fault('page_dispatched');
    if (event === null || isOver) return;
    if (page.isLast) return tryLeft(engine, orgId, event);
    if (deadline !== null && engine.clock.now() >= deadline) {
      const name = deriveId(orgId, eventId, page.cursor ?? '');
      return engine.queue.enqueue({ handler: 'dispatch', data: { orgId, eventId }, name, at: null });
    }
  }
}

/** Those after the cursor. What is for one playbook only asks for no others. */
async function nextPage(
  { store }: Engine,
  orgId: string,
  { eventName, cursor, onlyFor }: DomainEvent,
): Promise<{ readonly listeners: Listeners; readonly cursor: string | null; readonly isLast: boolean }> {
  if (onlyFor !== null) {
    const all = cursor === null ? await store.query(queries.listenersOf(orgId, onlyFor)) : [];
    const listeners = all.filter(({ data }) => data?.eventName === eventName);
    return { listeners, cursor: listeners.at(-1)?.id ?? cursor, isLast: true };
  }
  const after = cursor === null ? null : [cursor];
  const listeners = await store.query(queries.listenersFor(orgId, eventName, { limit: PAGE, after }));
  return { listeners, cursor: listeners.at(-1)?.id ?? cursor, isLast: listeners.length < PAGE };
}

/** Null when another worker has come further with this event: it goes on. */
async function advance(
  { store }: Engine,
  { ref, id, data, version }: Stored<DomainEvent>,
  progress: Progress,
): Promise<Stored<DomainEvent> | null> {
  try {
    const [next = version] = await store.commit([
      { op: 'update', path: ref.path, fields: { ...progress }, ifVersion: version },
    ]);
    return { ref, id, data: { ...data, ...progress }, version: next };
  } catch (error) {
    if (error instanceof ConflictError) return null;
    throw error;
  }
}

function inAMoment({ clock }: Engine): Date {
  return dueBy(new Date(clock.now().getTime() + SILENT_MS));
}

/** Once more; what fails again is left to the tick, and given up after a day. */
async function tryLeft(engine: Engine, orgId: string, event: Stored<DomainEvent>): Promise<void> {
  const { listeners } = tenantPaths(orgId);
  const refs = event.data.left.map((id) => ({ path: `${listeners.path}/${id}`, schema: listeners.schema }));
  const found = (await engine.store.findAll(refs)).flatMap((one) => one ?? []);
  const { started, failed } = await serve(engine, orgId, event, found);
  const left = stillTried(engine, orgId, event, failed);
  const dueAt = left.length === 0 ? null : inAMoment(engine);
  await advance(engine, event, { cursor: event.data.cursor, started: event.data.started + started, left, dueAt });
}

/** Those that failed, for a day; then none, so that nothing is tried for ever. */
function stillTried(
  { clock, log }: Engine,
  orgId: string,
  { id: eventId, data }: Stored<DomainEvent>,
  failed: readonly string[],
): string[] {
  // From when it was stored: what has happened may be told days later.
  const dayAgo = new Date(clock.now().getTime() - GIVE_UP_MS);
  if (data.expireAt >= expiryOf('event', dayAgo)) return [...failed];
  if (failed.length > 0) log.warn('listeners_given_up', { orgId, eventId, failed: [...failed] });
  return [];
}

interface Served {
  readonly started: number;
  /** The ids of the listeners whose start has failed. */
  readonly failed: readonly string[];
}

/** Starts what of these listeners wants the event; what the starts have in common is read once. */
async function serve(
  engine: Engine,
  orgId: string,
  { id: eventId, data: event }: Stored<DomainEvent>,
  listeners: Listeners,
): Promise<Served> {
  const wanting = listeners.filter(
    (one): one is Stored<EventListener> =>
      one.data !== null && isAddressedTo(one.data, event) && matchEvent(one.data, event),
  );
  const ahead = new Map<string, Found<unknown> | null>();
  const reading = { ...engine, store: readOnce(engine.store, ahead) };
  const chunks = Array.from({ length: Math.ceil(wanting.length / CHUNK) }, (_, index) =>
    wanting.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const outcomes = await concurrently(chunks, CHUNKS_AT_ONCE, async (chunk) => {
    await readAhead(engine, orgId, chunk, ahead);
    return Promise.all(chunk.map((listener) => serveOne(reading, orgId, listener, { eventId, event })));
  });
  const failed = wanting.filter((_, index) => outcomes.flat()[index] === 'failed').map(({ id }) => id);
  return { started: outcomes.flat().filter((outcome) => outcome === 'started').length, failed };
}

/** The playbooks in one request; just before, so that they are still as they were. */
async function readAhead(
  { store }: Engine,
  orgId: string,
  chunk: readonly Stored<EventListener>[],
  ahead: Map<string, Found<unknown> | null>,
): Promise<void> {
  const refs: DocRef<unknown>[] = chunk.map(({ data }) => tenantPaths(orgId).playbook(data.playbookId));
  const found = await store.findAll(refs);
  for (const [index, { path }] of refs.entries()) ahead.set(path, found[index] ?? null);
}

async function serveOne(
  engine: Engine,
  orgId: string,
  { data: listener }: Stored<EventListener>,
  { eventId, event }: { readonly eventId: string; readonly event: DomainEvent },
): Promise<'started' | 'not_started' | 'failed'> {
  const { playbookId } = listener;
  try {
    const isGathered = listener.debounce !== null || listener.batch !== null;
    // A test waits for nothing, and makes no dry run of what is meant in earnest.
    if (isGathered && !event.dryRun) {
      await gatherEvent(engine, orgId, listener, { eventId, event });
      return 'not_started';
    }
    const events = [{ eventId, event }];
    const request = eventStart(orgId, listener, { events, data: gatheredData(listener.batch && 'batch', events) });
    return (await startUnattended(engine, request)).reason === null ? 'started' : 'not_started';
  } catch (error) {
    if (error instanceof StartRefusedError) {
      engine.log.warn('start_refused', { orgId, playbookId, eventId, reason: error.code });
      return 'not_started';
    }
    engine.log.error('listener_not_served', error, { orgId, playbookId, eventId });
    return 'failed';
  }
}
