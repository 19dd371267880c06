import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Deletes all of mine in this tenant. */
export async function clearNotifications(api: Api): Promise<void> {
  await api.call({ method: 'DELETE', path: '/api/notifications', answer: z.null() });
}
