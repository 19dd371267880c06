import { z } from 'zod';
import type { ChatPart } from '../../../model/chat-part.ts';
import { type Execution, executionSchema } from '../../../model/execution.ts';
import { playbookIdSchema } from '../../../model/ids.ts';
import { playbookStatusSchema } from '../../../model/playbook.ts';
import { queries } from '../../../model/query.ts';
import type { Found } from '../../ports.ts';
import { localTime } from '../../triggering/describe-recurrence.ts';
import { DAY_MS, startOfDay } from '../../triggering/zoned-time.ts';
import { findPlaybook } from '../find-playbook.ts';
import { defineTool, found, type ToolContext } from './tool.ts';

const LISTED = 100;

const playbooksParams = z.strictObject({
  status: playbookStatusSchema.optional(),
  words: z.string().trim().min(1).max(200).optional().describe('What the name has to fit'),
});

export const listPlaybooks = defineTool<z.infer<typeof playbooksParams>>({
  name: 'list_playbooks',
  title: 'List the playbooks',
  description: 'The playbooks of the business, the newest first, with their status. Archived ones only by `status`.',
  params: playbooksParams,
  role: 'viewer',
  scope: 'playbooks:read',
  writes: false,
  isFinal: false,
  call: async ({ engine, orgId }, { status, words }) => {
    const page = { limit: LISTED };
    const query =
      status === undefined ? queries.playbooks(orgId, page) : queries.playbooksByStatus(orgId, status, page);
    const all = (await engine.store.query(query)).flatMap(({ id, data }) =>
      data === null || (status === undefined && data.status === 'archived') ? [] : [{ id, ...data }],
    );
    const listed = words === undefined ? all : named(words, all);
    const playbooks = listed.map(({ id, name, status: is, agent, arming }) => ({
      playbookId: id,
      name,
      status: is,
      agent,
      arming: arming?.state ?? null,
    }));
    const isTainted = listed.some((one) => one.isTainted);
    return found({ playbooks, isCut: all.length === LISTED }, { isTainted });
  },
});

function named<P extends { readonly id: string; readonly name: string }>(words: string, all: readonly P[]) {
  const meant = findPlaybook(words, all);
  if (meant.kind === 'one') return [meant.playbook];
  return meant.kind === 'several' ? meant.candidates : [];
}

const executionsParams = z.strictObject({
  playbookId: playbookIdSchema.optional(),
  status: z.enum(executionSchema.options.map((option) => option.shape.status.value)).optional(),
  from: z.iso.date().optional().describe('The first day, in the zone of the business'),
  to: z.iso.date().optional().describe('The last day'),
  limit: z.int().min(1).max(50).optional(),
});
type ExecutionsParams = z.infer<typeof executionsParams>;

export const listExecutions = defineTool<ExecutionsParams>({
  name: 'list_executions',
  title: 'List executions',
  description: 'What ran, the newest first: of one playbook or all, by status and days. Failed ones say why.',
  params: executionsParams,
  role: 'viewer',
  scope: 'executions:read',
  writes: false,
  isFinal: false,
  call: async (context, given) => {
    const { tenant } = context;
    const { list, isCut } = await executionsOf(context, given);
    const executions = list.map(({ id, data }) => ({
      executionId: id,
      playbookId: data.playbookId,
      name: data.playbookName,
      status: data.status,
      startedBy: data.triggeredBy,
      at: data.createdAt.toISOString(),
      local: localTime(data.createdAt, tenant.timezone, tenant.locale),
      isDryRun: data.mode === 'dry_run',
      error: data.error?.message ?? null,
    }));
    const rows = executions.map(({ local, name, status, error }) => ({
      cells: [local, name, status, error ?? ''].map((cell) => cell.slice(0, 300)),
    }));
    const table: ChatPart = {
      type: 'table',
      title: 'Executions',
      columns: ['When', 'Playbook', 'Status', 'Why'],
      rows,
      more: isCut ? 1 : 0,
    };
    const isTainted = list.some(({ data }) => data.taint.length > 0);
    return found({ executions, isCut }, { isTainted, parts: rows.length === 0 ? [] : [table] });
  },
});

const SHOWN = 20;
const PAGE = 100;
/** So many are looked at for those that fit. */
const MAX_READ = 1_000;

async function executionsOf({ engine, orgId, tenant }: ToolContext, given: ExecutionsParams) {
  const { limit = SHOWN } = given;
  const from = given.from === undefined ? null : startOfDay(given.from, tenant.timezone);
  const end = given.to === undefined ? null : endOfDay(given.to, tenant.timezone);
  const list: { readonly id: string; readonly data: Execution }[] = [];
  let after: readonly [Date] | null = end === null ? null : [end];
  for (let read = 0; read < MAX_READ; read += PAGE) {
    const page: Found<Execution>[] = await engine.store.query(queryFor(orgId, given, { limit: PAGE, after }));
    const fitting = page.flatMap(({ id, data }) => (data === null ? [] : [{ id, data }]));
    list.push(...fitting.filter(({ data }) => from === null || data.createdAt >= from));
    const last = fitting.at(-1)?.data.createdAt;
    const isOver = page.length < PAGE || last === undefined || (from !== null && last < from);
    if (isOver || list.length > limit) break;
    after = [last];
  }
  return { list: list.slice(0, limit), isCut: list.length > limit };
}

function endOfDay(day: string, zone: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return startOfDay(next, zone);
}

type Page = Parameters<typeof queries.executions>[1];

function queryFor(orgId: string, { playbookId, status }: ExecutionsParams, page: Page) {
  if (playbookId === undefined) {
    return status === undefined ? queries.executions(orgId, page) : queries.executionsByStatus(orgId, status, page);
  }
  if (status === undefined) return queries.executionsOf(orgId, playbookId, page);
  return queries.executionsOfByStatus(orgId, playbookId, status, page);
}
