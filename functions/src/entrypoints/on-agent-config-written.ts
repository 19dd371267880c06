import { onDocumentWritten } from 'firebase-functions/v2/firestore';
import { app, withFirestore } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { systemActor } from '../core/governance/audit.ts';
import { followFlags } from '../core/governance/pause.ts';

const GIVE_UP_MS = 24 * 3_600_000;

/** Pauses or resumes a tenant whose `global_pause` somebody has written by hand. */
export const onAgentConfigWritten = withFirestore(
  onDocumentWritten(
    { document: 'tenants/{orgId}/agent_configs/{agentId}', region: deployedRegion(), retry: true },
    async (event) => {
      if (Date.now() - Date.parse(event.time) > GIVE_UP_MS) return;
      const isSame = event.data?.before.get('global_pause') === event.data?.after.get('global_pause');
      if (!isSame) await followFlags(app().engine, event.params.orgId, systemActor);
    },
  ),
);
