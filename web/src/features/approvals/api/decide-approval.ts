import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

/** Says yes or no. Refused when somebody else was faster, or it has expired. */
export async function decideApproval(
  api: Api,
  approvalId: string,
  { isYes, reason }: { readonly isYes: boolean; readonly reason: string },
): Promise<void> {
  await api.call({
    method: 'POST',
    path: `/api/approvals/${encodeURIComponent(approvalId)}/${isYes ? 'approve' : 'reject'}`,
    body: { reason: reason.trim() === '' ? null : reason.trim() },
    answer: z.object({ approvalId: z.string() }),
  });
}
