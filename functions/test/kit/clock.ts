import type { Clock } from '../../src/core/ports.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it; sleepers wake in order. */
export interface HandClock extends Clock {
  /** Moves the time and lets everything that was waiting for it run. */
  advance(ms: number): Promise<void>;
  /** From now on a sleep moves the clock by itself, for tests that do not care about waiting. */
  flow(): void;
}

export function createHandClock(start: string): HandClock {
  let now = Date.parse(start);
  let flowing = false;
  let sleepers: Sleeper[] = [];
  return {
    now: () => new Date(now),
    sleep: (ms, signal) => {
      if (ms <= 0 || signal?.aborted) return Promise.resolve();
      if (flowing && signal === undefined) {
        now += ms;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener(
          'abort',
          () => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            resolve();
          },
          { once: true },
        );
      });
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        const next = sleepers.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
        if (!next) break;
        now = Math.max(now, next.until);
        sleepers = sleepers.filter((other) => other !== next);
        next.wake();
        await settle();
      }
      now = end;
      await settle();
    },
    flow: () => {
      flowing = true;
    },
  };
}

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
