import type { PastPause } from './governor.ts';
import type { Start } from './load.ts';
import type { Act } from './playbooks.ts';
import type { Receipt } from './receipts.ts';

/** What Firestore says of an execution in the end; children carry the marker of the start they come from. */
export interface Ended {
  readonly executionId: string;
  readonly playbookId: string;
  readonly createdAt: Date;
  readonly marker: string;
  readonly status: string;
  /** The code of its error. */
  readonly errorCode: string | null;
  /** What it waits for, its steps' waits included. */
  readonly waits: readonly string[];
  /** Its step results in words, as evidence. */
  readonly steps: readonly string[];
}

/** `findings` names each lost, doubled and stuck start with its evidence. */
export interface Verdict {
  readonly started: number;
  readonly completed: number;
  readonly asked: number;
  /** Ended openly, with a reason, after its worker died three times in one step. */
  readonly failed: number;
  /** Held by a pause, at whose end somebody chose that it does not start. */
  readonly heldBack: number;
  /** Started, though by such a choice it was not to. */
  readonly defied: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly stuck: number;
  /** From the client's first request to the last act that it owed, at the receiver; of what completed. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly findings: readonly string[];
}

const FINISHED = ['completed', 'failed', 'canceled', 'skipped'];
/** Waits for a person, or for a child that does. */
const PATIENT = ['approval', 'child'];

/** Nothing more happens to a start by itself: its executions are over, or what is left of them waits for a person. */
export function isSettled(executions: readonly Ended[]): boolean {
  const left = executions.filter(({ status }) => !FINISHED.includes(status));
  if (left.length === 0) return true;
  const parked = left.every(
    ({ status, waits }) => status === 'waiting' && waits.every((kind) => PATIENT.includes(kind)),
  );
  return parked && left.some(({ waits }) => waits.includes('approval'));
}

type Fate = 'completed' | 'asked' | 'failed' | 'heldBack' | 'lost' | 'stuck';

/** Counts at the receiver; the executions only say which starts wait for a person, failed openly, or never end. */
export function judge(
  starts: readonly Start[],
  ended: readonly Ended[],
  receipts: readonly Receipt[],
  pauses: readonly PastPause[],
): Verdict {
  const executions = Map.groupBy(ended, ({ marker }) => marker);
  const arrived = Map.groupBy(receipts, ({ marker }) => marker);
  const counts = { completed: 0, asked: 0, failed: 0, heldBack: 0, lost: 0, stuck: 0 };
  const findings: string[] = [];
  const latencies: number[] = [];
  const wishes = wishesOf(ended, pauses);
  let [started, duplicated, defied] = [0, 0, 0];
  for (const start of starts) {
    const [theirs, acts] = [executions.get(start.marker) ?? [], arrived.get(start.marker) ?? []];
    const evidence = `${start.playbook.name} ${JSON.stringify({ theirs, told: [...start.executionIds], acts })}`;
    const doubled = wrongActs(start.playbook.owes, acts);
    if (doubled.length > 0 || start.executionIds.size > 1) {
      duplicated += 1;
      findings.push(`duplicated (${doubled.join(', ') || 'two executions'}): ${evidence}`);
    }
    const [first] = theirs;
    const wish = start.playbook.isByEvent && first ? wishes(first) : 'may start';
    if (wish === 'must not start' && (first?.status !== 'skipped' || acts.length > 0)) {
      defied += 1;
      findings.push(`defied: ${evidence}`);
    }
    const isAccepted = start.executionIds.size > 0;
    // Nobody was promised anything, and nothing was begun.
    if (!isAccepted && theirs.length === 0) continue;
    const fate = wish !== 'must start' && isHeldBack(theirs, acts) ? 'heldBack' : fateOf(start, theirs, acts);
    if (fate === 'stuck' || (fate === 'lost' && isAccepted)) findings.push(`${fate}: ${evidence}`);
    if (fate === 'stuck' && !isAccepted) counts.stuck += 1;
    if (!isAccepted) continue;
    started += 1;
    counts[fate] += 1;
    if (fate === 'completed') latencies.push(lastArrival(start.playbook.owes, acts) - start.askedAt);
  }
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { started, duplicated, defied, ...counts, p50Ms: at(0.5), p95Ms: at(0.95), findings };
}

type Wish = 'must start' | 'may start' | 'must not start';

/** It may have begun in the moment in which it was paused. */
const MOMENT_MS = 2_000;

/**
 * Of an execution that was started by an event: what the choice at the end of the pause wants that had held it; of two,
 * of the one that ended last.
 */
function wishesOf(ended: readonly Ended[], pauses: readonly PastPause[]): (execution: Ended) => Wish {
  return ({ createdAt, playbookId }) => {
    const covers = ({ since, until }: PastPause, at: Date) => since <= at && at <= until;
    const [pause] = pauses
      .filter((one) => (one.playbookId ?? playbookId) === playbookId && covers(one, createdAt))
      .sort((a, b) => b.until.getTime() - a.until.getTime());
    if (pause === undefined || pause.choice === 'all') return 'must start';
    const isMoment = createdAt.getTime() - pause.since.getTime() < MOMENT_MS;
    const isLater = (one: Ended) =>
      one.playbookId === playbookId && one.createdAt > createdAt && covers(pause, one.createdAt);
    const later = pause.choice === 'none' ? [] : ended.filter(isLater);
    if (pause.choice === 'latest' && later.length === 0) return 'must start';
    // The later one may itself be held back by another pause that had held it, too.
    const isCertain = pause.choice === 'none' || later.some(({ status }) => status !== 'skipped');
    return isCertain && !isMoment ? 'must not start' : 'may start';
  };
}

function isHeldBack(executions: readonly Ended[], acts: readonly Receipt[]): boolean {
  return (
    acts.length === 0 && executions.every(({ status, errorCode }) => status === 'skipped' && errorCode === 'paused')
  );
}

function fateOf(start: Start, executions: readonly Ended[], acts: readonly Receipt[]): Fate {
  if (!isSettled(executions)) return 'stuck';
  if (executions.some(({ waits, errorCode }) => waits.includes('approval') || errorCode === 'unknown_outcome'))
    return 'asked';
  if (executions.some(({ errorCode }) => errorCode === 'worker_died')) return 'failed';
  const isDone = executions.length > 0 && executions.every(({ status }) => status === 'completed');
  return isDone && Number.isFinite(lastArrival(start.playbook.owes, acts)) ? 'completed' : 'lost';
}

/** The acts that the receiver did more than once, or that nobody owed. */
function wrongActs(owes: readonly Act[], acts: readonly Receipt[]): string[] {
  const done = acts.filter(({ outcome }) => outcome === 'applied');
  const byStep = Map.groupBy(done, ({ kind, step }) => `${kind} ${step}`);
  const owed = new Set(owes.map(({ kind, step }) => `${kind} ${step}`));
  return [...byStep].filter(([step, same]) => same.length > 1 || !owed.has(step)).map(([step]) => step);
}

/** When the last act that was owed was done; infinite if one never was. */
function lastArrival(owes: readonly Act[], acts: readonly Receipt[]): number {
  const times = owes.map(
    ({ kind, step }) =>
      acts.find((act) => act.kind === kind && act.step === step && act.outcome === 'applied')?.at ??
      Number.POSITIVE_INFINITY,
  );
  return Math.max(...times);
}
