import type { StepResult } from '../../../model/execution.ts';
import { type JsonValue, jsonValue } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { noteSources } from '../../governance/taint.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError } from '../errors.ts';
import { stepFacts } from '../step-facts.ts';
import type { DryRun, WaitPlan, WaitType } from '../step-type.ts';
import { approvalIdOf, askForDecision, decisionOf } from './ask.ts';
import { executeEventWait } from './event-wait.ts';
import { type Executor, type Outcome, type PlacedStep, type Run, resultAt } from './executor.ts';
import { executeQuestion, rehearsedQuestion } from './question.ts';
import { begunResult, done, parked, parseParams } from './result.ts';

/** One step that waits: asked the first time it arms itself, and later it looks whether what it waits for has come. */
export const executeWait: Executor<'wait'> = async (engine, run, placed, type) => {
  const before = resultAt(run, placed.path);
  const begun = begunResult(engine, run, placed);
  // As at the time when it began: "two hours" are two hours from then, whenever it is asked.
  const facts = stepFacts(run, placed, begun.startedAt);
  const plan = type.plan(parseParams(type, placed, facts).params, begun.startedAt);
  if (run.holder.state.mode === 'dry_run') {
    const { wouldHave, output } = rehearsalOf(plan);
    return done(engine, run, { ...begun, note: wouldHave }, type, output);
  }
  const waiting: Waiting = { placed, type, begun, before };
  switch (plan.kind) {
    case 'timer':
      run.holder.consume(placed.path);
      if (engine.clock.now() >= plan.until) return done(engine, run, begun, type, { timedOut: false, body: null });
      return parked(begun, { kind: 'timer', path: placed.path, wakeAt: plan.until });
    case 'callback':
      return executeCallback(engine, run, waiting, plan.until);
    case 'approval':
      return executeApproval(engine, run, waiting, plan);
    case 'question':
      return executeQuestion(engine, run, waiting, plan);
    case 'event':
      return executeEventWait(engine, run, waiting, plan);
  }
};

export interface Waiting {
  readonly placed: PlacedStep;
  readonly type: WaitType<never, unknown>;
  readonly begun: StepResult;
  readonly before: StepResult | null;
}

/** What is posted to a callback lies beside the execution; the signal only says that it is there. */
export function callbackDocument(path: string): string {
  return `${path}.callback`;
}

async function executeCallback(
  engine: Engine,
  run: Run,
  { placed: { path }, type, begun }: Waiting,
  until: Date,
): Promise<Outcome> {
  const { orgId, executionId } = run.holder;
  if (run.holder.signalsFor(path).length > 0) {
    const stored = await engine.store.get(tenantPaths(orgId).output(executionId, callbackDocument(path)));
    run.holder.consume(path);
    const body: JsonValue = stored ? jsonValue.parse(JSON.parse(stored.data.outputJson)) : null;
    // Whoever has the address could have written it.
    noteSources(run, path);
    return done(engine, run, { ...begun, isTainted: true }, type, { timedOut: false, body });
  }
  if (engine.clock.now() >= until) return done(engine, run, begun, type, { timedOut: true, body: null });
  return parked(begun, { kind: 'callback', path, wakeAt: until });
}

async function executeApproval(
  engine: Engine,
  run: Run,
  { placed: { path }, type, begun, before }: Waiting,
  { until, title, message, rule }: Extract<WaitPlan, { kind: 'approval' }>,
): Promise<Outcome> {
  if (before?.status !== 'waiting' || before.wait?.kind !== 'approval') {
    const approvalId = approvalIdOf(run, { path, kind: 'request', about: 'step' });
    // What comes after it is what is asked about.
    const isTainted = run.holder.state.taint.length > 0;
    const asked = { kind: 'request' as const, title, message, isTainted };
    return parked(begun, await askForDecision(engine, run, { begun, approvalId, asked, until, rule }));
  }
  const decision = await decisionOf(engine, run, before.wait.approvalId, begun);
  switch (decision.kind) {
    case 'parked':
      return decision;
    case 'approved': {
      const { decidedBy: by, reason } = decision.approval;
      return done(engine, run, begun, type, { decision: 'approved', by, reason });
    }
    case 'rejected':
      throw new NonRetriableError(`'${title}' was ${decision.words}`, { code: 'rejected' });
    case 'expired':
      throw new NonRetriableError(`Nobody decided on '${title}' in time`, { code: 'approval_expired' });
  }
}

/** A dry run does not wait: it says what it would have waited for, and goes on as after a yes, an answer or an event. */
function rehearsalOf(plan: WaitPlan): DryRun<JsonValue> {
  const until = plan.until.toISOString();
  switch (plan.kind) {
    case 'timer':
      return { wouldHave: `would have waited until ${until}`, output: { timedOut: false, body: null } };
    case 'callback':
      return { wouldHave: `would have waited for an answer until ${until}`, output: { timedOut: false, body: null } };
    case 'event':
      return {
        wouldHave: `would have waited for ${plan.eventName} until ${until}`,
        output: { timedOut: false, event: null },
      };
    case 'question':
      return rehearsedQuestion(plan);
    case 'approval':
      return { wouldHave: `would have asked: ${plan.title}`, output: { decision: 'approved', by: null, reason: null } };
  }
}
