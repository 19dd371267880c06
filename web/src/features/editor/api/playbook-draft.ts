import { editedContentSchema } from '@model/edited-draft.ts';
import { problemDetailSchema } from '@model/problem.ts';
import { contentOf } from '@model/written-content.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Edited } from './edited.ts';

const checkSchema = z.object({
  problems: z.array(problemDetailSchema),
  warnings: z.array(problemDetailSchema),
  missingConnections: z.array(
    z.object({ connector: z.string(), title: z.string(), connection: z.string().nullable(), href: z.string() }),
  ),
  changes: z.array(z.string()),
  examples: z.array(z.object({ words: z.string(), fires: z.boolean(), agrees: z.boolean() })),
  schedules: z.array(
    z.object({
      triggerId: z.string(),
      next: z.array(z.iso.datetime().transform((text) => new Date(text))),
    }),
  ),
});
const savedSchema = checkSchema.extend({
  revision: z.int(),
  baseVersionId: z.string().nullable(),
  liveVersionId: z.string().nullable(),
});
const draftSchema = savedSchema.extend({
  content: editedContentSchema,
  editedBy: z.string().nullable(),
  updatedAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
});

/** What the server says of a draft. */
export type DraftCheck = z.infer<typeof checkSchema>;
export type SavedDraft = z.infer<typeof savedSchema>;
export type LoadedDraft = z.infer<typeof draftSchema>;
/** The draft that was seen: its revision (0: there is none yet), and what was live when the editing began. */
export type DraftState = Pick<SavedDraft, 'revision' | 'baseVersionId'>;

const pathOf = (playbookId: string) => `/api/playbooks/${encodeURIComponent(playbookId)}/draft`;

/** What is being edited of a playbook; what is live, where nothing is. */
export function getDraft(api: Api, playbookId: string): Promise<LoadedDraft> {
  return api.call({ method: 'GET', path: pathOf(playbookId), answer: draftSchema });
}

/** Keeps the draft, right or wrong. Throws `ApiError` `draft_changed` where it is another one than was seen. */
export function saveDraft(api: Api, playbookId: string, edited: Edited, seen: DraftState): Promise<SavedDraft> {
  const { revision, baseVersionId } = seen;
  const body = { content: contentOf(edited), revision, baseVersionId };
  return api.call({ method: 'POST', path: pathOf(playbookId), body, answer: savedSchema });
}

/** Makes the draft what is live. Throws `ApiError` `changed_meanwhile` where something else is live than when it began. */
export async function publishDraft(api: Api, playbookId: string, revision: number, activate: boolean): Promise<void> {
  const body = { revision, activate };
  await api.call({ method: 'POST', path: `${pathOf(playbookId)}/publish`, body, answer: z.unknown() });
}

export async function discardDraft(api: Api, playbookId: string): Promise<void> {
  await api.call({ method: 'DELETE', path: pathOf(playbookId), answer: z.unknown() });
}
