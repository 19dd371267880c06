import { defaultPolicy, policySchema } from '@model/policy.ts';
import { describe, expect, it } from 'vitest';
import { fromFields, ruleWords, toFields } from '../../../lib/policy-words.ts';
import { actionWords, actorName, changesOf, fromWords, placeWords, targetHref } from './audit-words.ts';
import { keyStatusOf } from './key-words.ts';
import { fromLimitValues, limitFields, limitProblem, toLimitValues } from './limit-fields.ts';
import { rolesToGive, whyFixed } from './team-rules.ts';

describe('the policy as fields', () => {
  it('comes back as it was', () => {
    expect(fromFields(toFields(defaultPolicy))).toEqual(defaultPolicy);
  });
  it('says a rule as a sentence', () => {
    const { moderate, high } = toFields(defaultPolicy);
    expect(ruleWords(moderate, 'USD')).toBe(
      'Up to 10 people, 500 USD or 100 documents, nobody is asked; beyond that, a person is asked first.',
    );
    expect(ruleWords(high, 'USD')).toBe('A person is asked first.');
    const one = { ...moderate, within: { recipients: '1', amount: '', rows: '' }, beyond: 'block' as const };
    expect(ruleWords(one, 'USD')).toBe('Up to 1 person, nobody is asked; beyond that, it never happens.');
  });
  it('refuses a bound that is no number', () => {
    const fields = toFields(defaultPolicy);
    const wrong = { ...fields, safe: { ...fields.safe, within: { recipients: 'many', amount: '', rows: '' } } };
    const parsed = policySchema.safeParse(fromFields(wrong));
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['safe.within.recipients']);
  });
});

describe('the limits as fields', () => {
  const limits = { daily: { email_send: 200 }, monthlyExecutions: null, monthlyCost: 2_500_000, executionCost: null };
  it('come back as they were, money in dollars', () => {
    expect(toLimitValues(limits)).toMatchObject({ email_send: '200', monthlyCost: '2.5', monthlyExecutions: '' });
    expect(fromLimitValues(toLimitValues(limits))).toEqual(limits);
  });
  it('say what is usual, and what is no limit', () => {
    const fields = limitFields('free');
    expect(fields.find(({ name }) => name === 'monthlyCost')).toMatchObject({ usual: 5, isMoney: true });
    const emails = fields.find(({ name }) => name === 'email_send');
    if (emails === undefined) throw new Error('no field for e-mails');
    expect(emails.label).toBe('E-mails a day');
    expect([limitProblem(emails, ''), limitProblem(emails, '0'), limitProblem(emails, '12')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(limitProblem(emails, '1.5')).toMatch(/whole number/);
    expect(limitProblem(emails, '-1')).toMatch(/whole number/);
  });
});

describe('the team', () => {
  const owner = { uid: 'ada', role: 'owner' as const };
  const admin = { uid: 'bob', role: 'admin' as const };
  const editor = { uid: 'eve', role: 'editor' as const, away: null };
  const all = [owner, admin, editor];
  it('keeps its last owner', () => {
    expect(whyFixed(owner, owner, all)).toMatch(/only owner/);
    expect(whyFixed(owner, owner, [...all, { uid: 'zoe', role: 'owner' }])).toBeNull();
  });
  it('lets admins change those below them, and everybody leave', () => {
    expect(whyFixed(editor, admin, all)).toBeNull();
    expect(whyFixed({ uid: 'dan', role: 'admin' }, admin, all)).toMatch(/Only owners/);
    expect(whyFixed(admin, admin, all)).toBeNull();
    expect(whyFixed(admin, editor, all)).toMatch(/Admins and owners/);
    expect(rolesToGive('admin')).toEqual(['viewer', 'editor']);
    expect(rolesToGive('owner')).toContain('owner');
    expect(rolesToGive('editor')).toEqual([]);
  });
});

describe('the audit log', () => {
  it('tells what changed, field by field, and nothing else', () => {
    const before = {
      name: 'A',
      dryRun: false,
      limits: { daily: { email_send: 50 } },
      tags: ['x'],
      gone: 1,
      same: null,
    };
    const after = { name: 'B', dryRun: false, limits: { daily: { email_send: 80 } }, tags: [], new: 'n', same: null };
    expect(changesOf(before, after)).toEqual([
      { path: 'name', before: 'A', after: 'B' },
      { path: 'limits.daily.email_send', before: '50', after: '80' },
      { path: 'tags', before: 'x', after: null },
      { path: 'gone', before: '1', after: null },
      { path: 'new', before: null, after: 'n' },
    ]);
    expect(changesOf(null, null)).toEqual([]);
  });
  it('tells lists of things by their places, and cuts what is long', () => {
    const [change] = changesOf({ competitors: [{ name: 'R' }] }, { competitors: [{ name: 'x'.repeat(400) }] });
    expect(change?.path).toBe('competitors.0.name');
    expect(change?.after).toHaveLength(301);
  });
  it('says who, and from where', () => {
    const actor = { kind: 'user' as const, id: 'ada', name: 'Ada', from: null };
    expect(actorName(actor, 'ada', null)).toBe('You');
    const people = [{ uid: 'ada', name: 'Ada', email: 'ada@example.com', role: 'editor' as const, away: null }];
    const link = { ...actor, kind: 'link' as const, name: null };
    expect(actorName(link, 'bob', people)).toBe('Ada, by a link');
    expect(actorName(link, 'ada', people)).toBe('You, by a link');
    expect(actorName(link, 'bob', [])).toBe('Someone, by a link');
    expect(actorName({ ...actor, kind: 'scheduler', name: null }, 'bob', null)).toBe('Cloud Scheduler');
    const chrome = 'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';
    expect(fromWords({ ip: '203.0.113.7', userAgent: chrome })).toBe('from 203.0.113.7, Chrome');
    expect(fromWords({ ip: null, userAgent: 'acme-bot/2.1' })).toBe('from acme-bot');
    expect(fromWords({ ip: null, userAgent: null })).toBeNull();
  });
  it('says what was done to what', () => {
    expect(actionWords('api_key.rotated')).toBe('API key rotated');
    expect(actionWords('member.role_changed')).toBe('Team member role changed');
    expect(actionWords('execution.started')).toBe('Execution started');
    expect(placeWords('limits.daily.email_send')).toBe('limits, daily, email send');
    expect(placeWords('expireAt')).toBe('expire at');
  });
  it('leads to what it is about', () => {
    expect(targetHref({ kind: 'playbook', id: 'a' })).toBe('/playbooks/a');
    expect(targetHref({ kind: 'execution', id: 'e' })).toBe('/executions/e');
    expect(targetHref({ kind: 'route', id: 'x' })).toBeNull();
  });
});

describe('an API key', () => {
  const now = new Date('2026-11-21T09:00:00Z');
  it('is valid until it ends or is revoked', () => {
    expect(keyStatusOf({ revokedAt: null, expireAt: null }, now)).toBe('valid');
    expect(keyStatusOf({ revokedAt: null, expireAt: now }, now)).toBe('expired');
    expect(keyStatusOf({ revokedAt: now, expireAt: null }, now)).toBe('revoked');
  });
});
