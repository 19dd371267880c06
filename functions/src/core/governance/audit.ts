import type { Actor, AuditEntry } from '../../model/audit.ts';
import type { JsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import type { Clock, Random, Write } from '../ports.ts';

/** The product itself, where nobody in person did it. */
export const systemActor: Actor = { kind: 'system', id: 'system', name: null, from: null };

/** What an entry needs of the world. */
export interface Auditing {
  readonly clock: Clock;
  readonly random: Random;
}

export interface Change {
  /** `noun.verb`, such as `playbook.paused`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** What of the target changed; left out where there was or is nothing. */
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

const MAX_JSON = 20_000;
/** Whatever is named like this stays out, whoever wrote it there. */
const SECRET_NAME =
  /secret|password|token|api_?key|[-_]key$|authorization|[-_]auth|cookie|credential|signature|session/i;

/** The record of a change; it belongs into the commit that makes it. */
export function auditWrite(
  { clock, random }: Auditing,
  orgId: string,
  actor: Actor,
  { action, target, before, after }: Change,
): Write {
  const at = clock.now();
  const entry: AuditEntry = {
    at,
    actor,
    action,
    target,
    beforeJson: jsonOf(before),
    afterJson: jsonOf(after),
    expireAt: expiryOf('audit', at),
  };
  const id = deriveId(orgId, at.toISOString(), random.token());
  return { op: 'create', path: tenantPaths(orgId).auditEntry(id).path, data: entry };
}

/** A value as JSON text, without what is named like a secret. */
export function withoutSecrets(value: JsonValue): string {
  return JSON.stringify(value, (name, inner: unknown) => (SECRET_NAME.test(name) ? '…' : inner));
}

function jsonOf(value: JsonValue | undefined): string | null {
  if (value === undefined) return null;
  const text = withoutSecrets(value);
  return text.length <= MAX_JSON ? text : JSON.stringify({ cut: text.slice(0, MAX_JSON / 2) });
}
