import { createArmoury } from '../../../test/kit/arsenal.ts';
import { createEngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import type { Actor } from '../../model/audit.ts';
import type { JsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import type { WebhookScheme } from '../../model/trigger.ts';
import type { Engine } from '../engine/engine.ts';
import { tenantSecretName } from '../governance/tenant-secret.ts';
import { hooksOf } from './apply-hooks.ts';
import { applyTriggers } from './apply-triggers.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { type Received, receiveWebhook } from './receive-webhook.ts';
import { sampleDelivery } from './webhook-sample.ts';
import type { Delivery } from './webhook-schemes.ts';
import { acceptedSecrets, setWebhookSecret } from './webhook-secret.ts';

const actor: Actor = { kind: 'user', id: 'owner', name: 'Olive', from: null };
const given = 'a-signing-secret-of-theirs';

/** An active playbook with a webhook, armed. */
export async function createDoor(scheme: WebhookScheme, more: Readonly<Record<string, unknown>> = {}, secret = true) {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const armoury = createArmoury(kit);
  const { secrets } = armoury;
  const engine: Engine = { ...kit.engine, services: { ...kit.engine.services, secret: secrets.read } };
  const playbookId = await kit.playbook([{ action: 'do' }], {
    triggers: [{ type: 'webhook', id: 'webhook', scheme, ...more }],
  });
  await applyTriggers(armoury, orgId, playbookId);
  await kit.clock.advance(5_000);
  const hook = async () => {
    const [found] = await hooksOf(kit, orgId, playbookId);
    if (found === undefined) throw new Error('No hook');
    return found;
  };
  const set = async (keepsOld = true) => {
    const own = scheme === 'hmac' || scheme === 'bearer';
    const done = await setWebhookSecret(engine, secrets, await hook(), { given: own ? null : given, keepsOld, actor });
    return done?.made ?? null;
  };
  if (secret) await set();
  const { id: hookId } = await hook();
  const name = tenantSecretName(orgId, 'hook', hookId);
  const current = () => acceptedSecrets(secrets.values.get(name) ?? null, kit.clock.now())[0] ?? '';
  const sign = (body: JsonObject | null = null, id = 'one'): Delivery =>
    sampleDelivery(scheme, { secret: current(), id, body, now: kit.clock.now() });
  /** What comes in, and what is started by it. */
  const come = async (delivery: Delivery): Promise<Received> => {
    const received = await receiveWebhook(engine, hookId, delivery);
    if (received.kind === 'accepted') await dispatchEvent(engine, orgId, received.eventId);
    return received;
  };
  const executions = async () =>
    (await kit.store.query(queries.executions(orgId, { limit: 100 }))).flatMap(({ data }) => data ?? []);
  return { kit, armoury, engine, secrets, playbookId, hook, hookId, name, set, current, sign, come, executions };
}
