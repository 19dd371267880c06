import type { Heartbeat } from '../../model/heartbeat.ts';
import { top } from '../../model/paths.ts';
import { deriveId } from '../derive-id.ts';
import type { AlertMail, Clock, Log, Store } from '../ports.ts';

const MINUTE_MS = 60_000;
const MAIL_EVERY_MS = 60 * MINUTE_MS;

/** The two that run by themselves, who watches each and how often, how long it may be silent, and what that means. */
const WATCHED = {
  tick: { by: 'watch', everyMs: 5 * MINUTE_MS, silentMs: 5 * MINUTE_MS, meaning: 'Late starts and lost tasks stay so' },
  watch: {
    by: 'tick',
    everyMs: MINUTE_MS,
    silentMs: 15 * MINUTE_MS,
    meaning: 'Nobody would notice if the tick stopped',
  },
} as const;
type Watched = keyof typeof WATCHED;

export interface WatchPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Null when nobody wants mail; what is wrong is in the log all the same. */
  readonly alertMail: AlertMail | null;
}

const unborn: Omit<Heartbeat, 'at'> = {
  alarmedAt: null,
  jobsComparedAt: null,
  jobsCursor: null,
  notedCursor: null,
  isPastNoted: false,
  isCut: false,
};

export async function readHeartbeat(store: Store, name: Watched): Promise<Heartbeat | null> {
  return (await store.find(top.heartbeat(name)))?.data ?? null;
}

/** Writes what changed, or that a minute has gone by; two of the same minute write once. */
export async function beat(
  { store, clock }: Pick<WatchPorts, 'store' | 'clock'>,
  name: Watched,
  before: Heartbeat | null,
  change: Partial<Heartbeat>,
): Promise<void> {
  const now = clock.now();
  const isNews = Object.entries(change).some(([field, value]) => before?.[field as keyof Heartbeat] !== value);
  const minute = (at: Date) => Math.floor(at.getTime() / MINUTE_MS);
  if (before !== null && !isNews && minute(before.at) === minute(now)) return;
  await store.commit([
    { op: 'set', path: top.heartbeat(name).path, data: { ...unborn, ...before, ...change, at: now } },
  ]);
}

/**
 * Whether `name` is silent, as the other one sees it that last ran as `own` says; then it is logged, and mailed once
 * an hour. Returns `alarmedAt` for the heartbeat of the one who looks. One who was away himself waits for the next
 * time: both were, and both come back in the same minute.
 */
export async function checkOther(ports: WatchPorts, name: Watched, own: Heartbeat | null): Promise<Date | null> {
  const { store, clock, log } = ports;
  const now = clock.now();
  const other = await readHeartbeat(store, name);
  if (other === null) {
    // From now on it is missed.
    await store.commit([{ op: 'set', path: top.heartbeat(name).path, data: { ...unborn, at: now } }]);
    return null;
  }
  const { by, everyMs, silentMs, meaning } = WATCHED[name];
  const silentForMs = now.getTime() - other.at.getTime();
  if (silentForMs <= silentMs) return null;
  if (own === null || now.getTime() - own.at.getTime() > 2 * everyMs) return own?.alarmedAt ?? null;
  const minutes = Math.floor(silentForMs / MINUTE_MS);
  const message = `The function '${name}' has not run for ${minutes} minutes. ${meaning}; look at its log and its Cloud Scheduler job.`;
  log.error(`${name}_silent`, new Error(message), { by, minutes });
  if (own.alarmedAt !== null && now.getTime() - own.alarmedAt.getTime() < MAIL_EVERY_MS) return own.alarmedAt;
  return (await mailed(ports, name, message)) ? now : own.alarmedAt;
}

async function mailed({ alertMail, clock, log }: WatchPorts, name: Watched, text: string): Promise<boolean> {
  if (alertMail === null) return false;
  try {
    const key = deriveId('platform', name, clock.now().toISOString());
    await alertMail.send({ subject: `Playbooks: '${name}' is silent`, text, key });
    return true;
  } catch (error) {
    log.error('alert_not_mailed', error);
    return false;
  }
}
