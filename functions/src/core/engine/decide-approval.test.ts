import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentKit, createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { policySchema } from '../../model/policy.ts';
import { decideApproval } from './decide-approval.ts';
import { startExecution } from './start-execution.ts';

const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@thrive.example`);
const mail = (more: JsonObject = {}, to: string | string[] = 'ada@example.com'): JsonObject => ({
  ...{ id: 'mail', action: 'mail', params: { to, text: 'Hi' }, requiresApproval: true },
  ...more,
});
const editors = (count: number) => Array.from({ length: count }, (_, index) => `ed${index}`);

/** An act that waits for a yes, in a team of an owner and so many editors. */
async function waiting(step: JsonObject = mail(), team = 3, startedBy = 'system') {
  const kit = await createConsentKit();
  for (const uid of editors(team)) await kit.member(uid, 'editor');
  await kit.member('ann', 'admin');
  await kit.member('vic', 'viewer');
  const playbookId = await kit.playbook([step]);
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId, { startedBy }), false);
  kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'first', at: null });
  await kit.drain();
  return { kit, executionId, id: (await kit.open()).id };
}
const entries = async (kit: ConsentKit) =>
  (await kit.audited()).map(({ action, afterJson }) => [action, JSON.parse(afterJson ?? '{}').why ?? null]);

describe('an answer', () => {
  it('of a viewer, a stranger or somebody who was not named is refused, and on record', async () => {
    const { kit, id } = await waiting(mail({ approval: { approvers: ['ed1'] } }));
    const refusals = { vic: 'role', nobody: 'role', ed0: 'not_an_approver', 'key:k1': 'not_an_approver' };
    for (const [by, code] of Object.entries(refusals)) {
      expect(await kit.answer(id, { by })).toBe(code);
    }
    expect(kit.sent).toEqual([]);
    expect((await entries(kit)).map(([action]) => action)).toEqual(Array(4).fill('approval.refused'));
    expect(await kit.answer(id, { by: 'ed1' })).toBe('decided');
    expect(kit.sent).toHaveLength(1);
  });

  it('for a high risk takes an admin who has just signed in, and no key or link', async () => {
    const { kit, id } = await waiting(mail({}, many));
    expect(await kit.answer(id, { by: 'ed0', isRecent: true })).toBe('role');
    expect(await kit.answer(id, { by: 'ann' })).toBe('sign_in_again');
    expect(await kit.answer(id, { by: 'ann', via: 'link', isRecent: true })).toBe('link_risk');
    expect(await kit.answer(id, { by: 'key:k1', via: 'key', isRecent: true })).toBe('key_risk');
    expect(kit.sent).toEqual([]);
    expect(await kit.answer(id, { by: 'ann', isRecent: true })).toBe('decided');
    expect(kit.sent).toHaveLength(1);
  });

  it.each([
    ['never', 'ed0', 'self_approval'],
    ['if_alone', 'ed0', 'self_approval'],
    ['always', 'ed0', 'decided'],
    ['if_alone', 'key:k1', 'self_approval'],
    ['always', 'key:k1', 'self_approval'],
  ] as const)('of who caused it, where the policy says %s: %s gets %s', async (selfApproval, by, wanted) => {
    const { kit, id } = await waiting(mail(), 2, by);
    await kit.tenant({ policy: policySchema.parse({ selfApproval }) });
    expect(await kit.answer(id, { by })).toBe(wanted);
    expect(kit.sent).toHaveLength(wanted === 'decided' ? 1 : 0);
  });

  it('of who caused it counts where nobody else could say yes, and a no always does', async () => {
    const alone = await waiting(mail({ approval: { approvers: ['ed0'] } }), 1, 'ed0');
    expect(await alone.kit.answer(alone.id, { by: 'ed0' })).toBe('decided');
    const { kit, id } = await waiting(mail(), 2, 'ed0');
    expect(await kit.answer(id, { by: 'ed0', status: 'rejected' })).toBe('decided');
  });

  it('to what is not there, is over or has ended changes nothing', async () => {
    const { kit, id, executionId } = await waiting();
    expect(await kit.answer('nothing', {})).toBe('not_found');
    expect(await kit.answer('nothing', { by: 'vic' })).toBe('role');
    await kit.clock.advance(8 * 86_400_000);
    expect(
      await decideApproval(kit.engine, orgId, id, { status: 'approved', by: 'owner', reason: null }),
    ).toMatchObject({ kind: 'closed' });
    await kit.runOut();
    expect((await kit.execution(executionId)).status).toBe('failed');
    expect(await kit.answer(id, {})).toBe('closed');
    expect(kit.sent).toEqual([]);
  });
});

describe('two of three', () => {
  const step = mail({ approval: { needed: 2, approvers: ['ed0', 'ed1', 'ed2'] } });

  it('have to say yes, each once', async () => {
    const { kit, id, executionId } = await waiting(step);
    expect(await kit.answer(id, { by: 'ed0' })).toBe('voted');
    expect(await kit.answer(id, { by: 'ed0' })).toBe('answered');
    expect(kit.sent).toEqual([]);
    expect((await kit.execution(executionId)).status).toBe('waiting');
    expect(await kit.answer(id, { by: 'ed2' })).toBe('decided');
    expect(kit.sent).toHaveLength(1);
    expect((await entries(kit)).map(([action]) => action).toSorted()).toEqual([
      'approval.approved',
      'approval.refused',
      'approval.voted',
    ]);
  });

  it('may not change their mind, and one no is a no', async () => {
    const { kit, id, executionId } = await waiting(step);
    await kit.answer(id, { by: 'ed0' });
    expect(await kit.answer(id, { by: 'ed1', status: 'rejected', reason: 'No' })).toBe('decided');
    expect(await kit.answer(id, { by: 'ed2' })).toBe('closed');
    expect((await kit.execution(executionId)).error?.code).toBe('rejected');
    expect(kit.sent).toEqual([]);
  });

  it('have to say it to the same params', async () => {
    const { kit, id } = await waiting(step);
    const before = (await kit.open()).data.paramsHash;
    const params = { to: 'bob@example.com', text: 'Hello' };
    await kit.answer(id, { by: 'ed0' });
    expect(await kit.answer(id, { by: 'ed1', params })).toBe('voted');
    expect(await kit.answer(id, { by: 'ed2', shown: before })).toBe('changed');
    expect(kit.sent).toEqual([]);
    expect(await kit.answer(id, { by: 'ed0' })).toBe('decided');
    expect(kit.sent).toEqual([{ to: ['bob@example.com'], text: 'Hello' }]);
    expect((await kit.approvals())[0]?.data).toMatchObject({ editedBy: 'ed1', votes: [{ by: 'ed1' }, { by: 'ed0' }] });
  });
});

describe('somebody who stands in for one who was named and is away', () => {
  const step = mail({ approval: { approvers: ['ed0', 'ed1'], needed: 2 } });
  const until = new Date('2026-11-25T05:00:00Z');
  const away = (kit: ConsentKit, uid: string, delegate: string) =>
    kit.store.commit([{ op: 'update', path: paths.member(uid).path, fields: { away: { until, delegate } } }]);

  it('answers in his place, on record under both names, until he is back', async () => {
    const { kit, id } = await waiting(step);
    await away(kit, 'ed0', 'ed2');
    expect(await kit.answer(id, { by: 'ed2' })).toBe('voted');
    const [entry] = await kit.audited();
    expect(JSON.parse(entry?.afterJson ?? '').for).toEqual({ uid: 'ed0', name: 'ed0' });
    expect(await kit.answer(id, { by: 'ed1' })).toBe('decided');
    expect((await kit.approvals())[0]?.data.votes).toMatchObject([
      { by: 'ed2', for: 'ed0' },
      { by: 'ed1', for: null },
    ]);
    const later = await waiting(step);
    await away(later.kit, 'ed0', 'ed2');
    await later.kit.clock.advance(until.getTime() - later.kit.clock.now().getTime());
    expect(await later.kit.answer(later.id, { by: 'ed2' })).toBe('not_an_approver');
  });

  it('has one vote, and so has the one whose place it is', async () => {
    const { kit, id } = await waiting(step);
    await away(kit, 'ed0', 'ed2');
    await away(kit, 'ed1', 'ed2');
    expect(await kit.answer(id, { by: 'ed2' })).toBe('voted');
    expect(await kit.answer(id, { by: 'ed2' })).toBe('answered');
    expect(await kit.answer(id, { by: 'ed0' })).toBe('answered');
    expect(await kit.answer(id, { by: 'ed0', status: 'rejected' })).toBe('decided');
    expect(kit.sent).toEqual([]);
  });

  it.each([
    ['a viewer', 'vic', 'system', 'role'],
    ['who has caused it', 'ed2', 'ed2', 'not_an_approver'],
    ['of one who may not say yes himself', 'ed2', 'ed0', 'not_an_approver'],
    ['of one who only stands in himself', 'ann', 'system', 'not_an_approver'],
  ])('is not %s', async (_, delegate, startedBy, code) => {
    const { kit, id } = await waiting(step, 3, startedBy);
    await kit.tenant({ policy: policySchema.parse({ selfApproval: 'never' }) });
    await away(kit, 'ed0', delegate === 'ann' ? 'ed2' : delegate);
    await away(kit, 'ed2', 'ann');
    expect(await kit.answer(id, { by: delegate })).toBe(code);
    expect((await kit.approvals())[0]?.data.votes).toEqual([]);
  });

  it('whoever is away and whoever answers: so many people have said yes, each for one place, none for his own act', async () => {
    const people = ['ed0', 'ed1', 'ed2', 'ed3', 'ann', 'vic'];
    const person = fc.constantFrom(...people);
    const given = fc.record({
      approvers: fc.uniqueArray(person, { minLength: 1, maxLength: 4 }),
      needed: fc.integer({ min: 1, max: 3 }),
      startedBy: fc.constantFrom('system', 'ed0', 'ed3'),
      absences: fc.dictionary(person, person),
      answers: fc.array(person, { minLength: 1, maxLength: 14 }),
    });
    const holds = fc.asyncProperty(given, async ({ approvers, needed, startedBy, absences, answers }) => {
      const { kit, id } = await waiting(mail({ approval: { approvers, needed } }), 4, startedBy);
      await kit.tenant({ policy: policySchema.parse({ selfApproval: 'never' }) });
      for (const [uid, delegate] of Object.entries(absences)) await away(kit, uid, delegate);
      for (const by of answers) await kit.answer(id, { by });
      const [asked] = await kit.approvals();
      const { votes = [], status } = asked?.data ?? {};
      const seats = votes.map((vote) => vote.for ?? vote.by);
      expect(new Set(votes.map(({ by }) => by)).size).toBe(votes.length);
      expect(new Set(seats).size).toBe(votes.length);
      expect(seats.every((uid) => approvers.includes(uid))).toBe(true);
      expect(votes.filter(({ by }) => by === 'vic' || by === startedBy)).toEqual([]);
      expect(seats.filter((uid) => uid === 'vic' || uid === startedBy)).toEqual([]);
      for (const { by, for: place } of votes) if (place !== null) expect(absences[place]).toBe(by);
      expect(status === 'approved').toBe(votes.length >= needed);
      expect(kit.sent).toHaveLength(votes.length >= needed ? 1 : 0);
    });
    await fc.assert(holds, { numRuns: 60 });
  });
});

describe('other params', () => {
  it('are what it acts on, and on record beside those that were asked about', async () => {
    const { kit, id } = await waiting();
    expect(await kit.answer(id, { by: 'ed0', params: { to: 'bob@example.com', text: 'Better' } })).toBe('decided');
    expect(kit.sent).toEqual([{ to: ['bob@example.com'], text: 'Better' }]);
    const [entry] = await kit.audited();
    expect(JSON.parse(entry?.beforeJson ?? '').params.to).toBe('ada@example.com');
    expect(JSON.parse(entry?.afterJson ?? '').params.to).toBe('bob@example.com');
  });

  it('that the step refuses, or the policy does, are refused', async () => {
    const { kit, id } = await waiting();
    expect(await kit.answer(id, { params: { to: 7 } })).toBe('bad_params');
    expect(await kit.answer(id, { params: { to: 'x', bcc: 'y' } })).toBe('bad_params');
    await kit.tenant({ policy: policySchema.parse({ high: { decision: 'block' } }) });
    expect(await kit.answer(id, { params: { to: many } })).toBe('blocked_by_policy');
    expect(kit.sent).toEqual([]);
  });

  it('that are riskier take who may answer for that', async () => {
    const { kit, id } = await waiting();
    expect(await kit.answer(id, { by: 'ed0', params: { to: many } })).toBe('role');
    expect(await kit.answer(id, { by: 'ann', params: { to: many } })).toBe('sign_in_again');
    expect(await kit.answer(id, { by: 'key:k1', params: { to: many } })).toBe('not_editable');
    expect(await kit.answer(id, { by: 'ann', isRecent: true, params: { to: many } })).toBe('decided');
    expect(kit.sent[0]?.to).toHaveLength(6);
  });

  it('cannot be had where nothing is to be done', async () => {
    const { kit, id } = await waiting({ id: 'ask', action: 'request_approval', params: { title: 'Go on?' } });
    expect(await kit.answer(id, { params: { title: 'Else' } })).toBe('not_editable');
  });
});

describe('many at the same moment', () => {
  it('make one decision, and one act', async () => {
    const { kit, id, executionId } = await waiting(mail(), 10);
    const answers = editors(10).map((by, index) => ({
      by,
      status: index % 2 ? ('approved' as const) : ('rejected' as const),
    }));
    const decided = await Promise.all(
      answers.map((one) => decideApproval(kit.engine, orgId, id, { ...one, reason: null })),
    );
    expect(decided.map(({ kind }) => kind).toSorted()).toEqual([...Array(9).fill('closed'), 'decided']);
    await kit.drain();
    const { status } = (await kit.approvals())[0]?.data ?? {};
    expect((await kit.execution(executionId)).status).toBe(status === 'approved' ? 'completed' : 'failed');
    expect(kit.sent).toHaveLength(status === 'approved' ? 1 : 0);
    expect(await entries(kit)).toHaveLength(10);
  });

  it('are counted one by one', async () => {
    const { kit, id } = await waiting(mail({ approval: { needed: 10 } }), 10);
    const decided = await Promise.all(
      editors(10).map((by) => decideApproval(kit.engine, orgId, id, { status: 'approved', by, reason: null })),
    );
    expect(decided.map(({ kind }) => kind).toSorted()).toEqual(['decided', ...Array(9).fill('voted')]);
    await kit.drain();
    expect((await kit.approvals())[0]?.data.votes).toHaveLength(10);
    expect(kit.sent).toHaveLength(1);
  });
});
