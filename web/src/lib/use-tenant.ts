import { top } from '@model/paths.ts';
import type { Tenant } from '@model/tenant.ts';
import { useSession } from './session.ts';
import { useDocument } from './use-live.ts';

/** The settings of the tenant, live; null while they are not known. */
export function useTenant(): Tenant | null {
  const { orgId } = useSession();
  const live = useDocument(top.tenant(orgId));
  return live.status === 'ready' ? (live.value?.data ?? null) : null;
}
