import type { Scope } from '@model/api-key.ts';
import { Check, Clock, X } from 'lucide-react';
import type { StatusLook } from '../../../lib/status.ts';

/** What each scope lets a program do. */
export const scopeWords: Record<Scope, { readonly label: string; readonly description: string }> = {
  'playbooks:read': { label: 'See playbooks', description: 'Their steps, triggers and forecasts, and the settings' },
  'playbooks:write': { label: 'Change playbooks', description: 'Make, change, pause and delete them' },
  'executions:read': { label: 'See executions', description: 'What happened, what came out, what was asked' },
  'executions:run': { label: 'Run playbooks', description: 'Start, stop, resume and simulate' },
  'approvals:decide': { label: 'Decide approvals', description: 'Only what is of moderate risk at most' },
  'events:publish': {
    label: 'Publish events',
    description: 'Say that something of your own has happened, and tell figures',
  },
};

export const keyStatus = {
  valid: { word: 'Valid', tone: 'good', icon: Check },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock },
  revoked: { word: 'Revoked', tone: 'neutral', icon: X },
} as const satisfies Record<string, StatusLook>;

export function keyStatusOf(
  { revokedAt, expireAt }: { readonly revokedAt: Date | null; readonly expireAt: Date | null },
  now: Date,
): keyof typeof keyStatus {
  if (revokedAt !== null) return 'revoked';
  return expireAt !== null && expireAt <= now ? 'expired' : 'valid';
}
