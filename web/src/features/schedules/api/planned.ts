import type { Playbook } from '@model/playbook.ts';
import type { Schedule } from '@model/schedule.ts';
import type { Entry } from '../../../lib/firestore.ts';

/** A schedule with the playbook that it starts. */
export interface Planned {
  readonly id: string;
  readonly playbookId: string;
  readonly schedule: Schedule;
  readonly playbook: Playbook;
  /** When it comes next; null where no more comes, or a pause of its playbook keeps it. */
  readonly next: Date | null;
}

/** Schedules of playbooks that are put away are left out: they stay behind for a moment only. */
export function plannedOf(
  schedules: readonly Entry<Schedule>[],
  playbooks: readonly Entry<Playbook>[],
): readonly Planned[] {
  const byId = new Map(playbooks.map(({ id, data }) => [id, data]));
  const planned = schedules.flatMap(({ id, data: schedule }): Planned[] => {
    const playbook = schedule === null ? null : (byId.get(schedule.playbookId) ?? null);
    if (schedule === null || playbook === null) return [];
    if (playbook.status !== 'active' && playbook.status !== 'paused') return [];
    const next = playbook.status === 'active' ? schedule.scheduledFor : null;
    return [{ id, playbookId: schedule.playbookId, schedule, playbook, next }];
  });
  return planned.toSorted((a, b) => rank(a) - rank(b) || a.playbook.name.localeCompare(b.playbook.name));
}

const rank = ({ next, playbook }: Planned) =>
  next?.getTime() ?? (playbook.status === 'active' ? Number.MAX_SAFE_INTEGER - 1 : Number.MAX_SAFE_INTEGER);

/** The six rounds of a club, by the templates that they are made from. */
export const ROUNDS = [
  { template: 'daily-campaign', name: 'Daily campaign', usual: 'Every day at 6:00 AM' },
  { template: 'past-due-watch', name: 'Hourly past-due watch', usual: 'Every hour' },
  { template: 'past-due-escalation', name: 'Daily escalation of late payments', usual: 'Every day at 8:00 AM' },
  { template: 'referral-rewards', name: 'Referral rewards', usual: 'Every other week' },
  { template: 'invoice-review', name: 'Monthly invoice check', usual: 'On the 2nd of every month' },
  { template: 'door-access', name: 'Door access by payment', usual: 'Every hour' },
] as const;

/** The playbook that does a round: it is known by the name that its template gives it. */
export function doerOf(planned: readonly Planned[], { name }: (typeof ROUNDS)[number]): Planned | null {
  return planned.find(({ playbook }) => playbook.name.startsWith(name)) ?? null;
}
