import { isWebhook, WEBHOOK_RECEIVED, type WebhookHook, webhookSubject } from '../../model/hook.ts';
import { type JsonObject, type JsonValue, jsonValue } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { sha256Hex } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { tenantSecretName } from '../governance/tenant-secret.ts';
import { ConflictError, type Stored } from '../ports.ts';
import { factId, publishFact } from './publish-fact.ts';
import { type Delivery, type Verdict, webhookSchemes } from './webhook-schemes.ts';
import { acceptedSecrets } from './webhook-secret.ts';

/** Of lists and objects in one another. */
const MAX_DEPTH = 64;
const NOTED_EVERY_MS = 60_000;
const MAX_VALUE = 2_000;
/** Whoever signs no time may say the same twice within one minute, and is then taken to have repeated himself. */
const SAME_MS = 60_000;

/** What of the headers playbooks see: nothing that opens anything. */
const SHOWN =
  /^(?:content-type|user-agent|webhook-(?:id|timestamp)|x-github-(?:event|delivery|hook-id)|x-shopify-(?:topic|shop-domain|webhook-id|triggered-at|api-version)|x-slack-(?:request-timestamp|retry-num|retry-reason))$/;

/** `refused` says nothing about the reason: whoever may change the playbook finds it with the hook. */
export type Received =
  | { readonly kind: 'accepted'; readonly eventId: string; readonly isNew: boolean }
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'refused' };

/**
 * Takes a delivery to the address of a webhook: once its signature is found to be genuine, over the bytes as they came,
 * it is read and becomes an event for the one trigger. The same delivery again is the same event. `dryRun`: a test.
 */
export async function receiveWebhook(
  engine: Engine,
  hookId: string,
  delivery: Delivery,
  dryRun = false,
): Promise<Received> {
  const hook = await engine.store.get(top.hook(hookId));
  if (hook === null || !isWebhook(hook.data)) return { kind: 'refused' };
  const webhook: ArmedHook = { path: hook.ref.path, id: hookId, version: hook.version, data: hook.data };
  const verdict = await judge(engine, webhook, delivery);
  if (!verdict.isGenuine) {
    await noteRefusal(engine, webhook, verdict.reason);
    return { kind: 'refused' };
  }
  const body = readBody(delivery);
  if ('problem' in body) return { kind: 'malformed', message: body.problem };
  const challenge = challengeIn(webhook.data, body.value);
  if (challenge !== null) return { kind: 'challenge', challenge };
  const { orgId, playbookId } = webhook.data;
  const subject = webhookSubject(webhook.data);
  const now = engine.clock.now();
  const once = verdict.deliveryId ?? deliveryIdIn(webhook.data, body.value) ?? likenessOf(delivery, now);
  const eventId = factId(orgId, WEBHOOK_RECEIVED, `${hookId}|${once}`, subject);
  const more = { isTainted: true, onlyFor: playbookId, dryRun };
  const data: JsonObject = { body: body.value, headers: shown(delivery.headers), query: cut(delivery.query) };
  const fact = { eventId, eventName: WEBHOOK_RECEIVED, subject, time: now, data, more };
  return { kind: 'accepted', eventId, isNew: await publishFact(engine, orgId, fact) };
}

interface ArmedHook extends Pick<Stored<WebhookHook>, 'id' | 'data' | 'version'> {
  readonly path: string;
}

async function judge(engine: Engine, { id, data }: ArmedHook, delivery: Delivery): Promise<Verdict> {
  const { orgId, scheme, secretSetAt } = data;
  const now = engine.clock.now();
  const name = tenantSecretName(orgId, 'hook', id);
  const held = secretSetAt === null ? null : await engine.services.secret(name, secretSetAt);
  const secrets = acceptedSecrets(held, now);
  if (secrets.length === 0) return { isGenuine: false, reason: 'It has no secret yet, and takes nothing without' };
  return webhookSchemes[scheme].verify(delivery, secrets, now);
}

/** For whoever sets it up. Once a minute, so that strangers cause no writes. */
async function noteRefusal(engine: Engine, hook: ArmedHook, refusal: string): Promise<void> {
  const { orgId, playbookId, triggerId, refusedAt } = hook.data;
  const now = engine.clock.now();
  if (refusedAt !== null && now.getTime() - refusedAt.getTime() < NOTED_EVERY_MS) return;
  engine.log.warn('webhook_refused', { orgId, playbookId, triggerId, reason: refusal });
  try {
    const fields = { refusedAt: now, refusal };
    await engine.store.commit([{ op: 'update', path: hook.path, fields, ifVersion: hook.version }]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

function readBody({ headers, body }: Delivery): { readonly value: JsonValue } | { readonly problem: string } {
  // Without the mark that some put before it.
  const text = new TextDecoder().decode(body);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { value: Object.fromEntries(new URLSearchParams(text)) };
  }
  if (text.trim() === '') return { value: {} };
  try {
    const given: unknown = JSON.parse(text);
    if (isTooDeep(given, MAX_DEPTH)) return { problem: `Lists and objects may lie ${MAX_DEPTH} levels deep` };
    return { value: jsonValue.parse(given) };
  } catch {
    return { problem: 'The body is not valid JSON' };
  }
}

function isTooDeep(value: unknown, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1));
}

function textIn(value: JsonValue, field: string): string | null {
  const found = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[field] : null;
  return typeof found === 'string' && found !== '' ? found : null;
}

/** Slack asks once whether somebody is at home. */
function challengeIn({ scheme }: WebhookHook, body: JsonValue): string | null {
  return scheme === 'slack' && textIn(body, 'type') === 'url_verification' ? textIn(body, 'challenge') : null;
}

function deliveryIdIn({ scheme }: WebhookHook, body: JsonValue): string | null {
  if (scheme === 'stripe') return textIn(body, 'id');
  return scheme === 'slack' ? (textIn(body, 'event_id') ?? textIn(body, 'trigger_id')) : null;
}

/** Deliveries without a name are the same when they are alike, and signed for the same time or near one another. */
function likenessOf({ headers, body }: Delivery, now: Date): string {
  const time = headers['x-slack-request-timestamp'] ?? headers['stripe-signature'] ?? minuteOf(now);
  return sha256Hex(`${time}|${sha256Hex(body)}`);
}

function minuteOf(now: Date): string {
  return String(Math.floor(now.getTime() / SAME_MS));
}

function shown(headers: Delivery['headers']): JsonObject {
  return cut(Object.fromEntries(Object.entries(headers).filter(([name]) => SHOWN.test(name))));
}

function cut(texts: Readonly<Record<string, string>>): JsonObject {
  const entries = Object.entries(texts).slice(0, 50);
  return Object.fromEntries(entries.map(([name, text]) => [name.slice(0, MAX_VALUE), text.slice(0, MAX_VALUE)]));
}
