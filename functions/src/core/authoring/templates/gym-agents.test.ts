import { afterEach, describe, expect, it } from 'vitest';
import { Death, orgId } from '../../../../test/kit/engine-kit.ts';
import { createGymKit, type GymKit, outputOf } from '../../../../test/kit/gym-kit.ts';
import type { AskedModel } from '../../../../test/vendors/llm.ts';
import type { JsonValue } from '../../../model/json.ts';
import { queries } from '../../../model/query.ts';

type Calls = readonly (readonly [string, JsonValue])[];
/** What its model wants called, turn by turn, by what the tools have told it. */
type Replay = readonly ((told: string) => Calls)[];

let gym: GymKit | null = null;
afterEach(() => {
  gym?.close();
  gym = null;
});

/** A gym whose model server replays these calls and then answers. */
async function replaying(replay: Replay): Promise<{ readonly gym: GymKit; readonly told: string[] }> {
  const told: string[] = [];
  const say = ({ messages }: AskedModel) => {
    const spoken = messages.filter(({ role }) => role === 'assistant').length;
    const texts = messages.flatMap(({ role, content }) => (role === 'tool' ? [content ?? ''] : []));
    told.splice(0, told.length, ...texts);
    const calls = replay[spoken]?.(texts.join('\n'));
    return calls === undefined ? { text: 'This is what was done.' } : { calls };
  };
  gym = await createGymKit(say);
  return { gym, told };
}

const idsIn = (told: string): string[] => [...told.matchAll(/"id":"([^"]+)"/g)].flatMap(([, id]) => id ?? []);
const callsOf = (execution: Parameters<typeof outputOf>[0]) =>
  (outputOf(execution, 'agent').toolCalls as { tool: string; ok: boolean }[]).map(({ tool, ok }) => [tool, ok]);
const tasksIn = async ({ store }: GymKit) =>
  (await store.query(queries.tasks(orgId, { limit: 100 }))).flatMap(({ data }) => (data === null ? [] : [data.title]));

const late = { filters: { daysPastDue: { min: 3, max: 29 }, email: { exists: true } }, quietDays: 7, limit: 25 };
const remind: Replay = [
  // The tools of the seed were asked for columns that they do not have, and had no params like that.
  () => [
    ['get_past_due_members', { ...late, phone_number: true }],
    ['query_documents', { collection: 'members', where: [{ field: 'phone', op: '~', value: 1 }] }],
  ],
  () => [['get_past_due_members', late]],
  (told) =>
    idsIn(told)
      .slice(0, 3)
      .map((memberId) => ['remind_member', { memberId, tone: 'polite' }] as const),
];

describe('by an agent, on the large gym', () => {
  it('the watch survives what its tools refuse, asks before each letter, writes each once and reports', async () => {
    const { gym, told } = await replaying(remind);
    const first = await gym.execute(await gym.playbook('past-due-watch', { by: 'agent' }));
    expect([first.status, gym.letters()]).toEqual(['waiting', []]);
    expect(told[0]).toMatch(/It did not work: .*Unrecognized key: "phone_number"/s);
    expect(told[1]).toMatch(/It did not work: /);
    expect(await gym.answer(first.id)).toHaveLength(3);
    const done = await gym.execution(first.id);
    expect([done.status, new Set(gym.letters()).size, gym.letters().length]).toEqual(['completed', 3, 3]);
    expect(gym.told().at(-1)?.text).toContain('This is what was done.');
  });

  it('and whenever it is killed behind a step, it goes on from there: no letter goes out twice', async () => {
    const { gym } = await replaying(remind);
    const playbookId = await gym.playbook('past-due-watch', { by: 'agent', confirm: false });
    gym.deaths.add('recorded');
    await expect(gym.execute(playbookId)).rejects.toThrow(Death);
    const [{ id = '' } = {}] = await gym.store.query(queries.executions(orgId, { limit: 1 }));
    let deaths = 1;
    for (;;) {
      await gym.clock.advance(60_000);
      gym.deaths.add('recorded');
      const left = await gym.wake(id).catch((error: unknown) => {
        if (error instanceof Death) return null;
        throw error;
      });
      deaths += 1;
      if (left?.status === 'completed') break;
      gym.deaths.clear();
      // Whether a letter went out that nobody could put on record any more: it did.
      if (left?.status === 'waiting') await gym.answer(id, 'rejected');
    }
    expect((await gym.execution(id)).status).toBe('completed');
    expect(deaths).toBeGreaterThan(6);
    expect([new Set(gym.letters()).size, gym.letters().length]).toEqual([3, 3]);
  });

  it('the escalation writes and makes tasks to call', async () => {
    const { gym } = await replaying([
      () => [['get_past_due_members', { filters: { daysPastDue: { min: 30 }, email: { exists: true } }, limit: 5 }]],
      (told) => {
        const [memberId = ''] = idsIn(told);
        return [
          ['remind_member', { memberId, tone: 'firm' }],
          ['create_task', { title: `Call ${memberId}`, priority: 'high' }],
        ];
      },
    ]);
    const first = await gym.execute(await gym.playbook('past-due-escalation', { by: 'agent' }));
    while ((await gym.answer(first.id)).length > 0);
    const done = await gym.execution(first.id);
    expect(callsOf(done)).toEqual([
      ['get_past_due_members', true],
      ['remind_member', true],
      ['create_task', true],
    ]);
    expect([gym.letters().length, (await tasksIn(gym)).length]).toEqual([1, 1]);
  });

  it('the campaign reads 3,353 prospects a little at a time, and sends one newsletter to those it was given', async () => {
    const { gym, told } = await replaying([
      () => [
        ['get_campaign_prospects', { filters: { email: { exists: true } }, quietDays: 7, limit: 200 }],
        ['get_green_members', { limit: 1 }],
      ],
      () => [['filter_list', { items: '{{outputs.c1_1.items}}', where: 'index < 12' }]],
      () => [
        [
          'send_newsletter',
          {
            audience: 'prospects',
            recipients: '{{outputs.c2_1.items}}',
            subject: 'A week on us',
            body: 'Hello {first_name|there}',
            postalAddress: '1 Main Street, Springfield',
          },
        ],
      ],
    ]);
    const first = await gym.execute(await gym.playbook('daily-campaign', { by: 'agent', campaignLimit: 12 }));
    expect(told[0]).toMatch(/3353 open prospects.*Of 200 items these are the first \d+/s);
    expect(Math.max(...told.map(({ length }) => length))).toBeLessThan(7_000);
    expect([first.status, gym.letters()]).toEqual(['waiting', []]);
    await gym.answer(first.id);
    expect((await gym.execution(first.id)).status).toBe('completed');
    expect([new Set(gym.letters()).size, gym.letters().length]).toEqual([12, 12]);
  });

  it('referrals and invoices end in a task each', async () => {
    const { gym } = await replaying([
      ({ length }) => (length === 0 ? [['find_referrals', { limit: 5 }]] : []),
      () => [['create_task', { title: 'Give a free month' }]],
    ]);
    const rewards = await gym.execute(await gym.playbook('referral-rewards', { by: 'agent' }));
    expect([rewards.status, await tasksIn(gym)]).toEqual(['completed', ['Give a free month']]);
    const review = await replaying([
      () => [['review_invoices', {}]],
      () => [['create_task', { title: 'Mend the number that is there twice' }]],
    ]);
    const done = await review.gym.execute(await review.gym.playbook('invoice-review', { by: 'agent' }));
    expect([done.status, await tasksIn(review.gym)]).toEqual(['completed', ['Mend the number that is there twice']]);
    gym.close();
  });

  it('the doors are shut after a yes each', async () => {
    const { gym } = await replaying([
      () => [['get_past_due_members', { filters: { daysPastDue: { min: 14 }, doorAccess: [true, null] }, limit: 25 }]],
      (told) =>
        idsIn(told)
          .slice(0, 2)
          .map((memberId) => ['set_door_access', { memberId, allowed: false, reason: 'Past due' }] as const),
    ]);
    const first = await gym.execute(await gym.playbook('door-access', { by: 'agent' }));
    expect([first.status, gym.doors.size]).toEqual(['waiting', 0]);
    while ((await gym.answer(first.id)).length > 0);
    expect((await gym.execution(first.id)).status).toBe('completed');
    expect([...gym.doors.values()]).toEqual([false, false]);
  });
});
