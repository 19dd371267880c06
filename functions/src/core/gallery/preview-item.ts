import type { TakenOut } from '../../model/gallery-views.ts';
import { tenantPaths } from '../../model/paths.ts';
import { contentJsonOf, type Playbook, type PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { normalizePlaybook } from '../authoring/validate-playbook.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { cleanContent } from './clean-content.ts';
import { addressesIn, findPrivate, type SaidOf } from './find-private.ts';
import { privateFacts } from './private-facts.ts';
import { GalleryRefusedError } from './refusal.ts';

/** What would be published of a playbook. */
export interface ItemPreview {
  readonly playbook: Playbook;
  readonly content: PlaybookContent;
  /** Of the content as it would be published. */
  readonly versionId: string;
  readonly takenOut: readonly TakenOut[];
  readonly kept: readonly string[];
  /** Empty where it can be published. */
  readonly problems: readonly ProblemDetail[];
}

/** The id of the item that a playbook is published as. */
export function itemIdFor(orgId: string, playbookId: string): string {
  return deriveId(orgId, 'gallery', playbookId).slice(0, 20);
}

const MOST_INPUTS = 30;

function tooMuchAsked({ inputs }: PlaybookContent): ProblemDetail[] {
  if (inputs.length <= MOST_INPUTS) return [];
  const message = `Whoever installs it would be asked for ${inputs.length} things; ${MOST_INPUTS} are the most`;
  return [{ path: 'inputs', message }];
}

/**
 * Takes out of a playbook what is its tenant's own, and looks at what is left a second time. `said` is what would stand
 * beside it; left out, what the playbook says of itself. Throws `GalleryRefusedError`.
 */
export async function previewItem(
  { store, catalog }: Pick<Engine, 'store' | 'catalog'>,
  orgId: string,
  playbookId: string,
  said?: SaidOf,
): Promise<ItemPreview> {
  const stored = await store.get(tenantPaths(orgId).playbook(playbookId));
  if (stored === null) throw new GalleryRefusedError('not_found', `There is no playbook ${playbookId}`);
  const playbook = stored.data;
  if (playbook.fromGallery !== null) {
    const message = 'It was installed from the gallery: only who wrote it publishes it';
    throw new GalleryRefusedError('not_own', message);
  }
  const live = normalizePlaybook(playbook, catalog);
  if ('problems' in live) throw new GalleryRefusedError('invalid', 'It cannot be executed as it is', live.problems);
  const facts = await privateFacts(store, orgId);
  const cleaned = cleanContent(live.content, facts, catalog);
  const { steps, onFailure, ...rest } = cleaned.content;
  const checked = normalizePlaybook({ ...rest, steps: [...steps], onFailure: [...onFailure] }, catalog);
  const content = 'problems' in checked ? cleaned.content : checked.content;
  const wrong = [...('problems' in checked ? checked.problems : []), ...tooMuchAsked(content)];
  const { name, description } = playbook;
  return {
    playbook,
    content,
    versionId: deriveId(contentJsonOf(content)).slice(0, 20),
    takenOut: cleaned.takenOut,
    kept: addressesIn(content),
    problems: [...wrong, ...findPrivate(content, said ?? { name, description }, facts, catalog)],
  };
}
