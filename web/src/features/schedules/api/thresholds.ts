import { type AgentConfig, GLOBAL_CONFIG, type Thresholds } from '@model/agent-config.ts';
import { tenantPaths } from '@model/paths.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useDocument } from '../../../lib/use-live.ts';

/** What the business has set for itself, live; null where nobody has set anything. */
export function useThresholds(): Live<Entry<AgentConfig> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).agentConfig(GLOBAL_CONFIG));
}

/** Sets what is given; the rest stays as it is. */
export async function setThresholds(api: Api, given: Thresholds): Promise<void> {
  await api.call({ method: 'PATCH', path: `/api/agent_configs/${GLOBAL_CONFIG}`, body: given, answer: z.unknown() });
}
