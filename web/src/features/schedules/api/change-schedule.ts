import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Takes a schedule away; its playbook stays, unless the schedule is all that it was made for. */
export async function deleteSchedule(api: Api, scheduleId: string): Promise<void> {
  const path = `/api/schedules/delete?id=${encodeURIComponent(scheduleId)}`;
  await api.call({ method: 'DELETE', path, answer: z.null() });
}

/** Has it start in somebody else's name. */
export async function takeOver(api: Api, playbookId: string, uid: string): Promise<void> {
  const path = `/api/playbooks/${encodeURIComponent(playbookId)}`;
  await api.call({ method: 'PATCH', path, body: { ownerId: uid }, answer: z.unknown() });
}
