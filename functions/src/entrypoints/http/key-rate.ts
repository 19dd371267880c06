import type { App } from '../../app.ts';
import type { ApiKey } from '../../model/api-key.ts';
import { HttpProblem } from './problem.ts';

const MINUTE_MS = 60_000;

interface Window {
  readonly minute: number;
  /** Requests of this minute, by whose they are. */
  readonly counts: Map<string, number>;
}
const windows = new WeakMap<App, Window>();

/** Counts a request of a key, on this instance; throws an `HttpProblem` (429) beyond its `perMinute`. */
export function admitKey(app: App, { keyId, perMinute }: Pick<ApiKey, 'keyId' | 'perMinute'>): void {
  admit(app, keyId, perMinute, `The API key may be used ${perMinute} times a minute`);
}

/** The same for whatever may be asked only so often, by a name of its own. */
export function admit(app: App, what: string, perMinute: number, message: string): void {
  const now = app.engine.clock.now().getTime();
  const minute = Math.floor(now / MINUTE_MS);
  const known = windows.get(app);
  const window = known?.minute === minute ? known : { minute, counts: new Map<string, number>() };
  windows.set(app, window);
  const count = (window.counts.get(what) ?? 0) + 1;
  window.counts.set(what, count);
  if (count <= perMinute) return;
  const seconds = Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000);
  throw new HttpProblem(429, 'too_many_requests', message, {
    headers: { 'Retry-After': String(seconds) },
  });
}
