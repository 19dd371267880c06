import { onDocumentWritten } from 'firebase-functions/v2/firestore';
import { app, withFirestore } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { publishEvents } from '../core/triggering/publish-events.ts';

const GIVE_UP_MS = 24 * 3_600_000;

/** Publishes `inventory.*` events when stock crosses a line. */
export const onInventoryWritten = withFirestore(
  onDocumentWritten(
    { document: 'tenants/{orgId}/inventory/{documentId}', region: deployedRegion(), retry: true },
    async (event) => {
      const { orgId, documentId } = event.params;
      const time = new Date(event.time);
      if (Date.now() - time.getTime() > GIVE_UP_MS) return;
      await publishEvents(app().engine, {
        orgId,
        collection: 'inventory',
        documentId,
        changeId: event.id,
        time,
        before: event.data?.before.data() ?? null,
        after: event.data?.after.data() ?? null,
      });
    },
  ),
);
