import type { Approval } from '@model/approval.ts';
import { approversOf, deputiesOf, roleFor, yesesOf } from '@model/approvers.ts';
import type { Policy } from '@model/policy.ts';
import type { Role } from '@model/tenant.ts';
import { isAtLeast } from '@model/tenant.ts';
import { nameOf, type Person } from '../../../lib/people.ts';

type Question = Pick<
  Approval,
  'risk' | 'approvers' | 'needed' | 'votes' | 'paramsHash' | 'requestedBy' | 'kind' | 'isDemanded'
>;

interface Circumstances {
  readonly uid: string;
  readonly role: Role;
  readonly people: readonly Person[] | null;
  readonly selfApproval: Policy['selfApproval'] | null;
  readonly now: Date;
}

/**
 * Why one may not decide it, or, where only a yes is out of the question, why not that. The server knows better, and
 * says no where this did not foresee it.
 */
export function obstacle(
  question: Question,
  { uid, role, people, selfApproval, now }: Circumstances,
): { readonly bars: 'all' | 'yes'; readonly why: string } | null {
  const { approvers, risk, needed } = question;
  const yeses = yesesOf(question);
  if (yeses.some((yes) => yes.by === uid)) {
    const missing = needed - yeses.length;
    return {
      bars: 'yes',
      why: `You have said yes. ${missing} more ${missing === 1 ? 'person has' : 'people have'} to.`,
    };
  }
  const policy = selfApproval ?? 'if_alone';
  if (approvers.length > 0 && !approvers.includes(uid)) {
    if (deputiesOf(question, people ?? [], policy, now).some(({ deputy }) => deputy.uid === uid)) return null;
    const names = approvers.map((id) => nameOf(id, people, uid)).join(', ');
    return { bars: 'all', why: `Only ${names} may decide this.` };
  }
  if (!isAtLeast(role, roleFor(risk))) return { bars: 'all', why: 'Its risk is high: admins and owners decide it.' };
  const team = [{ uid, role }, ...(people ?? []).filter((person) => person.uid !== uid)];
  const may = approversOf(question, team, policy).some((member) => member.uid === uid);
  return may ? null : { bars: 'yes', why: 'You caused it, so somebody else has to say yes.' };
}
