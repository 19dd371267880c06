import { WEBHOOK_RECEIVED, webhookSubject } from '@model/hook.ts';
import type { JsonObject } from '@model/json.ts';
import { queries } from '@model/query.ts';
import { webhookSchemeSchema } from '@model/trigger.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';

const time = z.iso.datetime().transform((text) => new Date(text));
const hookSchema = z.object({
  triggerId: z.string(),
  url: z.string(),
  scheme: webhookSchemeSchema,
  status: z.enum(['needs_secret', 'ready']),
  secretSetAt: time.nullable(),
  lastDelivery: z.object({ eventId: z.string(), at: time, started: z.int(), isTest: z.boolean() }).nullable(),
  lastRefusal: z.object({ at: time, reason: z.string() }).nullable(),
});
/** The address of a webhook trigger, and what came there last. */
export type HookEntry = z.infer<typeof hookSchema>;

interface Which {
  readonly playbookId: string;
  readonly triggerId: string;
}

const pathOf = ({ playbookId, triggerId }: Which) =>
  `/api/playbooks/${encodeURIComponent(playbookId)}/hooks/${encodeURIComponent(triggerId)}`;

/** One webhook; null while it has no address yet. Asked anew when something was delivered, and when `version` changes. */
export function useHook(which: Which, version: string): Live<HookEntry | null> {
  const { orgId } = useSession();
  const { playbookId, triggerId } = which;
  const latest = useCollection(queries.eventsAbout(orgId, WEBHOOK_RECEIVED, webhookSubject(which), { limit: 1 }));
  const [event] = latest.status === 'ready' ? latest.value : [];
  const question = [playbookId, triggerId, version, event?.id, event?.data?.started, event?.data?.dueAt === null];
  return useAnswer(question.join('|'), async (api) => {
    const path = `/api/playbooks/${encodeURIComponent(playbookId)}/hooks`;
    const { items } = await api.call({ method: 'GET', path, answer: z.object({ items: z.array(hookSchema) }) });
    return items.find((hook) => hook.triggerId === triggerId) ?? null;
  });
}

/** Sets the secret to the one that the sender has shown, or (null) to a new one, which is given this once. */
export async function setHookSecret(
  api: Api,
  which: Which,
  body: { readonly secret: string | null; readonly keepsOld: boolean },
): Promise<string | null> {
  const answer = z.object({ secret: z.string().nullable() });
  return (await api.call({ method: 'POST', path: `${pathOf(which)}/secret`, body, answer })).secret;
}

const testedSchema = z.object({ eventId: z.string(), executionId: z.string().nullable() });
export type HookTest = z.infer<typeof testedSchema>;

/** Sends a sample (null: one such as the sender's), signed as he would; what it starts is a dry run. */
export function testHook(api: Api, which: Which, body: JsonObject | null): Promise<HookTest> {
  return api.call({ method: 'POST', path: `${pathOf(which)}/test`, body: { body }, answer: testedSchema });
}
