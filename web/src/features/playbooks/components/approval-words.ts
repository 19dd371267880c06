import type { StepDraft } from '@model/step.ts';
import { nameOf, type Person } from '../../../lib/people.ts';
import { duration } from '../../../lib/time.ts';

/** Who is asked before a step, and what holds when nobody answers; null when nobody is asked by the playbook itself. */
export function approvalWords(
  { requiresApproval, approval }: Pick<StepDraft, 'requiresApproval' | 'approval'>,
  people: readonly Person[] | null,
  uid: string,
): string | null {
  if (approval === null) return requiresApproval ? 'asks for approval first' : null;
  const { needed, approvers, timeoutMs, onExpiry } = approval;
  const names = approvers.map((id) => nameOf(id, people, uid)).join(', ');
  const who = names === '' ? 'asks for approval first' : `asks ${names} first`;
  const count = needed > 1 ? `${needed} have to say yes` : null;
  const silence = onExpiry === 'approve' ? 'silence is a yes' : null;
  const until = timeoutMs === null ? silence : `${silence ?? 'silence is a no'} after ${long(timeoutMs)}`;
  return [who, count, until].filter((part) => part !== null).join(', ');
}

/** Days where it is days; else as durations are said. */
function long(ms: number): string {
  const days = ms / 86_400_000;
  if (days < 1 || !Number.isInteger(days)) return duration(ms);
  return days === 1 ? 'a day' : `${days} days`;
}
