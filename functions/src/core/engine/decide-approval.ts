import type { Approval } from '../../model/approval.ts';
import { tenantPaths } from '../../model/paths.ts';
import { ConflictError } from '../ports.ts';
import type { Engine } from './engine.ts';
import { signalExecution } from './signal.ts';

export type Decided =
  | { readonly kind: 'decided'; readonly approval: Approval }
  /** Somebody else was faster, it has expired, or its execution has ended. */
  | { readonly kind: 'closed'; readonly approval: Approval }
  | { readonly kind: 'not_found' };

const MAX_CONFLICTS = 4;

/** Records a person's yes or no and wakes the execution that waits for it, in one commit. */
export async function decideApproval(
  engine: Engine,
  orgId: string,
  approvalId: string,
  {
    status,
    by,
    reason,
  }: { readonly status: 'approved' | 'rejected'; readonly by: string; readonly reason: string | null },
): Promise<Decided> {
  const ref = tenantPaths(orgId).approval(approvalId);
  for (let attempt = 0; ; attempt++) {
    const stored = await engine.store.get(ref);
    if (stored === null) return { kind: 'not_found' };
    const now = engine.clock.now();
    const { executionId, path } = stored.data;
    if (stored.data.status !== 'pending' || now >= stored.data.expiresAt)
      return { kind: 'closed', approval: stored.data };
    const fields = { status, decidedBy: by, decidedAt: now, reason };
    const decide = { op: 'update' as const, path: ref.path, fields, ifVersion: stored.version };
    const signal = { kind: 'approval' as const, path, approvalId, at: now };
    try {
      const told = await signalExecution(engine, orgId, executionId, {
        id: `approval_${approvalId}`,
        signal,
        alongside: [decide],
      });
      const approval = { ...stored.data, ...fields };
      return told.kind === 'told' ? { kind: 'decided', approval } : { kind: 'closed', approval: stored.data };
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
    }
  }
}
