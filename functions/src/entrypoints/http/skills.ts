import { z } from 'zod';
import type { App } from '../../app.ts';
import { onRecord } from '../../core/engine/on-record.ts';
import { type StartRequest, unattended } from '../../core/engine/start-execution.ts';
import { takeSkill } from '../../core/skills/built-in.ts';
import { findSkill, type ListedSkill, listSkills } from '../../core/skills/list-skills.ts';
import { durationOf, resultOf } from '../../core/skills/result-of.ts';
import type { Execution } from '../../model/execution.ts';
import { executionIdSchema, playbookIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import {
  isSkill,
  runSkillBody,
  type SkillRunView,
  type SkillView,
  skillRunView,
  skillsView,
  skillView,
} from '../../model/skill.ts';
import { skillResultSchema } from '../../model/skill-result.ts';
import { actorOf, type TenantCaller } from './caller.ts';
import { startHere } from './execute.ts';
import { noExecution } from './executions.ts';
import { ownerOf } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const read = { role: 'viewer', scope: 'playbooks:read' } as const;
const byId = z.object({ id: playbookIdSchema });
const isTrue = z.stringbool({ truthy: ['true'], falsy: ['false'] });

/** Playbooks that people run by hand with inputs: their own, and those that come with the product. */
export const skillRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/skills',
      summary: 'The skills that may be run here; with `all=true` also those that may not, and why',
      query: z.object({ all: isTrue.default(false) }),
      answers: { 200: skillsView },
    },
    read,
    async ({ app, caller: { orgId }, query: { all } }) => {
      const listed = await listSkills(app.engine, orgId, all);
      if (listed === null) throw new HttpProblem(404, 'not_found', 'The team is gone');
      const allowedSkills = listed.allowedSkills === null ? null : [...listed.allowedSkills];
      return { status: 200, body: { ...listed, allowedSkills, skills: listed.skills.map(toView) } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/skills/{id}',
      summary: 'One skill with its inputs',
      params: byId,
      answers: { 200: skillView, 404: problemSchema },
    },
    read,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const skill = await findSkill(app.engine, orgId, id);
      if (skill === null) throw noSkill(id);
      return { status: 200, body: toView(skill) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/skills/{id}/run',
      summary: 'Run a skill: its result, where it ends within `wait` seconds (200), or under way (202)',
      isRepeatable: true,
      params: byId,
      body: runSkillBody,
      answers: {
        200: skillRunView,
        202: skillRunView,
        403: problemSchema,
        404: problemSchema,
        409: problemSchema,
        422: problemSchema,
      },
    },
    { role: 'editor', scope: 'executions:run' },
    async ({ app, caller, params: { id }, body, request }) => {
      const { engine } = app;
      const { orgId } = caller;
      const { playbook } = await takeSkill(engine, orgId, id, () => ownerIdOf(app, caller));
      if (!isSkill(playbook)) throw noSkill(id);
      const key = request.get('idempotency-key') ?? engine.random.token();
      const start: StartRequest = {
        ...unattended,
        orgId,
        playbookId: id,
        occasion: { kind: 'request', key: `${caller.id}|${key}` },
        triggeredBy: caller.kind === 'key' ? 'api' : 'manual',
        startedBy: caller.id,
        member: caller.kind === 'user' ? caller.member : null,
        inputs: body.inputs,
        dryRun: body.isDryRun,
      };
      const { executionId, status, left } = await startHere(
        engine,
        onRecord(engine, start, actorOf(caller, request)),
        body.wait,
      );
      if (left === null || left.completedAt === null) return { status: 202, body: underWay(executionId, id, status) };
      return { status: 200, body: await toRunView(app, orgId, executionId, left) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/executions/{id}/result',
      summary: 'What an execution has come to: a text, a table, files; how long it took',
      params: z.object({ id: executionIdSchema }),
      answers: { 200: skillRunView, 404: problemSchema },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app, caller: { orgId }, params: { id } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).execution(id));
      if (stored === null) throw noExecution(id);
      return { status: 200, body: await toRunView(app, orgId, id, stored.data) };
    },
  ),
];

/** Whose a skill of ours becomes: the caller's, or where a program asks, an owner's. */
export function ownerIdOf({ engine }: App, caller: TenantCaller): Promise<string> {
  return caller.kind === 'user' ? Promise.resolve(caller.id) : ownerOf(engine.store, caller.orgId);
}

function noSkill(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no skill ${id}: it has a manual trigger and inputs`);
}

function toView({ last, inputs, ...skill }: ListedSkill): SkillView {
  const lastRun = last && {
    executionId: last.executionId,
    status: last.execution.status,
    at: last.execution.createdAt.toISOString(),
    durationMs: durationOf(last.execution),
  };
  return { ...skill, inputs: [...inputs], lastRun };
}

function underWay(executionId: string, skillId: string, status: string): SkillRunView {
  const still = skillRunView.shape.status.catch('queued').parse(status);
  return { success: null, executionId, skill_id: skillId, status: still, result: null, error: null, duration_ms: null };
}

async function toRunView(
  { engine }: App,
  orgId: string,
  executionId: string,
  execution: Execution,
): Promise<SkillRunView> {
  const { status, playbookId, error, completedAt } = execution;
  if (completedAt === null) return underWay(executionId, playbookId, status);
  const result = await resultOf(engine.store, orgId, executionId, execution);
  return {
    success: status === 'completed',
    executionId,
    skill_id: playbookId,
    status,
    result: result && skillResultSchema.parse(result),
    error: error?.message ?? null,
    duration_ms: durationOf(execution),
  };
}
