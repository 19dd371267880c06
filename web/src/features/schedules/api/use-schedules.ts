import type { Execution } from '@model/execution.ts';
import type { Playbook } from '@model/playbook.ts';
import { queries } from '@model/query.ts';
import type { Schedule } from '@model/schedule.ts';
import { useMemo } from 'react';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';
import { type Planned, plannedOf } from './planned.ts';

/** As many as a business has. */
const MOST = 300;

/** What the clock starts, by playbook and schedule, live: the soonest first, what is paused last. */
export function usePlanned(): Live<readonly Planned[]> {
  const { orgId } = useSession();
  const schedules = useCollection(useMemo(() => queries.schedules(orgId, { limit: MOST }), [orgId]));
  const playbooks = useCollection(useMemo(() => queries.playbooks(orgId, { limit: MOST }), [orgId]));
  return useMemo(() => together(schedules, playbooks), [schedules, playbooks]);
}

function together(
  schedules: Live<readonly Entry<Schedule>[]>,
  playbooks: Live<readonly Entry<Playbook>[]>,
): Live<readonly Planned[]> {
  if (schedules.status !== 'ready') return schedules;
  if (playbooks.status !== 'ready') return playbooks;
  return { status: 'ready', value: plannedOf(schedules.value, playbooks.value) };
}

/** The newest execution of a playbook; null when it never ran, undefined while that is not known. */
export function useLatest(playbookId: string): Entry<Execution> | null | undefined {
  const { orgId } = useSession();
  const live = useCollection(queries.executionsOf(orgId, playbookId, { limit: 1 }));
  if (live.status !== 'ready') return live.status === 'error' ? null : undefined;
  return live.value[0] ?? null;
}
