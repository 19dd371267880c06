import { z } from 'zod';
import { type Approval, approvalSchema, voteSchema } from '../../model/approval.ts';

/** An approval as the API shows it; times are ISO. */
export const approvalView = approvalSchema
  .omit({ expireAt: true, told: true })
  .extend({
    approvalId: z.string(),
    requestedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    votes: z.array(voteSchema.extend({ at: z.iso.datetime() })),
  })
  .meta({ id: 'Approval' });

export function toApprovalView(approvalId: string, given: Approval): z.input<typeof approvalView> {
  const { expireAt, told, ...approval } = given;
  const { requestedAt, expiresAt, decidedAt, votes } = approval;
  return {
    ...approval,
    approvalId,
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    votes: votes.map((vote) => ({ ...vote, at: vote.at.toISOString() })),
  };
}
