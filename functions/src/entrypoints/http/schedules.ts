import { z } from 'zod';
import { createPlaybook, deletePlaybook, updatePlaybook } from '../../core/authoring/save-playbook.ts';
import { scheduleOfSkill } from '../../core/authoring/skill-schedule.ts';
import { normalizePlaybook } from '../../core/authoring/validate-playbook.ts';
import { isTimeZone } from '../../core/engine/calendar.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { takeSkill } from '../../core/skills/built-in.ts';
import { scheduledSkill } from '../../core/skills/which-skill.ts';
import { readArmed } from '../../core/triggering/calendar-schedules.ts';
import { nextOccurrence, type Timing } from '../../core/triggering/next-occurrence.ts';
import type { Actor } from '../../model/audit.ts';
import { playbookIdSchema, triggerIdSchema } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Playbook } from '../../model/playbook.ts';
import { problemSchema } from '../../model/problem.ts';
import { frequencySchema, readShorthand, shorthandOf } from '../../model/shorthand.ts';
import { catchUpPolicySchema, scheduleTriggerSchema } from '../../model/trigger.ts';
import { actorOf } from './caller.ts';
import { assertMayRun } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { ownerIdOf } from './skills.ts';

/** More schedules than this are not told of. */
const MOST = 500;

/** Names with `_` are those of the seeds. */
const scheduleView = z
  .object({
    id: z.string(),
    client_id: z.string(),
    /** The playbook that is run: where the schedule was made for a skill, that one. */
    skill_id: z.string(),
    playbookId: z.string(),
    triggerId: z.string(),
    name: z.string(),
    cron: z.string(),
    timezone: z.string(),
    /** Null where no such word means `cron`; with it `time`, in `timezone`. */
    frequency: frequencySchema.nullable(),
    time: z.string().nullable(),
    day_of_week: z.int().nullable(),
    /** 29 to 31 are the last day of a month. */
    day_of_month: z.union([z.int(), z.literal('last')]).nullable(),
    inputs: jsonObject,
    enabled: z.boolean(),
    /** The last time at which it was due. */
    last_run: z.iso.datetime().nullable(),
    /** Null where no more comes, or a pause will keep it. */
    nextRun: z.iso.datetime().nullable(),
    /** By the playbook, or by a pause of everything. */
    status: z.enum(['active', 'paused']),
  })
  .meta({ id: 'Schedule' });

interface Shown {
  readonly playbookId: string;
  readonly triggerId: string;
  readonly playbook: Playbook;
  readonly timing: Timing;
  readonly nextRun: Date | null;
  readonly lastRun: Date | null;
  readonly isPaused: boolean;
}

function toScheduleView(orgId: string, shown: Shown): z.input<typeof scheduleView> {
  const { playbookId, triggerId, playbook, timing, nextRun, lastRun, isPaused } = shown;
  const said = shorthandOf(timing);
  return {
    id: `${playbookId}.${triggerId}`,
    client_id: orgId,
    skill_id: scheduledSkill(playbook) ?? playbookId,
    playbookId,
    triggerId,
    name: playbook.name,
    cron: timing.cron,
    timezone: timing.timezone,
    frequency: said?.frequency ?? null,
    time: said?.time ?? null,
    day_of_week: said?.dayOfWeek ?? null,
    day_of_month: said?.dayOfMonth ?? null,
    inputs: Object.fromEntries(playbook.inputs.map(({ name, default: value }) => [name, value])),
    enabled: playbook.status === 'active',
    last_run: lastRun?.toISOString() ?? null,
    nextRun: nextRun?.toISOString() ?? null,
    status: isPaused ? 'paused' : 'active',
  };
}

const FIELDS = { time: 'time', dayOfWeek: 'day_of_week', dayOfMonth: 'day_of_month' } as const;

/** As the seeds write it, which name a day also where the frequency needs none: it is left aside then. */
const createBody = z
  .strictObject({
    skill_id: playbookIdSchema,
    frequency: frequencySchema,
    time: z
      .string()
      .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, "A time is written HH:MM, such as '09:00'")
      .optional(),
    day_of_week: z.int().min(0).max(6).optional(),
    day_of_month: z.union([z.int().min(1).max(31), z.literal('last')]).optional(),
    inputs: jsonObject.default({}),
    enabled: z.boolean().default(true),
    timezone: z.string().refine(isTimeZone, 'This is no time zone such as Europe/Berlin').default('UTC'),
    catchUp: catchUpPolicySchema.default('latest'),
  })
  .transform(({ frequency, time, day_of_week, day_of_month, ...rest }, context) => {
    const isWeekly = frequency === 'weekly' || frequency === 'bi-weekly';
    const dayOfWeek = isWeekly ? day_of_week : undefined;
    const dayOfMonth = frequency === 'monthly' ? day_of_month : undefined;
    const read = readShorthand({ frequency, time, dayOfWeek, dayOfMonth });
    if ('timing' in read) return { ...rest, timing: read.timing };
    context.addIssue({ code: 'custom', path: [FIELDS[read.field]], message: read.problem });
    return z.NEVER;
  });

const write = { role: 'editor', scope: 'playbooks:write' } as const;

/** What is armed to start by the clock. One is paused and resumed with its playbook (`PATCH /api/playbooks/{id}`). */
export const scheduleRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/schedules/list',
      summary: 'All schedules with their next run, the soonest first; `client_id` is the business of the caller',
      query: z.object({ client_id: z.string().max(128).optional() }),
      answers: {
        200: z.object({ schedules: z.array(scheduleView), isWhole: z.boolean() }),
        403: problemSchema,
      },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app: { engine }, caller: { orgId }, query: { client_id: asked = orgId } }) => {
      if (asked !== orgId) throw new HttpProblem(403, 'tenant', "'client_id' is not the business that you call for");
      const isHeld = await isAllHeld(engine, orgId);
      const query = { orgId, playbookId: null, isHeld, isAhead: true, most: MOST };
      const { armed, isWhole } = await readArmed(engine.store, query);
      const schedules = armed.map(({ scheduledFor: next, lastScheduledFor: lastRun, pausedUntil, ...one }) => {
        const nextRun = next !== null && next.getTime() > (pausedUntil ?? 0) ? next : null;
        return toScheduleView(orgId, { ...one, nextRun, lastRun, isPaused: pausedUntil !== null });
      });
      return { status: 200, body: { schedules, isWhole } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/schedules/create',
      summary: 'Have a playbook run at set times with these inputs: a schedule of its own, beside those that it has',
      body: createBody,
      answers: { 201: scheduleView, 403: problemSchema, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    write,
    async ({ app, caller, body, request }) => {
      const { engine } = app;
      const { skill_id: skillId, timing, timezone, catchUp: catchUpPolicy, ...wanted } = body;
      const { orgId } = caller;
      if (wanted.enabled) assertMayRun(caller);
      const skill = await takeSkill(engine, orgId, skillId, () => ownerIdOf(app, caller));
      const given = { type: 'schedule', id: 'schedule', ...timing, timezone, catchUpPolicy };
      const trigger = scheduleTriggerSchema.parse(given);
      const draft = scheduleOfSkill(skill.playbook, { skillId, trigger, ...wanted });
      const ownerId = await ownerIdOf(app, caller);
      const saved = await createPlaybook(engine, orgId, draft, { actor: actorOf(caller, request), ownerId });
      const isPaused = !wanted.enabled || (await isAllHeld(engine, orgId));
      const nextRun = isPaused ? null : nextOccurrence(trigger, engine.clock.now());
      const shown = { ...saved, triggerId: trigger.id, timing: trigger, nextRun, lastRun: null, isPaused };
      return { status: 201, body: toScheduleView(orgId, shown) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/schedules/delete',
      summary: 'Take a schedule away; its playbook stays, unless the schedule is all that it was made for',
      query: z.object({ id: z.string().max(128) }),
      answers: { 204: z.null(), 404: problemSchema },
    },
    write,
    async ({ app: { engine }, caller, query: { id }, request }) => {
      if (!(await removeSchedule(engine, caller.orgId, id, actorOf(caller, request)))) {
        throw new HttpProblem(404, 'not_found', `There is no schedule ${id}`);
      }
      return { status: 204, body: null };
    },
  ),
];

/** Whether nothing starts by itself in the whole tenant. */
async function isAllHeld({ store, switches }: Engine, orgId: string): Promise<boolean> {
  const tenant = await store.get(top.tenant(orgId));
  return tenant?.data.pause != null || !switches.autoExecution;
}

const scheduleIdSchema = z.tuple([playbookIdSchema, triggerIdSchema]);

/** False where there is none of that id. */
async function removeSchedule(engine: Engine, orgId: string, id: string, actor: Actor): Promise<boolean> {
  const [playbookId = '', triggerId] = scheduleIdSchema.safeParse(id.split('.')).data ?? [];
  const stored = playbookId === '' ? null : await engine.store.get(tenantPaths(orgId).playbook(playbookId));
  if (stored === null) return false;
  const normalized = normalizePlaybook(stored.data, engine.catalog);
  const triggers = 'problems' in normalized ? [] : normalized.content.triggers;
  const left = triggers.filter((one) => one.type !== 'schedule' || one.id !== triggerId);
  if (left.length === triggers.length) return false;
  if (left.length === 0 && scheduledSkill(stored.data) !== null) {
    return deletePlaybook(engine, orgId, playbookId, actor);
  }
  return (await updatePlaybook(engine, orgId, playbookId, { triggers: left }, actor)) !== null;
}
