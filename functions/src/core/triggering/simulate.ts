import type { Execution } from '../../model/execution.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Overlap, Playbook } from '../../model/playbook.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import { enqueueAdvance } from '../engine/enqueue.ts';
import { executionIdFor } from '../engine/occasion.ts';
import {
  newestContent,
  StartRefusedError,
  type StartRequest,
  startExecution,
  unattended,
} from '../engine/start-execution.ts';
import { advanceExecution } from '../engine/wake-execution.ts';
import { type Act, actsOf, summaryOf, wouldHave } from './simulation-words.ts';
import { type WouldBeStart, wouldBeStarts } from './would-be-starts.ts';
import { DAY_MS } from './zoned-time.ts';

const MAX_REHEARSALS = 25;
const AT_ONCE = 5;
/** After this no further step is begun; a worker does the rest. */
const TIME_MS = 20_000;
/** A step that may last longer than this is left to a worker. */
const LONGEST_MS = 270_000;

/** Who simulates what. `key`: the same one twice is one simulation. */
export interface SimulateHow {
  readonly orgId: string;
  readonly playbookId: string;
  readonly startedBy: string;
  readonly member: TeamMember | null;
  readonly triggeredBy: 'manual' | 'api';
  readonly key: string;
}

export interface SimulatedStart {
  readonly occasion: {
    readonly type: 'schedule' | 'event' | 'manual';
    readonly triggerId: string | null;
    readonly eventId: string | null;
    readonly scheduledFor: Date | null;
  };
  readonly at: Date;
  /** The id that the execution has, or would have, in live mode. */
  readonly executionId: string;
  readonly outcome: Execution['status'] | 'not rehearsed';
  readonly wouldHave: readonly string[];
  readonly dryRunId: string | null;
}

export interface Simulation {
  readonly from: Date;
  readonly to: Date;
  readonly starts: readonly SimulatedStart[];
  readonly counted: number;
  readonly rehearsed: number;
  readonly summary: string;
  readonly acts: readonly Act[];
  readonly notes: readonly string[];
}

/**
 * What the playbook, as it is now, would have done of the occurrences and stored events of the last days, had it been
 * active: every start that live mode makes of them, the first of them rehearsed as dry runs. Writes nothing but those.
 * Null when there is no such playbook; throws `StartRefusedError` when it cannot start.
 */
export async function simulateDays(engine: Engine, how: SimulateHow, days: number): Promise<Simulation | null> {
  const playbook = await engine.store.get(tenantPaths(how.orgId).playbook(how.playbookId));
  return playbook && overDays(engine, how, playbook.data, days);
}

/** The same of a playbook that is not stored; `playbookId` is that of no document. Throws `StartRefusedError`. */
export function simulateInline(engine: Engine, how: SimulateHow, inline: Playbook, days: number): Promise<Simulation> {
  return overDays(engine, { ...how, inline }, inline, days);
}

interface How extends SimulateHow {
  readonly inline?: Playbook;
}

async function overDays(engine: Engine, how: How, playbook: Playbook, days: number): Promise<Simulation> {
  const { content } = newestContent(engine, playbook);
  const to = engine.clock.now();
  const from = new Date(to.getTime() - days * DAY_MS);
  const { starts, notes } = await wouldBeStarts(engine, how, content.triggers, { from, to });
  const isHeld = await isPaused(engine, how.orgId);
  const deadline = new Date(to.getTime() + TIME_MS);
  const first = isHeld ? [] : starts.slice(0, MAX_REHEARSALS);
  const rehearsals = await concurrently(first, AT_ONCE, async (start) =>
    engine.clock.now() < deadline ? rehearseOrRefuse(engine, requestFor(how, start), deadline) : null,
  );
  const all = starts.map((start, index) => simulated(start, rehearsals[index] ?? null));
  const said = [...notes, ...(isHeld ? [PAUSED] : []), ...notesOf(all, content.overlap)];
  return { ...reportOf(engine, all, rehearsals), from, to, notes: said };
}

const PAUSED = 'Everything is paused, and so are dry runs: nothing was rehearsed';

async function isPaused({ store }: Engine, orgId: string): Promise<boolean> {
  return ((await store.get(top.tenant(orgId)))?.data.pause ?? null) !== null;
}

/** One dry run of the playbook with the given inputs and event. Throws `StartRefusedError`. */
export async function simulateOnce(
  engine: Engine,
  { key, ...who }: SimulateHow,
  given: { readonly inputs: JsonObject; readonly event: JsonValue },
): Promise<Simulation> {
  const now = engine.clock.now();
  const request: StartRequest = { ...unattended, ...who, ...given, occasion: { kind: 'request', key }, ...rehearsed };
  const isHeld = await isPaused(engine, who.orgId);
  const rehearsal = isHeld ? null : await rehearse(engine, request, new Date(now.getTime() + TIME_MS));
  const occasion = { type: 'manual', triggerId: null, eventId: null, scheduledFor: null } as const;
  const start = { occasion, at: now, executionId: executionIdFor(request), ...outcomeOf(rehearsal) };
  return { ...reportOf(engine, [start], [rehearsal]), from: now, to: now, notes: isHeld ? [PAUSED] : [] };
}

/** `left` is null where the start was refused. */
type Rehearsal =
  | { readonly executionId: string; readonly left: Execution }
  | { readonly executionId: string; readonly left: null; readonly refusal: string };

const rehearsed = { dryRun: true, isRehearsed: true } as const;

/** The dry run of a start, which is neither that start nor in its way, but knows all that it would know. */
function requestFor(
  { key, orgId, playbookId, inline, startedBy, triggeredBy }: How,
  start: WouldBeStart,
): StartRequest {
  const { occasion, executionId: of, depth, isTainted } = start;
  const isScheduled = occasion.kind === 'schedule';
  const scheduledFor = isScheduled ? occasion.scheduledFor.toISOString() : null;
  return {
    ...unattended,
    orgId,
    playbookId,
    ...(inline !== undefined && { inline }),
    startedBy,
    triggeredBy,
    occasion: { kind: 'replay', of, key },
    replayOf: of,
    trigger: { id: occasion.triggerId, type: occasion.kind, scheduledFor },
    event: isScheduled ? null : occasion.event,
    taint: isTainted ? ['event'] : [],
    ...rehearsed,
    depth,
  };
}

/** A start that live mode refuses, too, is no failure of the simulation. */
async function rehearseOrRefuse(engine: Engine, request: StartRequest, deadline: Date): Promise<Rehearsal> {
  try {
    return await rehearse(engine, request, deadline);
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    return { executionId: executionIdFor(request), left: null, refusal: error.message };
  }
}

async function rehearse(engine: Engine, request: StartRequest, deadline: Date) {
  const { orgId } = request;
  const { executionId, held } = await startExecution(engine, request, true);
  if (held !== null) {
    const end = new Date(engine.clock.now().getTime() + LONGEST_MS);
    const left = await advanceExecution(engine, held, { deadline, end, isShort: true });
    return { executionId, left };
  }
  // Simulated before under the same key, and perhaps cut short.
  await enqueueAdvance(engine, orgId, executionId, null);
  const stored = await engine.store.get(tenantPaths(orgId).execution(executionId));
  if (stored === null) throw new Error(`Execution ${executionId} has gone`);
  return { executionId, left: stored.data };
}

type Outcome = Pick<SimulatedStart, 'outcome' | 'wouldHave' | 'dryRunId'>;

function outcomeOf(rehearsal: Rehearsal | null): Outcome {
  if (rehearsal === null) return { outcome: 'not rehearsed', wouldHave: [], dryRunId: null };
  const { left, executionId: dryRunId } = rehearsal;
  if (left === null) return { outcome: 'skipped', wouldHave: [rehearsal.refusal], dryRunId: null };
  return { outcome: left.status, wouldHave: wouldHave(left), dryRunId };
}

function simulated({ occasion, at, executionId }: WouldBeStart, rehearsal: Rehearsal | null): SimulatedStart {
  const { kind: type, triggerId } = occasion;
  const eventId = occasion.kind === 'event' ? occasion.eventId : null;
  const scheduledFor = occasion.kind === 'schedule' ? occasion.scheduledFor : null;
  return { occasion: { type, triggerId, eventId, scheduledFor }, at, executionId, ...outcomeOf(rehearsal) };
}

function reportOf({ catalog }: Engine, starts: readonly SimulatedStart[], rehearsals: readonly (Rehearsal | null)[]) {
  const left = rehearsals.flatMap((one) => one?.left ?? []);
  const acts = actsOf(left, catalog);
  return {
    starts,
    counted: starts.length,
    rehearsed: left.length,
    summary: summaryOf(starts.length, left, acts),
    acts,
  };
}

const OVERLAP_NOTES: Readonly<Record<Overlap, string | null>> = {
  skip: 'A start that comes while the one before it is under way is skipped; that is not simulated',
  queue: 'A start that comes while the one before it is under way waits its turn; that is not simulated',
  cancel_previous: 'A start cancels the one before it if that is still under way; that is not simulated',
  allow: null,
};

function notesOf(starts: readonly SimulatedStart[], policy: Overlap | null): string[] {
  const overlap = policy ?? (starts.some(({ occasion }) => occasion.type === 'schedule') ? 'skip' : 'allow');
  const said = starts.length > 1 ? OVERLAP_NOTES[overlap] : null;
  const isRehearsed = starts.some(({ dryRunId }) => dryRunId !== null);
  return [
    ...(said === null ? [] : [said]),
    ...(isRehearsed ? ['What a rehearsal reads, it reads as it is now, not as it was then'] : []),
  ];
}
