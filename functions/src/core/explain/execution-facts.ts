import type { DomainEvent } from '../../model/event.ts';
import type { Execution } from '../../model/execution.ts';
import { type DocRef, tenantPaths, top } from '../../model/paths.ts';
import type { Pause } from '../../model/pause.ts';
import { type Playbook, type PlaybookContent, playbookContentSchema } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import type { Records } from './statement.ts';

/** A version with its content; `content` is null when it can no longer be read. */
export interface KnownVersion {
  readonly versionId: string;
  readonly createdAt: Date;
  readonly content: PlaybookContent | null;
}

interface KnownExecution {
  readonly executionId: string;
  readonly execution: Execution;
}

/** A pause, of the whole tenant or of one playbook, and who began it. */
export interface HoldingPause extends Pause {
  readonly of: 'tenant' | 'playbook';
  /** The name of whoever paused it, or the id where that is nobody in the team. */
  readonly who: string;
}

/** What is stored about an execution and around it. What is null is not there, or not there any more. */
export interface ExecutionFacts extends KnownExecution {
  readonly zone: string;
  readonly playbook: Playbook | null;
  /** The pause that holds it now, and what is paused. */
  readonly pause: HoldingPause | null;
  readonly version: KnownVersion | null;
  readonly event: DomainEvent | null;
  /** Whoever in person started or canceled it, by uid. */
  readonly members: ReadonlyMap<string, TeamMember>;
  /** The last execution before a failed one that completed in the same mode, with its version. */
  readonly lastWorked: (KnownExecution & { readonly version: KnownVersion | null }) | null;
  /** How many completed before a failed one, in either mode, as far as it was looked. */
  readonly completedBefore: number;
  /** How many failed since then, this one included. */
  readonly failuresSince: number;
}

/** How far back is looked for the last execution that worked, and for those that failed since. */
export const LOOK_BACK = 20;

/** Reads everything that an explanation of one execution may need; null when there is no such execution. */
export async function loadExecutionFacts(
  { store }: Records,
  orgId: string,
  executionId: string,
): Promise<ExecutionFacts | null> {
  const paths = tenantPaths(orgId);
  const stored = await store.get(paths.execution(executionId));
  if (stored === null) return null;
  const execution = stored.data;
  const { playbookId, versionId, eventId } = execution;
  const read = async <T>(ref: DocRef<T> | null) => (ref === null ? null : ((await store.find(ref))?.data ?? null));
  const uids = peopleOf(execution);
  const [tenant, playbook, version, event, members, worked] = await Promise.all([
    store.get(top.tenant(orgId)),
    read(paths.playbook(playbookId)),
    readVersion({ store }, orgId, playbookId, versionId),
    read(eventId === null ? null : paths.event(eventId)),
    Promise.all(uids.map((uid) => read(paths.member(uid)))),
    loadLastWorked({ store }, orgId, execution),
  ]);
  const pause = execution.wait?.kind === 'pause' ? pauseOf(tenant?.data ?? null, playbook) : null;
  return {
    executionId,
    execution,
    pause: pause && { ...pause, who: await nameOf({ store }, orgId, pause.by) },
    zone: tenant?.data.timezone ?? 'UTC',
    playbook,
    version,
    event,
    members: byId(uids, members),
    ...worked,
  };
}

/** What is paused now: the tenant, or else the playbook. */
export function pauseOf(tenant: Tenant | null, playbook: Playbook | null): Omit<HoldingPause, 'who'> | null {
  if (tenant?.pause) return { of: 'tenant', ...tenant.pause };
  return playbook?.status === 'paused' && playbook.pause ? { of: 'playbook', ...playbook.pause } : null;
}

/** A person by name; `system` stands for a change by hand, of which nobody knows whose hand it was. */
export async function nameOf({ store }: Pick<Records, 'store'>, orgId: string, id: string): Promise<string> {
  if (id === 'system') return 'somebody by hand';
  if (id.includes('/')) return id;
  const member = await store.find(tenantPaths(orgId).member(id));
  return member?.data?.name ?? id;
}

function byId<T>(ids: readonly string[], found: readonly (T | null)[]): Map<string, T> {
  return new Map(
    ids.flatMap((id, index): [string, T][] => {
      const one = found[index];
      return one === null || one === undefined ? [] : [[id, one]];
    }),
  );
}

/** The ids of those who may be people; a key's id or `system` is simply found in no team. */
function peopleOf({ startedBy, signals }: Execution): string[] {
  const canceling = Object.values(signals).flatMap((signal) =>
    signal.kind === 'cancel' && signal.by !== null ? [signal.by] : [],
  );
  return [...new Set([startedBy, ...canceling])].filter((id) => id !== 'system' && !id.includes('/'));
}

async function readVersion(
  { store }: Pick<Records, 'store'>,
  orgId: string,
  playbookId: string,
  versionId: string,
): Promise<KnownVersion | null> {
  // A skipped execution of a playbook that was never valid has none.
  if (versionId === '') return null;
  const stored = await store.get(tenantPaths(orgId).version(playbookId, versionId));
  return stored && { versionId, createdAt: stored.data.createdAt, content: contentIn(stored.data.contentJson) };
}

/** The content of a version; null when it has a shape of long ago. */
export function contentIn(contentJson: string): PlaybookContent | null {
  const parsed = playbookContentSchema.safeParse(JSON.parse(contentJson));
  return parsed.success ? parsed.data : null;
}

async function loadLastWorked(
  records: Pick<Records, 'store'>,
  orgId: string,
  { status, playbookId, createdAt, mode }: Execution,
): Promise<Pick<ExecutionFacts, 'lastWorked' | 'completedBefore' | 'failuresSince'>> {
  if (status !== 'failed') return { lastWorked: null, completedBefore: 0, failuresSince: 0 };
  const before = { limit: LOOK_BACK, after: [createdAt] };
  const [completed, failed] = await Promise.all([
    records.store.query(queries.executionsOfByStatus(orgId, playbookId, 'completed', before)),
    records.store.query(queries.executionsOfByStatus(orgId, playbookId, 'failed', before)),
  ]);
  const last = completed.find(({ data }) => data?.mode === mode);
  const since = failed.filter(
    ({ data }) => data?.mode === mode && (!last?.data || data.createdAt > last.data.createdAt),
  );
  const counts = { completedBefore: completed.length, failuresSince: since.length + 1 };
  if (!last?.data) return { lastWorked: null, ...counts };
  const version = await readVersion(records, orgId, playbookId, last.data.versionId);
  return { lastWorked: { executionId: last.id, execution: last.data, version }, ...counts };
}
