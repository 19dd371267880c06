import { tenantPaths } from '@model/paths.ts';
import { PlanWizard } from '../../features/coach/components/plan-wizard.tsx';
import { useSession } from '../../lib/session.ts';
import { useDocument } from '../../lib/use-live.ts';

interface PlanOfProps {
  readonly recommendationId: string;
  onClose(): void;
}

/** The plan that is made of a recommendation, out of a conversation about it. */
export function PlanOf({ recommendationId, onClose }: PlanOfProps) {
  const { orgId } = useSession();
  const live = useDocument(tenantPaths(orgId).recommendation(recommendationId));
  if (live.status !== 'ready' || live.value === null) return null;
  return <PlanWizard recommendation={live.value} opened onClose={onClose} />;
}
