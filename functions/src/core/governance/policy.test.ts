import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy, type PolicyDecision, policySchema, type Risk } from '../../model/policy.ts';
import { type Act, judge } from './policy.ts';

const act = (more: Partial<Act> = {}): Act => ({ risk: 'moderate', blast: {}, isAsked: false, doubts: [], ...more });
const decide = (policy: Policy, more: Partial<Act> = {}) => judge(policy, act(more)).decision;
const decisions: readonly PolicyDecision[] = ['auto', 'notify', 'approve', 'block'];

describe('what may happen by itself', () => {
  it.each([
    ['safe', {}, 'auto'],
    ['safe', { recipients: 50 }, 'auto'],
    ['moderate', { recipients: 1 }, 'auto'],
    ['moderate', { recipients: 10, amount: 500, rows: 100 }, 'auto'],
    ['moderate', { recipients: 11 }, 'approve'],
    ['moderate', { amount: 500.01 }, 'approve'],
    ['moderate', { rows: 101 }, 'approve'],
    ['high', {}, 'approve'],
  ] as const)('to a tenant that has set nothing: %s, %o is %s', (risk, blast, wanted) => {
    expect(decide(defaultPolicy, { risk, blast })).toBe(wanted);
  });

  it('is the strictest of what risk, reach, the playbook and strangers speak for', () => {
    const order = (decision: PolicyDecision) => decisions.indexOf(decision);
    const risks: readonly Risk[] = ['safe', 'moderate', 'high'];
    for (const decision of decisions) {
      for (const beyond of decisions) {
        const rule = { decision, within: { recipients: 3 }, beyond };
        const policy = policySchema.parse({ safe: rule, moderate: rule, high: rule });
        for (const risk of risks) {
          for (const recipients of [3, 4]) {
            for (const isAsked of [false, true]) {
              for (const doubts of [[], ['who knows']]) {
                const byRule = recipients > 3 ? beyond : decision;
                const byOthers: PolicyDecision = isAsked || doubts.length > 0 ? 'approve' : 'auto';
                const wanted = order(byRule) > order(byOthers) ? byRule : byOthers;
                const verdict = judge(policy, { risk, blast: { recipients }, isAsked, doubts });
                expect(verdict.decision).toBe(wanted);
                expect(verdict.reasons.length > 0).toBe(wanted !== 'auto');
              }
            }
          }
        }
      }
    }
  });

  it('says in words why it is not', () => {
    const verdict = judge(defaultPolicy, act({ blast: { recipients: 12 }, isAsked: true, doubts: ['It may be Eve'] }));
    expect(verdict.reasons).toEqual([
      'It reaches 12 recipients; by itself it may reach 10',
      'The playbook asks for a yes at this step',
      'It may be Eve',
    ]);
  });
});
