import type { PlaybookStatus } from '@model/playbook.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

const path = (playbookId: string) => `/api/playbooks/${encodeURIComponent(playbookId)}`;

/** Pauses, resumes or archives a playbook. The change itself arrives through the listener. */
export async function setStatus(api: Api, playbookId: string, status: PlaybookStatus): Promise<void> {
  await api.call({ method: 'PATCH', path: path(playbookId), body: { status }, answer: z.unknown() });
}

/** Deletes a playbook with its schedules and listeners; its executions stay. */
export async function deletePlaybook(api: Api, playbookId: string): Promise<void> {
  await api.call({ method: 'DELETE', path: path(playbookId), answer: z.unknown() });
}
