import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../../model/audit.ts';
import { GIVEN_BY_SENDER, isWebhook, type WebhookHook } from '../../model/hook.ts';
import { top } from '../../model/paths.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { WebhookScheme } from '../../model/trigger.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { tenantSecretName } from '../governance/tenant-secret.ts';
import type { Secrets, Stored } from '../ports.ts';

/** After a rotation what was sent before, or is signed by a sender who does not know yet, is still taken for a while. */
const OVERLAP_MS = 10 * 60_000;

/** Fields named `private…` are secrets by themselves: they are taken out of all that is written down. */
const heldSchema = z.object({
  privateCurrent: z.string(),
  privatePrevious: z.string().nullable(),
  previousUntil: z.iso.datetime().nullable(),
});

/** The secrets that a delivery may be signed with now, the newest first; none where what is held cannot be read. */
export function acceptedSecrets(heldJson: string | null, now: Date): string[] {
  const held = parsed(heldJson);
  if (held === null) return [];
  const { privateCurrent, privatePrevious, previousUntil } = held;
  const isGood = privatePrevious !== null && previousUntil !== null && new Date(previousUntil) > now;
  return isGood ? [privateCurrent, privatePrevious] : [privateCurrent];
}

function parsed(heldJson: string | null): z.infer<typeof heldSchema> | null {
  if (heldJson === null) return null;
  try {
    return heldSchema.parse(JSON.parse(heldJson));
  } catch {
    return null;
  }
}

/** What is wrong with a secret for a scheme; null when it will do. None given: we make one, where we can. */
export function secretProblem(scheme: WebhookScheme, given: string | null): ProblemDetail | null {
  const say = (message: string) => ({ path: 'secret', message });
  if (given === null) {
    return GIVEN_BY_SENDER.includes(scheme) ? say('Give the signing secret that the sender shows') : null;
  }
  if (/\s/.test(given)) return say('There is white space in it');
  if (scheme === 'hmac' && !/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(given)) {
    return say('For this scheme it is whsec_ and at least 24 bytes in base64; leave it out and one is made');
  }
  return given.length < 16 ? say('It has at least 16 characters') : null;
}

interface Setting {
  readonly given: string | null;
  /** Whether the one before is taken for another ten minutes. */
  readonly keepsOld: boolean;
  readonly actor: Actor;
}

/**
 * Sets the secret of a webhook. `made` is the one that was made here, to be shown once, or null when it was given. Null
 * when the webhook has gone meanwhile, or is of another scheme by now: then it takes nothing that is signed with this.
 */
export async function setWebhookSecret(
  engine: Engine,
  secrets: Secrets,
  hook: Stored<WebhookHook>,
  { given, keepsOld, actor }: Setting,
): Promise<{ readonly made: string | null; readonly setAt: Date } | null> {
  const { orgId, playbookId, triggerId, scheme, secretSetAt } = hook.data;
  const now = engine.clock.now();
  const name = tenantSecretName(orgId, 'hook', hook.id);
  const before = secretSetAt === null ? null : parsed(await secrets.read(name, secretSetAt));
  const made = given === null ? newSecret(engine, scheme) : null;
  const held: z.infer<typeof heldSchema> = {
    privateCurrent: made ?? given ?? '',
    privatePrevious: keepsOld ? (before?.privateCurrent ?? null) : null,
    previousUntil: keepsOld && before !== null ? new Date(now.getTime() + OVERLAP_MS).toISOString() : null,
  };
  // First: a hook that says it has a secret has it. Killed in between, the sender is told no until it is set again.
  await secrets.write(name, JSON.stringify(held));
  engine.fault('hook_secret_written');
  const target = { kind: 'hook', id: `${playbookId}.${triggerId}` };
  const after = { scheme, keepsOld, isOurs: made !== null };
  return retryConflicts(async () => {
    const found = await engine.store.get(top.hook(hook.id));
    // Its secret was deleted before it: the one that was written since is nobody's.
    if (found === null) await secrets.delete(name);
    if (found === null || !isWebhook(found.data) || found.data.scheme !== scheme) return null;
    const fields = { secretSetAt: now, refusedAt: null, refusal: null };
    await engine.store.commit([
      { op: 'update', path: hook.ref.path, fields, ifVersion: found.version },
      auditWrite(engine, orgId, actor, { action: 'webhook.rotated', target, after }),
    ]);
    return { made, setAt: now };
  });
}

/** 256 bits, in the form that the scheme wants. */
function newSecret({ random }: Engine, scheme: WebhookScheme): string {
  const bits = createHash('sha256').update(`${random.token()}|${random.token()}`).digest();
  return scheme === 'hmac' ? `whsec_${bits.toString('base64')}` : bits.toString('base64url');
}
