import { TIERS, type Tier } from './tier.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * How long what is stored is kept, in days; Firestore's TTL deletes it after its `expireAt`. What belongs to an
 * execution (outputs, effects, approvals, hooks) is kept as long as the execution itself.
 */
const DAYS = {
  event: 30,
  alert: 90,
  audit: 730,
  erasure: 730,
  limit: 62,
  invitation: 7,
  idempotency: 1,
  answer: 1,
  notification: 90,
  delivery: 30,
  snapshot: 30,
  insight: 180,
  mark: 90,
  undo: 90,
  report: 365,
  /** A year can be held against the one before. */
  rollup: 800,
  /** What a playbook saw: one that looks once a year still knows it. */
  seen: 400,
} as const;

export function expiryOf(kind: keyof typeof DAYS, now: Date): Date {
  return after(now, DAYS[kind]);
}

/** Until when an execution that is made at `createdAt` is kept: by the tier of its tenant. */
export function executionExpiry(tier: Tier, createdAt: Date): Date {
  return after(createdAt, TIERS[tier].keptDays);
}

const MARGIN_DAYS = 7;
const LONGER_DAYS = 30;

/**
 * Until when something is kept that is still needed at `neededAt`, such as an execution that wakes then: as long as it
 * was to be, and 30 days beyond where that comes within a week of its end. Firestore deletes up to a day late, never
 * early; the margin is for what is to be done at `neededAt`.
 */
export function keptBeyond(expireAt: Date, neededAt: Date): Date {
  return after(neededAt, MARGIN_DAYS) <= expireAt ? expireAt : after(neededAt, LONGER_DAYS);
}

function after(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}

/** What is kept until somebody deletes it, or the tenant is erased, and why that does not grow without end. */
export const KEPT = {
  tenants: 'one a customer',
  team: 'one a person, at most 200 a tenant',
  playbooks: 'made by people and by keys, and deleted by them',
  versions: 'one for each content that was ever executed: what an old execution did can be looked up',
  drafts: 'one a playbook that is being edited; goes with its publication, or with the playbook',
  state: 'one a playbook',
  schedules: 'one for each armed trigger; goes with it',
  playbook_event_listeners: 'one for each armed trigger; goes with it',
  hooks: 'one for each webhook, which goes with its trigger; that of an execution has its end',
  tasks: 'what people have to do: the record of the work is theirs',
  squad_messages: 'what has happened to a task, which is kept: a few lines each',
  conversations: 'what people said: theirs to keep',
  messages: 'what people said: theirs to keep',
  api_keys: 'at most 200 a tenant; a revoked one stays as a record',
  agent_configs: 'one an agent',
  heartbeats: 'five in all',
  connections: 'at most 100 a tenant; goes with its secret',
  devices: 'at most 20 a person; one that takes no messages any more is deleted',
  notification_preferences: 'one a person, at most 200 a tenant',
  action_plans: 'what people have decided to do: the record of it is theirs',
  ended: 'one for each execution that has ended, until the next tick adds it up and deletes it',
  gallery: 'one for each playbook that is shared, at most 100 a tenant; goes with its tenant',
  gallery_versions: 'at most 100 an item; what was installed can be looked up',
  gallery_reviews: 'one a tenant and item; goes with either',
  gallery_installs: 'one for each item that a tenant has installed',
  gallery_orders: 'one for each time somebody went to pay: the record of it is theirs',
  entitlements: 'one for each item that was paid for',
  sheets_logs: 'one a tenant',
  unsubscribes: 'one for each person who wants no newsletter: to be known for ever',
} as const;
