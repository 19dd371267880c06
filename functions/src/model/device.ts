import { z } from 'zod';

/** A browser or phone of a team member that takes push messages. Server only: the token is an address of that person. */
export const deviceSchema = z.object({
  uid: z.string(),
  /** The registration token of Firebase Cloud Messaging. */
  token: z.string().min(1).max(4_096),
  label: z.string(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
});
export type Device = z.infer<typeof deviceSchema>;
