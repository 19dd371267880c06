import type { z } from 'zod';
import type { JsonObject } from '../../model/json.ts';
import { jsonObject } from '../../model/json.ts';
import { contentJsonOf, type PlaybookContent, playbookDraftSchema } from '../../model/playbook.ts';
import { normalizePlaybook } from '../authoring/validate-playbook.ts';
import type { StepCatalog } from '../engine/step-type.ts';

const contentShape = playbookDraftSchema.pick({
  agent: true,
  triggers: true,
  inputs: true,
  steps: true,
  onFailure: true,
  overlap: true,
});
export type ItemContent = z.infer<typeof contentShape>;

/** What a version holds, as people write playbooks; null where this program cannot read it any more. */
export function readItemContent(contentJson: string): ItemContent | null {
  const parsed = contentShape.safeParse(JSON.parse(contentJson));
  return parsed.success ? parsed.data : null;
}

/** The same with all ids, as it would be executed; null where it cannot be. */
export function wholeContent(contentJson: string, catalog: StepCatalog): PlaybookContent | null {
  const content = readItemContent(contentJson);
  const normalized = content === null ? null : normalizePlaybook(content, catalog);
  return normalized === null || 'problems' in normalized ? null : normalized.content;
}

/** For people to look at. */
export function shownContent(content: PlaybookContent): JsonObject {
  return jsonObject.parse(JSON.parse(contentJsonOf(content)));
}
