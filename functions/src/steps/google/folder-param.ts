import { z } from 'zod';

/** A folder of Google Drive that is shared with the account; left out, the account's own space. */
export const folderId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, "Copy the id from the folder's address")
  .nullable()
  .default(null);
