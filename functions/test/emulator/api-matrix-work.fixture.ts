import type { Place } from '../kit/api-world.ts';
import { made, type Row } from './api-matrix-row.ts';

const asked = ({ ids: { askedTaskId: id } }: Place) => ({ id });
const failed = ({ ids: { failedId: id } }: Place) => ({ id });
const plan = () => ({ id: 'plan' });
const ended = ({ ids: { endedTaskId: id } }: Place) => ({ id });

/** The routes of what is to be done, now and at set times. */
export const WORK_ROWS: Readonly<Record<string, Row>> = {
  'get /api/schedules/list': { status: 200 },
  // What a key that may run nothing may: it is made paused.
  'post /api/schedules/create': {
    params: () => ({}),
    body: ({ ids }) => ({ skill_id: ids.playbookId, frequency: 'daily', time: '09:00', enabled: false }),
    status: 201,
    audit: ['playbook.created', made],
  },
  'delete /api/schedules/delete': {
    params: () => ({}),
    query: ({ ids }) => `?id=${ids.scheduledId}.schedule`,
    status: 204,
    audit: ['playbook.changed', ({ ids }) => ids.scheduledId],
  },
  'get /api/executions/{id}/comments': { params: failed, status: 200 },
  'post /api/executions/{id}/comments': {
    params: failed,
    body: () => ({ text: 'The supplier was closed' }),
    status: 201,
    audit: ['execution.commented', ({ ids }) => ids.failedId],
  },
  'delete /api/executions/{id}/comments/{commentId}': {
    params: ({ ids }) => ({ id: ids.failedId, commentId: 'comment' }),
    status: 204,
    audit: ['execution.comment_deleted', ({ ids }) => ids.failedId],
    refused: ['editor', 'viewer'],
  },
  'post /api/tasks': { body: () => ({ title: 'Call the supplier' }), status: 201, audit: ['task.created', made] },
  'post /api/email/send': {
    body: () => ({ to: 'ada@shop.example', subject: 'Hi', text: 'There' }),
    status: 201,
    audit: ['task.created', made],
  },
  'post /api/email/respond': {
    body: () => ({ messageId: '<q1@customer.example>', to: 'jo@customer.example', text: 'Yes' }),
    status: 201,
    audit: ['task.created', made],
  },
  'get /api/tasks': { status: 200 },
  'get /api/tasks/{id}': { params: asked, status: 200 },
  'get /api/tasks/{id}/messages': { params: asked, status: 200 },
  'post /api/tasks/{id}/messages': {
    params: asked,
    body: () => ({ text: 'Not before noon' }),
    status: 201,
    audit: ['task.commented', ({ ids }) => ids.askedTaskId],
  },
  'get /api/tasks/{id}/snapshots': { params: asked, status: 200 },
  'post /api/tasks/{id}/approve': {
    params: asked,
    status: 200,
    audit: ['task.approved', ({ ids }) => ids.askedTaskId],
  },
  'post /api/tasks/{id}/reject': {
    params: asked,
    status: 200,
    audit: ['task.rejected', ({ ids }) => ids.askedTaskId],
  },
  'get /api/tasks/{id}/approve': { params: asked, status: 200 },
  'get /api/tasks/{id}/reject': { params: asked, status: 200 },
  'post /api/tasks/{id}/cancel': {
    params: asked,
    status: 200,
    audit: ['task.canceled', ({ ids }) => ids.askedTaskId],
  },
  'post /api/tasks/{id}/retry': {
    params: ended,
    status: 200,
    audit: ['task.retried', ({ ids }) => ids.endedTaskId],
  },
  'post /api/tasks/{id}/complete': {
    params: ended,
    status: 200,
    audit: ['task.completed', ({ ids }) => ids.endedTaskId],
  },
  'post /api/tasks/{id}/reopen': {
    params: () => ({ id: 'task_done' }),
    status: 200,
    audit: ['task.reopened', () => 'task_done'],
  },
  'post /api/coach/plans': {
    body: () => ({
      ...{ title: 'Ask', startsOn: '2026-11-23', dueOn: '2026-11-30' },
      tasks: [{ title: 'Write to them', dueOn: '2026-11-24' }],
    }),
    status: 201,
    audit: ['action_plan.created', made],
  },
  'get /api/coach/plans': { query: '?status=active', status: 200 },
  'get /api/coach/plans/{id}': { params: plan, status: 200 },
  'patch /api/coach/plans/{id}': {
    params: plan,
    body: () => ({ title: 'Collect it all' }),
    status: 200,
    audit: ['action_plan.changed', () => 'plan'],
  },
  'post /api/coach/plans/{id}/tasks': {
    params: plan,
    body: () => ({ title: 'Thank them', dueOn: '2026-12-01' }),
    status: 201,
    audit: ['action_plan.changed', () => 'plan'],
  },
};
