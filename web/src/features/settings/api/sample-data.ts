import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Removes the made-up data, and nothing else. */
export async function removeSampleData(api: Api): Promise<void> {
  await api.call({ method: 'DELETE', path: '/api/sample-data', answer: z.object({ removed: z.int() }) });
}
