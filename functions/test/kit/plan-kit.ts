import { createPlan, type PlanDraft } from '../../src/core/coach/action-plan.ts';
import { decideTask, type TaskVerb } from '../../src/core/engine/tasks/decide-task.ts';
import { systemActor } from '../../src/core/governance/audit.ts';
import type { ActionPlan } from '../../src/model/action-plan.ts';
import { queries } from '../../src/model/query.ts';
import { createEngineKit, type EngineKit, orgId, paths } from './engine-kit.ts';

export interface PlanKit extends EngineKit {
  plan(planId?: string): Promise<ActionPlan | undefined>;
  /** Made by the owner. */
  make(more?: Partial<PlanDraft>, planId?: string): Promise<ActionPlan>;
  /** The ids of its tasks, in their order. */
  taskIds(planId?: string): Promise<string[]>;
  decide(taskId: string, verb: TaskVerb): Promise<string>;
  audited(): Promise<string[]>;
}

const actor = { ...systemActor, kind: 'user', id: 'owner' } as const;
/** The owner, as he asks for something. */
export const byOwner = {
  actor,
  member: {
    ...{ uid: 'owner', email: 'owner@thrive.example', name: 'Olive', role: 'owner' as const, locale: 'en-US' },
    ...{ away: null, createdAt: new Date('2026-01-01T00:00:00Z') },
  },
  madeBy: null,
  isRecent: true,
  isTainted: false,
};

export const draft: PlanDraft = {
  ...{ recommendationId: null, title: 'Collect what is owed', goal: 'Half of it by Christmas', priority: 'high' },
  ...{ startsOn: '2026-11-23', dueOn: '2026-12-04' },
  tasks: [
    { title: 'Call Miller', priority: 'high', dueOn: '2026-11-24', assignedTo: 'ada' },
    { title: 'Write to the rest', priority: 'normal', dueOn: '2026-11-30', assignedTo: null },
  ],
};

/** An engine in New York on Monday, November 23, at eight in the morning, with Ada and Bob beside the owner. */
export async function createPlanKit(startAt = '2026-11-23T13:00:00Z'): Promise<PlanKit> {
  const kit = await createEngineKit([], { startAt });
  const { store, engine } = kit;
  const member = (uid: string) => {
    const data = { uid, email: `${uid}@thrive.example`, name: uid, role: 'editor', createdAt: kit.clock.now() };
    return { op: 'set', path: paths.member(uid).path, data } as const;
  };
  await store.commit([member('ada'), member('bob')]);
  return {
    ...kit,
    plan: async (planId = 'p1') => (await store.get(paths.actionPlan(planId)))?.data,
    make: (more = {}, planId = 'p1') => createPlan(engine, { orgId, planId, by: byOwner }, { ...draft, ...more }),
    taskIds: async (planId = 'p1') =>
      (await store.get(paths.actionPlan(planId)))?.data.tasks.map(({ taskId }) => taskId) ?? [],
    decide: async (taskId, verb) => (await decideTask(engine, { orgId, taskId, verb, reason: null }, byOwner)).kind,
    audited: async () => {
      const entries = await store.query(queries.audit(orgId, { limit: 50 }));
      return entries.map(({ data }) => `${data?.action} ${data?.target.id}`).toSorted();
    },
  };
}
