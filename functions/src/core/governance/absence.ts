import { z } from 'zod';
import { memberIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { DAY_MS, startOfDay } from '../triggering/zoned-time.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { type Changing, type TeamDesk, TeamRefusedError } from './team.ts';

/** The last day on which somebody is away, by the clock of the tenant, and who answers in his place. */
export const absenceSchema = z.strictObject({ until: z.iso.date(), delegate: memberIdSchema });

const LONGEST_MS = 366 * DAY_MS;

/** Says that somebody is away, or (null) that he is back. Throws `TeamRefusedError`. */
export function setAbsence(
  desk: TeamDesk,
  { orgId, member: { uid }, actor }: Changing,
  wanted: z.infer<typeof absenceSchema> | null,
  timezone: string,
): Promise<TeamMember> {
  return retryConflicts(async () => {
    const { member } = tenantPaths(orgId);
    const away = wanted && { delegate: wanted.delegate, until: endOf(wanted.until, timezone) };
    if (away !== null) assertSensible(away.until, desk.clock.now());
    if (wanted?.delegate === uid) throw refused('Somebody else has to answer in your place');
    const [stored, other] = await Promise.all([
      desk.store.get(member(uid)),
      wanted && desk.store.get(member(wanted.delegate)),
    ]);
    if (stored === null || (wanted !== null && other === null)) {
      throw new TeamRefusedError('not_found', 'Nobody in the team has this uid');
    }
    const { data: before, ref, version } = stored;
    if (JSON.stringify(toldOf(before.away)) === JSON.stringify(toldOf(away))) return before;
    await desk.store.commit([
      { op: 'update', path: ref.path, fields: { away }, ifVersion: version },
      auditWrite(desk, orgId, actor, {
        action: away === null ? 'member.back' : 'member.away',
        target: { kind: 'member', id: uid },
        before: toldOf(before.away),
        after: toldOf(away),
      }),
    ]);
    return { ...before, away };
  });
}

function endOf(day: string, timezone: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS);
  return startOfDay(next.toISOString().slice(0, 10), timezone);
}

function assertSensible(until: Date, now: Date): void {
  if (until <= now) throw refused('That day is over');
  if (until.getTime() - now.getTime() > LONGEST_MS) throw refused('At most a year ahead');
}

function toldOf(away: TeamMember['away']) {
  return away && { until: away.until.toISOString(), delegate: away.delegate };
}

function refused(message: string): TeamRefusedError {
  return new TeamRefusedError('bad_absence', message);
}
