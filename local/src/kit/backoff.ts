/** The retry intervals of Cloud Scheduler and Cloud Tasks. */
export interface Backoff {
  minMs: number;
  maxMs: number;
  maxDoublings: number;
}

/**
 * Milliseconds before retry number `retry` (0 is the first one): doubles `maxDoublings` times, then grows linearly by the
 * last doubled interval, and stays at the maximum. 10 s, 300 s, 3 gives 10, 20, 40, 80, 160, 240, 300, 300 s.
 */
export function backoffMs({ minMs, maxMs, maxDoublings }: Backoff, retry: number): number {
  const doublings = Math.min(retry, maxDoublings);
  const linearSteps = Math.max(1, retry - maxDoublings + 1);
  return Math.min(maxMs, minMs * 2 ** doublings * linearSteps);
}
