import type { Execution } from '../../model/execution.ts';
import type { Heartbeat } from '../../model/heartbeat.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { ownPlaces, type Place } from '../own-places.ts';
import type { Found } from '../ports.ts';
import { endNoteOf, endWrites } from './end-note.ts';

const PAGE = 200;
/** In one tick; the next one goes on. */
const PAGES = 10;
const AT_A_TIME = 10;

/** How far it has come, as the heartbeat of the tick remembers it. */
type Progress = Pick<Heartbeat, 'notedCursor' | 'isPastNoted'>;

/**
 * Has executions that ended before their ends were noted leave a note after all, page by page over all tenants, once in
 * the life of a deployment. What is done is marked on the execution in the commit of its note, so a page that comes
 * again adds nothing.
 */
export async function notePast(engine: Engine, before: Heartbeat | null, deadline: Date): Promise<Progress> {
  if (before?.isPastNoted) return { notedCursor: null, isPastNoted: true };
  let cursor = before?.notedCursor ?? null;
  for (let page = 0; page < PAGES && engine.clock.now() < deadline; page++) {
    const query = queries.allExecutions({ limit: PAGE, after: cursor === null ? null : [cursor] });
    const found: Found<Execution>[] = await engine.store.query(query);
    await concurrently(ownPlaces(found, 'playbook_executions'), AT_A_TIME, (place) => note(engine, place));
    if (found.length < PAGE) return { notedCursor: null, isPastNoted: true };
    cursor = found.at(-1)?.ref.path ?? null;
    engine.fault('past_noted');
  }
  return { notedCursor: cursor, isPastNoted: false };
}

/** What somebody else changes at that moment is read again: it may be being resumed, or noted by another tick. */
async function note({ store }: Engine, { orgId, id, data }: Place<Execution>): Promise<void> {
  if (data === null || data.isCounted || endNoteOf(id, data) === null) return;
  await retryConflicts(async () => {
    const stored = await store.find(tenantPaths(orgId).execution(id));
    if (stored?.data == null || stored.data.isCounted) return;
    const { fields, writes } = endWrites(orgId, id, stored.data);
    if (writes.length === 0) return;
    await store.commit([{ op: 'update', path: stored.ref.path, fields, ifVersion: stored.version }, ...writes]);
  });
}
