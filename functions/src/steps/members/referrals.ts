import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { textIn, timeIn } from '../../core/engine/fields.ts';
import type { JsonObject } from '../../model/json.ts';

export const referrerSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  referrals: z.int(),
  rewardsDue: z.int(),
});

const keyOf = (text: string) => text.trim().toLowerCase();
const referredBy = (one: JsonObject) => textIn(one, 'referredBy', 'referred_by');
export const wasReferred = (one: JsonObject) => referredBy(one) !== null;

/** Who brought those who came. `referredBy` may be an id or an e-mail address; who is not known keeps that as his id. */
export function referrersOf(
  everybody: readonly JsonObject[],
  came: readonly JsonObject[],
  rewardEvery: number,
): z.infer<typeof referrerSchema>[] {
  const known = new Map(everybody.map((one) => [keyOf(textIn(one, 'email') ?? String(one.id)), one]));
  for (const one of everybody) known.set(keyOf(String(one.id)), one);
  const whose = (one: JsonObject) => {
    const named = keyOf(referredBy(one) ?? '');
    return String(known.get(named)?.id ?? named);
  };
  return [...Map.groupBy(came, whose)].map(([id, brought]) => {
    const who = known.get(keyOf(id)) ?? {};
    const unrewarded = brought.filter((one) => timeIn(one, 'referralRewardedAt', 'rewardedAt') === null).length;
    const rewardsDue = Math.floor(unrewarded / rewardEvery);
    return { id, name: textIn(who, 'name'), email: textIn(who, 'email'), referrals: brought.length, rewardsDue };
  });
}

/** Whether somebody came in the last so many days; nobody knows when: only where that does not matter. */
export function isSince(one: JsonObject, sinceDays: number | null, today: number, zone: string): boolean {
  if (sinceDays === null) return true;
  const joined = timeIn(one, 'joinedAt', 'createdAt', 'joined_at', 'created_at');
  const day = joined === null ? null : dayOf(joined, zone);
  return day !== null && day > today - sinceDays;
}
