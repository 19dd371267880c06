import { daysBefore, type Making, type SampleDocument } from './making.ts';
import { people } from './people.ts';

/** Members of a made-up club, and clients of its trainers. */
export function gymDocuments(making: Making): SampleDocument[] {
  return [...members(making), ...trainingClients(making)];
}

const PLANS = ['Gold', 'Silver', 'Gold', 'Off-peak', 'Pay per visit', 'Silver'];
/** What a plan costs a month. */
export const FEES: Readonly<Record<string, number>> = { Gold: 149, Silver: 99, 'Off-peak': 69, 'Pay per visit': 0 };
const AWAY = [1, 3, 2, 26, 6, 41, 9, 2];

function members({ now }: Making): SampleDocument[] {
  const all = people(24);
  return all.map(({ id, name, email }, index) => {
    const isTrial = index % 9 === 4;
    const isLate = index % 7 === 2;
    const plan = PLANS[index % PLANS.length] ?? 'Gold';
    const status = isTrial ? 'trial' : isLate ? 'past_due' : index === 20 ? 'canceled' : 'active';
    return {
      collection: 'members',
      id,
      data: {
        name,
        email,
        status,
        plan,
        monthlyFee: FEES[plan],
        balanceDue: isLate ? 39 + index : 0,
        dueAt: isLate ? daysBefore(now, 5 + index) : null,
        joinedAt: daysBefore(now, 20 + index * 17),
        lastVisitAt: daysBefore(now, AWAY[index % AWAY.length] ?? 1),
        trialEndsAt: isTrial ? daysBefore(now, -(3 + index)) : null,
        referredBy: index % 5 === 3 ? (all[index - 3]?.id ?? null) : null,
        doorId: `S-${2_000 + index}`,
      },
    };
  });
}

function trainingClients({ now }: Making): SampleDocument[] {
  return people(6).map(({ name, email }, index) => ({
    collection: 'records/training_clients',
    id: `sample-client-${index + 1}`,
    data: {
      name,
      email,
      trainer: index % 2 === 0 ? 'Kim' : 'Alex',
      status: index % 3 === 0 ? 'past_due' : 'active',
      balanceDue: index % 3 === 0 ? 180 : 0,
      dueAt: index % 3 === 0 ? daysBefore(now, 11) : null,
    },
  }));
}
