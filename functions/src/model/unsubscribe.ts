import { z } from 'zod';

/** Somebody who wants no more newsletters of a business. Its id is a hash of the address, which is kept nowhere else. */
export const unsubscribeSchema = z.object({
  at: z.date(),
  /** The execution that wrote the mail whose link was used. */
  executionId: z.string(),
});
export type Unsubscribe = z.infer<typeof unsubscribeSchema>;
