import { z } from 'zod';

/** A folder of a mailbox, as the mailbox calls it. */
export const folderParam = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}"\\*%]{1,200}$/u, 'Write the name of a folder, such as INBOX')
  .default('INBOX');

/** A mail as playbooks see it. */
export const mailSchema = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  from: z.string(),
  fromName: z.string(),
  replyTo: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  date: z.string(),
  text: z.string(),
  isCut: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), mimeType: z.string(), size: z.int() })),
  inReplyTo: z.string().nullable(),
  isAutomatic: z.boolean(),
  isSeen: z.boolean(),
});
