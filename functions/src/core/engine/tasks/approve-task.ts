import { approversOf, roleFor } from '../../../model/approvers.ts';
import type { Actor } from '../../../model/audit.ts';
import { top } from '../../../model/paths.ts';
import { defaultPolicy, type Risk } from '../../../model/policy.ts';
import { queries } from '../../../model/query.ts';
import type { Task } from '../../../model/task.ts';
import { isAtLeast, type TeamMember } from '../../../model/tenant.ts';
import type { Engine } from '../engine.ts';
import { personBehind } from '../executors/ask.ts';
import { riskOf } from '../executors/consent.ts';
import { workOf } from './handlers.ts';

/** Whoever wants something of a task. */
export interface Asker {
  readonly actor: Actor;
  /** Null for an API key. */
  readonly member: TeamMember | null;
  /** Who has made the key. */
  readonly madeBy: string | null;
  /** Whether he has signed in within the last 15 minutes. */
  readonly isRecent: boolean;
  /** Whether strangers may have talked him into it. */
  readonly isTainted: boolean;
}

export interface Refused {
  readonly code: 'closed' | 'role' | 'self_approval' | 'key_risk' | 'sign_in_again';
  readonly message: string;
}

/**
 * Why somebody's yes to a task does not count; null when it does. The rules are those of any approval: who has caused it
 * agrees only as far as the policy lets him, a high risk takes an admin who is there in person, and a key is no second
 * person for what it, or whoever made it, has asked for.
 */
export async function approvalRefusal(
  engine: Engine,
  orgId: string,
  task: Task,
  { actor, member, madeBy, isRecent }: Asker,
): Promise<Refused | null> {
  const [risk, requestedBy] = await Promise.all([riskIn(engine, task), personBehind(engine, task.createdBy)]);
  if (member === null) {
    if (risk === 'high')
      return { code: 'key_risk', message: 'An API key may not answer for a high risk; a person may' };
    if (requestedBy === null || ![actor.id, madeBy].includes(requestedBy)) return null;
    return { code: 'self_approval', message: 'What an API key, or whoever made it, has asked for it cannot approve' };
  }
  const needed = roleFor(risk);
  if (!isAtLeast(member.role, needed)) {
    return { code: 'role', message: `This needs the role ${needed}; you are ${member.role}` };
  }
  const [tenant, team] = await Promise.all([
    engine.store.find(top.tenant(orgId)),
    engine.store.query(queries.team(orgId)),
  ]);
  const question = { kind: 'request' as const, risk, approvers: [], requestedBy, needed: 1, isDemanded: true };
  const people = team.flatMap(({ data }) => (data === null ? [] : [data]));
  const { selfApproval } = tenant?.data?.policy ?? defaultPolicy;
  if (!approversOf(question, people, selfApproval).some(({ uid }) => uid === member.uid)) {
    return { code: 'self_approval', message: 'You have asked for this yourself; somebody else has to say yes' };
  }
  if (risk !== 'high' || isRecent) return null;
  return { code: 'sign_in_again', message: 'Sign in again first: this needs a sign-in within the last 15 minutes' };
}

/** Of what would be done, as far as it can be told. */
async function riskIn(engine: Engine, task: Task): Promise<Risk> {
  const work = await workOf(engine, task);
  const type = work === null ? undefined : engine.catalog.get(work.action);
  if (work === null || type?.kind !== 'action') return 'moderate';
  const parsed = type.params.safeParse(work.params);
  return parsed.success ? riskOf(type, parsed.data) : 'moderate';
}
