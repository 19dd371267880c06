import { FEES } from './gym.ts';
import { daysBefore, type Making, type SampleDocument } from './making.ts';
import { manyPeople } from './people.ts';

const SOURCES = ['website', 'referral', 'walk-in', 'fair', 'instagram'];
const STAGES = ['new', 'contacted', 'qualified'];
const PLANS = ['Gold', 'Silver', 'Off-peak'];

/** How many there are of each, as a club of that size has told of itself. */
const OPEN_PROSPECTS = 3_832;
const GREEN = 294;
const PAY_PER_VISIT = 117;
const PAST_DUE = 38;
const TRIALS = 12;
const CANCELED = 24;
const CLIENTS = 40;
const PAST_DUE_CLIENTS = 14;

/** People of a club with thousands of prospects, some of whom nobody may write to, and with what such data lacks. */
export function largeGymDocuments(making: Making): SampleDocument[] {
  return [...prospects(making), ...members(making), ...trainingClients(making)];
}

const idOf = (kind: string, index: number) => `sample-${kind}-${String(index + 1).padStart(4, '0')}`;

function prospects({ now }: Making): SampleDocument[] {
  /** Nobody writes to these: they went elsewhere, want no mail, or have just had one. */
  const closed = [{ status: 'lost' }, { unsubscribed: true }, { lastContactedAt: daysBefore(now, 2) }];
  return manyPeople(OPEN_PROSPECTS + 120).map(({ name, email }, index) => ({
    collection: 'prospects',
    id: idOf('prospect', index),
    data: {
      name,
      email: index % 8 === 7 ? null : email,
      source: SOURCES[index % SOURCES.length],
      status: STAGES[index % STAGES.length],
      createdAt: daysBefore(now, 10 + (index % 300)),
      ...(index >= OPEN_PROSPECTS && closed[index % closed.length]),
    },
  }));
}

function members({ now }: Making): SampleDocument[] {
  return manyPeople(GREEN + PAY_PER_VISIT + PAST_DUE + TRIALS + CANCELED, 4_000).map(({ name, email }, index) => ({
    collection: 'members',
    id: idOf('member', index),
    data: {
      name,
      email,
      balanceDue: 0,
      dueAt: null,
      joinedAt: daysBefore(now, 30 + ((index * 11) % 900)),
      lastVisitAt: daysBefore(now, 1 + ((index * 7) % 40)),
      referredBy: index % 20 === 3 ? idOf('member', index - 3) : null,
      doorId: `S-${2_000 + index}`,
      doorAccess: true,
      ...standing(index, now),
    },
  }));
}

const SHUT = { doorAccess: false, doorAccessReason: 'Past due for 14 days' };

/** First those in good standing, of whom three have paid and still stand outside, then the others. */
function standing(index: number, now: Date): Readonly<Record<string, unknown>> {
  const isVisitor = index >= GREEN && index < GREEN + PAY_PER_VISIT;
  const name = isVisitor ? 'Pay per visit' : (PLANS[index % PLANS.length] ?? 'Gold');
  const plan = { plan: name, monthlyFee: FEES[name] };
  if (index < GREEN) return { status: 'active', ...plan, ...(index < 3 && SHUT) };
  if (isVisitor) return { status: 'active', ...plan };
  const late = index - GREEN - PAY_PER_VISIT;
  if (late < PAST_DUE) {
    const since = 1 + ((late * 5) % 60);
    return {
      status: late % 2 === 0 ? 'past_due' : 'active',
      ...plan,
      balanceDue: 29 + ((late * 7) % 120),
      dueAt: daysBefore(now, since),
      ...(late % 10 === 9 && { email: null }),
      ...((late === 10 || late === 11) && SHUT),
    };
  }
  const isTrial = late < PAST_DUE + TRIALS;
  return isTrial ? { status: 'trial', ...plan, trialEndsAt: daysBefore(now, -5) } : { status: 'canceled', ...plan };
}

/** Of every fourth who is past due, nobody has noted how much. */
function trainingClients({ now }: Making): SampleDocument[] {
  return manyPeople(CLIENTS, 5_000).map(({ name, email }, index) => {
    const isLate = index < PAST_DUE_CLIENTS;
    const isNoted = !isLate || index % 4 !== 3;
    return {
      collection: 'records/training_clients',
      id: idOf('client', index),
      data: {
        name,
        email,
        trainer: index % 2 === 0 ? 'Kim' : 'Alex',
        status: isLate ? 'past_due' : 'active',
        dueAt: isLate ? daysBefore(now, 4 + index * 3) : null,
        ...(isNoted && { amount_past_due: isLate ? 60 + index * 15 : 0 }),
      },
    };
  });
}
