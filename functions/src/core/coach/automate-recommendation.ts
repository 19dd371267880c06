import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { PlaybookDraft } from '../../model/playbook.ts';
import { createPlaybook, type Saved } from '../authoring/save-playbook.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { acceptWrites } from './accept-recommendation.ts';

interface Automating {
  readonly orgId: string;
  readonly recommendationId: string;
  /** The template that the draft was filled from. */
  readonly templateId: string;
  readonly draft: PlaybookDraft;
  readonly actor: Actor;
  readonly ownerId: string;
}

/**
 * Makes the playbook that is to look after a recommendation from now on, which is accepted in the same commit.
 * `unknown`: there is no such recommendation. `other`: it suggests another template. Throws `InvalidPlaybookError`.
 */
export function automateRecommendation(
  engine: Engine,
  { orgId, recommendationId, templateId, draft, actor, ownerId }: Automating,
): Promise<Saved | 'unknown' | 'other'> {
  return retryConflicts(async () => {
    const stored = await engine.store.get(tenantPaths(orgId).recommendation(recommendationId));
    if (stored === null) return 'unknown';
    const { title, playbook } = stored.data;
    if (playbook?.templateId !== templateId) return 'other';
    const target = { kind: 'recommendation', id: recommendationId };
    return createPlaybook(engine, orgId, draft, {
      actor,
      ownerId,
      beside: ({ playbookId }) => [
        ...acceptWrites(stored, { by: actor.id, at: engine.clock.now(), playbookId }),
        auditWrite(engine, orgId, actor, {
          action: 'recommendation.accepted',
          target,
          after: { title, playbookId },
        }),
      ],
    });
  });
}
