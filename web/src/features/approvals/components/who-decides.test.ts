import type { Vote } from '@model/approval.ts';
import type { Role } from '@model/tenant.ts';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../lib/people.ts';
import { obstacle } from './who-decides.ts';

const vote = (by: string, paramsHash = 'now', choice: Vote['choice'] = 'approved'): Vote => ({
  by,
  for: null,
  choice,
  paramsHash,
  via: 'app',
  at: new Date('2026-11-21T09:00:00Z'),
});
const question = {
  kind: 'act' as const,
  risk: 'moderate' as const,
  approvers: [] as string[],
  needed: 1,
  votes: [] as Vote[],
  paramsHash: 'now',
  requestedBy: null as string | null,
  isDemanded: false,
};
const person = (uid: string, role: Role, away: Person['away'] = null) => {
  return { uid, role, name: uid, email: `${uid}@example.com`, away };
};
const me = {
  ...{ uid: 'ada', role: 'editor' as Role, people: [person('ada', 'editor')], selfApproval: 'if_alone' as const },
  now: new Date('2026-11-21T10:00:00Z'),
};

describe('who may decide', () => {
  it('is every editor, where nothing else is said', () => {
    expect(obstacle(question, me)).toBeNull();
  });
  it('is an admin or owner where the risk is high', () => {
    expect(obstacle({ ...question, risk: 'high' }, me)).toMatchObject({ bars: 'all' });
    expect(obstacle({ ...question, risk: 'high' }, { ...me, role: 'admin' })).toBeNull();
  });
  it('is who is named, and nobody else', () => {
    const named = { ...question, approvers: ['bob'] };
    const people = [...me.people, { ...person('bob', 'editor'), name: 'Bob' }];
    expect(obstacle(named, { ...me, people })).toEqual({ bars: 'all', why: 'Only Bob may decide this.' });
    expect(obstacle(named, { ...me, uid: 'bob' })).toBeNull();
  });
  it('is not who has said yes already, though who has may still say no', () => {
    expect(obstacle({ ...question, needed: 3, votes: [vote('ada')] }, me)).toEqual({
      bars: 'yes',
      why: 'You have said yes. 2 more people have to.',
    });
    expect(obstacle({ ...question, needed: 2, votes: [vote('ada', 'before')] }, me)).toBeNull();
  });
  it('is not who caused it: never, unless alone, or always', () => {
    const own = { ...question, requestedBy: 'ada' };
    const both = [...me.people, person('bob', 'editor')];
    expect(obstacle(own, { ...me, selfApproval: 'never' })).toMatchObject({ bars: 'yes' });
    expect(obstacle(own, me)).toBeNull();
    expect(obstacle(own, { ...me, people: both })).toMatchObject({ bars: 'yes' });
    expect(obstacle(own, { ...me, people: [...me.people, person('eve', 'viewer')] })).toBeNull();
    expect(obstacle(own, { ...me, people: both, selfApproval: 'always' })).toBeNull();
  });
  it('is who caused it, where the others are too few, and where it only has to be looked up', () => {
    const both = [...me.people, person('bob', 'editor')];
    expect(obstacle({ ...question, requestedBy: 'ada', needed: 2 }, { ...me, people: both })).toBeNull();
    const outcome = { ...question, requestedBy: 'ada', kind: 'unknown_outcome' as const };
    expect(obstacle(outcome, { ...me, people: both })).toBeNull();
  });
  it('is not who caused it because nobody else is named, where the policy asks', () => {
    const both = [...me.people, person('bob', 'editor')];
    const named = { ...question, requestedBy: 'ada', approvers: ['ada'] };
    expect(obstacle(named, { ...me, people: both })).toBeNull();
    expect(obstacle({ ...named, isDemanded: true }, { ...me, people: both })).toMatchObject({ bars: 'yes' });
  });
  it('is who stands in for somebody who was named and is away', () => {
    const named = { ...question, approvers: ['bob'] };
    const away = (until: string) => ({ until: new Date(until), delegate: 'ada' });
    const people = (until: string) => [...me.people, person('bob', 'editor', away(until))];
    expect(obstacle(named, { ...me, people: people('2026-11-22T05:00:00Z') })).toBeNull();
    expect(obstacle(named, { ...me, people: people('2026-11-21T05:00:00Z') })).toMatchObject({ bars: 'all' });
  });
});
