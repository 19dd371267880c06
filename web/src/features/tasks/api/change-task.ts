import { jsonObject, jsonValue } from '@model/json.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

export type TaskVerb = 'approve' | 'reject' | 'cancel' | 'retry' | 'complete' | 'reopen';
const changed = z.object({ taskId: z.string() });

const addressOf = (taskId: string) => `/api/tasks/${encodeURIComponent(taskId)}`;

/** Does one of these to a task. Refused when somebody was faster, or it does not allow it any more. */
export async function changeTask(api: Api, taskId: string, verb: TaskVerb, reason: string): Promise<void> {
  const body = { reason: reason.trim() === '' ? null : reason.trim() };
  await api.call({ method: 'POST', path: `${addressOf(taskId)}/${verb}`, body, answer: changed });
}

export async function comment(api: Api, taskId: string, text: string): Promise<void> {
  await api.call({ method: 'POST', path: `${addressOf(taskId)}/messages`, body: { text }, answer: changed });
}

export interface TaskDraft {
  readonly title: string;
  readonly description: string;
  readonly priority: string;
  /** An agent's id; null: a person. */
  readonly assignedAgent: string | null;
  /** A uid; null: whoever takes it. */
  readonly assignedTo: string | null;
  readonly requiresApproval: boolean;
}

/** Asks for something to be done; gives the id of the task. */
export async function createTask(api: Api, draft: TaskDraft): Promise<string> {
  const { taskId } = await api.call({ method: 'POST', path: '/api/tasks', body: draft, answer: changed });
  return taskId;
}

const snapshotSchema = z.object({ createdAt: z.string(), task: jsonValue, related: jsonObject });
export type Snapshot = z.infer<typeof snapshotSchema>;

/** The task and what it names as they were before each attempt, the last one first. */
export async function getSnapshots(api: Api, taskId: string): Promise<readonly Snapshot[]> {
  const answer = z.object({ items: z.array(snapshotSchema) });
  return (await api.call({ method: 'GET', path: `${addressOf(taskId)}/snapshots`, answer })).items;
}
