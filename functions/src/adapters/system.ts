import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock, FaultPoint, Random } from '../core/ports.ts';

/** The time of this machine, moved by `offsetMs()`; sleeping is real in any case. */
export function createClock(offsetMs: () => number): Clock {
  return { now: () => new Date(Date.now() + offsetMs()), sleep };
}

export const systemClock: Clock = createClock(() => 0);

/**
 * The clock of the local stack: its Cloud Scheduler's clock can be moved by hand, and everything moves with it. The
 * file holds `{"offsetMs": number}`; without it the time is the machine's.
 */
export function createSharedClock(file: string): Clock {
  return createClock(() => {
    try {
      return offsetSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).offsetMs;
    } catch {
      return 0;
    }
  });
}

const offsetSchema = z.object({ offsetMs: z.number() });

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted || ms <= 0) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

export const systemRandom: Random = {
  next: () => Math.random(),
  token: () => randomBytes(16).toString('base64url'),
};

export const noFaults: FaultPoint = () => undefined;
