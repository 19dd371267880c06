import type { JsonObject } from '@model/json.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

interface Decision {
  readonly isYes: boolean;
  readonly reason: string;
  /** To a question; empty where it is none. */
  readonly answer: string;
  /** The params as they were changed before the yes; null when they were not. */
  readonly params: JsonObject | null;
}

/** Says yes or no. Refused when somebody else was faster, or it has expired. False: others have to say yes, too. */
export async function decideApproval(
  api: Api,
  approvalId: string,
  { isYes, reason, answer, params }: Decision,
): Promise<boolean> {
  const { status } = await api.call({
    method: 'POST',
    path: `/api/approvals/${encodeURIComponent(approvalId)}/${isYes ? 'approve' : 'reject'}`,
    body: {
      reason: reason.trim() === '' ? null : reason.trim(),
      ...(isYes && answer.trim() !== '' && { answer: answer.trim() }),
      ...(params !== null && { params }),
    },
    answer: z.object({ approvalId: z.string(), status: z.string() }),
  });
  return status !== 'pending';
}
