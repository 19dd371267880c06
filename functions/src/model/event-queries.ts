import { tenantPaths, top } from './paths.ts';
import { DOCUMENT_ID, during, newestEvent, type PageArgs, query } from './query-shape.ts';

/** Queries of what happened, and of who listens for it. */
export const eventQueries = {
  listenersOf: (orgId: string, playbookId: string) =>
    query(tenantPaths(orgId).listeners, [['playbookId', '==', playbookId]], [], { limit: 50 }),
  listenersFor: (orgId: string, eventName: string, page: PageArgs) =>
    query(tenantPaths(orgId).listeners, [['eventName', '==', eventName]], [[DOCUMENT_ID, 'asc']], page),
  eventWaitsFor: (orgId: string, eventName: string, page: PageArgs) =>
    query(tenantPaths(orgId).eventWaits, [['eventName', '==', eventName]], [[DOCUMENT_ID, 'asc']], page),
  eventsNamed: (orgId: string, eventName: string, since: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).events,
      [
        ['eventName', '==', eventName],
        ['time', '>=', since],
      ],
      [
        ['time', 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
  /** What waits together to start a playbook, in the order in which it came. */
  gathering: (orgId: string, gatheringId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).gatheredEvents,
      [
        ['gatheringId', '==', gatheringId],
        ['state', '==', 'waiting'],
      ],
      [['gatheredAt', 'asc']],
      page,
    ),
  /** The same from a record on, whatever became of it; what came in one instant goes by its id. */
  gathered: (orgId: string, gatheringId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).gatheredEvents,
      [['gatheringId', '==', gatheringId]],
      [
        ['gatheredAt', 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
  /** The addresses of a playbook's webhooks. */
  hooksFor: (orgId: string, playbookId: string) =>
    query(
      top.hooks,
      [
        ['orgId', '==', orgId],
        ['playbookId', '==', playbookId],
      ],
      [],
      { limit: 50 },
    ),
  /** The latest first. */
  eventsAbout: (orgId: string, eventName: string, subject: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).events,
      [
        ['eventName', '==', eventName],
        ['subject', '==', subject],
      ],
      [['time', 'desc']],
      page,
    ),
  hooks: (orgId: string, page: PageArgs) => query(top.hooks, [['orgId', '==', orgId]], [], page),
  events: (orgId: string, since: Date, until: Date, page: PageArgs) =>
    query(tenantPaths(orgId).events, during(since, until), newestEvent, page),
  eventsOf: (orgId: string, eventName: string, since: Date, until: Date, page: PageArgs) =>
    query(tenantPaths(orgId).events, [['eventName', '==', eventName], ...during(since, until)], newestEvent, page),
} as const;
