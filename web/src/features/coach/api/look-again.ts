import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Has the coach work out today's insight anew; what it sees then arrives by itself. */
export async function lookAgain(api: Api): Promise<void> {
  await api.call({ method: 'POST', path: '/api/coach/insights', answer: z.looseObject({}) });
}
