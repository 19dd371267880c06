import { tenantPaths, top } from './paths.ts';
import { DOCUMENT_ID, due, everywhere, type PageArgs, query } from './query-shape.ts';

/** Queries over all tenants: what someone has to touch. */
export const upkeepQueries = {
  openErasures: (page: PageArgs) => query(top.erasures, [['completedAt', '==', null]], [], page),
  tenants: (page: PageArgs) => query(top.tenants, [], [[DOCUMENT_ID, 'asc']], page),
  /** Whether there is any. */
  anyTenant: () => query(top.tenants, [], [], { limit: 1 }),
  /** What someone has to touch by now, over all tenants, the longest overdue first. */
  dueSchedules: (now: Date, page: PageArgs) => due(tenantPaths('-').schedules, now, page),
  dueExecutions: (now: Date, page: PageArgs) => due(tenantPaths('-').executions, now, page),
  dueEvents: (now: Date, page: PageArgs) => due(tenantPaths('-').events, now, page),
  dueGathered: (now: Date, page: PageArgs) => due(tenantPaths('-').gatheredEvents, now, page),
  dueDeliveries: (now: Date, page: PageArgs) => due(tenantPaths('-').deliveries, now, page),
  /** Notes of executions that have ended and are not added up yet, tenant by tenant. */
  endNotes: (page: PageArgs) => query(everywhere(tenantPaths('-').endNotes), [], [[DOCUMENT_ID, 'asc']], page),
  /** All executions there are, tenant by tenant. */
  allExecutions: (page: PageArgs) => query(everywhere(tenantPaths('-').executions), [], [[DOCUMENT_ID, 'asc']], page),
  /** Rows that wait for their spreadsheet, one after the other by their paths: behind one, that of the next tenant. */
  waitingSheetRows: (page: PageArgs) =>
    query(everywhere(tenantPaths('-').sheetRows), [['isWaiting', '==', true]], [[DOCUMENT_ID, 'asc']], page),
  /** Logs that are being filled with what had ended before. */
  backFillingLogs: (page: PageArgs) =>
    query(everywhere(tenantPaths('-').sheetsLogs), [['isBackFilling', '==', true]], [], page),
  /** Of one tenant, the earliest ended first. */
  sheetRowsToWrite: (orgId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).sheetRows,
      [['isWaiting', '==', true]],
      [
        ['endedAt', 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
  /** Questions of which people are to be told once more. */
  dueReminders: (now: Date, page: PageArgs) =>
    query(everywhere(tenantPaths('-').approvals), [['remindAt', '<=', now]], [['remindAt', 'asc']], page),
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
  /** Playbooks whose pause was to last until then, the longest over first. */
  endedPauses: (now: Date, limit: number) =>
    query(everywhere(tenantPaths('-').playbooks), [['pause.until', '<=', now]], [['pause.until', 'asc']], { limit }),
  /** Playbooks of which something could not be armed. */
  partlyArmed: (limit: number) =>
    query(everywhere(tenantPaths('-').playbooks), [['arming.state', '==', 'partial']], [], { limit }),
} as const;
