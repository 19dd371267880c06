import type { App } from '../../app.ts';
import { HttpProblem } from './problem.ts';

const MINUTE_MS = 60_000;
/** By one sender, whichever addresses he tries. */
const REFUSED_A_MINUTE = 30;
/** At one address. */
const TAKEN_A_MINUTE = 600;

interface Window {
  readonly minute: number;
  readonly counts: Map<string, number>;
}
const windows = new WeakMap<App, Window>();

function windowOf(app: App): Window {
  const minute = Math.floor(app.engine.clock.now().getTime() / MINUTE_MS);
  const known = windows.get(app);
  const window = known?.minute === minute ? known : { minute, counts: new Map<string, number>() };
  windows.set(app, window);
  return window;
}

/** What is counted of one delivery, on this instance. */
interface Counting {
  taken(): void;
  /** Throws an `HttpProblem` (429) beyond what a sender may try in vain. */
  refused(): void;
}

/**
 * Throws an `HttpProblem` (429) when an address has taken as many in this minute as it takes. Only what is genuine counts
 * for that, and nothing genuine is turned away for what else came from its sender: GitHub sends for many from one place.
 */
export function admitDelivery(app: App, hookId: string, ip: string): Counting {
  const { counts } = windowOf(app);
  const count = (what: string): number => {
    const sum = (counts.get(what) ?? 0) + 1;
    counts.set(what, sum);
    return sum;
  };
  if ((counts.get(hookId) ?? 0) >= TAKEN_A_MINUTE) throw tooMany();
  return {
    taken: () => void count(hookId),
    refused: () => {
      if (count(`refused ${ip}`) > REFUSED_A_MINUTE) throw tooMany();
    },
  };
}

function tooMany(): HttpProblem {
  return new HttpProblem(429, 'too_many_requests', 'Wait a minute and try again', { headers: { 'Retry-After': '60' } });
}
