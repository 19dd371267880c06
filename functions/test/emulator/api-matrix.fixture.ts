import type { Place } from '../kit/api-world.ts';
import { ANALYTICS_ROWS } from './api-matrix-analytics.fixture.ts';
import { GALLERY_ROWS } from './api-matrix-gallery.fixture.ts';
import { made, type Row } from './api-matrix-row.ts';
import { SKILL_ROWS } from './api-matrix-skills.fixture.ts';
import { TEAM_ROWS } from './api-matrix-team.fixture.ts';
import { WORK_ROWS } from './api-matrix-work.fixture.ts';

const playbook = ({ ids: { playbookId: id } }: Place) => ({ id });
const hook = ({ ids: { playbookId: id } }: Place) => ({ id, triggerId: 'webhook' });
const failed = ({ ids: { failedId: id } }: Place) => ({ id });
const waiting = ({ ids: { waitingId: id } }: Place) => ({ id });
const approval = ({ ids: { approvalId: id } }: Place) => ({ id });
const event = ({ ids: { eventId: id } }: Place) => ({ id });
const orgId = (place: Place) => place.orgId;
const connection = () => ({ id: 'webhook' });
const bot = ({ orgId }: Place) => ({ orgId, connectionId: 'bot' });
const template = () => ({ id: 'low-stock-alert' });
const webhook = { connector: 'webhook', name: 'Ours', settings: { url: 'https://hooks.example/in' }, secrets: {} };
const variables = { name: 'New', steps: [{ action: 'set_variables', params: { values: { a: 1 } } }] };

/** Every route has a row. */
export const ROWS: Readonly<Record<string, Row>> = {
  'post /api/playbooks/{id}/execute': {
    params: playbook,
    body: ({ orgId }) => ({ orgId, wait: 0 }),
    takesMore: true,
    status: 202,
    audit: ['execution.started', made],
  },
  'post /api/playbooks': { body: () => variables, status: 201, audit: ['playbook.created', made] },
  'get /api/playbooks': { status: 200 },
  'get /api/playbooks/{id}': { params: playbook, status: 200 },
  'patch /api/playbooks/{id}': {
    params: playbook,
    body: () => ({ name: 'Other' }),
    status: 200,
    audit: ['playbook.changed', ({ ids }) => ids.playbookId],
  },
  'delete /api/playbooks/{id}': {
    params: playbook,
    status: 204,
    audit: ['playbook.deleted', ({ ids }) => ids.playbookId],
  },
  'post /api/playbooks/check': {
    body: () => ({ content: { ...variables, triggers: [] } }),
    status: 200,
    audit: null,
  },
  'get /api/playbooks/{id}/draft': { params: playbook, status: 200 },
  'post /api/playbooks/{id}/draft': {
    params: playbook,
    body: () => ({ content: { ...variables, triggers: [] }, revision: 1, baseVersionId: null }),
    status: 200,
    audit: null,
  },
  'delete /api/playbooks/{id}/draft': {
    params: playbook,
    status: 204,
    audit: ['playbook.draft_discarded', ({ ids }) => ids.playbookId],
  },
  'post /api/playbooks/{id}/draft/publish': {
    params: playbook,
    body: () => ({ revision: 1 }),
    status: 200,
    audit: ['playbook.changed', ({ ids }) => ids.playbookId],
  },
  'get /api/playbooks/{id}/forecast': { params: playbook, status: 200 },
  'post /api/playbooks/{id}/simulate': { params: playbook, body: () => ({ days: 1 }), status: 200, audit: null },
  // A list of what another tenant has is an empty one.
  'get /api/playbooks/{id}/versions': { params: playbook, status: 200, absent: 200 },
  'post /api/playbooks/{id}/versions/{version}/restore': {
    params: ({ ids: { restingId: id, versionId: version } }) => ({ id, version }),
    body: () => ({}),
    status: 200,
    audit: ['playbook.changed', ({ ids }) => ids.restingId],
  },
  'get /api/playbooks/figures': { query: '?ids=anything', status: 200 },
  'get /api/playbooks/{id}/why': { params: playbook, query: '?at=2026-11-20T10:00:00Z', status: 200 },
  'get /api/executions': { status: 200 },
  'get /api/executions/{id}': { params: waiting, status: 200 },
  'get /api/executions/{id}/explain': { params: failed, status: 200 },
  'get /api/executions/{id}/input': { params: failed, query: '?path=note', status: 200 },
  'post /api/executions/{id}/cancel': {
    params: waiting,
    status: 202,
    audit: ['execution.canceled', ({ ids }) => ids.waitingId],
  },
  'post /api/executions/{id}/resume': {
    params: failed,
    status: 202,
    audit: ['execution.resumed', ({ ids }) => ids.failedId],
  },
  'post /api/executions/{id}/replay': { params: failed, status: 200, audit: ['execution.replayed', made] },
  'get /api/events': { status: 200 },
  'get /api/events/{id}': { params: event, status: 200 },
  'post /api/events': {
    body: () => ({ eventName: 'custom.form_sent', data: { name: 'Ada' } }),
    status: 202,
    audit: ['event.published', made],
  },
  'post /api/events/{id}/replay': { params: event, status: 202, audit: ['event.replayed', made] },
  'get /api/event-types': { status: 200 },
  'get /api/calendar': { query: '?from=2026-11-16&to=2026-11-22', status: 200 },
  'post /api/executions/replay': {
    body: ({ ids }) => ({ filter: { playbookId: ids.playbookId } }),
    status: 200,
    audit: ['execution.replayed', made],
  },
  'get /api/approvals': { status: 200 },
  'get /api/approvals/{id}': { params: approval, status: 200 },
  'post /api/approvals/{id}/approve': {
    params: approval,
    status: 200,
    audit: ['approval.approved', ({ ids }) => ids.approvalId],
    refusal: 'approval.refused',
  },
  'post /api/approvals/{id}/reject': {
    params: approval,
    status: 200,
    audit: ['approval.rejected', ({ ids }) => ids.approvalId],
    refusal: 'approval.refused',
  },
  'get /api/approvals/{id}/approve': { params: approval, status: 404 },
  'get /api/approvals/{id}/reject': { params: approval, status: 404 },
  // Whoever signs right may; a wrong signature and a wrong address are told the same.
  'post /api/hooks/{hookId}': { params: () => ({ hookId: 'nobody' }), status: 403, takesMore: true },
  'get /api/hooks/{hookId}': { params: () => ({ hookId: 'nobody' }), status: 405 },
  // Whoever shows to be the vendor may.
  'post /api/telegram/updates/{orgId}/{connectionId}': { params: bot, status: 403, takesMore: true },
  'post /api/slack/actions/{orgId}/{connectionId}': { params: bot, status: 403, takesMore: true },
  'get /api/playbooks/{id}/hooks': { params: playbook, status: 200 },
  'post /api/playbooks/{id}/hooks/{triggerId}/secret': {
    params: hook,
    status: 200,
    audit: ['webhook.rotated', ({ ids }) => `${ids.playbookId}.webhook`],
  },
  'post /api/playbooks/{id}/hooks/{triggerId}/test': {
    params: hook,
    status: 202,
    audit: ['webhook.tested', ({ ids }) => `${ids.playbookId}.webhook`],
  },
  'post /api/hooks/{hookId}/{path}': {
    params: () => ({ hookId: 'nobody', path: 'ask' }),
    status: 404,
    takesMore: true,
  },
  // Whoever is let in has to say first that he takes streams.
  'post /mcp': { body: () => ({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }), status: 406 },
  'get /mcp': { status: 405 },
  'delete /mcp': { status: 405 },
  'get /api/unsubscribe/{token}': { params: () => ({ token: 'nobody-was-given-this' }), status: 404 },
  'post /api/unsubscribe/{token}': {
    params: () => ({ token: 'nobody-was-given-this' }),
    status: 404,
    takesMore: true,
  },
  ...ANALYTICS_ROWS,
  ...TEAM_ROWS,
  ...SKILL_ROWS,
  ...WORK_ROWS,
  ...GALLERY_ROWS,
  'get /api/connectors': { status: 200 },
  'get /api/connections': { status: 200 },
  'post /api/connections': {
    body: () => webhook,
    status: 201,
    audit: ['connection.created', () => 'webhook_2'],
  },
  'post /api/connections/test': {
    body: () => ({ connector: webhook.connector, settings: webhook.settings, secrets: {} }),
    status: 200,
    audit: null,
  },
  'patch /api/connections/{id}': {
    params: connection,
    body: () => ({ name: 'Other' }),
    status: 200,
    audit: ['connection.changed', () => 'webhook'],
  },
  'post /api/connections/{id}/test': {
    params: connection,
    status: 200,
    audit: ['connection.tested', () => 'webhook'],
  },
  'post /api/connections/{id}/rotate': {
    params: connection,
    body: () => ({ secrets: {} }),
    status: 200,
    audit: ['connection.rotated', () => 'webhook'],
  },
  'delete /api/connections/{id}': {
    params: connection,
    status: 204,
    audit: ['connection.deleted', () => 'webhook'],
  },
  'post /api/steps/{action}/test': {
    params: () => ({ action: 'set_variables' }),
    body: () => ({ params: { a: 1 } }),
    status: 200,
    absent: 200,
    audit: ['execution.started', made],
  },
  'post /api/expressions': { body: () => ({ kind: 'condition', text: '1 < 2' }), status: 200, audit: null },
  'get /api/templates': { status: 200 },
  // What there is, is the same for every tenant.
  'post /api/templates/{id}/preview': {
    params: template,
    body: () => ({ answers: {} }),
    status: 200,
    absent: 200,
    audit: null,
  },
  'post /api/templates/{id}/simulate': {
    params: template,
    body: () => ({ answers: {}, days: 1 }),
    status: 200,
    absent: 200,
    audit: null,
  },
  'post /api/templates/{id}/use': {
    params: template,
    body: () => ({ answers: {}, activate: false }),
    status: 201,
    absent: 201,
    audit: ['playbook.created', made],
  },
  'get /api/sample-data': { status: 200 },
  'post /api/sample-data': {
    body: () => ({ business: 'shop' }),
    status: 201,
    audit: ['sample_data.added', orgId],
  },
  // There is none to remove.
  'delete /api/sample-data': { status: 200, audit: null },
  'get /api/audit': { status: 200 },
  'get /api/me': { status: 200 },
  'post /api/tenants': { body: () => ({ name: 'Mine', timezone: 'UTC' }), status: 201 },
  'post /api/chat': {
    body: () => ({ message: 'Pause Variables' }),
    takesMore: true,
    status: 200,
    audit: ['playbook.paused', ({ ids }) => ids.playbookId],
  },
  'post /api/chat/stop': { body: () => ({ messageId: 'message-0001' }), status: 204, audit: null },
  'post /api/cron/tick': { status: 200 },
  'post /api/cron/watch': { status: 200 },
  'post /api/cron/tasks/execute': { status: 200 },
  'get /api/cron/tasks/execute': { status: 200 },
  'post /api/cron/insights': { status: 200 },
  'get /api/health': { status: 200 },
  'get /api/client-config': { status: 200 },
  'get /api/openapi.json': { status: 200 },
  'get /api/steps': { status: 200 },
  // What there is, is the same for every tenant.
  'get /api/steps/{action}': { params: () => ({ action: 'notify' }), status: 200, absent: 200 },
};
