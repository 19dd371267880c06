import type { JsonObject } from '../../../model/json.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError } from '../errors.ts';
import type { DryRun, WaitPlan } from '../step-type.ts';
import { approvalIdOf, askForDecision, decisionOf } from './ask.ts';
import type { Outcome, Run } from './executor.ts';
import { done, parked } from './result.ts';
import type { Waiting } from './wait.ts';

type Question = Extract<WaitPlan, { kind: 'question' }>;

/** A step that asks people something: asked when it arms itself, and later it looks what they have said. */
export async function executeQuestion(
  engine: Engine,
  run: Run,
  { placed: { path }, type, begun, before }: Waiting,
  { until, title, message, choices, approvers, fallback }: Question,
): Promise<Outcome> {
  if (before?.status !== 'waiting' || before.wait?.kind !== 'approval') {
    const approvalId = approvalIdOf(run, { path, kind: 'question', about: 'step' });
    const isTainted = run.holder.state.taint.length > 0;
    const asked = { kind: 'question' as const, title, message, isTainted, choices: [...choices] };
    const rule = { needed: 1, approvers: [...approvers], onExpiry: 'reject' as const };
    return parked(begun, await askForDecision(engine, run, { begun, approvalId, asked, until, rule }));
  }
  const decision = await decisionOf(engine, run, before.wait.approvalId, begun);
  switch (decision.kind) {
    case 'parked':
      return decision;
    case 'approved': {
      const { answer, decidedBy: by, reason: comment } = decision.approval;
      return done(engine, run, begun, type, { answer: answer ?? '', by, comment });
    }
    case 'rejected':
      throw new NonRetriableError(`'${title}' was not answered, but ${decision.words}`, { code: 'rejected' });
    case 'expired':
      if (fallback !== null) return done(engine, run, begun, type, { answer: fallback, by: null, comment: null });
      throw new NonRetriableError(`Nobody answered '${title}' in time`, { code: 'approval_expired' });
  }
}

/** A dry run goes on as after the answer that would hold by itself, or the first choice. */
export function rehearsedQuestion({ title, choices, fallback }: Question): DryRun<JsonObject> {
  const output = { answer: fallback ?? choices[0] ?? 'dry_run', by: null, comment: null };
  return { wouldHave: `would have asked: ${title}${choices.length > 0 ? ` (${choices.join(', ')})` : ''}`, output };
}
