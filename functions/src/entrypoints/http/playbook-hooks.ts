import { z } from 'zod';
import type { App } from '../../app.ts';
import { executionIdFor } from '../../core/engine/occasion.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import { tenantSecretName } from '../../core/governance/tenant-secret.ts';
import type { Stored } from '../../core/ports.ts';
import { hooksOf } from '../../core/triggering/apply-hooks.ts';
import { matchEvent } from '../../core/triggering/match-event.ts';
import { receiveWebhook } from '../../core/triggering/receive-webhook.ts';
import { sampleDelivery } from '../../core/triggering/webhook-sample.ts';
import { acceptedSecrets, secretProblem, setWebhookSecret } from '../../core/triggering/webhook-secret.ts';
import { WEBHOOK_RECEIVED, type WebhookHook, webhookSubject } from '../../model/hook.ts';
import { playbookIdSchema, triggerIdSchema } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { webhookSchemeSchema } from '../../model/trigger.ts';
import { actorOf } from './caller.ts';
import { noPlaybook } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

/** What opens the way into a playbook is for people: no key makes or sees it. */
const editors = { role: 'editor', scope: null } as const;
const byId = z.object({ id: playbookIdSchema });
const byTrigger = byId.extend({ triggerId: triggerIdSchema });
const time = z.iso.datetime();

const hookView = z.object({
  triggerId: z.string(),
  url: z.string(),
  scheme: webhookSchemeSchema,
  status: z.enum(['needs_secret', 'ready']),
  secretSetAt: time.nullable(),
  lastDelivery: z.object({ eventId: z.string(), at: time, started: z.int(), isTest: z.boolean() }).nullable(),
  lastRefusal: z.object({ at: time, reason: z.string() }).nullable(),
});

export const playbookHookRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks/{id}/hooks',
      summary: 'The addresses of the webhook triggers, what came last, and why something was refused',
      params: byId,
      answers: { 200: z.object({ items: z.array(hookView) }), 404: problemSchema },
    },
    editors,
    async ({ app, caller: { orgId }, params: { id } }) => {
      if ((await app.engine.store.find(tenantPaths(orgId).playbook(id))) === null) throw noPlaybook(id);
      const hooks = await hooksOf(app.engine, orgId, id);
      return { status: 200, body: { items: await Promise.all(hooks.map((hook) => toView(app, hook))) } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks/{id}/hooks/{triggerId}/secret',
      summary: 'Set the secret of a webhook: the one that the sender shows, or a new one, which is shown this once',
      params: byTrigger,
      isSecret: true,
      body: z.strictObject({
        secret: z.string().max(512).nullable().default(null),
        /** Whether deliveries under the one before are taken for another ten minutes. */
        keepsOld: z.boolean().default(true),
      }),
      answers: {
        200: z.object({ secret: z.string().nullable(), scheme: webhookSchemeSchema, setAt: time }),
        404: problemSchema,
        409: problemSchema,
        422: problemSchema,
      },
    },
    editors,
    async ({ app, caller, params, body: { secret: given, keepsOld }, request, response }) => {
      const hook = await hookOf(app, caller.orgId, params);
      const problem = secretProblem(hook.data.scheme, given);
      if (problem !== null) throw new HttpProblem(422, 'invalid', problem.message, { errors: [problem] });
      const actor = actorOf(caller, request);
      const done = await setWebhookSecret(app.engine, app.secrets, hook, { given, keepsOld, actor });
      if (done === null) throw new HttpProblem(409, 'changed', 'The webhook was changed meanwhile; look at it again');
      const { made, setAt } = done;
      // Past everything that takes secrets out of answers: this is the one that shows it.
      const text = JSON.stringify({ secret: made, scheme: hook.data.scheme, setAt: setAt.toISOString() });
      response.status(200).type('application/json').send(text);
      return null;
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks/{id}/hooks/{triggerId}/test',
      summary: 'Send a sample delivery, signed as the sender would; what it starts is a dry run',
      params: byTrigger,
      body: z.strictObject({ body: jsonObject.nullable().default(null) }),
      answers: {
        202: z.object({
          eventId: z.string(),
          /** Null: the playbook does not listen now, or its filter is not true of the sample. */
          executionId: z.string().nullable(),
        }),
        404: problemSchema,
        409: problemSchema,
      },
    },
    editors,
    async ({ app, caller, params, body, request }) => {
      const { engine, secrets } = app;
      const hook = await hookOf(app, caller.orgId, params);
      const { orgId, playbookId, triggerId, scheme, secretSetAt } = hook.data;
      const now = engine.clock.now();
      const held = secretSetAt && (await secrets.read(tenantSecretName(orgId, 'hook', hook.id), secretSetAt));
      const [secret] = acceptedSecrets(held, now);
      if (secret === undefined) throw new HttpProblem(409, 'needs_secret', 'Set the secret of the webhook first');
      const target = { kind: 'hook', id: `${playbookId}.${triggerId}` };
      await engine.store.commit([
        auditWrite(engine, orgId, actorOf(caller, request), { action: 'webhook.tested', target }),
      ]);
      const sample = sampleDelivery(scheme, { secret, id: `test-${engine.random.token()}`, body: body.body, now });
      const received = await receiveWebhook(engine, hook.id, sample, true);
      if (received.kind !== 'accepted') {
        throw new HttpProblem(409, 'delivery_refused', 'The sample was refused; the hook says why');
      }
      const { eventId } = received;
      return { status: 202, body: { eventId, executionId: await startedBy(app, hook.data, eventId) } };
    },
  ),
];

async function hookOf(
  { engine }: App,
  orgId: string,
  { id, triggerId }: z.infer<typeof byTrigger>,
): Promise<Stored<WebhookHook>> {
  const hook = (await hooksOf(engine, orgId, id)).find(({ data }) => data.triggerId === triggerId);
  if (hook !== undefined) return hook;
  const detail = `The playbook ${id} has no webhook ${triggerId}, or it has not been armed yet`;
  throw new HttpProblem(404, 'not_found', detail);
}

async function toView({ engine, config }: App, { id, data }: Stored<WebhookHook>): Promise<z.infer<typeof hookView>> {
  const { orgId, triggerId, scheme, secretSetAt, refusedAt, refusal } = data;
  const [last] = await engine.store.query(
    queries.eventsAbout(orgId, WEBHOOK_RECEIVED, webhookSubject(data), { limit: 1 }),
  );
  const event = last?.data ?? null;
  return {
    triggerId,
    url: `${config.apiOrigin}/api/hooks/${id}`,
    scheme,
    status: secretSetAt === null ? 'needs_secret' : 'ready',
    secretSetAt: secretSetAt?.toISOString() ?? null,
    lastDelivery: event && {
      eventId: last?.id ?? '',
      at: event.time.toISOString(),
      started: event.started,
      isTest: event.dryRun,
    },
    lastRefusal: refusedAt && { at: refusedAt.toISOString(), reason: refusal ?? '' },
  };
}

/** What a delivery starts, under the id that it has or will have. */
async function startedBy({ engine: { store } }: App, hook: WebhookHook, eventId: string): Promise<string | null> {
  const { orgId, playbookId, triggerId } = hook;
  const paths = tenantPaths(orgId);
  const [listener, event] = await Promise.all([
    store.get(paths.listener(playbookId, triggerId)),
    store.get(paths.event(eventId)),
  ]);
  if (listener === null || event === null || !matchEvent(listener.data, event.data)) return null;
  const occasion = { kind: 'event' as const, triggerId, eventId, event: null };
  return executionIdFor({ orgId, playbookId, occasion });
}
