import { DOMAIN_COLLECTIONS, SYSTEM_COLLECTIONS } from '../../src/model/paths.ts';

export const CALLERS = ['owner', 'admin', 'editor', 'viewer', 'outsider', 'signed-out'] as const;
/** `outsider` owns another tenant. */
export type Caller = (typeof CALLERS)[number];
export const OPERATIONS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

const nobody: readonly Caller[] = [];
const admins: readonly Caller[] = ['owner', 'admin'];
const editors: readonly Caller[] = ['owner', 'admin', 'editor'];
const members: readonly Caller[] = ['owner', 'admin', 'editor', 'viewer'];

/** Where a collection lies (`{id}` is left to the test), and who may do what to documents that are not the caller's own. */
export interface Access {
  readonly collection: string;
  readonly allowed: Readonly<Record<Operation, readonly Caller[]>>;
}

const TENANT = 'tenants/acme';
const readOnly = (collection: string, readers: readonly Caller[], listers = readers): Access => ({
  collection,
  allowed: { get: readers, list: listers, create: nobody, update: nobody, delete: nobody },
});
const domain = (collection: string): Access => ({
  collection,
  allowed: { get: members, list: members, create: editors, update: editors, delete: editors },
});

/** Every collection of the product; a new one without a row here does not compile. */
const system: Readonly<Record<(typeof SYSTEM_COLLECTIONS)[number], Access>> = {
  tenants: readOnly('tenants', members, nobody),
  team: readOnly(`${TENANT}/team`, admins),
  playbooks: readOnly(`${TENANT}/playbooks`, members),
  versions: readOnly(`${TENANT}/playbooks/p1/versions`, members),
  drafts: readOnly(`${TENANT}/playbooks/p1/drafts`, editors),
  state: readOnly(`${TENANT}/playbooks/p1/state`, nobody),
  schedules: readOnly(`${TENANT}/schedules`, members),
  playbook_event_listeners: readOnly(`${TENANT}/playbook_event_listeners`, members),
  event_waits: readOnly(`${TENANT}/event_waits`, nobody),
  events: readOnly(`${TENANT}/events`, members),
  gathered_events: readOnly(`${TENANT}/gathered_events`, nobody),
  playbook_executions: readOnly(`${TENANT}/playbook_executions`, members),
  outputs: readOnly(`${TENANT}/playbook_executions/e1/outputs`, editors),
  execution_comments: readOnly(`${TENANT}/execution_comments`, members),
  effects: readOnly(`${TENANT}/effects`, nobody),
  approvals: readOnly(`${TENANT}/approvals`, editors),
  alerts: readOnly(`${TENANT}/alerts`, members),
  tasks: readOnly(`${TENANT}/tasks`, members),
  squad_messages: readOnly(`${TENANT}/squad_messages`, members),
  execution_snapshots: readOnly(`${TENANT}/execution_snapshots`, editors),
  notifications: readOnly(`${TENANT}/notifications`, nobody),
  notification_preferences: readOnly(`${TENANT}/notification_preferences`, nobody),
  deliveries: readOnly(`${TENANT}/deliveries`, nobody),
  conversations: readOnly(`${TENANT}/conversations`, nobody),
  messages: readOnly(`${TENANT}/conversations/of-someone/messages`, nobody),
  competitor_snapshots: readOnly(`${TENANT}/competitor_snapshots`, members),
  history: readOnly(`${TENANT}/competitor_snapshots/s1/history`, members),
  idempotency: readOnly('idempotency', nobody),
  api_keys: readOnly('api_keys', nobody),
  hooks: readOnly('hooks', nobody),
  heartbeats: readOnly('heartbeats', nobody),
  limits: readOnly(`${TENANT}/limits`, nobody),
  audit: readOnly(`${TENANT}/audit`, nobody),
  invitations: readOnly('invitations', nobody),
  agent_configs: readOnly(`${TENANT}/agent_configs`, members),
  erasures: readOnly('erasures', nobody),
  connections: readOnly(`${TENANT}/connections`, admins),
  devices: readOnly(`${TENANT}/devices`, nobody),
  competitive_actions: readOnly(`${TENANT}/competitive_actions`, members),
  recommendations: readOnly(`${TENANT}/recommendations`, members),
  recommendation_feedback: readOnly(`${TENANT}/recommendation_feedback`, members),
  model_answers: readOnly(`${TENANT}/model_answers`, nobody),
  action_plans: readOnly(`${TENANT}/action_plans`, members),
  insights: readOnly(`${TENANT}/insights`, members),
  marks: readOnly(`${TENANT}/marks`, nobody),
  unsubscribes: readOnly(`${TENANT}/unsubscribes`, nobody),
  ended: readOnly(`${TENANT}/ended`, nobody),
  rollups: readOnly(`${TENANT}/rollups`, nobody),
  playbook_rollups: readOnly(`${TENANT}/playbook_rollups`, nobody),
  sheets_logs: readOnly(`${TENANT}/sheets_logs`, nobody),
  sheet_rows: readOnly(`${TENANT}/sheet_rows`, nobody),
  gallery: readOnly('gallery', nobody),
  gallery_versions: readOnly('gallery/i1/gallery_versions', nobody),
  gallery_reviews: readOnly('gallery/i1/gallery_reviews', nobody),
  gallery_reports: readOnly('gallery_reports', nobody),
  gallery_installs: readOnly(`${TENANT}/gallery_installs`, members),
  gallery_orders: readOnly(`${TENANT}/gallery_orders`, admins),
  entitlements: readOnly(`${TENANT}/entitlements`, members),
};

const unknown: readonly Access[] = [
  readOnly('some_new_collection', nobody),
  readOnly(`${TENANT}/some_new_collection`, nobody),
  readOnly(`${TENANT}/products/p1/secrets`, nobody),
  readOnly(`${TENANT}/records`, nobody),
  readOnly(`${TENANT}/records/suppliers/others`, nobody),
];

export const ACCESS: readonly Access[] = [
  ...SYSTEM_COLLECTIONS.map((name) => system[name]),
  ...DOMAIN_COLLECTIONS.map((name) => domain(`${TENANT}/${name}`)),
  domain(`${TENANT}/records/suppliers/items`),
  ...unknown,
];
