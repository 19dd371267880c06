import type { ExecutionStatus } from '@model/execution.ts';
import { executionStatus } from '../../lib/status.ts';
import classes from './sparkline.module.css';
import tones from './tone.module.css';

interface SparklineProps {
  /** The newest first; up to `slots` of them are shown, the newest at the right. */
  readonly statuses: readonly ExecutionStatus[];
  readonly slots?: number;
}

/** How the last executions went, a bar each: tall where one failed, low where nothing was done. */
export function Sparkline({ statuses, slots = 12 }: SparklineProps) {
  const shown = statuses.slice(0, slots);
  const words = resultWords(shown);
  return (
    <span className={classes.line} role="img" aria-label={words} title={words}>
      {Array.from({ length: slots }, (_, index) => {
        const status = shown[slots - 1 - index];
        const key = slots - 1 - index;
        if (status === undefined) return <i key={key} className={classes.none} />;
        const { tone, busy } = executionStatus[status];
        const height = status === 'failed' ? classes.tall : status === 'completed' ? classes.full : classes.low;
        return <i key={key} className={`${tones[tone]} ${height} ${busy ? classes.busy : ''}`} />;
      })}
    </span>
  );
}

/** `Last 12: 10 completed, 2 failed. The latest: completed.` */
export function resultWords(statuses: readonly ExecutionStatus[]): string {
  const [latest] = statuses;
  if (latest === undefined) return 'Has not run yet';
  const counts = new Map<ExecutionStatus, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  const word = (status: ExecutionStatus) => executionStatus[status].word.toLowerCase();
  if (statuses.length === 1) return `The only one so far: ${word(latest)}.`;
  const told = [...counts].toSorted(([, a], [, b]) => b - a).map(([status, count]) => `${count} ${word(status)}`);
  return `Last ${statuses.length}: ${told.join(', ')}. The latest: ${word(latest)}.`;
}
