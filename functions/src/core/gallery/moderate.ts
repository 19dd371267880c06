import type { z } from 'zod';
import type { GalleryItem } from '../../model/gallery.ts';
import type { moderateBody } from '../../model/gallery-views.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite, systemActor } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Stored, Write } from '../ports.ts';
import { facetsOf } from './facets.ts';
import { newsOfItem } from './news.ts';
import { targetOf } from './publish-item.ts';
import { GalleryRefusedError, itemMissing } from './refusal.ts';

type Ports = Pick<Engine, 'store' | 'clock' | 'random'>;
type Decision = z.infer<typeof moderateBody>;

/** To the publisher they are one: who decided stands with the version. */
export const moderators = { ...systemActor, name: 'The moderators of the gallery' };
const MOST_REPORTS = 100;

/** Who may decide: e-mail addresses, which must be verified, and uids. */
export function isModerator(
  list: readonly string[],
  {
    id,
    email,
    isEmailVerified,
  }: { readonly id: string; readonly email: string | null; readonly isEmailVerified: boolean },
): boolean {
  return list.includes(id) || (email !== null && isEmailVerified && list.includes(email.toLowerCase()));
}

/** Decides on a version that waits, or takes an item down; its publisher is told. Throws `GalleryRefusedError`. */
export function moderate(ports: Ports, itemId: string, decision: Decision, uid: string): Promise<void> {
  return retryConflicts(async () => {
    const item = await ports.store.get(top.galleryItem(itemId));
    if (item === null) throw itemMissing(itemId);
    const writes =
      decision.decision === 'remove'
        ? await removal(ports, item, decision.reason)
        : await verdict(ports, item, decision, uid);
    await ports.store.commit(writes);
  });
}

async function verdict(
  ports: Ports,
  { id: itemId, ref, data: item, version: itemVersion }: Stored<GalleryItem>,
  decision: Exclude<Decision, { decision: 'remove' }>,
  uid: string,
): Promise<Write[]> {
  const waiting = await ports.store.get(top.galleryVersion(itemId, decision.number));
  if (waiting?.data.status !== 'pending') {
    throw new GalleryRefusedError('nothing_waits', 'This version does not wait for a decision any more');
  }
  const now = ports.clock.now();
  const { number, name, description, category, publisher, price } = waiting.data;
  const words = { name, description, category, publisher };
  const isIn = decision.decision === 'let_in';
  const reason = isIn ? null : decision.reason;
  const status = isIn ? ('published' as const) : ('refused' as const);
  const publishedAt = item.publishedAt ?? now;
  const shown = { ...words, price, version: number, status, reason: null, facets: facetsOf(words), publishedAt };
  // A version that is refused leaves the one before it where it is.
  const refused = item.status === 'published' ? {} : { status, reason };
  const told = isIn
    ? { type: 'success' as const, title: `“${name}” is in the gallery`, message: `Version ${number} was let in.` }
    : { type: 'warning' as const, title: `“${name}” was not let in`, message: `Version ${number}: ${reason}` };
  const action = isIn ? 'gallery_item.let_in' : 'gallery_item.refused';
  return [
    { op: 'update', path: ref.path, fields: { ...(isIn ? shown : refused), updatedAt: now }, ifVersion: itemVersion },
    {
      op: 'update',
      path: waiting.ref.path,
      fields: { status, reason, decidedBy: uid, decidedAt: now },
      ifVersion: waiting.version,
    },
    auditWrite(ports, item.orgId, moderators, { action, target: targetOf(itemId), after: { number, reason } }),
    ...(await newsOfItem(ports, itemId, item, { ...told, key: `${itemId} ${number} ${status} ${now.toISOString()}` })),
  ];
}

async function removal(
  ports: Ports,
  { id: itemId, ref, data: item, version }: Stored<GalleryItem>,
  reason: string,
): Promise<Write[]> {
  const reports = await ports.store.query(queries.galleryReportsAbout(itemId, { limit: MOST_REPORTS }));
  const now = ports.clock.now();
  const told = { type: 'warning' as const, title: `“${item.name}” was taken out of the gallery`, message: reason };
  const fields = { status: 'removed' as const, reason, facets: [], openReports: 0, updatedAt: now };
  return [
    { op: 'update', path: ref.path, fields, ifVersion: version },
    ...reports.map(({ ref: { path } }): Write => ({ op: 'update', path, fields: { status: 'closed' } })),
    auditWrite(ports, item.orgId, moderators, {
      action: 'gallery_item.removed',
      target: targetOf(itemId),
      after: { reason },
    }),
    ...(await newsOfItem(ports, itemId, item, { ...told, key: `${itemId} removed ${now.toISOString()}` })),
  ];
}
