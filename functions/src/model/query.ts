import type { ExecutionStatus } from './execution.ts';
import type { CollectionRef } from './paths.ts';
import { idOf, tenantPaths, top } from './paths.ts';

export type Operator = '==' | '<' | '<=' | '>' | '>=' | 'in' | 'array-contains';
export type FieldValue = string | number | boolean | Date | null | readonly (string | number)[];
export type Filter = readonly [field: string, operator: Operator, value: FieldValue];
export type Order = readonly [field: string, direction: 'asc' | 'desc'];

/** A bounded read. `after` holds the values of the `orderBy` fields of the last document of the page before. */
export interface Query<T> {
  readonly from: CollectionRef<T>;
  readonly where: readonly Filter[];
  readonly orderBy: readonly Order[];
  readonly limit: number;
  readonly after: readonly FieldValue[] | null;
}

/** Stands for the document's own id in `where`, `orderBy` and `after`; over all tenants, for its whole path. */
export const DOCUMENT_ID = '__name__';

export interface PageArgs {
  readonly limit: number;
  readonly after?: readonly FieldValue[] | null;
}

function query<T>(from: CollectionRef<T>, where: Filter[], orderBy: Order[], page: PageArgs): Query<T> {
  return { from, where, orderBy, limit: page.limit, after: page.after ?? null };
}

/** The collections of that name in all tenants. */
function everywhere<T>({ path, schema }: CollectionRef<T>): CollectionRef<T> {
  return { path: idOf(path), group: true, schema };
}

function due<T>(collection: CollectionRef<T>, now: Date, page: PageArgs): Query<T> {
  const order: Order[] = [
    ['dueAt', 'asc'],
    [DOCUMENT_ID, 'asc'],
  ];
  return query(everywhere(collection), [['dueAt', '<=', now]], order, page);
}

const between = (since: Date, until: Date): Filter[] => [
  ['createdAt', '>=', since],
  ['createdAt', '<=', until],
];
const oldestFirst: Order[] = [
  ['createdAt', 'asc'],
  [DOCUMENT_ID, 'asc'],
];

const newestEntry: Order[] = [
  ['at', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

/** Lists of executions leave out what belongs to something else: the shares of a loop, and what a simulation rehearsed. */
const whole: Filter = ['isShare', '==', false];

/** Every query of the product, in the server and in the web app. A test checks that each has its index. */
export const queries = {
  memberships: (uid: string) => query(top.memberships, [['uid', '==', uid]], [], { limit: 50 }),

  owners: (orgId: string) => query(tenantPaths(orgId).team, [['role', '==', 'owner']], [], { limit: 2 }),

  playbooks: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).playbooks, [], [['createdAt', 'desc']], page),
  playbooksByStatus: (orgId: string, status: string, page: PageArgs) =>
    query(tenantPaths(orgId).playbooks, [['status', '==', status]], [['createdAt', 'desc']], page),
  versions: (orgId: string, playbookId: string, page: PageArgs) =>
    query(tenantPaths(orgId).versions(playbookId), [], [['createdAt', 'desc']], page),

  schedulesOf: (orgId: string, playbookId: string) =>
    query(tenantPaths(orgId).schedules, [['playbookId', '==', playbookId]], [], { limit: 50 }),
  schedules: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).schedules, [], [['scheduledFor', 'asc']], page),
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
  /** The address at which the outside answers an execution, once it has one. */
  hookOf: (executionId: string) => query(top.hooks, [['executionId', '==', executionId]], [], { limit: 1 }),
  outputs: (orgId: string, executionId: string, page: PageArgs) =>
    query(tenantPaths(orgId).outputs(executionId), [], [[DOCUMENT_ID, 'asc']], page),
  hooks: (orgId: string, page: PageArgs) => query(top.hooks, [['orgId', '==', orgId]], [], page),
  openErasures: (page: PageArgs) => query(top.erasures, [['completedAt', '==', null]], [], page),
  approvals: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).approvals, [], [['requestedAt', 'desc']], page),
  approvalsByStatus: (orgId: string, status: string, page: PageArgs) =>
    query(tenantPaths(orgId).approvals, [['status', '==', status]], [['requestedAt', 'desc']], page),
  connections: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).connections, [], [[DOCUMENT_ID, 'asc']], page),
  connectionsTo: (orgId: string, connector: string) =>
    query(tenantPaths(orgId).connections, [['connector', '==', connector]], [], { limit: 50 }),
  alerts: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).alerts, [], [['lastAt', 'desc']], page),

  executions: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole], [['createdAt', 'desc']], page),
  executionsOf: (orgId: string, playbookId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['playbookId', '==', playbookId]], [['createdAt', 'desc']], page),
  executionsByStatus: (orgId: string, status: ExecutionStatus, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['status', '==', status]], [['createdAt', 'desc']], page),
  executionsOfByStatus: (orgId: string, playbookId: string, status: ExecutionStatus, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', '==', status]],
      [['createdAt', 'desc']],
      page,
    ),

  /** Without the dry runs. */
  liveExecutionsOf: (orgId: string, playbookId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['mode', '==', 'live']],
      [['createdAt', 'desc']],
      page,
    ),

  /** Those that began from `since` until `until`, the oldest first. */
  executionsBetween: (orgId: string, playbookId: string, since: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ...between(since, until)],
      oldestFirst,
      page,
    ),
  executionsByStatusBetween: (
    orgId: string,
    playbookId: string,
    status: ExecutionStatus,
    since: Date,
    until: Date,
    page: PageArgs,
  ) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', '==', status], ...between(since, until)],
      oldestFirst,
      page,
    ),

  /** What was skipped and stands for the start of this time, or of an earlier one, the latest first. */
  skippedUntil: (orgId: string, playbookId: string, at: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['playbookId', '==', playbookId],
        ['status', '==', 'skipped'],
        ['scheduledFor', '<=', at],
      ],
      [['scheduledFor', 'desc']],
      page,
    ),

  /** What a pause or a limit holds, the oldest first. */
  heldExecutions: (orgId: string, kind: 'pause' | 'limit', page: PageArgs) =>
    query(tenantPaths(orgId).executions, [['wait.kind', '==', kind]], oldestFirst, page),
  heldExecutionsOf: (orgId: string, playbookId: string, kind: 'pause' | 'limit', page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['playbookId', '==', playbookId],
        ['wait.kind', '==', kind],
      ],
      oldestFirst,
      page,
    ),
  /** Of what one trigger was to start from `since` until `until`, what was not skipped, the oldest first. */
  unskippedBetween: (orgId: string, playbookId: string, triggerId: string, since: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['playbookId', '==', playbookId],
        ['triggerId', '==', triggerId],
        ['status', 'in', ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled']],
        ...between(since, until),
      ],
      oldestFirst,
      page,
    ),
  /** What a limit keeps from beginning, and was there before. */
  heldBefore: (orgId: string, limit: string, createdAt: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['wait.limit', '==', limit],
        ['createdAt', '<', createdAt],
      ],
      [],
      page,
    ),
  /** Those that began since then and were no rehearsal. */
  begunSince: (orgId: string, since: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['mode', '==', 'live'], ['startedAt', '>=', since]],
      [['startedAt', 'asc']],
      page,
    ),
  /** Those before one that was created at `before`, which wait for a place in a limit. */
  executionsHeldBy: (orgId: string, limit: string, before: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['heldBy', 'array-contains', limit],
        ['createdAt', '<', before],
      ],
      [['createdAt', 'asc']],
      page,
    ),
  agentConfigs: (orgId: string) => query(tenantPaths(orgId).agentConfigs, [], [[DOCUMENT_ID, 'asc']], { limit: 100 }),
  /** The questions that were asked from after one time on, up to another. */
  approvalsBetween: (orgId: string, after: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).approvals,
      [
        ['requestedAt', '>', after],
        ['requestedAt', '<=', until],
      ],
      [['requestedAt', 'desc']],
      page,
    ),
  /** Whether there is any. */
  anyTenant: () => query(top.tenants, [], [], { limit: 1 }),
  audit: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).audit, [], newestEntry, page),
  team: (orgId: string) => query(tenantPaths(orgId).team, [], [[DOCUMENT_ID, 'asc']], { limit: 200 }),
  apiKeys: (orgId: string) => query(top.apiKeys, [['orgId', '==', orgId]], [], { limit: 200 }),
  apiKey: (keyId: string) => query(top.apiKeys, [['keyId', '==', keyId]], [], { limit: 1 }),
  invitations: (orgId: string) => query(top.invitations, [['orgId', '==', orgId]], [], { limit: 1_000 }),

  notifications: (orgId: string, uid: string, page: PageArgs) =>
    query(tenantPaths(orgId).notifications, [['uid', '==', uid]], [['createdAt', 'desc']], page),
  conversations: (orgId: string, uid: string, page: PageArgs) =>
    query(tenantPaths(orgId).conversations, [['uid', '==', uid]], [['updatedAt', 'desc']], page),
  messages: (orgId: string, conversationId: string, page: PageArgs) =>
    query(tenantPaths(orgId).messages(conversationId), [], [['createdAt', 'asc']], page),
  tasks: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).tasks, [], [['createdAt', 'desc']], page),
  events: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).events, [], [['time', 'desc']], page),

  /** What someone has to touch by now, over all tenants, the longest overdue first. */
  dueSchedules: (now: Date, page: PageArgs) => due(tenantPaths('-').schedules, now, page),
  dueExecutions: (now: Date, page: PageArgs) => due(tenantPaths('-').executions, now, page),
  dueEvents: (now: Date, page: PageArgs) => due(tenantPaths('-').events, now, page),
  /** Those that a job of Cloud Scheduler fires, and those that the tick fires for want of one, the next due first. */
  schedulesWithJob: (page: PageArgs) =>
    query(everywhere(tenantPaths('-').schedules), [['jobName', '>', '']], [['jobName', 'asc']], page),
  schedulesWithoutJob: (now: Date, page: PageArgs) =>
    query(
      everywhere(tenantPaths('-').schedules),
      [
        ['jobName', '==', null],
        ['dueAt', '>', now],
      ],
      [['dueAt', 'asc']],
      page,
    ),
  openAlerts: (code: string, limit: number) =>
    query(
      everywhere(tenantPaths('-').alerts),
      [
        ['code', '==', code],
        ['resolvedAt', '==', null],
      ],
      [],
      { limit },
    ),
  alertsToMail: (now: Date, limit: number) =>
    query(everywhere(tenantPaths('-').alerts), [['mailDueAt', '<=', now]], [['mailDueAt', 'asc']], { limit }),
  /** Playbooks of which something could not be armed. */
  partlyArmed: (limit: number) =>
    query(everywhere(tenantPaths('-').playbooks), [['arming.state', '==', 'partial']], [], { limit }),

  /** Documents of the shop's own whose fields have these values, in the order of their ids. */
  documents: (orgId: string, collection: string, equal: Readonly<Record<string, FieldValue>>, page: PageArgs) =>
    query(
      tenantPaths(orgId).data(collection),
      Object.entries(equal).map(([field, value]): Filter => [field, '==', value]),
      [[DOCUMENT_ID, 'asc']],
      page,
    ),
  products: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).domain('products'), [], [[DOCUMENT_ID, 'asc']], page),
} as const;
