import { isWebhook, type WebhookHook } from '../../model/hook.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { tenantSecretName } from '../governance/tenant-secret.ts';
import { ConflictError, type Stored, type Write } from '../ports.ts';
import type { Arsenal } from './apply-triggers.ts';
import type { Wanted } from './plan-triggers.ts';

const MAX_ROUNDS = 5;

/** The addresses of a playbook's webhooks, the oldest first. */
export async function hooksOf(
  { store }: Pick<Arsenal, 'store'>,
  orgId: string,
  playbookId: string,
): Promise<Stored<WebhookHook>[]> {
  const found = await store.query(queries.hooksFor(orgId, playbookId));
  return found
    .filter((one): one is Stored<WebhookHook> => one.data !== null && isWebhook(one.data))
    .sort((a, b) => a.data.createdAt.getTime() - b.data.createdAt.getTime() || a.id.localeCompare(b.id));
}

/**
 * Gives every webhook trigger its address, whatever the status: at the vendor it is entered before anything is to
 * start. It stays as long as the trigger does; with it goes its secret. A playbook with mistakes keeps what it has.
 * Looks again after each change: of two workers that made one address each, both keep the older.
 */
export async function applyHooks(arsenal: Arsenal, wanted: Wanted): Promise<void> {
  if (wanted.content === null && wanted.status !== 'deleted') return;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const hooks = await hooksOf(arsenal, wanted.orgId, wanted.playbookId);
    const { writes, surplus } = planHooks(arsenal, wanted, hooks);
    if (writes.length === 0) return;
    for (const { id } of surplus) await arsenal.secrets.delete(tenantSecretName(wanted.orgId, 'hook', id));
    arsenal.fault('hook_secrets_deleted');
    try {
      await arsenal.store.commit(writes);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  throw new Error(`The webhooks of ${wanted.playbookId} kept changing while they were being armed`);
}

function planHooks(
  { clock, random }: Arsenal,
  { orgId, playbookId, content }: Wanted,
  hooks: readonly Stored<WebhookHook>[],
): { readonly writes: readonly Write[]; readonly surplus: readonly Stored<WebhookHook>[] } {
  const triggers = (content?.triggers ?? []).filter((trigger) => trigger.type === 'webhook');
  const kept = triggers.flatMap(({ id }) => hooks.find(({ data }) => data.triggerId === id) ?? []);
  const surplus = hooks.filter((hook) => !kept.includes(hook));
  const changes = triggers.flatMap(({ id: triggerId, scheme }): Write[] => {
    const hook = kept.find(({ data }) => data.triggerId === triggerId);
    // A secret is good for the scheme that it was given for.
    if (hook !== undefined && hook.data.scheme === scheme) return [];
    if (hook !== undefined) {
      const fields = { scheme, secretSetAt: null };
      return [{ op: 'update', path: hook.ref.path, fields, ifVersion: hook.version }];
    }
    const none = { secretSetAt: null, refusedAt: null, refusal: null };
    const data: WebhookHook = { orgId, playbookId, triggerId, scheme, ...none, createdAt: clock.now() };
    return [{ op: 'create', path: top.hook(random.token()).path, data }];
  });
  return { writes: [...changes, ...surplus.map(({ ref }): Write => ({ op: 'delete', path: ref.path }))], surplus };
}
