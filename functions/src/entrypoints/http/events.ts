import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { explainEvent } from '../../core/explain/explain-event.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import type { Stored } from '../../core/ports.ts';
import { eventData } from '../../core/triggering/match-event.ts';
import { type Fact, factId, publishFact } from '../../core/triggering/publish-fact.ts';
import { replayEvent } from '../../core/triggering/replay-event.ts';
import type { DomainEvent } from '../../model/event.ts';
import { eventCatalog, eventTypes, isCustomEvent } from '../../model/event-catalog.ts';
import { executionIdSchema, playbookIdSchema } from '../../model/ids.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { eventNameSchema } from '../../model/trigger.ts';
import { actorOf, type TenantCaller } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterExactly, exactCursor, instantQuery, pageOf, pageQuery, toExactPage } from './views.ts';

const MAX_DATA = 64_000;
const EXECUTIONS = 100;
const DAY_MS = 86_400_000;

const read = { role: 'viewer', scope: 'executions:read' } as const;
const byId = z.object({ id: executionIdSchema });
const time = instantQuery.optional();

const eventView = z
  .object({
    eventId: z.string(),
    eventName: z.string(),
    /** Null for events of your own. */
    title: z.string().nullable(),
    subject: z.string(),
    time: z.iso.datetime(),
    data: jsonValue,
    /** How many playbooks stand between it and what a person did. */
    depth: z.int(),
    /** The execution that caused it. */
    causedBy: z.string().nullable(),
    /** Whether it may hold what strangers wrote. */
    isTainted: z.boolean(),
    /** The event that it repeats, and the only playbook that it is repeated for. */
    replayOf: z.string().nullable(),
    onlyFor: z.string().nullable(),
    started: z.int(),
    /** Whether all that listened have been served. */
    isServed: z.boolean(),
  })
  .meta({ id: 'Event' });
const startedView = z.object({
  executionId: z.string(),
  playbookId: z.string(),
  playbookName: z.string(),
  triggerId: z.string().nullable(),
  status: z.string(),
});
const heardView = z.object({
  playbookId: z.string(),
  playbookName: z.string(),
  triggerId: z.string(),
  outcome: z.enum(['started', 'held', 'skipped', 'not_started']),
  why: z.string(),
});
const detailView = eventView.extend({
  executions: z.array(startedView),
  /** What became of it for each trigger that listens for it now; `hasMoreListeners`: only the first are told. */
  listeners: z.array(heardView),
  hasMoreListeners: z.boolean(),
});
const typeView = z.object({
  eventName: z.string(),
  title: z.string(),
  description: z.string(),
  source: z.string(),
  isTainted: z.boolean(),
  /** JSON Schema of `event` in conditions and templates. */
  schema: jsonObject,
  example: jsonObject,
});

const publishBody = z.strictObject({
  eventName: eventNameSchema.refine(isCustomEvent, 'Events of your own are called custom.something'),
  /** What it is about, such as `bookings/b1`. */
  subject: z.string().max(200).default(''),
  data: jsonObject
    .default({})
    .refine((data) => JSON.stringify(data).length <= MAX_DATA, 'The data of an event may have 64 KB'),
});
const replayBody = z.strictObject({
  /** The only playbook that it is for; left out for all that listen. */
  playbookId: playbookIdSchema.optional(),
  dryRun: z.boolean().default(false),
});

export const eventRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/events',
      summary: 'What has happened, the newest first; kept 30 days',
      query: pageQuery.extend({
        cursor: exactCursor.optional(),
        eventName: eventNameSchema.optional(),
        from: time,
        to: time,
      }),
      answers: { 200: pageOf(eventView), 422: problemSchema },
    },
    read,
    async ({ app: { engine }, caller: { orgId }, query: { eventName, from, to, limit, cursor } }) => {
      const since = from ?? new Date(0);
      const until = to ?? new Date(engine.clock.now().getTime() + DAY_MS);
      const page = { limit, after: afterExactly(cursor) };
      const found = await engine.store.query(
        eventName === undefined
          ? queries.events(orgId, since, until, page)
          : queries.eventsOf(orgId, eventName, since, until, page),
      );
      return { status: 200, body: toExactPage((event) => event.time, found, limit, toView) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/events/{id}',
      summary: 'An event, what it has started, and why other listeners did not start',
      params: byId,
      answers: { 200: detailView, 404: problemSchema },
    },
    read,
    async ({ app: { engine }, caller: { orgId }, params: { id } }) => {
      const event = await engine.store.get(tenantPaths(orgId).event(id));
      if (event === null) throw noEvent(id);
      const [found, { hearings, hasMore }] = await Promise.all([
        engine.store.query(queries.executionsForEvent(orgId, id, { limit: EXECUTIONS })),
        explainEvent(engine, orgId, event),
      ]);
      const executions = found.flatMap(({ id: executionId, data }) => {
        if (data === null) return [];
        const { playbookId, playbookName, triggerId, status } = data;
        return [{ executionId, playbookId, playbookName, triggerId, status }];
      });
      return { status: 200, body: { ...toView(event), executions, listeners: hearings, hasMoreListeners: hasMore } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/events',
      isRepeatable: true,
      summary: 'Say that something has happened, under a name custom.…; playbooks that listen for it start',
      body: publishBody,
      answers: { 202: z.object({ eventId: z.string() }), 422: problemSchema },
    },
    { role: 'editor', scope: 'events:publish' },
    async ({ app, caller, body: { eventName, subject, data }, request }) => {
      const { orgId } = caller;
      const eventId = factId(orgId, eventName, keyOf(app, caller, request), subject);
      // Whoever holds the key passes on what others have typed.
      const more = { isTainted: true };
      const fact: Fact = { eventId, eventName, subject, time: app.engine.clock.now(), data, more };
      await publishFact(app.engine, orgId, fact, [onRecord(app, caller, request, 'event.published', fact)]);
      return { status: 202, body: { eventId } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/events/{id}/replay',
      isRepeatable: true,
      summary: 'Say an event again: what listens for it by now starts once more, or one playbook only',
      params: byId,
      body: replayBody,
      answers: {
        202: z.object({ eventId: z.string(), replayOf: z.string() }),
        404: problemSchema,
        409: problemSchema,
        422: problemSchema,
      },
    },
    { role: 'editor', scope: 'executions:run' },
    async ({ app, caller, params: { id }, body: { playbookId = null, dryRun }, request }) => {
      const replayed = await replayEvent(app.engine, {
        orgId: caller.orgId,
        eventId: id,
        onlyFor: playbookId,
        dryRun,
        key: keyOf(app, caller, request),
        alongside: (fact) => [onRecord(app, caller, request, 'event.replayed', fact)],
      });
      if (replayed.kind === 'not_found') throw noEvent(id);
      if (replayed.kind === 'not_listening') {
        throw new HttpProblem(409, 'not_listening', 'That playbook does not listen for this event');
      }
      const { eventId, replayOf } = replayed;
      return { status: 202, body: { eventId, replayOf } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/event-types',
      summary: 'The events that playbooks can listen for, and what each holds',
      answers: { 200: z.object({ items: z.array(typeView) }) },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async () => {
      const items = eventCatalog.map(({ name: eventName, payload, ...type }) => ({
        eventName,
        ...type,
        schema: z.toJSONSchema(payload, { io: 'output' }),
      }));
      return { status: 200, body: { items } };
    },
  ),
];

/** The same key of the same caller is the same event; without one each call is another. */
function keyOf({ engine }: App, { id }: TenantCaller, request: Request): string {
  return `${id} ${request.get('idempotency-key') ?? engine.random.token()}`;
}

function onRecord({ engine }: App, caller: TenantCaller, request: Request, action: string, fact: Fact) {
  const { eventId, eventName, more } = fact;
  const { replayOf, onlyFor } = { replayOf: null, onlyFor: null, ...more };
  const target = { kind: 'event', id: eventId };
  return auditWrite(engine, caller.orgId, actorOf(caller, request), {
    action,
    target,
    after: { eventName, ...(replayOf !== null && { replayOf, onlyFor }) },
  });
}

function toView({ id, data: event }: Stored<DomainEvent>): z.input<typeof eventView> {
  const { eventName, subject, depth, causedBy, isTainted, replayOf, onlyFor, started, dueAt } = event;
  return {
    eventId: id,
    eventName,
    title: eventTypes.get(eventName)?.title ?? null,
    subject,
    time: event.time.toISOString(),
    data: eventData(event),
    depth,
    causedBy,
    isTainted,
    replayOf,
    onlyFor,
    started,
    isServed: dueAt === null,
  };
}

function noEvent(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no event ${id}; events are kept for 30 days`);
}
