import type { DomainEvent } from '../../model/event.ts';
import type { GatheredEvent } from '../../model/gathered-event.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { executionIdFor } from '../engine/occasion.ts';
import { StartRefusedError } from '../engine/start-execution.ts';
import { ConflictError, type Found, type Stored, type Write } from '../ports.ts';
import { eventStart } from './event-start.ts';
import { lookAt, MAX_BATCH } from './gather-event.ts';
import { gatheredData } from './gathering.ts';
import { startUnattended } from './start-unattended.ts';

/** What one execution is told of events; the rest of a batch becomes the next one. */
const MAX_BYTES = 200_000;
/** Other workers were faster so often: what is left is due, and the tick comes by. */
const MAX_CONFLICTS = 5;

type Gathered = Stored<GatheredEvent>;

/**
 * Looks at an event that waits for others, and starts what is due. Which events one execution stands for follows from
 * what is stored alone, and is written in the commit that creates it: any number of workers, dying anywhere, make one.
 */
export async function startGathered(engine: Engine, orgId: string, gatheredId: string): Promise<void> {
  const one = await engine.store.get(tenantPaths(orgId).gatheredEvent(gatheredId));
  if (one === null || one.data.dueAt === null) return;
  if (one.data.by === 'batch') return startBatches(engine, orgId, one.data);
  if (one.data.dueAt > engine.clock.now()) return lookAt(engine, orgId, gatheredId, one.data.dueAt);
  await settleDebounced(engine, orgId, one);
}

/** The one after which nothing came for the length of the window starts; the others are done with. */
async function settleDebounced(engine: Engine, orgId: string, one: Gathered): Promise<void> {
  const { gatheringId, gatheredAt, dueAt } = one.data;
  const [next] = await engine.store.query(
    queries.gathered(orgId, gatheringId, { limit: 1, after: [gatheredAt, one.id] }),
  );
  if (next?.data && dueAt !== null && next.data.gatheredAt < dueAt) {
    await commitUnlessChanged(engine, [settled(one, { state: 'superseded', supersededBy: next.data.eventId })]);
    return;
  }
  await startWith(engine, orgId, [one]);
}

async function startBatches(engine: Engine, orgId: string, of: GatheredEvent): Promise<void> {
  const { playbookId, triggerId, gatheringId } = of;
  const listener = await engine.store.get(tenantPaths(orgId).listener(playbookId, triggerId));
  const maxSize = listener?.data.batch?.maxSize ?? MAX_BATCH;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; ) {
    const page = readable(await engine.store.query(queries.gathering(orgId, gatheringId, { limit: maxSize })));
    const [first] = page;
    if (first === undefined || first.data.dueAt === null) return;
    const isFull = page.length >= maxSize;
    if (!isFull && first.data.dueAt > engine.clock.now()) return lookAt(engine, orgId, first.id, first.data.dueAt);
    if (!(await startWith(engine, orgId, page))) conflicts += 1;
  }
}

/** One execution for these, as far as they fit into one. False when another worker was faster. */
async function startWith(engine: Engine, orgId: string, gathered: readonly Gathered[]): Promise<boolean> {
  const paths = tenantPaths(orgId);
  const found = await engine.store.findAll(gathered.map(({ data }) => paths.event(data.eventId)));
  const taken = fitting(gathered, found);
  const [one] = taken;
  if (one === undefined) return true;
  const { playbookId, triggerId, by } = one.gathered.data;
  const listener = await engine.store.get(paths.listener(playbookId, triggerId));
  const dropped = taken.map((each) => settled(each.gathered, { state: 'dropped' }));
  // Its trigger may be gone by now, or listen for something else.
  const events = taken.flatMap(({ gathered: { data }, event }) =>
    event !== null && event.eventName === listener?.data.eventName ? [{ eventId: data.eventId, event }] : [],
  );
  if (events.length === 0) return commitUnlessChanged(engine, dropped);
  const request = eventStart(orgId, { playbookId, triggerId }, { events, data: gatheredData(by, events) });
  const executionId = executionIdFor(request);
  const told = new Set(events.map(({ eventId }) => eventId));
  const alongside = taken.map(({ gathered }) =>
    settled(gathered, told.has(gathered.data.eventId) ? { state: 'started', executionId } : { state: 'dropped' }),
  );
  try {
    const { isNew } = await startUnattended(engine, { ...request, alongside });
    engine.fault('gathered_started');
    return isNew || (await commitUnlessChanged(engine, alongside));
  } catch (error) {
    if (error instanceof ConflictError) return false;
    if (!(error instanceof StartRefusedError)) throw error;
    engine.log.warn('start_refused', { orgId, playbookId, reason: error.code });
    return commitUnlessChanged(engine, dropped);
  }
}

interface Taken {
  readonly gathered: Gathered;
  /** Null when it is not kept any more. */
  readonly event: DomainEvent | null;
}

/** From the first on, as many as an execution can be told of. */
function fitting(gathered: readonly Gathered[], found: readonly (Found<DomainEvent> | null)[]): Taken[] {
  let bytes = 0;
  const all = gathered.map((one, index): Taken => ({ gathered: one, event: found[index]?.data ?? null }));
  const end = all.findIndex(({ event }, index) => {
    bytes += Buffer.byteLength(event?.dataJson ?? '');
    return index > 0 && bytes > MAX_BYTES;
  });
  return end === -1 ? all : all.slice(0, end);
}

function settled({ ref, version }: Gathered, fields: Partial<GatheredEvent>): Write {
  return { op: 'update', path: ref.path, fields: { ...fields, dueAt: null }, ifVersion: version };
}

async function commitUnlessChanged({ store }: Engine, writes: readonly Write[]): Promise<boolean> {
  try {
    await store.commit(writes);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}

function readable(found: readonly Found<GatheredEvent>[]): Gathered[] {
  return found.filter((one): one is Gathered => one.data !== null);
}
