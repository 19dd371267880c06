import { z } from 'zod';
import { uidSchema } from './ids.ts';

/** What others say to a running execution; the holder of the lease folds it in. */
export const signalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel'), by: uidSchema.nullable(), at: z.date() }),
  /** Something that the step at `path` waits for has come; what it is, the step looks up itself. */
  z.object({ kind: z.literal('approval'), path: z.string(), approvalId: z.string(), at: z.date() }),
  z.object({ kind: z.literal('event'), path: z.string(), eventId: z.string(), at: z.date() }),
  z.object({ kind: z.literal('callback'), path: z.string(), at: z.date() }),
  z.object({ kind: z.literal('child'), path: z.string(), executionId: z.string(), at: z.date() }),
  /** What held it may be over; it looks for itself. */
  z.object({ kind: z.literal('release'), path: z.string(), at: z.date() }),
  /** The execution before this one is over. */
  z.object({ kind: z.literal('turn'), path: z.string(), at: z.date() }),
  /** Another execution wants to be told when this one is over. */
  z.object({ kind: z.literal('successor'), executionId: z.string(), at: z.date() }),
]);
export type Signal = z.infer<typeof signalSchema>;
