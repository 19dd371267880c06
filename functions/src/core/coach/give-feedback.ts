import type { Feedback } from '../../model/feedback.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Recommendation } from '../../model/recommendation.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Changing, TeamDesk } from '../governance/team.ts';
import type { Write } from '../ports.ts';

/**
 * What somebody thinks of a recommendation; a reason dismisses one that is pending. Each person has one word on each,
 * the latest; null where there is no such recommendation.
 */
export function giveFeedback(
  desk: TeamDesk,
  { orgId, member, actor }: Changing,
  recommendationId: string,
  given: Pick<Feedback, 'helpful' | 'reason' | 'comment'>,
): Promise<{ readonly feedbackId: string; readonly at: Date } | null> {
  return retryConflicts(async () => {
    const paths = tenantPaths(orgId);
    const stored = await desk.store.get(paths.recommendation(recommendationId));
    if (stored === null) return null;
    const at = desk.clock.now();
    const { data, ref, version } = stored;
    const feedbackId = deriveId(orgId, 'feedback', recommendationId, member.uid);
    const about = { recommendationId, category: data.category, kind: data.kind };
    const feedback: Feedback = { ...about, ...given, by: member.uid, at, expireAt: expiryOf('insight', at) };
    const dismissal = dismissalOf(data, feedback);
    const dismissed: Write[] =
      dismissal === null
        ? []
        : [{ op: 'update', path: ref.path, fields: { ...dismissal, updatedAt: at }, ifVersion: version }];
    const { helpful, reason } = given;
    const action = dismissal === null ? 'recommendation.rated' : 'recommendation.dismissed';
    const target = { kind: 'recommendation', id: recommendationId };
    await desk.store.commit([
      { op: 'set', path: paths.feedback(feedbackId).path, data: feedback },
      ...dismissed,
      auditWrite(desk, orgId, actor, { action, target, after: { title: data.title, helpful, reason } }),
    ]);
    return { feedbackId, at };
  });
}

function dismissalOf(
  { status }: Recommendation,
  { reason, comment, by, at }: Feedback,
): Pick<Recommendation, 'status' | 'dismissal'> | null {
  if (reason === null || status !== 'pending') return null;
  return { status: 'dismissed', dismissal: { reason, comment, by, at } };
}
