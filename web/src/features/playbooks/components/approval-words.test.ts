import { approvalRuleSchema } from '@model/policy.ts';
import { describe, expect, it } from 'vitest';
import { approvalWords } from './approval-words.ts';

const bob = { uid: 'bob', name: 'Bob', email: 'bob@example.com', role: 'editor' as const, away: null };
const words = (rule: object | null, requiresApproval = false) =>
  approvalWords({ requiresApproval, approval: rule && approvalRuleSchema.parse(rule) }, [bob], 'ada');

describe('whom a step asks first', () => {
  it('is said in words', () => {
    expect(words(null)).toBeNull();
    expect(words(null, true)).toBe('asks for approval first');
    expect(words({})).toBe('asks for approval first');
    expect(words({ approvers: ['bob', 'ada'], needed: 2 })).toBe('asks Bob, you first, 2 have to say yes');
    expect(words({ timeoutMs: 2 * 86_400_000 })).toBe('asks for approval first, silence is a no after 2 days');
    expect(words({ timeoutMs: 3_600_000, onExpiry: 'approve' })).toBe(
      'asks for approval first, silence is a yes after 1 h',
    );
  });
});
