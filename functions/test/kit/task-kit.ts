import type { Engine } from '../../src/core/engine/engine.ts';
import { createTask, type TaskDraft } from '../../src/core/engine/tasks/create-task.ts';
import { decideTask, type TaskVerb } from '../../src/core/engine/tasks/decide-task.ts';
import { executeTasks, type TaskStats } from '../../src/core/engine/tasks/execute-tasks.ts';
import { systemActor } from '../../src/core/governance/audit.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { queries } from '../../src/model/query.ts';
import type { Task, TaskMessage } from '../../src/model/task.ts';
import { logNote } from '../../src/steps/data/log-note.ts';
import { sendEmail } from '../../src/steps/messaging/send-email.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from './engine-kit.ts';

export interface TaskKit extends EngineKit {
  /** What `look`, `post` (`once`) and `file` (`idempotent`) were done with. */
  readonly done: JsonObject[];
  /** Thrown by the next of them, one each. */
  readonly failures: Error[];
  /** A task of the owner's, which is posted where nothing else is said; its id. */
  make(more?: Partial<TaskDraft>, isTainted?: boolean): Promise<string>;
  task(taskId: string): Promise<Task>;
  poll(engine?: Engine): Promise<TaskStats>;
  /** The executor's next poll after so long, and all that follows from it at once. */
  passes(ms: number): Promise<void>;
  /** What somebody of the team wants of it: `done`, `not_found`, or the code of the refusal. */
  decide(taskId: string, verb: TaskVerb, uid?: string): Promise<string>;
  told(taskId: string): Promise<TaskMessage[]>;
}

const draft: TaskDraft = {
  ...{ title: 'Post it', description: '', priority: 'normal', assignedAgent: null, assignedTo: null, deadline: null },
  ...{ action: 'post', params: { text: '{{1 + 1}}' }, metadata: {}, requiresApproval: false },
};
const actor = { ...systemActor, kind: 'user', id: 'owner' } as const;

/** An engine whose tasks are done by steps of the test's own. */
export async function createTaskKit(): Promise<TaskKit> {
  const [done, failures]: [JsonObject[], Error[]] = [[], []];
  const act = (params: JsonObject) => {
    const failure = failures.shift();
    if (failure) throw failure;
    return { nth: done.push(params), url: 'https://shop.example/post/1' };
  };
  const steps = [makeStep('look', act), makeStep('post', act, 'once'), makeStep('file', act, 'idempotent')];
  const kit = await createEngineKit([...steps, logNote, sendEmail]);
  const { engine, store, clock } = kit;
  const poll = (by = engine) => executeTasks(by, new Date(clock.now().getTime() + 50_000));
  return {
    ...kit,
    done,
    failures,
    poll,
    make: async (more = {}, isTainted = false) =>
      (await createTask(engine, { orgId, actor, isTainted }, { ...draft, ...more })).taskId,
    task: async (taskId) => {
      const stored = await store.get(paths.task(taskId));
      if (stored === null) throw new Error(`No task ${taskId}`);
      return stored.data;
    },
    passes: async (ms) => {
      await clock.advance(ms);
      await poll();
      await kit.drain();
    },
    decide: async (taskId, verb, uid = 'owner') => {
      const member = (await store.get(paths.member(uid)))?.data ?? null;
      const asker = { actor: { ...actor, id: uid }, member, madeBy: null, isRecent: true, isTainted: false };
      const decided = await decideTask(engine, { orgId, taskId, verb, reason: null }, asker);
      await kit.drain();
      return decided.kind === 'refused' ? decided.refused.code : decided.kind;
    },
    told: async (taskId) => {
      const found = await store.query(queries.taskMessages(orgId, taskId, { limit: 100 }));
      return found.flatMap(({ data }) => (data === null ? [] : [data]));
    },
  };
}
