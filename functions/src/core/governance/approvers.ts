import type { Approval } from '../../model/approval.ts';
import type { Policy, Risk } from '../../model/policy.ts';
import { isAtLeast, type Role, type TeamMember } from '../../model/tenant.ts';

/** At most so many people are told of a question. */
export const MAX_TOLD = 20;

export type Question = Pick<Approval, 'kind' | 'risk' | 'approvers' | 'requestedBy' | 'needed'>;

/** The role that it takes to answer for a risk. */
export function roleFor(risk: Risk): Role {
  return risk === 'high' ? 'admin' : 'editor';
}

/** Who may answer, by role and by name. */
export function ableTo({ risk, approvers }: Pick<Question, 'risk' | 'approvers'>, team: readonly TeamMember[]) {
  return team.filter(
    ({ uid, role }) => isAtLeast(role, roleFor(risk)) && (approvers.length === 0 || approvers.includes(uid)),
  );
}

/**
 * Who may say yes: whoever may answer, but for the one who caused the act, as far as the policy wants it so. Whether an
 * act has happened anybody may look up.
 */
export function approversOf(
  question: Question,
  team: readonly TeamMember[],
  selfApproval: Policy['selfApproval'],
): TeamMember[] {
  const able = ableTo(question, team);
  const others = able.filter(({ uid }) => uid !== question.requestedBy);
  const isAlone = others.length < question.needed;
  const mayAnswerHimself =
    question.kind === 'unknown_outcome' || selfApproval === 'always' || (selfApproval === 'if_alone' && isAlone);
  return mayAnswerHimself ? able : others;
}
