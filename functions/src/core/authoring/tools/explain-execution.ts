import { z } from 'zod';
import type { Execution } from '../../../model/execution.ts';
import type { Explanation } from '../../../model/explanation.ts';
import { executionIdSchema, playbookIdSchema } from '../../../model/ids.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { Playbook } from '../../../model/playbook.ts';
import { queries } from '../../../model/query.ts';
import type { Trigger } from '../../../model/trigger.ts';
import { askedTime } from '../../explain/asked-time.ts';
import { explainExecution } from '../../explain/explain-execution.ts';
import { whyAt } from '../../explain/why.ts';
import { latestOccurrence, occurrencesBetween } from '../../triggering/next-occurrence.ts';
import { DAY_MS, startOfDay } from '../../triggering/zoned-time.ts';
import { normalizePlaybook } from '../validate-playbook.ts';
import { playbookOf } from './stored-playbook.ts';
import { defineTool, found, type ToolContext, ToolError, type ToolOutcome } from './tool.ts';

const params = z.strictObject({
  playbookId: playbookIdSchema.optional(),
  executionId: executionIdSchema.optional(),
  at: z
    .union([askedTime, z.iso.date()])
    .optional()
    .describe('A day (2026-11-23), or a time (2026-11-23T09:00), read in the zone of the business where it has none'),
});

export const explainExecutionTool = defineTool<z.infer<typeof params>>({
  name: 'explain_execution',
  title: 'Find out why',
  description:
    'Why something ran, failed, waits or did not run, from what is stored. By `executionId`; or by `playbookId` and the time or day that is asked about; by `playbookId` alone, the last time that it was due; by nothing, the last execution there was.',
  params,
  role: 'viewer',
  scope: 'executions:read',
  writes: false,
  isFinal: false,
  call: async (context, { playbookId, executionId, at }) => {
    if (executionId !== undefined) return ofExecution(context, executionId);
    if (playbookId === undefined) return ofExecution(context, (await latest(context, null))?.id ?? null);
    const playbook = await playbookOf(context, playbookId);
    if (at?.includes('T')) return ofTime(context, playbookId, at);
    return at === undefined ? ofLately(context, playbookId, playbook) : ofDay(context, playbookId, playbook, at);
  },
});

async function latest({ engine, orgId }: ToolContext, playbookId: string | null) {
  const page = { limit: 1 };
  const query = playbookId === null ? queries.executions(orgId, page) : queries.executionsOf(orgId, playbookId, page);
  const [one] = await engine.store.query(query);
  return one?.data ? { id: one.id, data: one.data } : null;
}

async function ofExecution(context: ToolContext, executionId: string | null): Promise<ToolOutcome> {
  const { engine, orgId } = context;
  if (executionId === null) throw new ToolError('Nothing has run yet', 'not_found');
  const stored = await engine.store.find(tenantPaths(orgId).execution(executionId));
  const explanation = await explainExecution(engine, orgId, executionId);
  if (stored === null || explanation === null) throw new ToolError(`There is no execution ${executionId}`, 'not_found');
  return told(explanation, { executionId, ...aboutExecution(stored.data) }, isTaintedBy(stored.data), executionId);
}

function aboutExecution(execution: Execution | null): JsonObject {
  if (execution === null) return {};
  const { playbookId, playbookName: name, status, createdAt } = execution;
  return { playbookId, name, status, at: createdAt.toISOString() };
}

function isTaintedBy(execution: Execution | null): boolean {
  return execution === null || execution.taint.length > 0;
}

async function ofTime(context: ToolContext, playbookId: string, at: string): Promise<ToolOutcome> {
  const explanation = await whyAt(context.engine, context.orgId, playbookId, at);
  if (explanation === null) throw new ToolError(`There is no playbook ${playbookId}`, 'not_found');
  // It may quote the data of an event, which may come from outside.
  const isTainted = explanation.sentences.some(({ evidence }) =>
    evidence.some(({ path }) => path?.startsWith('events/')),
  );
  return told(explanation, { playbookId, at }, isTainted, null);
}

/** The last time that it was due; of one that has no such time, the last execution. */
async function ofLately(context: ToolContext, playbookId: string, playbook: Playbook): Promise<ToolOutcome> {
  const now = context.engine.clock.now();
  const due = schedulesOf(context, playbook).flatMap((schedule) => latestOccurrence(schedule, now) ?? []);
  const last = due.toSorted((a, b) => b.getTime() - a.getTime())[0];
  const execution = await latest(context, playbookId);
  const isNewer = execution !== null && (last === undefined || execution.data.createdAt >= last);
  if (isNewer) return ofExecution(context, execution.id);
  return ofTime(context, playbookId, (last ?? now).toISOString());
}

/** Of a day: the first time that it was due, else what ran on it, else that nothing was due. */
async function ofDay(context: ToolContext, playbookId: string, playbook: Playbook, day: string): Promise<ToolOutcome> {
  const { engine, orgId, tenant } = context;
  const from = startOfDay(day, tenant.timezone);
  const to = new Date(from.getTime() + DAY_MS);
  const before = new Date(from.getTime() - 1);
  const due = schedulesOf(context, playbook).flatMap((schedule) => occurrencesBetween(schedule, before, to, 1));
  const [first] = due.toSorted((a, b) => a.getTime() - b.getTime());
  if (first !== undefined) return ofTime(context, playbookId, first.toISOString());
  const [ran] = await engine.store.query(queries.executionsBetween(orgId, playbookId, from, to, { limit: 1 }));
  return ran === undefined ? ofTime(context, playbookId, `${day}T12:00`) : ofExecution(context, ran.id);
}

function schedulesOf({ engine }: ToolContext, playbook: Playbook): Extract<Trigger, { type: 'schedule' }>[] {
  const normalized = normalizePlaybook(playbook, engine.catalog);
  if ('problems' in normalized) return [];
  return normalized.content.triggers.filter((trigger) => trigger.type === 'schedule');
}

function told(
  { summary, sentences, links }: Explanation,
  about: JsonObject,
  isTainted: boolean,
  executionId: string | null,
): ToolOutcome {
  const result = {
    ...about,
    summary,
    sentences: sentences.map(({ text }) => text),
    links: links.map(({ label, href }) => ({ label, href })),
  };
  return found(result, { isTainted, parts: executionId === null ? [] : [{ type: 'execution', executionId }] });
}
