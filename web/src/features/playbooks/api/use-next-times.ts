import { queries } from '@model/query.ts';
import type { Schedule } from '@model/schedule.ts';
import { useMemo } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';

/** As many as a business has; the few with more are told on their playbook's page. */
const MOST = 300;

/** The schedule of each playbook that fires first, by playbook, from one listener; null while it is not known. */
export function useNextTimes(): ReadonlyMap<string, Schedule> | null {
  const { orgId } = useSession();
  const live = useCollection(useMemo(() => queries.schedules(orgId, { limit: MOST }), [orgId]));
  return useMemo(() => {
    if (live.status !== 'ready') return live.status === 'error' ? new Map() : null;
    const next = new Map<string, Schedule>();
    // They come in the order of time.
    for (const { data } of live.value) {
      if (data?.scheduledFor && !next.has(data.playbookId)) next.set(data.playbookId, data);
    }
    return next;
  }, [live]);
}
