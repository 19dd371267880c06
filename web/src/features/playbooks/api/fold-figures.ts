import type { ExecutionStatus } from '@model/execution.ts';

/** How a playbook did lately. */
export interface Figures {
  readonly playbookId: string;
  /** The newest first. */
  readonly recent: readonly Recent[];
  /** Of the last 30 days. */
  readonly completed: number;
  readonly failed: number;
  /** What one has cost on average, in millionths of a US dollar. */
  readonly costMicros: number | null;
}
interface Recent {
  readonly executionId: string;
  readonly status: ExecutionStatus;
  readonly createdAt: Date;
}
export interface Newest extends Recent {
  readonly playbookId: string;
}

const KEPT = 12;
type ById = ReadonlyMap<string, Figures | null>;

/** The figures with what has happened since. Folding in the same again changes nothing, and gives the very same map. */
export function foldIn(known: ById, newest: readonly Newest[]): ById {
  let folded = known;
  for (const execution of newest.toReversed()) {
    const before = folded.get(execution.playbookId);
    const after = before ? withOne(before, execution) : null;
    if (after !== null && after !== before) folded = new Map([...folded, [execution.playbookId, after]]);
  }
  return folded;
}

function withOne(figures: Figures, { executionId, status, createdAt }: Newest): Figures {
  const { recent, completed, failed } = figures;
  const known = recent.find((one) => one.executionId === executionId);
  if (known?.status === status) return figures;
  const oldest = recent.at(-1);
  // Older than all that are shown: it was counted when they were asked for.
  if (known === undefined && recent.length >= KEPT && oldest && createdAt < oldest.createdAt) return figures;
  const changed = [{ executionId, status, createdAt }, ...recent.filter((one) => one !== known)];
  const counts = (wanted: ExecutionStatus) => Number(status === wanted) - Number(known?.status === wanted);
  return {
    ...figures,
    recent: changed.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).slice(0, KEPT),
    completed: completed + counts('completed'),
    failed: failed + counts('failed'),
  };
}

/** Of those that came to an end either way, how many succeeded, in whole percent; null where none did. */
export function successRate({ completed, failed }: Pick<Figures, 'completed' | 'failed'>): number | null {
  const all = completed + failed;
  if (all === 0) return null;
  const rate = Math.round((completed / all) * 100);
  // A failure is not rounded away.
  return failed > 0 ? Math.min(rate, 99) : rate;
}
