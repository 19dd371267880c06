import { onDocumentWritten } from 'firebase-functions/v2/firestore';
import { app, withFirestore } from '../app.ts';
import { deployedRegion } from '../config.ts';
import type { Engine } from '../core/engine/engine.ts';
import { type DocumentChange, publishEvents } from '../core/triggering/publish-events.ts';
import type { DomainCollection } from '../model/paths.ts';

const GIVE_UP_MS = 24 * 3_600_000;

/** The function that makes events of changes in one of the shop's own collections, `records` of its own making among them. */
export function domainTrigger(
  collection: DomainCollection | 'records/{collection}/items',
  /** What else is done with a change; it may be told the same one again. */
  also: (engine: Engine, change: DocumentChange) => Promise<void> = async () => undefined,
) {
  const document = `tenants/{orgId}/${collection}/{documentId}` as const;
  return withFirestore(
    onDocumentWritten({ document, region: deployedRegion(), retry: true }, async (event) => {
      const params: Readonly<Record<string, string>> = event.params;
      const { orgId = '', documentId = '', collection: ownName = '' } = params;
      const time = new Date(event.time);
      if (Date.now() - time.getTime() > GIVE_UP_MS) return;
      const change: DocumentChange = {
        orgId,
        collection: collection === 'records/{collection}/items' ? `records/${ownName}` : collection,
        documentId,
        changeId: event.id,
        time,
        before: event.data?.before.data() ?? null,
        after: event.data?.after.data() ?? null,
      };
      const { engine } = app();
      await publishEvents(engine, change);
      await also(engine, change);
    }),
  );
}
