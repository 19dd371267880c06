import { z } from 'zod';

/** The answer given to a POST that carried an Idempotency-Key; `status: null` while it is being worked on. */
export const idempotencySchema = z.object({
  bodyHash: z.string(),
  status: z.int().nullable(),
  answerJson: z.string().nullable(),
  createdAt: z.date(),
  expireAt: z.date(),
});
export type Idempotency = z.infer<typeof idempotencySchema>;
