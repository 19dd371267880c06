import { z } from 'zod';
import { executionIdSchema, orgIdSchema, playbookIdSchema, triggerIdSchema } from './ids.ts';
import { type WebhookScheme, webhookSchemeSchema } from './trigger.ts';

/** An address at which the outside can answer an execution; its id is the secret part of the URL. Server only. */
const callbackHookSchema = z.object({
  orgId: orgIdSchema,
  executionId: executionIdSchema,
  expireAt: z.date(),
});

/** The address of a webhook trigger, as long as there is the trigger. What signs its deliveries is in Secret Manager. */
const webhookHookSchema = z.object({
  orgId: orgIdSchema,
  playbookId: playbookIdSchema,
  triggerId: triggerIdSchema,
  scheme: webhookSchemeSchema,
  /** Null: it has no secret for this scheme yet, and takes nothing. */
  secretSetAt: z.date().nullable(),
  /** The latest delivery that was refused, noted once a minute, and why. */
  refusedAt: z.date().nullable(),
  refusal: z.string().nullable(),
  createdAt: z.date(),
});
export type WebhookHook = z.infer<typeof webhookHookSchema>;

export const hookSchema = z.union([callbackHookSchema, webhookHookSchema]);
export type Hook = z.infer<typeof hookSchema>;

/** Whether a hook is the address of a webhook rather than of an execution. */
export function isWebhook(hook: Hook): hook is WebhookHook {
  return 'triggerId' in hook;
}

/** What a delivery to a webhook becomes. It is for one trigger, which its subject names. */
export const WEBHOOK_RECEIVED = 'webhook.received';

export function webhookSubject({ playbookId, triggerId }: Pick<WebhookHook, 'playbookId' | 'triggerId'>): string {
  return `webhooks/${playbookId}.${triggerId}`;
}

/** Who sends, in words. */
export const SENDERS: Readonly<Record<WebhookScheme, string>> = {
  github: 'GitHub',
  stripe: 'Stripe',
  slack: 'Slack',
  shopify: 'Shopify',
  hmac: 'another system',
  bearer: 'another system',
};

/** Whose secrets are made by the sender: we can only be told. */
export const GIVEN_BY_SENDER: readonly WebhookScheme[] = ['stripe', 'slack', 'shopify'];
