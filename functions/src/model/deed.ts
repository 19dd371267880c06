import { z } from 'zod';
import { playbookIdSchema } from './ids.ts';
import { playbookPatchSchema } from './playbook.ts';

/** What a conversation has written, so that it can be undone. */
export const deedSchema = z.discriminatedUnion('kind', [
  /** `updatedAt`: of the playbook, after it. Undone only as long as nobody has changed it since. */
  z.object({ kind: z.literal('created'), playbookId: playbookIdSchema, name: z.string(), updatedAt: z.iso.datetime() }),
  /** `back`: the change that puts it back, `from`: when the playbook had last been changed before. */
  z.object({
    kind: z.literal('changed'),
    playbookId: playbookIdSchema,
    name: z.string(),
    updatedAt: z.iso.datetime(),
    from: z.iso.datetime().nullable(),
    back: playbookPatchSchema,
  }),
  /** What cannot be undone; `words` say why, and what can be done instead. */
  z.object({ kind: z.literal('final'), words: z.string() }),
]);
export type Deed = z.infer<typeof deedSchema>;

/** The last of them, the newest last, as JSON text. */
export const deedsSchema = z.object({ deedsJson: z.string() });
