import { randomBytes } from 'node:crypto';
import type { Clock, FaultPoint, Random } from '../core/ports.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
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
    }),
};

export const systemRandom: Random = {
  next: () => Math.random(),
  token: () => randomBytes(16).toString('base64url'),
};

export const noFaults: FaultPoint = () => undefined;
