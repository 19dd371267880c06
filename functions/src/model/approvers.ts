import type { Approval, Vote } from './approval.ts';
import type { Policy, Risk } from './policy.ts';
import { isAtLeast, type Role, type TeamMember } from './tenant.ts';

/** At most so many people are told of a question. */
export const MAX_TOLD = 20;

type Question = Pick<Approval, 'kind' | 'risk' | 'approvers' | 'requestedBy' | 'needed' | 'isDemanded'>;

type Member = Pick<TeamMember, 'uid' | 'role'>;
type Present = Member & Pick<TeamMember, 'away'>;

/** The role that it takes to answer for a risk. */
export function roleFor(risk: Risk): Role {
  return risk === 'high' ? 'admin' : 'editor';
}

/** Who may answer, by role and by name. */
export function ableTo<M extends Member>(
  { risk, approvers }: Pick<Question, 'risk' | 'approvers'>,
  team: readonly M[],
): M[] {
  return team.filter(
    ({ uid, role }) => isAtLeast(role, roleFor(risk)) && (approvers.length === 0 || approvers.includes(uid)),
  );
}

/** Whether a yes is consent to what somebody has caused, and not an answer that anybody may give. */
export function isConsent({ kind }: Pick<Question, 'kind'>): boolean {
  return kind === 'request' || kind === 'act';
}

/**
 * Who may say yes: whoever may answer, but for the one who caused the act, as far as the policy wants it so. Whether an
 * act has happened anybody may look up, and a question is no act.
 */
export function approversOf<M extends Member>(
  question: Question,
  team: readonly M[],
  selfApproval: Policy['selfApproval'],
): M[] {
  const able = ableTo(question, team);
  const others = able.filter(({ uid }) => uid !== question.requestedBy);
  // Nobody is alone because a playbook names nobody else, where it is the policy that asks.
  const possible = question.isDemanded ? ableTo({ ...question, approvers: [] }, team) : able;
  const isAlone = possible.filter(({ uid }) => uid !== question.requestedBy).length < question.needed;
  const mayAnswerHimself =
    !isConsent(question) || selfApproval === 'always' || (selfApproval === 'if_alone' && isAlone);
  return mayAnswerHimself ? able : others;
}

/** Somebody who may answer in the place of another. */
interface Deputy<M> {
  readonly deputy: M;
  readonly place: M;
}

/**
 * Who may say yes in the place of somebody who was named and is away: whom he has chosen, if that one might answer by his
 * role and has not caused it himself. Only what the other might do can be done for him, and nobody stands in for one who
 * stands in. Where nobody was named everybody answers for himself.
 */
export function deputiesOf<M extends Present>(
  question: Question,
  team: readonly M[],
  selfApproval: Policy['selfApproval'],
  now: Date,
): Deputy<M>[] {
  const { approvers, risk, requestedBy } = question;
  if (approvers.length === 0) return [];
  return approversOf(question, team, selfApproval).flatMap((place) => {
    const { away } = place;
    if (away === null || now >= away.until) return [];
    const deputy = team.find(({ uid }) => uid === away.delegate);
    if (deputy === undefined || approvers.includes(deputy.uid)) return [];
    const hasCausedIt = isConsent(question) && deputy.uid === requestedBy;
    return isAtLeast(deputy.role, roleFor(risk)) && !hasCausedIt ? [{ deputy, place }] : [];
  });
}

/** Those who have said yes to the params as they are now, one for each whose answer it is. */
export function yesesOf({ votes, paramsHash }: Pick<Approval, 'votes' | 'paramsHash'>): Vote[] {
  const yeses = votes.filter((vote) => vote.choice === 'approved' && vote.paramsHash === paramsHash);
  return [...new Map(yeses.map((vote) => [seatOf(vote), vote])).values()];
}

/** Whose answer a vote is. */
export function seatOf({ by, for: place }: Pick<Vote, 'by' | 'for'>): string {
  return place ?? by;
}
