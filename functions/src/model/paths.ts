import type { z } from 'zod';
import { actionPlanSchema } from './action-plan.ts';
import { agentConfigSchema } from './agent-config.ts';
import { alertSchema } from './alert.ts';
import { apiKeySchema } from './api-key.ts';
import { approvalSchema } from './approval.ts';
import { auditEntrySchema } from './audit.ts';
import type { DomainCollection } from './collections.ts';
import { competitiveActionSchema } from './competitive-action.ts';
import { competitorSnapshotSchema } from './competitor.ts';
import { connectionSchema } from './connection.ts';
import { chatMessageSchema, conversationSchema } from './conversation.ts';
import { deedsSchema } from './deed.ts';
import { deliverySchema } from './delivery.ts';
import { deviceSchema } from './device.ts';
import { editedDraftSchema } from './edited-draft.ts';
import { effectSchema } from './effect.ts';
import { endNoteSchema } from './end-note.ts';
import { erasureSchema } from './erasure.ts';
import { domainEventSchema, eventListenerSchema } from './event.ts';
import { eventWaitSchema } from './event-wait.ts';
import { executionSchema, outputSchema } from './execution.ts';
import { executionCommentSchema } from './execution-comment.ts';
import { feedbackSchema } from './feedback.ts';
import { galleryPaths, galleryTop } from './gallery-paths.ts';
import { gatheredEventSchema } from './gathered-event.ts';
import { heartbeatSchema, type Sweep, sweepSchema } from './heartbeat.ts';
import { hookSchema } from './hook.ts';
import { idempotencySchema } from './idempotency.ts';
import { insightSchema } from './insight.ts';
import { invitationSchema } from './invitation.ts';
import { documentJson, type JsonObject } from './json.ts';
import { limitSchema } from './limit.ts';
import { markSchema } from './mark.ts';
import { modelAnswerSchema } from './model-answer.ts';
import { notificationSchema } from './notification.ts';
import { storedPreferencesSchema } from './notification-preferences.ts';
import { overlapStateSchema } from './overlap-state.ts';
import { type CollectionRef, collection, type DocRef, docIn, type InTenant } from './path-shape.ts';
import { playbookSchema, playbookVersionSchema } from './playbook.ts';
import { recommendationSchema } from './recommendation.ts';
import { playbookRollupSchema, rollupSchema } from './rollup.ts';
import { scheduleSchema } from './schedule.ts';
import { type SheetWrites, sheetWritesSchema } from './sheets-log.ts';
import { sheetPaths } from './sheets-paths.ts';
import { executionSnapshotSchema, taskMessageSchema, taskSchema } from './task.ts';
import { teamMemberSchema, tenantSchema } from './tenant.ts';
import { unsubscribeSchema } from './unsubscribe.ts';

export { DOMAIN_COLLECTIONS, type DomainCollection, SYSTEM_COLLECTIONS } from './collections.ts';
export { type CollectionRef, type DocRef, docIn } from './path-shape.ts';

export function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The tenant that a path lies in; null for the few top-level collections. */
export function orgIdOf(path: string): string | null {
  const [top, orgId] = path.split('/');
  return top === 'tenants' && orgId !== undefined ? orgId : null;
}

/** The collections that are not inside a tenant. */
export const top = {
  ...galleryTop,
  tenants: collection('tenants', tenantSchema),
  apiKeys: collection('api_keys', apiKeySchema),
  idempotency: collection('idempotency', idempotencySchema),
  hooks: collection('hooks', hookSchema),
  heartbeats: collection('heartbeats', heartbeatSchema),
  invitations: collection('invitations', invitationSchema),
  erasures: collection('erasures', erasureSchema),
  tenant: (orgId: string) => docIn(top.tenants, orgId),
  apiKey: (sha256: string) => docIn(top.apiKeys, sha256),
  hook: (hookId: string) => docIn(top.hooks, hookId),
  invitation: (sha256: string) => docIn(top.invitations, sha256),
  erasure: (orgId: string) => docIn(top.erasures, orgId),
  heartbeat: (name: 'tick' | 'watch') => docIn(top.heartbeats, name),
  /** How far the daily sweep has come. */
  sweep: { path: 'heartbeats/sweep', schema: sweepSchema } as DocRef<Sweep>,
  /** How far the daily insights have come. */
  insightSweep: { path: 'heartbeats/insights', schema: sweepSchema } as DocRef<Sweep>,
  /** What was written to Google Sheets in this minute. */
  sheetWrites: { path: 'heartbeats/sheets', schema: sheetWritesSchema } as DocRef<SheetWrites>,
  idempotencyKey: (id: string) => docIn(top.idempotency, id),
  /** Every membership of one user, over all tenants. */
  memberships: { path: 'team', group: true, schema: teamMemberSchema } as CollectionRef<
    z.infer<typeof teamMemberSchema>
  >,
};

/** The collections of one tenant. */
export function tenantPaths(orgId: string) {
  const root = docIn(top.tenants, orgId).path;
  const inTenant: InTenant = (name, schema) => collection(`${root}/${name}`, schema);
  return {
    root,
    ...playbookPaths(inTenant),
    ...executionPaths(inTenant),
    ...governancePaths(inTenant),
    ...workPaths(inTenant),
    ...insightPaths(inTenant),
    ...galleryPaths(inTenant),
    ...sheetPaths(inTenant),
    ...domainPaths(inTenant),
  };
}
export type TenantPaths = ReturnType<typeof tenantPaths>;

function playbookPaths(inTenant: InTenant) {
  const playbooks = inTenant('playbooks', playbookSchema);
  const schedules = inTenant('schedules', scheduleSchema);
  const listeners = inTenant('playbook_event_listeners', eventListenerSchema);
  const versions = (playbookId: string) =>
    collection(`${docIn(playbooks, playbookId).path}/versions`, playbookVersionSchema);
  return {
    playbooks,
    playbook: (playbookId: string) => docIn(playbooks, playbookId),
    draft: (id: string) => docIn(collection(`${docIn(playbooks, id).path}/drafts`, editedDraftSchema), 'current'),
    versions,
    version: (playbookId: string, versionId: string) => docIn(versions(playbookId), versionId),
    overlapState: (playbookId: string) =>
      docIn(collection(`${docIn(playbooks, playbookId).path}/state`, overlapStateSchema), 'current'),
    schedules,
    schedule: (playbookId: string, triggerId: string) => docIn(schedules, `${playbookId}.${triggerId}`),
    listeners,
    listener: (playbookId: string, triggerId: string) => docIn(listeners, `${playbookId}.${triggerId}`),
  };
}

function executionPaths(inTenant: InTenant) {
  const events = inTenant('events', domainEventSchema);
  const executions = inTenant('playbook_executions', executionSchema);
  const eventWaits = inTenant('event_waits', eventWaitSchema);
  const gatheredEvents = inTenant('gathered_events', gatheredEventSchema);
  const effects = inTenant('effects', effectSchema);
  const modelAnswers = inTenant('model_answers', modelAnswerSchema);
  const marks = inTenant('marks', markSchema);
  const comments = inTenant('execution_comments', executionCommentSchema);
  const endNotes = inTenant('ended', endNoteSchema);
  const rollups = inTenant('rollups', rollupSchema);
  const playbookRollups = inTenant('playbook_rollups', playbookRollupSchema);
  const outputs = (executionId: string) => collection(`${docIn(executions, executionId).path}/outputs`, outputSchema);
  return {
    events,
    event: (eventId: string) => docIn(events, eventId),
    executions,
    execution: (executionId: string) => docIn(executions, executionId),
    outputs,
    output: (executionId: string, path: string) => docIn(outputs(executionId), path),
    eventWaits,
    gatheredEvents,
    gatheredEvent: (id: string) => docIn(gatheredEvents, id),
    eventWait: (id: string) => docIn(eventWaits, id),
    effects,
    effect: (key: string) => docIn(effects, key),
    modelAnswers,
    modelAnswer: (id: string) => docIn(modelAnswers, id),
    marks,
    mark: (id: string) => docIn(marks, id),
    endNotes,
    /** `{executionId}.{generation}`. */
    endNote: (id: string) => docIn(endNotes, id),
    rollups,
    /** `day`: `2026-11-21`. */
    rollup: (day: string) => docIn(rollups, day),
    playbookRollups,
    playbookRollup: (playbookId: string, day: string) => docIn(playbookRollups, `${playbookId}.${day}`),
    comments,
    comment: (id: string) => docIn(comments, id),
  };
}

function governancePaths(inTenant: InTenant) {
  const team = inTenant('team', teamMemberSchema);
  const approvals = inTenant('approvals', approvalSchema);
  const limits = inTenant('limits', limitSchema);
  const audit = inTenant('audit', auditEntrySchema);
  const agentConfigs = inTenant('agent_configs', agentConfigSchema);
  const connections = inTenant('connections', connectionSchema);
  return {
    team,
    member: (uid: string) => docIn(team, uid),
    approvals,
    approval: (approvalId: string) => docIn(approvals, approvalId),
    limits,
    limit: (limitId: string) => docIn(limits, limitId),
    audit,
    auditEntry: (id: string) => docIn(audit, id),
    agentConfigs,
    agentConfig: (id: string) => docIn(agentConfigs, id),
    connections,
    connection: (connectionId: string) => docIn(connections, connectionId),
  };
}

function workPaths(inTenant: InTenant) {
  const alerts = inTenant('alerts', alertSchema);
  const tasks = inTenant('tasks', taskSchema);
  const taskMessages = inTenant('squad_messages', taskMessageSchema);
  const executionSnapshots = inTenant('execution_snapshots', executionSnapshotSchema);
  const notifications = inTenant('notifications', notificationSchema);
  const preferences = inTenant('notification_preferences', storedPreferencesSchema);
  const deliveries = inTenant('deliveries', deliverySchema);
  const devices = inTenant('devices', deviceSchema);
  const unsubscribes = inTenant('unsubscribes', unsubscribeSchema);
  const conversations = inTenant('conversations', conversationSchema);
  const messages = (conversationId: string) =>
    collection(`${docIn(conversations, conversationId).path}/messages`, chatMessageSchema);
  return {
    alerts,
    alert: (alertId: string) => docIn(alerts, alertId),
    tasks,
    task: (taskId: string) => docIn(tasks, taskId),
    taskMessages,
    taskMessage: (id: string) => docIn(taskMessages, id),
    executionSnapshots,
    executionSnapshot: (id: string) => docIn(executionSnapshots, id),
    notifications,
    notification: (notificationId: string) => docIn(notifications, notificationId),
    preferences,
    preferencesOf: (uid: string) => docIn(preferences, uid),
    deliveries,
    delivery: (id: string) => docIn(deliveries, id),
    devices,
    device: (deviceId: string) => docIn(devices, deviceId),
    unsubscribes,
    unsubscribe: (id: string) => docIn(unsubscribes, id),
    conversations,
    conversation: (conversationId: string) => docIn(conversations, conversationId),
    /** What it has written last, so that it can be undone. */
    deeds: (conversationId: string) =>
      docIn(collection(`${docIn(conversations, conversationId).path}/state`, deedsSchema), 'deeds'),
    messages,
    message: (conversationId: string, messageId: string) => docIn(messages(conversationId), messageId),
  };
}

function insightPaths(inTenant: InTenant) {
  const snapshots = inTenant('competitor_snapshots', competitorSnapshotSchema);
  const competitiveActions = inTenant('competitive_actions', competitiveActionSchema);
  const recommendations = inTenant('recommendations', recommendationSchema);
  const feedbacks = inTenant('recommendation_feedback', feedbackSchema);
  const actionPlans = inTenant('action_plans', actionPlanSchema);
  const insights = inTenant('insights', insightSchema);
  return {
    snapshots,
    snapshot: (snapshotId: string) => docIn(snapshots, snapshotId),
    snapshotHistory: (snapshotId: string) =>
      collection(`${docIn(snapshots, snapshotId).path}/history`, competitorSnapshotSchema),
    competitiveActions,
    competitiveAction: (id: string) => docIn(competitiveActions, id),
    recommendations,
    recommendation: (id: string) => docIn(recommendations, id),
    feedbacks,
    feedback: (id: string) => docIn(feedbacks, id),
    actionPlans,
    actionPlan: (id: string) => docIn(actionPlans, id),
    insights,
    /** `date`: `2026-11-21`. */
    insight: (date: string) => docIn(insights, date),
  };
}

function domainPaths(inTenant: InTenant) {
  return {
    domain: (name: DomainCollection): CollectionRef<JsonObject> => inTenant(name, documentJson),
    /** The shop's own data by name: a domain collection, or `records/{collection}` of its own making. */
    data: (name: string): CollectionRef<JsonObject> =>
      inTenant(name.startsWith('records/') ? `${name}/items` : name, documentJson),
  };
}
