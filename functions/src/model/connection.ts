import { z } from 'zod';
import { jsonObject } from './json.ts';

/** Also the last part of its secret's name, so that nothing has to be kept to find it. */
export const connectionIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'The id of a connection looks like slack or slack_2');

/** A tenant's access to a vendor. Its secrets are in Secret Manager, under a name that follows from its id. */
export const connectionSchema = z.object({
  /** Which vendor: the id of a connector. */
  connector: z.string(),
  name: z.string(),
  /** What is no secret: the address of a shop, the number that messages come from. */
  settings: jsonObject,
  /** Whether it is the one to use where a step names none. One for each connector. */
  isDefault: z.boolean(),
  /** What became of the last test. */
  status: z.enum(['untested', 'working', 'failing']),
  /** With what it speaks (`workspace Acme`), or why it does not work. */
  statusText: z.string().nullable(),
  checkedAt: z.date().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  rotatedAt: z.date().nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;
