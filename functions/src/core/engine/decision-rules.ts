import type { Approval, Vote } from '../../model/approval.ts';
import { ableTo, approversOf, deputiesOf, isConsent, roleFor, seatOf, yesesOf } from '../../model/approvers.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Policy, Risk } from '../../model/policy.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { isAtLeast, type TeamMember } from '../../model/tenant.ts';
import { judge } from '../governance/policy.ts';
import type { Answer } from './decide-approval.ts';
import type { Engine } from './engine.ts';
import { blastOf, isDemanded, paramsHashOf, riskOf } from './executors/consent.ts';

/** Why an answer does not count, in words for whoever gave it. */
export interface Refused {
  readonly code:
    | 'role'
    | 'not_an_approver'
    | 'self_approval'
    | 'sign_in_again'
    | 'key_risk'
    | 'key_vote'
    | 'link_risk'
    | 'changed'
    | 'answered'
    | 'not_editable'
    | 'bad_answer'
    | 'bad_params'
    | 'blocked_by_policy';
  readonly message: string;
}

export interface Court {
  readonly team: readonly TeamMember[];
  readonly selfApproval: Policy['selfApproval'];
  readonly now: Date;
}

/** Who is known by what was sent to him, and has signed in nowhere: he answers once, and never for a high risk. */
const BY_MESSAGE: ReadonlySet<Vote['via']> = new Set(['link', 'telegram', 'slack']);

/** Whose place somebody takes by his answer, where he may take one: the first that is free. Null: he answers for himself. */
export function placeOf(approval: Approval, by: string, { team, selfApproval, now }: Court): string | null {
  const places = deputiesOf(approval, team, selfApproval, now).filter(({ deputy }) => deputy.uid === by);
  const taken = new Set(yesesOf(approval).map(seatOf));
  const free = places.find(({ place }) => !taken.has(place.uid)) ?? places[0];
  return free?.place.uid ?? null;
}

/** Why whoever answers may not; null when he may. Of a question that is not there: whether he might answer any. */
export function refusalOf(approval: Approval | null, answer: Answer, court: Court): Refused | null {
  const { by, shown, status, via = 'app' } = answer;
  const refusal = by.startsWith('key:') ? keyRefusal(approval, answer) : personRefusal(approval, answer, court);
  if (refusal !== null || approval === null) return refusal;
  if (BY_MESSAGE.has(via) && approval.risk === 'high') {
    return refused('link_risk', 'A link does not do for this; answer in the app');
  }
  const vote = approval.votes.find((one) => one.by === by);
  const isUsed = vote !== undefined && (BY_MESSAGE.has(via) || vote.paramsHash === approval.paramsHash);
  if (approval.status === 'pending' && isUsed) return refused('answered', 'You have answered already; that stands');
  const seat = placeOf(approval, by, court) ?? by;
  const isTaken = status === 'approved' && yesesOf(approval).some((yes) => seatOf(yes) === seat);
  if (approval.status === 'pending' && isTaken) {
    return refused('answered', 'This yes was given already, by the one who was named or in his place; that stands');
  }
  if (shown !== undefined && shown !== approval.paramsHash) {
    return refused('changed', 'What would be done was changed since; look at it in the app');
  }
  return null;
}

function keyRefusal(approval: Approval | null, { by, madeBy = null, status }: Answer): Refused | null {
  if (approval?.risk === 'high') return refused('key_risk', 'An API key may not answer for a high risk; a person may');
  if (approval === null) return null;
  if (approval.kind === 'question') return refused('key_vote', 'People are asked this, and an API key is none of them');
  if (approval.approvers.length > 0 && !approval.approvers.includes(by)) {
    return refused('not_an_approver', 'Others were named to answer this');
  }
  if (status === 'approved' && approval.needed > 1) {
    return refused('key_vote', 'Several people have to say yes to this, and an API key is none of them');
  }
  if (approval.requestedBy === null || !isConsent(approval)) return null;
  if (![by, madeBy].includes(approval.requestedBy)) return null;
  return refused('self_approval', 'What an API key, or whoever made it, has started it cannot approve');
}

function personRefusal(approval: Approval | null, answer: Answer, court: Court): Refused | null {
  const { team, selfApproval } = court;
  const { by, status, via = 'app', isRecent = false } = answer;
  const member = team.find(({ uid }) => uid === by);
  const needed = roleFor(approval?.risk ?? 'moderate');
  if (!member) return refused('role', 'You are not in the team any more');
  if (!isAtLeast(member.role, needed)) {
    return refused('role', `This needs the role ${needed}; you are ${member.role}`);
  }
  if (approval === null) return null;
  const isNamed = ableTo(approval, team).includes(member);
  if (!isNamed && placeOf(approval, by, court) === null) {
    return refused('not_an_approver', 'Others were named to answer this');
  }
  const isSelf = isNamed && status === 'approved' && !approversOf(approval, team, selfApproval).includes(member);
  if (isSelf) return refused('self_approval', 'You have caused this yourself; somebody else has to say yes');
  if (approval.risk !== 'high' || BY_MESSAGE.has(via) || isRecent) return null;
  return refused('sign_in_again', 'Sign in again first: this needs a sign-in within the last 15 minutes');
}

/** Why what was answered does not fit what was asked; null when it does. A no takes no answer. */
export function answerRefusal({ kind, choices }: Approval, { status, answer = null }: Answer): Refused | null {
  if (kind !== 'question') return answer === null ? null : refused('bad_answer', 'This is answered by yes or no');
  if (status === 'rejected') return null;
  if (answer === null) return refused('bad_answer', 'An answer is missing');
  if (choices.length === 0 || choices.includes(answer)) return null;
  return refused('bad_answer', `Choose one of these: ${choices.join(', ')}`);
}

interface Edited {
  readonly terms: Pick<Approval, 'paramsJson' | 'paramsHash' | 'risk' | 'message' | 'isDemanded'>;
}
interface NotEdited {
  readonly refused: Refused;
  readonly errors: readonly ProblemDetail[];
}

const ORDER: readonly Risk[] = ['safe', 'moderate', 'high'];

/** Why whoever answers may not change the params, too; null when he may. */
export function editRefusal({ by }: Answer): Refused | null {
  return by.startsWith('key:') ? refused('not_editable', 'An API key says yes or no; people change the params') : null;
}

/** The question with other params: checked as the step checks them, and as risky as they are by now. */
export function editedTerms(
  { catalog }: Engine,
  { kind, action, risk: before, isDemanded: wasDemanded }: Approval,
  params: JsonObject,
  policy: Policy,
): Edited | NotEdited {
  const type = action === null ? undefined : catalog.get(action);
  if (kind !== 'act' || type?.kind !== 'action') {
    return { refused: refused('not_editable', 'There are no params to change in this question'), errors: [] };
  }
  const parsed = type.params.safeParse(params);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      path: ['params', ...issue.path].join('.'),
      message: issue.message,
    }));
    return { refused: refused('bad_params', `${errors[0]?.path}: ${errors[0]?.message}`), errors };
  }
  const now = riskOf(type, parsed.data);
  const risk = ORDER.indexOf(now) > ORDER.indexOf(before) ? now : before;
  const act = { risk, blast: blastOf(type, parsed.data), isAsked: true, doubts: [] };
  const verdict = judge(policy, act);
  if (verdict.decision === 'block') {
    const why = verdict.reasons.join('; ');
    return { refused: refused('blocked_by_policy', `The policy of your team does not allow that: ${why}`), errors: [] };
  }
  const terms = {
    paramsJson: JSON.stringify(params),
    paramsHash: paramsHashOf(type.id, params),
    risk,
    isDemanded: wasDemanded || isDemanded(policy, act),
    message: 'The params were changed by a person; they are what it will act on.',
  };
  return { terms };
}

function refused(code: Refused['code'], message: string): Refused {
  return { code, message };
}
