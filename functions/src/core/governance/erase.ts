import type { Actor } from '../../model/audit.ts';
import type { Erasure } from '../../model/erasure.ts';
import type { Heartbeat } from '../../model/heartbeat.ts';
import { idOf, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import { forgetReviews, nextShared } from '../gallery/erase-shared.ts';
import { AlreadyExistsError, Increment, type JobScheduler, type Secrets, type Subtree, type Write } from '../ports.ts';
import { jobNameFor } from '../triggering/plan-triggers.ts';
import { auditWrite } from './audit.ts';
import { secretsOf } from './tenant-secret.ts';

const PAGE = 300;
const CALLS_AT_ONCE = 10;
const HOUR_MS = 3_600_000;
/** No worker lives longer; what one had begun before everything was deleted, it has written by then. */
const LAST_WRITE_MS = 35 * 60_000;

type Queueing = Pick<Engine, 'store' | 'clock' | 'queue'>;
export interface Eraser extends Queueing, Pick<Engine, 'log' | 'fault'> {
  readonly subtree: Subtree;
  readonly scheduler: JobScheduler;
  readonly secrets: Pick<Secrets, 'list' | 'delete'>;
  readonly jobs: { readonly parent: string };
}

/**
 * Takes back everybody's access to a tenant, holds all that is under way, and has everything deleted. In the one commit
 * with the record of it: from then on no person and no key gets in, and nothing starts. Asked for twice it is one.
 */
export async function beginErasure(
  engine: Queueing & Pick<Engine, 'fault' | 'random'>,
  orgId: string,
  actor: Actor,
): Promise<void> {
  const { store, clock } = engine;
  const access = await Promise.all([
    store.query(queries.team(orgId)),
    store.query(queries.apiKeys(orgId)),
    store.query(queries.invitations(orgId)),
  ]);
  const now = clock.now();
  const erasure: Erasure = {
    orgId,
    requestedBy: actor.id,
    requestedAt: now,
    deleted: access.flat().length,
    emptiedAt: null,
    completedAt: null,
    expireAt: expiryOf('erasure', now),
  };
  const pause = { since: now, by: actor.id, reason: 'It is being erased' };
  try {
    await store.commit([
      { op: 'create', path: top.erasure(orgId).path, data: erasure },
      { op: 'update', path: top.tenant(orgId).path, fields: { pause } },
      ...access.flat().map(deletion),
      auditWrite(engine, orgId, actor, { action: 'tenant.erased', target: { kind: 'tenant', id: orgId } }),
    ]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
  engine.fault('erasure_begun');
  await enqueue(engine, orgId, null);
}

/**
 * Goes on with the erasure of a tenant until it is over or `deadline` comes. What is left is looked for anew each time,
 * so that it may die anywhere. A last pass, when no worker of before can be alive, deletes what they were writing.
 */
export async function eraseTenant(eraser: Eraser, orgId: string, deadline: Date): Promise<void> {
  const { store, clock, log } = eraser;
  const erasure = await store.get(top.erasure(orgId));
  if (erasure === null || erasure.data.completedAt !== null) return;
  const sweepAt = erasure.data.emptiedAt && new Date(erasure.data.emptiedAt.getTime() + LAST_WRITE_MS);
  if (sweepAt !== null && clock.now() < sweepAt) {
    await enqueue(eraser, orgId, sweepAt);
    return;
  }
  const deleted = await deleteAll(eraser, orgId, deadline);
  if (deleted === null) {
    await enqueue(eraser, orgId, null);
    return;
  }
  const now = clock.now();
  const isOver = sweepAt !== null && deleted === 0;
  const fields = isOver ? { completedAt: now } : { emptiedAt: now };
  await store.commit([{ op: 'update', path: erasure.ref.path, fields }]);
  eraser.fault('emptied');
  if (isOver) log.info('tenant_erased', { orgId });
  else await enqueue(eraser, orgId, new Date(now.getTime() + LAST_WRITE_MS));
}

/** Once an hour, with the look at the jobs: goes on with erasures whose task was lost. */
export async function continueErasures(
  engine: Queueing,
  before: Pick<Heartbeat, 'jobsComparedAt'> | null,
): Promise<void> {
  const now = engine.clock.now();
  const lookedAt = before?.jobsComparedAt ?? null;
  if (lookedAt !== null && now.getTime() - lookedAt.getTime() < HOUR_MS) return;
  for (const { id } of await engine.store.query(queries.openErasures({ limit: 20 }))) await enqueue(engine, id, null);
}

async function enqueue({ queue, clock }: Queueing, orgId: string, at: Date | null): Promise<void> {
  const name = deriveId(orgId, 'erase', (at ?? clock.now()).toISOString());
  await queue.enqueue({ handler: 'erase', data: { orgId }, name, at });
}

/** How many secrets and documents were there to delete; null when there was no time for all. */
async function deleteAll(eraser: Eraser, orgId: string, deadline: Date): Promise<number | null> {
  let deleted = await deleteSecrets(eraser, orgId);
  // The tenant before its agents' settings: one with a flag of pause that goes away would resume it.
  const isNoFlag = (path: string) => !path.startsWith(`${tenantPaths(orgId).agentConfigs.path}/`);
  deleted += await forgetReviews(eraser, orgId);
  const shared = () => nextShared(eraser, orgId, PAGE);
  const all = [outside(eraser, orgId), shared, inside(eraser, orgId, isNoFlag), tenantItself(eraser, orgId)];
  for (const next of [...all, inside(eraser, orgId)]) {
    for (;;) {
      if (eraser.clock.now() >= deadline) return null;
      const paths = await next();
      if (paths.length === 0) break;
      await deletePage(eraser, orgId, paths);
      deleted += paths.length;
    }
  }
  return deleted;
}

/** By their names, so that one of which no document knows is found, too. */
async function deleteSecrets({ secrets, fault }: Eraser, orgId: string): Promise<number> {
  const names = await secrets.list(secretsOf(orgId));
  await concurrently(names, CALLS_AT_ONCE, (name) => secrets.delete(name));
  fault('secrets_erased');
  return names.length;
}

type NextPage = () => Promise<readonly string[]>;

/** What belongs to a tenant and gives access to it lies at the top. */
function outside({ store }: Eraser, orgId: string): NextPage {
  return async () => {
    const page = { limit: PAGE };
    const found = await Promise.all([
      store.query(queries.hooks(orgId, page)),
      store.query(queries.apiKeys(orgId)),
      store.query(queries.invitations(orgId)),
    ]);
    return found.flat().map(({ ref }) => ref.path);
  };
}

/** On behind the last page, which is quick, and then from the beginning, for what came meanwhile. */
function inside({ subtree }: Eraser, orgId: string, isWanted: (path: string) => boolean = () => true): NextPage {
  const { root } = tenantPaths(orgId);
  let [after, hasFound]: [string | null, boolean] = [null, false];
  return async () => {
    for (;;) {
      const page: readonly string[] = await subtree.paths(root, { limit: PAGE, after });
      const wanted = page.filter(isWanted);
      after = page.at(-1) ?? null;
      if (after === null && !hasFound) return [];
      hasFound = after !== null && (hasFound || wanted.length > 0);
      if (wanted.length > 0) return wanted;
    }
  };
}

function tenantItself({ store }: Eraser, orgId: string): NextPage {
  const ref = top.tenant(orgId);
  return async () => ((await store.find(ref)) === null ? [] : [ref.path]);
}

async function deletePage(eraser: Eraser, orgId: string, paths: readonly string[]): Promise<void> {
  const { store, scheduler, jobs } = eraser;
  const { schedules } = tenantPaths(orgId);
  const armed = paths.filter((path) => path === `${schedules.path}/${idOf(path)}`);
  // Before the document that knows of it. The name is derived, so that one whose schedule is half written is found, too.
  await concurrently(armed, CALLS_AT_ONCE, async (path) => {
    const [playbookId = '', triggerId = ''] = idOf(path).split('.');
    await scheduler.delete(jobNameFor(jobs.parent, orgId, playbookId, triggerId));
  });
  const count = { deleted: new Increment(paths.length) };
  await store.commit([
    ...paths.map((path): Write => ({ op: 'delete', path })),
    { op: 'update', path: top.erasure(orgId).path, fields: count },
  ]);
  eraser.fault('page_erased');
}

function deletion({ ref }: { readonly ref: { readonly path: string } }): Write {
  return { op: 'delete', path: ref.path };
}
