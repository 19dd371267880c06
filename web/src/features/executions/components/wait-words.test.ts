import type { Wait } from '@model/execution.ts';
import { describe, expect, it } from 'vitest';
import { waitLink, waitSentence } from './wait-words.ts';

const now = new Date('2026-11-20T12:00:00Z');
const at = { path: 'mail', wakeAt: new Date('2026-11-21T05:00:00Z') };
const say = (wait: Wait) => waitSentence(wait, 'America/New_York', now);

describe('what an execution waits for', () => {
  it('is said in words, with its time where that is worth telling', () => {
    const limit: Wait = { kind: 'limit', limit: 'email_send', polls: 0, ...at };
    expect(say(limit)).toContain('Held by a limit (e-mails a day)');
    expect(say(limit)).toContain('Sat, Nov 21, 12:00 AM');
    expect(say({ kind: 'pause', polls: 3, approvalId: null, ...at })).toBe(
      'Held by a pause: it goes on by itself once that is over',
    );
    expect(say({ kind: 'approval', approvalId: 'a', ...at })).toContain('Waiting for an approval: until');
    expect(say({ kind: 'child', executionIds: [], polls: 0, ...at })).not.toContain('Nov');
  });
  it('leads to where it can be changed', () => {
    expect(waitLink({ kind: 'approval', approvalId: 'a', ...at })?.href).toBe('/approvals');
    expect(waitLink({ kind: 'limit', limit: 'cost', polls: 0, ...at })?.href).toBe('/settings/usage');
    expect(waitLink({ kind: 'timer', ...at })).toBeNull();
  });
});
