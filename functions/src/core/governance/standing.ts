import type { TriggeredBy } from '../../model/execution.ts';
import { type DocRef, tenantPaths, top } from '../../model/paths.ts';
import type { Resumed } from '../../model/pause.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { Switches } from '../engine/engine.ts';
import type { Store } from '../ports.ts';

/** What decides whether an execution may go on; null for what is gone or cannot be read, which holds nothing. */
export interface Standing {
  readonly tenant: Tenant | null;
  readonly playbook: Playbook | null;
}

export type Holding = 'tenant' | 'playbook' | 'switch';

/** Whether nobody in person asks for it when it starts. */
export function startsByItself(triggeredBy: TriggeredBy): boolean {
  return triggeredBy === 'schedule' || triggeredBy === 'event' || triggeredBy === 'webhook';
}

/** What holds an execution that was started so; null when it may go on. */
export function holdingOf(switches: Switches, triggeredBy: TriggeredBy, standing: Standing): Holding | null {
  if (standing.tenant?.pause) return 'tenant';
  // The work of a task belongs to no playbook; still nobody in person has begun it.
  if (triggeredBy === 'task') return switches.autoExecution ? null : 'switch';
  if (!startsByItself(triggeredBy)) return null;
  if (standing.playbook?.status === 'paused') return 'playbook';
  return switches.autoExecution ? null : 'switch';
}

/** The pause that held what was due or came at that time, and is over; of two, the one that ended last. */
export function resumedOver({ tenant, playbook }: Standing, at: Date): Resumed | null {
  const past = [tenant, playbook].flatMap((one) => (one === null ? [] : [one.resumed, ...one.resumedBefore]));
  const over = past.flatMap((one) => (one !== null && one.since <= at && at <= one.until ? [one] : []));
  return over.sort((a, b) => b.until.getTime() - a.until.getTime())[0] ?? null;
}

/** As it is now; both in one request. */
export async function readStanding(store: Store, orgId: string, playbookId: string): Promise<Standing> {
  const refs: DocRef<Tenant | Playbook>[] = [top.tenant(orgId), tenantPaths(orgId).playbook(playbookId)];
  const [tenant = null, playbook = null] = (await store.findAll(refs)).map((found) => found?.data ?? null);
  return {
    tenant: tenant !== null && 'timezone' in tenant ? tenant : null,
    playbook: playbook !== null && 'status' in playbook ? playbook : null,
  };
}
