const DAY_MS = 24 * 3_600_000;

/** How long what is stored is kept, in days; Firestore's TTL deletes it after its `expireAt`. */
const DAYS = {
  event: 30,
  execution: 90,
  effect: 90,
  approval: 90,
  alert: 90,
  idempotency: 1,
  notification: 90,
  snapshot: 30,
} as const;

export function expiryOf(kind: keyof typeof DAYS, now: Date): Date {
  return new Date(now.getTime() + DAYS[kind] * DAY_MS);
}
