import type { Place } from '../kit/api-world.ts';
import { made, type Row } from './api-matrix-row.ts';

const spare = (place: Place) => ({ uid: place.uid('spare') });
const key = ({ keyId }: Place) => ({ keyId });
const invitation = ({ invitationId: id }: Place) => ({ id });
const orgId = (place: Place) => place.orgId;
const proposal = () => ({ id: 'proposal' });
const advice = ({ orgId }: Place) => ({ orgId, rid: 'advice' });
const alert = ({ ids: { alertId: id } }: Place) => ({ id });

/** The routes of the business itself: settings, devices, data, team, invitations, keys. */
export const TEAM_ROWS: Readonly<Record<string, Row>> = {
  'get /api/tenant': { status: 200 },
  'patch /api/tenant': { body: () => ({ name: 'Thrive 2' }), status: 200, audit: ['tenant.changed', orgId] },
  'post /api/tenant/pause': { body: () => ({ reason: 'Holidays' }), status: 200, audit: ['tenant.paused', orgId] },
  'post /api/tenant/resume': { status: 200, audit: null },
  'post /api/competitive_actions/{id}/accept': {
    params: proposal,
    status: 200,
    audit: ['competitive_action.accepted', () => 'proposal'],
  },
  'post /api/competitive_actions/{id}/dismiss': {
    params: proposal,
    status: 200,
    audit: ['competitive_action.dismissed', () => 'proposal'],
  },
  'post /api/v1/tenants/{orgId}/coach/recommendations/{rid}/feedback': {
    params: advice,
    body: () => ({ helpful: false, reason: 'unclear' }),
    status: 200,
    audit: ['recommendation.dismissed', () => 'advice'],
  },
  'get /api/coach/metrics': { query: '?from=2025-01-01&to=2025-02-01', status: 200 },
  'put /api/coach/metrics/{date}': {
    params: () => ({ date: '2025-01-06' }),
    body: () => ({ cash: 6_000 }),
    status: 200,
    // Every tenant has such a day of its own.
    absent: 200,
    audit: ['metrics.recorded', () => '2025-01-06'],
  },
  'post /api/coach/metrics/import': {
    body: () => ({ csv: 'Date;Cash\n2025-01-06;6000', dryRun: false }),
    status: 200,
    audit: ['metrics.recorded', () => '2025-01-06'],
  },
  'get /api/coach/insights': { status: 200 },
  'post /api/coach/insights': {
    // A business about which nothing is known has nothing to be looked at.
    params: () => ({}),
    status: 200,
    absent: 422,
    audit: ['coach.looked', made],
  },
  'get /api/coach/recommendations': { query: '?status=pending', status: 200 },
  'get /api/coach/statistics': { status: 200 },
  'get /api/agents': { status: 200 },
  'get /api/agents/heartbeat': { status: 200 },
  'get /api/agents/{agent}/heartbeat': { params: () => ({ agent: 'ezal' }), status: 200, absent: 200 },
  'get /api/agent_configs/{id}': { params: () => ({ id: 'global' }), status: 200, absent: 200 },
  'patch /api/agent_configs/{id}': {
    params: () => ({ id: 'global' }),
    body: () => ({ global_pause: true }),
    status: 200,
    absent: 200,
    audit: ['tenant.paused', orgId],
  },
  'delete /api/notifications': { status: 204, audit: null },
  'get /api/me/notification-preferences': { status: 200 },
  'put /api/me/notification-preferences': {
    body: () => ({ digestAt: '08:00' }),
    status: 200,
    audit: ['notification_preferences.changed', made],
  },
  'post /api/me/notification-preferences/test': { body: () => ({ channel: 'app' }), status: 204, audit: null },
  'get /api/me/notification-preferences/telegram-code': { status: 200 },
  'post /api/me/notification-preferences/telegram-code': {
    // A business without a bot has no code.
    params: () => ({}),
    status: 201,
    absent: 422,
    audit: ['telegram_code.created', made],
  },
  'get /api/alerts': { query: '?status=open&severity=warning', status: 200 },
  'post /api/alerts/{id}/acknowledge': {
    params: alert,
    status: 200,
    audit: ['alert.acknowledged', ({ ids }) => ids.alertId],
  },
  'post /api/alerts/{id}/resolve': {
    params: alert,
    status: 200,
    audit: ['alert.resolved', ({ ids }) => ids.alertId],
  },
  'get /api/devices': { status: 200 },
  'post /api/devices': { body: () => ({ token: 'a-token-of-a-browser' }), status: 201, audit: ['device.added', made] },
  'delete /api/devices/{id}': { params: () => ({ id: 'nobodys' }), status: 204, absent: 204, audit: null },
  'get /api/tenant/export': { status: 200, audit: ['tenant.exported', orgId] },
  'post /api/tenant/erase': { body: () => ({ confirm: 'Thrive' }), status: 202, audit: ['tenant.erased', orgId] },
  'get /api/tenant/sheets-log': { status: 200 },
  // One that is paused opens no spreadsheet.
  'put /api/tenant/sheets-log': {
    body: () => ({ spreadsheetId: '1abcDEFghiJKLmnopQRSTuvw', isPaused: true }),
    status: 200,
    audit: ['sheets_log.changed', () => 'current'],
  },
  'delete /api/tenant/sheets-log': { status: 204, audit: ['sheets_log.ended', () => 'current'] },
  'post /api/tenant/sheets-log/backfill': {
    // A business without a log has nothing to be filled.
    params: () => ({}),
    status: 202,
    absent: 404,
    audit: ['sheets_log.back_filled', () => 'current'],
  },
  'get /api/team': { status: 200 },
  'put /api/me/absence': { body: () => ({ away: null }), status: 200, audit: null },
  'patch /api/team/{uid}': {
    params: spare,
    body: () => ({ role: 'viewer' }),
    status: 200,
    audit: ['member.role_changed', (place) => place.uid('spare')],
  },
  'delete /api/team/{uid}': {
    params: spare,
    status: 204,
    audit: ['member.removed', (place) => place.uid('spare')],
    refused: ['editor', 'viewer'],
  },
  'post /api/team/invitations': {
    body: () => ({ email: 'bob@new.example', role: 'viewer' }),
    status: 201,
    audit: ['invitation.sent', made],
  },
  'delete /api/team/invitations/{id}': {
    params: invitation,
    status: 204,
    audit: ['invitation.revoked', ({ invitationId }) => invitationId],
  },
  'post /api/invitations/look': { body: () => ({ token: 'nobody-was-given-this' }), status: 404 },
  'post /api/invitations/accept': { body: () => ({ token: 'nobody-was-given-this' }), status: 404 },
  'get /api/api-keys': { status: 200 },
  'post /api/api-keys': {
    body: () => ({ name: 'Agent', scopes: ['playbooks:read'] }),
    status: 201,
    audit: ['api_key.created', made],
  },
  'post /api/api-keys/{keyId}/rotate': { params: key, status: 200, audit: ['api_key.rotated', ({ keyId }) => keyId] },
  'delete /api/api-keys/{keyId}': { params: key, status: 204, audit: ['api_key.revoked', ({ keyId }) => keyId] },
};
