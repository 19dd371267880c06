import type { Alert } from '@model/alert.ts';
import { queries } from '@model/query.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';

/** Operational problems, the latest first, live; those that are over among them. */
export function useAlerts(limit: number): Live<readonly Entry<Alert>[]> {
  const { orgId } = useSession();
  return useCollection(queries.alerts(orgId, { limit }));
}

/** Looks after an alert, so that nobody is written to about it any more; or says that it is over. */
export async function settleAlert(api: Api, alertId: string, verb: 'acknowledge' | 'resolve'): Promise<void> {
  const path = `/api/alerts/${encodeURIComponent(alertId)}/${verb}`;
  await api.call({ method: 'POST', path, answer: z.object({ alertId: z.string() }) });
}
