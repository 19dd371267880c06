import type { HeldChoice } from '@model/pause.ts';
import type { PlaybookStatus } from '@model/playbook.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

const path = (playbookId: string) => `/api/playbooks/${encodeURIComponent(playbookId)}`;

/** Ends a pause; `held` says what becomes of what it held back. */
export async function resumePlaybook(api: Api, playbookId: string, held: HeldChoice): Promise<void> {
  await api.call({ method: 'PATCH', path: path(playbookId), body: { status: 'active', held }, answer: z.unknown() });
}

/**
 * Pauses, activates or archives a playbook. The change itself arrives through the listener. With `versionId` only if it
 * is still what was seen.
 */
export async function setStatus(
  api: Api,
  playbookId: string,
  status: PlaybookStatus,
  versionId: string | null = null,
): Promise<void> {
  const body = { status, ...(versionId !== null && { versionId }) };
  await api.call({ method: 'PATCH', path: path(playbookId), body, answer: z.unknown() });
}

/** Gives a playbook another owner, in whose name it starts by itself. */
export async function setOwner(api: Api, playbookId: string, ownerId: string): Promise<void> {
  await api.call({ method: 'PATCH', path: path(playbookId), body: { ownerId }, answer: z.unknown() });
}

/** Deletes a playbook with its schedules and listeners; its executions stay. */
export async function deletePlaybook(api: Api, playbookId: string): Promise<void> {
  await api.call({ method: 'DELETE', path: path(playbookId), answer: z.unknown() });
}
