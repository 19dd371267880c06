import { isDeepStrictEqual } from 'node:util';
import { onDocumentWritten } from 'firebase-functions/v2/firestore';
import { app, withFirestore } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { releaseHeld } from '../core/engine/hold.ts';
import { applyTriggers } from '../core/triggering/apply-triggers.ts';

const GIVE_UP_MS = 24 * 3_600_000;

/** Arms, re-arms and disarms: brings a playbook's schedules, listeners and jobs in line with the playbook. */
export const onPlaybookWritten = withFirestore(
  onDocumentWritten(
    { document: 'tenants/{orgId}/playbooks/{playbookId}', region: deployedRegion(), retry: true, memory: '512MiB' },
    async (event) => {
      const { orgId, playbookId } = event.params;
      const [before, after] = [withoutArming(event.data?.before.data()), withoutArming(event.data?.after.data())];
      if (before !== null && isDeepStrictEqual(before, after)) return;
      if (Date.now() - Date.parse(event.time) > GIVE_UP_MS) return;
      await applyTriggers(app().arsenal, orgId, playbookId);
      // Resumed by hand, rather than in the app, which wakes what was held itself.
      if (after?.status === 'active' && after.pause) await releaseHeld(app().engine, orgId, 'pause', playbookId);
    },
  ),
);

/** Our own answer to the last write is no news. */
function withoutArming(data: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (data === undefined) return null;
  const { arming, ...rest } = data;
  return rest;
}
