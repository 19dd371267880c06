import { keyIdOf } from '../../model/api-key.ts';
import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Tenant } from '../../model/tenant.ts';
import { type Holding, resumedOver, type Standing, startsByItself } from '../governance/standing.ts';
import { startRefusal } from '../skills/which-skill.ts';
import type { Engine } from './engine.ts';
import type { StartRefusedError, StartRequest } from './start-execution.ts';

/** Playbooks that start playbooks end here. */
export const MAX_DEPTH = 8;

interface Refusal {
  readonly code: StartRefusedError['code'];
  readonly message: string;
}

/** Why a playbook is not to start at all; null where it may, be it later. */
export function refusalOf(
  { playbookId, triggeredBy, depth, occasion, isSettled = false }: StartRequest,
  standing: Standing & { readonly playbook: Playbook; readonly tenant: Tenant },
  holding: Holding | null,
): Refusal | null {
  if (depth > MAX_DEPTH) {
    const message = `Playbooks have started one another ${MAX_DEPTH} times in a row; this looks like a loop`;
    return { code: 'too_deep', message };
  }
  if (occasion.kind === 'schedule') {
    const isHeldBack = !isSettled && resumedOver(standing, occasion.scheduledFor) !== null;
    const message = 'A pause holds the schedule, or had held this start of it';
    if (holding !== null || isHeldBack) return { code: 'held', message };
  }
  const notAllowed = startRefusal(standing.tenant, playbookId, standing.playbook);
  if (notAllowed !== null) return { code: 'skill_not_allowed', message: notAllowed };
  const { status } = standing.playbook;
  if (status === 'active') return null;
  const byItself = startsByItself(triggeredBy);
  // What a pause holds is created and waits; a schedule stands still instead.
  if (byItself ? status === 'paused' && triggeredBy !== 'schedule' : status !== 'archived') return null;
  const why = byItself ? 'only an active one starts by itself' : 'take it out of the archive first';
  return { code: 'not_active', message: `The playbook is ${status}; ${why}` };
}

/** The same for what a key has made: it starts by itself only while the key holds. Takes one read, where it takes any. */
export async function keyRefusal(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  { triggeredBy }: StartRequest,
  { createdBy }: Playbook,
): Promise<{ readonly refusal: Refusal | null; readonly reads: number }> {
  const keyId = keyIdOf(createdBy ?? '');
  if (keyId === null || !(triggeredBy === 'task' || startsByItself(triggeredBy))) return { refusal: null, reads: 0 };
  const [key] = await store.query(queries.apiKey(keyId));
  const { revokedAt, expireAt } = key?.data ?? { revokedAt: clock.now(), expireAt: null };
  const isGood = revokedAt === null && (expireAt === null || expireAt > clock.now());
  const message =
    triggeredBy === 'task'
      ? 'The API key that asked for it was revoked or has expired; a person may ask for it anew'
      : 'The API key that made the playbook was revoked or has expired; make the playbook anew, or have somebody start it';
  return { refusal: isGood ? null : { code: 'key_revoked', message }, reads: 1 };
}
