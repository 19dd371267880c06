import type { EventListener } from '../../model/event.ts';
import type { Execution } from '../../model/execution.ts';
import type { Heartbeat } from '../../model/heartbeat.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Tier } from '../../model/tier.ts';
import type { Trigger } from '../../model/trigger.ts';
import type { Found } from '../ports.ts';
import { contentIn, type HoldingPause, type KnownVersion, nameOf, pauseOf } from './execution-facts.ts';
import { type Records, type TimeWords, timesIn } from './statement.ts';

const VERSIONS = 50;

/** What is stored about a playbook and its triggers. */
export interface PlaybookFacts {
  readonly orgId: string;
  readonly playbookId: string;
  readonly zone: string;
  readonly tier: Tier;
  /** The pause that holds it now. */
  readonly pause: HoldingPause | null;
  readonly time: TimeWords;
  readonly now: Date;
  /** Null when its shape cannot be read. */
  readonly playbook: Playbook | null;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  readonly schedules: readonly Schedule[];
  readonly listeners: readonly EventListener[];
  /** Newest first. */
  readonly versions: readonly LivedVersion[];
  readonly tick: Heartbeat | null;
}

/** Reads what every answer about a playbook needs; null when there is no such playbook. */
export async function loadPlaybookFacts(
  { store, clock }: Records,
  orgId: string,
  playbookId: string,
): Promise<PlaybookFacts | null> {
  const stored = await store.find(tenantPaths(orgId).playbook(playbookId));
  if (stored === null) return null;
  const [tenant, schedules, listeners, versions, tick] = await Promise.all([
    store.get(top.tenant(orgId)),
    store.query(queries.schedulesOf(orgId, playbookId)),
    store.query(queries.listenersOf(orgId, playbookId)),
    store.query(queries.versions(orgId, playbookId, { limit: VERSIONS })),
    store.find(top.heartbeat('tick')),
  ]);
  const zone = tenant?.data.timezone ?? 'UTC';
  const pause = pauseOf(tenant?.data ?? null, stored.data);
  return {
    pause: pause && { ...pause, who: await nameOf({ store }, orgId, pause.by) },
    orgId,
    playbookId,
    zone,
    tier: tenant?.data.tier ?? 'free',
    time: timesIn(zone),
    now: clock.now(),
    playbook: stored.data,
    problems: stored.data === null ? stored.problems : [],
    schedules: readable(schedules),
    listeners: readable(listeners),
    versions: versions.flatMap(({ id, data }) =>
      data === null ? [] : [{ ...data, versionId: id, content: contentIn(data.contentJson) }],
    ),
    tick: tick?.data ?? null,
  };
}

function readable<T>(found: readonly Found<T>[]): T[] {
  return found.flatMap(({ data }) => (data === null ? [] : [data]));
}

/** A version with the times at which it was made live again. */
type LivedVersion = KnownVersion & { readonly liveAgainAt: readonly Date[] };

/** The version that was made live last by `at`; null when none was. */
export function versionAt({ versions }: PlaybookFacts, at: Date): KnownVersion | null {
  const begun = versions.flatMap((version) =>
    [version.createdAt, ...version.liveAgainAt].map((since) => ({ version, since })),
  );
  const last = begun
    .filter(({ since }) => since <= at)
    .reduce<(typeof begun)[number] | null>((best, one) => (best === null || one.since > best.since ? one : best), null);
  return last?.version ?? null;
}

/** The triggers of one type that are known of: as they were by `at`, or else as they are now. */
export function triggersAt<T extends Trigger['type']>(
  facts: PlaybookFacts,
  type: T,
  at: Date,
): Extract<Trigger, { type: T }>[] {
  const triggers = [at, facts.now].flatMap((then) => versionAt(facts, then)?.content?.triggers ?? []);
  const byId = new Map<string, Extract<Trigger, { type: T }>>();
  for (const trigger of triggers) {
    if (isOf(trigger, type) && !byId.has(trigger.id)) byId.set(trigger.id, trigger);
  }
  return [...byId.values()];
}

function isOf<T extends Trigger['type']>(trigger: Trigger, type: T): trigger is Extract<Trigger, { type: T }> {
  return trigger.type === type;
}

/** The id of an execution with what it is. */
export interface KnownExecution {
  readonly executionId: string;
  readonly execution: Execution;
}
