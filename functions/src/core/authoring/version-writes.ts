import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import { contentJsonOf, type Playbook, type PlaybookContent } from '../../model/playbook.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stored, Write } from '../ports.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const MOST_RETURNS = 20;

/**
 * What is executed after a change, under the name of who made it: the trigger knows only the owner. Of one that is
 * stored already, only that it is live again: what it does is never written again.
 */
export async function newVersion(
  { store, catalog, clock }: Engine,
  orgId: string,
  { id, data: before }: Stored<Playbook>,
  { after, actor }: { readonly after: Playbook; readonly actor: Actor },
): Promise<Write[]> {
  if (after.stepsJson === undefined) return [];
  const normalized = normalizePlaybook(after, catalog);
  if ('problems' in normalized) return [];
  const { content, versionId } = normalized;
  const { isTainted } = after;
  const was = normalizePlaybook(before, catalog);
  const isSame = !('problems' in was) && was.versionId === versionId;
  if (isSame && versionId === before.arming?.versionId) return [];
  const ref = tenantPaths(orgId).version(id, versionId);
  const stored = await store.find(ref);
  if (stored === null) return [versionWrite(ref.path, { content, isTainted }, actor, clock.now())];
  if (isSame) return [];
  const liveAgainAt = [...(stored.data?.liveAgainAt ?? []), clock.now()].slice(-MOST_RETURNS);
  return [{ op: 'update', path: ref.path, fields: { liveAgainAt } }];
}

/** A version as it is stored for the first time, under the name of who made it. */
export function versionWrite(path: string, { content, isTainted }: Written, actor: Actor, createdAt: Date): Write {
  return { op: 'set', path, data: { contentJson: contentJsonOf(content), createdAt, createdBy: actor.id, isTainted } };
}

interface Written {
  readonly content: PlaybookContent;
  readonly isTainted: boolean;
}
