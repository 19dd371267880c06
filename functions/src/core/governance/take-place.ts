import type { Limit } from '../../model/limit.ts';
import { type Clock, Increment, type Store, type Stored, type Write } from '../ports.ts';
import { raiseAlert, resolveAlert } from './alert.ts';
import { alertCodes, alertsAt, firstInPeriod, type Place } from './limits.ts';

/** The counter of a limit as it was seen; null before anything was counted in its period. */
export interface Counter {
  readonly path: string;
  readonly stored: Stored<Limit> | null;
}

/**
 * Goes with the commit of what the place is for. A version is insisted on, so that nobody else has taken the place that
 * was seen. People are told before that: perhaps once more, but it is never forgotten.
 */
export async function takingWrite(
  ports: { readonly store: Store; readonly clock: Clock },
  orgId: string,
  place: Place,
  { path, stored }: Counter,
): Promise<Write> {
  if (stored === null) {
    for (const code of alertCodes(place)) await resolveAlert(ports, orgId, { code, subject: place.name });
  }
  const { used = 0, told: toldBefore = 0 } = stored?.data ?? {};
  const { problems, told } = alertsAt(place, { used, told: toldBefore });
  for (const problem of problems) await raiseAlert(ports, orgId, problem);
  if (stored === null) return { op: 'create', path, data: firstInPeriod(place, told, ports.clock.now()) };
  return { op: 'update', path, fields: { used: new Increment(place.amount), told }, ifVersion: stored.version };
}
