import type { z } from 'zod';
import type { Actor } from '../../model/audit.ts';
import type { GalleryReport } from '../../model/gallery.ts';
import type { reportBody } from '../../model/gallery-views.ts';
import { top } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Write } from '../ports.ts';
import { targetOf } from './publish-item.ts';
import { GalleryRefusedError, itemMissing } from './refusal.ts';
import { reviewRemoval } from './review.ts';

type Ports = Pick<Engine, 'store' | 'clock' | 'random'>;

/** Tells the moderators what is wrong with an item; told again, it is the same report. Throws `GalleryRefusedError`. */
export function reportItem(
  ports: Ports,
  orgId: string,
  itemId: string,
  { reason, text, reviewId }: z.infer<typeof reportBody>,
  actor: Actor,
): Promise<void> {
  const { store, clock } = ports;
  const reportId = deriveId(orgId, 'gallery_report', itemId, reviewId ?? '');
  return retryConflicts(async () => {
    const [item, before] = await Promise.all([
      store.get(top.galleryItem(itemId)),
      store.get(top.galleryReport(reportId)),
    ]);
    if (item === null || item.data.status !== 'published') throw itemMissing(itemId);
    if (reviewId !== null && (await store.get(top.galleryReview(itemId, reviewId))) === null) {
      throw new GalleryRefusedError('not_found', 'There is no such review of it');
    }
    const now = clock.now();
    const said = { reason, text, createdBy: actor.id, createdAt: now, status: 'open' as const, decidedBy: null };
    const fixed = { itemId, itemName: item.data.name, reviewId, orgId };
    const data: GalleryReport = { ...fixed, ...said, expireAt: expiryOf('report', now) };
    const isNew = before?.data.status !== 'open';
    const { path } = top.galleryReport(reportId);
    const write: Write = before
      ? { op: 'update', path, fields: data as never, ifVersion: before.version }
      : { op: 'create', path, data };
    const openReports = item.data.openReports + (isNew ? 1 : 0);
    await store.commit([
      write,
      { op: 'update', path: item.ref.path, fields: { openReports }, ifVersion: item.version },
      auditWrite(ports, orgId, actor, { action: 'gallery_item.reported', target: targetOf(itemId), after: { reason } }),
    ]);
  });
}

/** Closes a report: nothing is wrong, or the review goes that it is about. Throws `GalleryRefusedError`. */
export function settleReport(
  ports: Ports,
  reportId: string,
  decision: 'dismiss' | 'remove_review',
  uid: string,
): Promise<void> {
  const { store } = ports;
  return retryConflicts(async () => {
    const report = await store.get(top.galleryReport(reportId));
    if (report?.data.status !== 'open') throw new GalleryRefusedError('nothing_waits', 'This report is closed');
    const { itemId, reviewId } = report.data;
    if (decision === 'remove_review' && reviewId === null) {
      throw new GalleryRefusedError('invalid', 'It is about the item, not about a review', [
        { path: 'decision', message: 'Dismiss it, or take the item down' },
      ]);
    }
    const item = await store.get(top.galleryItem(itemId));
    const openReports = Math.max(0, (item?.data.openReports ?? 0) - 1);
    const review =
      decision === 'remove_review' && reviewId !== null ? await reviewRemoval(store, itemId, reviewId) : null;
    const { path, version } = { path: report.ref.path, version: report.version };
    await store.commit([
      { op: 'update', path, fields: { status: 'closed', decidedBy: uid }, ifVersion: version },
      ...(item ? [fieldsOfItem(item, { openReports, ...review?.fields })] : []),
      ...(review ? [review.write] : []),
    ]);
  });
}

function fieldsOfItem(
  { ref, version }: { readonly ref: { readonly path: string }; readonly version: string },
  fields: Readonly<Record<string, unknown>>,
): Write {
  return { op: 'update', path: ref.path, fields, ifVersion: version };
}
