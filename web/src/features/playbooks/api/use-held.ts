import { queries } from '@model/query.ts';
import { useSession } from '../../../lib/session.ts';
import { useCount } from '../../../lib/use-count.ts';

/** How many executions of a playbook a pause holds; null while it is not known. Counted anew when `version` changes. */
export function useHeld(playbookId: string, version: string): number | null {
  const { orgId } = useSession();
  return useCount(queries.heldExecutionsOf(orgId, playbookId, 'pause', { limit: 1 }), `${playbookId}|${version}`);
}

export function heldWords(held: number): string {
  if (held === 0) return 'No execution is held.';
  if (held === 1) return 'One execution is held.';
  return `${held >= 1_000 ? '1,000 or more' : held} executions are held.`;
}
