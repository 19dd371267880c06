import { z } from 'zod';
import { executionIdSchema, uidSchema } from './ids.ts';

export const MAX_COMMENT = 2_000;
/** Whoever is named in one comment is told of it: a comment is no mailing. */
export const MAX_MENTIONS = 20;

/** What a person, or an agent by its API key, says about an execution. Kept as long as that. */
export const executionCommentSchema = z.object({
  executionId: executionIdSchema,
  text: z.string().max(MAX_COMMENT),
  /** A uid, or the id of an API key. */
  by: uidSchema,
  /** The uids of those whom it names. */
  mentions: z.array(uidSchema).max(MAX_MENTIONS),
  /** Whether strangers may have had a say in it. */
  isTainted: z.boolean(),
  createdAt: z.date(),
  expireAt: z.date(),
});
export type ExecutionComment = z.infer<typeof executionCommentSchema>;
