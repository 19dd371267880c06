import { queries } from '@model/query.ts';
import type { Schedule } from '@model/schedule.ts';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';

/** The armed schedule that fires first; null when none does, undefined while it is not known. */
export function useNextSchedule(playbookId: string, isWanted: boolean): Schedule | null | undefined {
  const { orgId } = useSession();
  const live = useCollection(isWanted ? queries.schedulesOf(orgId, playbookId) : null);
  if (!isWanted) return null;
  if (live.status !== 'ready') return live.status === 'error' ? null : undefined;
  const due = live.value.flatMap(({ data }) => (data === null || data.scheduledFor === null ? [] : [data]));
  return due.toSorted((a, b) => Number(a.scheduledFor) - Number(b.scheduledFor))[0] ?? null;
}
