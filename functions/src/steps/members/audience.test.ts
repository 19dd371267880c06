import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { AnyActionType } from '../../core/engine/step-type.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { findReferrals } from './find-referrals.ts';
import { getCampaignProspects } from './get-campaign-prospects.ts';
import { getGreenMembers } from './get-green-members.ts';
import { getPastDueMembers } from './get-past-due-members.ts';
import { getPastDueTrainingClients } from './get-past-due-training-clients.ts';
import { getPpvMembers } from './get-ppv-members.ts';

interface Answer {
  readonly total: number;
  readonly items: readonly JsonObject[];
  readonly nextCursor: string | null;
  readonly summary: string;
}
async function gym(documents: Readonly<Record<string, object>>) {
  const kit = stepContext();
  const { root } = tenantPaths(kit.context.orgId);
  const writes = Object.entries(documents).map(([path, data]) => ({
    op: 'set' as const,
    path: `${root}/${path}`,
    data,
  }));
  await kit.context.store.commit(writes);
  const get = async (type: AnyActionType, params: JsonObject = {}) =>
    (await runStep(type, params, kit.context)) as unknown as Answer;
  const ids = async (type: AnyActionType, params: JsonObject = {}) =>
    (await get(type, params)).items.map(({ id }) => id).join(' ');
  return { ...kit, get, ids };
}

const members = {
  'members/active': { name: 'Ada', status: 'Active', plan: 'Gold', email: 'ada@gym.example', balanceDue: null },
  'members/green': {
    firstName: 'Bob',
    lastName: 'Ray',
    status: 'green',
    balanceDue: 0,
    dueAt: new Date('2026-11-01T00:00:00Z'),
  },
  'members/later': { status: 'active', balanceDue: 30, dueAt: '2026-11-20' },
  'members/owes': { status: 'active', balanceDue: '49.90', dueAt: '2026-11-19', trainer: 'Kim' },
  'members/past': { status: 'Past Due', balanceDue: 120, dueAt: '2026-10-01' },
  'members/past2': { status: 'past-due' },
  'members/ppv': { status: 'active', plan: 'Pay Per Visit' },
  'members/ppv2': { status: 'PPV' },
  'members/gone': { status: 'canceled', balanceDue: 500, dueAt: '2026-01-01', plan: 'PPV' },
  'members/odd': { status: 7, name: ['x'], balanceDue: { a: 1 }, dueAt: 'soon' },
  'members/empty': {},
};

describe('the members', () => {
  it('are told apart, whatever is missing', async () => {
    const { ids } = await gym(members);
    expect(await ids(getGreenMembers)).toBe('later active green');
    expect(await ids(getPpvMembers)).toBe('ppv ppv2');
    expect(await ids(getPastDueMembers)).toBe('past owes past2');
  });

  it('come with few fields, and figures over all of them', async () => {
    const { get } = await gym(members);
    expect(await get(getPastDueMembers, { limit: 1 })).toEqual({
      items: [
        {
          id: 'past',
          name: null,
          email: null,
          phone: null,
          status: 'past_due',
          plan: null,
          source: null,
          amountDue: 120,
          dueAt: '2026-10-01',
          daysPastDue: 50,
        },
      ],
      count: 1,
      total: 3,
      nextCursor: '120|past',
      isCut: false,
      withEmail: 0,
      byStatus: [
        { value: 'past_due', count: 2 },
        { value: 'active', count: 1 },
      ],
      byPlan: [{ value: null, count: 3 }],
      bySource: [{ value: null, count: 3 }],
      withoutAmount: 1,
      amountDue: { total: 169.9, average: 84.95, largest: 120 },
      summary:
        '3 past-due members, 0 with an e-mail address; 1 shown; $169.90 due in all, $120.00 at most; of 1 nobody has noted how much.',
    });
  });

  it.each<[JsonObject | null, string]>([
    [null, 'past owes past2'],
    [{}, 'past owes past2'],
    [{ status: 'PAST DUE' }, 'past past2'],
    [{ status: ['active', 'frozen'] }, 'owes'],
    [{ amountDue: { min: 50 } }, 'past'],
    [{ amountDue: { max: 50 }, daysPastDue: { min: 1 } }, 'owes'],
    [{ dueAt: { min: '2026-11-01' } }, 'owes'],
    [{ trainer: { exists: true } }, 'owes'],
    [{ trainer: { contains: 'ki' } }, 'owes'],
    [{ trainer: { exists: false } }, 'past past2'],
  ])('can be narrowed by %j', async (filters, found) => {
    const { ids } = await gym(members);
    expect(await ids(getPastDueMembers, { filters })).toBe(found);
  });

  it('says when a filter names what nobody has', async () => {
    const { get } = await gym(members);
    const answer = await get(getGreenMembers, { filters: { shoeSize: 42 } });
    expect(answer.total).toBe(0);
    expect(answer.summary).toContain('Nobody has the field shoeSize.');
  });
});

describe('many of them', () => {
  it('give a page of 50 and figures of all, small enough for a model, and no more reads than documents', async () => {
    const prospects = Array.from({ length: 3_832 }, (_, n) => [
      `prospects/p${String(n).padStart(4, '0')}`,
      { name: `Prospect ${n}`, email: n % 2 === 0 ? `p${n}@mail.example` : null, status: 'new', source: `s${n % 3}` },
    ]);
    const { get, seen } = await gym(Object.fromEntries(prospects));
    const first = await get(getCampaignProspects);
    expect(first).toMatchObject({ total: 3_832, count: 50, withEmail: 1_916, isCut: false });
    expect(JSON.stringify(first).length).toBeLessThan(16_000);
    expect(seen.isTainted).toBe(true);
    const names = new Set(first.items.map(({ id }) => id));
    for (let cursor = first.nextCursor; cursor !== null; ) {
      const next = await get(getCampaignProspects, { cursor, limit: 200 });
      for (const { id } of next.items) names.add(id);
      cursor = next.nextCursor;
    }
    expect(names.size).toBe(3_832);
  });
});

describe('get_campaign_prospects', () => {
  it('leaves in peace who has bought, is lost, does not want to hear or was written to lately', async () => {
    const { ids } = await gym({
      'prospects/a': { status: 'New' },
      'prospects/b': {},
      'prospects/c': { status: 'won' },
      'prospects/d': { status: 'Do not contact' },
      'prospects/e': { unsubscribed: true },
      'prospects/f': { doNotContact: true },
      'prospects/g': { lastContactedAt: '2026-11-15' },
      'prospects/h': { lastContactedAt: new Date('2026-11-01T00:00:00Z') },
      'prospects/i': { emailStatus: 'bounced' },
    });
    expect(await ids(getCampaignProspects)).toBe('a b h');
  });
});

describe('quietDays', () => {
  it('leaves out who was written to lately, by the days of the calendar', async () => {
    const { ids } = await gym({
      'members/a': { status: 'active', lastContactedAt: '2026-11-13T23:00:00-05:00' },
      'members/b': { status: 'active', lastReminderAt: new Date('2026-11-14T06:00:00Z') },
      'members/c': { status: 'active', lastContactedAt: null },
    });
    expect(await ids(getGreenMembers)).toBe('a b c');
    expect(await ids(getGreenMembers, { quietDays: 7 })).toBe('a c');
  });
});

describe('get_past_due_training_clients', () => {
  it('reads the records of the tenant, with or without the amount', async () => {
    const { ids } = await gym({
      'records/training_clients/items/a': { amount_past_due: 45, dueAt: '2026-11-01', trainer: 'Kim' },
      'records/training_clients/items/b': { status: 'overdue' },
      'records/training_clients/items/c': { amount_past_due: null, dueAt: '2026-11-01' },
    });
    expect(await ids(getPastDueTrainingClients)).toBe('a b');
    expect(await ids(getPastDueTrainingClients, { filters: { trainer: 'kim' } })).toBe('a');
  });
});

describe('find_referrals', () => {
  const people = {
    'members/a': { name: 'Ada', email: 'Ada@gym.example' },
    'members/b': { referredBy: 'ada@gym.example', joinedAt: '2026-11-15' },
    'members/c': { referredBy: 'a', joinedAt: new Date('2026-10-01T00:00:00Z') },
    'customers/d': { referredBy: 'A', createdAt: '2026-11-19', referralRewardedAt: '2026-11-20' },
    'customers/e': { referredBy: 'somebody@else.example' },
    'customers/f': { referredBy: ' ' },
  };

  it('counts who brought whom, by id or address, and the rewards that are due', async () => {
    const { get } = await gym(people);
    expect(await get(findReferrals)).toMatchObject({
      items: [
        { id: 'a', name: 'Ada', referrals: 3, rewardsDue: 2 },
        { id: 'somebody@else.example', name: null, referrals: 1, rewardsDue: 1 },
      ],
      referrers: 2,
      referrals: 4,
      rewardsDue: 3,
      summary: '4 came through 2 others; 3 rewards are due; Ada brought most (3).',
    });
    expect(await get(findReferrals, { sinceDays: 14 })).toMatchObject({ referrals: 2, rewardsDue: 1 });
    expect(await get(findReferrals, { among: 'customers', rewardEvery: 2 })).toMatchObject({
      referrals: 2,
      rewardsDue: 0,
    });
  });
});
