import { z } from 'zod';
import { jsonObject, jsonValue } from './json.ts';

/** In characters; twice what a playbook may have, so that one that has become too large can be made smaller again. */
const MAX_CONTENT = 200_000;

const texts = { short: z.string().max(400), long: z.string().max(5000) };

/**
 * What is being edited of a playbook: of the outer shape of one, and inside of it right or wrong. What is wrong is told,
 * and not refused, until it is to be published.
 */
export const editedContentSchema = z.strictObject({
  name: texts.short,
  description: texts.long.default(''),
  category: texts.short.default('general'),
  agent: texts.short.nullable().default(null),
  triggers: z.array(jsonObject).max(50).default([]),
  inputs: z.array(jsonObject).max(100).default([]),
  steps: z.array(jsonObject).max(1000).default([]),
  onFailure: z.array(jsonObject).max(200).default([]),
  overlap: jsonValue.default(null),
});
export type EditedContent = z.infer<typeof editedContentSchema>;

/** The text of an edited content as it is stored; null where there is too much of it. */
export function editedJsonOf(content: EditedContent): string | null {
  const json = JSON.stringify(content);
  return json.length <= MAX_CONTENT ? json : null;
}

/** The draft of a playbook that somebody edits, beside what is live, which goes on as it is until this is published. */
export const editedDraftSchema = z.object({
  contentJson: z.string().max(MAX_CONTENT),
  /** One more with every save: who saves names the one that he has seen. */
  revision: z.int().min(1),
  /** The version that was live when the editing began; null where that could not be executed. */
  baseVersionId: z.string().nullable(),
  /** The uid of who saved it last. */
  editedBy: z.string(),
  updatedAt: z.date(),
});
export type EditedDraft = z.infer<typeof editedDraftSchema>;
