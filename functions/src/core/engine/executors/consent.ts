import type { Approval } from '../../../model/approval.ts';
import { MAX_TOLD } from '../../../model/approvers.ts';
import type { StepResult } from '../../../model/execution.ts';
import { canonicalJson, type JsonObject, jsonObject } from '../../../model/json.ts';
import type { Notification } from '../../../model/notification.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { Blast, Policy, Risk, Trusted } from '../../../model/policy.ts';
import { type ApprovalRule, approvalRuleSchema } from '../../../model/policy.ts';
import { expiryOf } from '../../../model/retention.ts';
import type { Step } from '../../../model/step.ts';
import { deriveId, sha256Hex } from '../../derive-id.ts';
import { teamOf, tenantOf } from '../../governance/governed.ts';
import { type Act, judge, type Verdict } from '../../governance/policy.ts';
import { isTrusted, sourceWords, taintedParams } from '../../governance/taint.ts';
import type { Write } from '../../ports.ts';
import { effectKey } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError } from '../errors.ts';
import type { AnyActionType } from '../step-type.ts';
import { approvalIdOf, askForDecision, decisionOf } from './ask.ts';
import { type Prepared, rehearse } from './attempt.ts';
import type { Outcome, Run } from './executor.ts';
import { parked } from './result.ts';

/** What is shown has to fit into a document beside everything else. */
const MAX_SHOWN_BYTES = 700_000;

/** It may act: on the params that people said yes to, where they were asked. */
export interface Permit {
  readonly kind: 'permit';
  readonly approvalId: string | null;
  /** Null: on its own. */
  readonly rendered: JsonObject | null;
  /** What a rehearsal says beside what it would have done. */
  readonly note: string | null;
  /** Written with the act's result. */
  readonly alongside: readonly Write[];
}
const free: Permit = { kind: 'permit', approvalId: null, rendered: null, note: null, alongside: [] };

/** What became of the question that `begun` is about: a permit for exactly what was shown, or no act. */
export async function grantedPermit(
  engine: Engine,
  run: Run,
  approvalId: string,
  begun: StepResult,
): Promise<Permit | Extract<Outcome, { kind: 'parked' }>> {
  const decision = await decisionOf(engine, run, approvalId, begun);
  switch (decision.kind) {
    case 'parked':
      return decision;
    case 'approved':
      return { ...free, approvalId, rendered: paramsOf(decision.approval) };
    case 'rejected':
      throw refusal(`'${decision.approval.title}' was ${decision.words}`, 'rejected');
    case 'expired':
      throw refusal(`Nobody decided on '${decision.approval.title}' in time`, 'approval_expired');
  }
}

/** A permit where the policy gives one or people have given it; else people are asked, or the step fails. */
export async function seekConsent(
  engine: Engine,
  run: Run,
  prepared: Prepared,
  begun: StepResult,
): Promise<Permit | Extract<Outcome, { kind: 'parked' }>> {
  const risk = riskOf(prepared.type, prepared.params);
  const { policy, trusted } = await tenantOf(engine, run);
  const verdict = await verdictOn(engine, run, prepared, { risk, policy, trusted });
  const isRehearsed = run.holder.state.mode === 'dry_run';
  switch (verdict.decision) {
    case 'auto':
      return free;
    case 'notify':
      return { ...free, alongside: isRehearsed ? [] : await noticesToOwners(engine, run, prepared, verdict) };
    case 'block':
      throw refusal(
        `The policy of your team does not let '${prepared.type.title}' happen: ${wordsOf(verdict)}. An owner can change the policy.`,
        'blocked_by_policy',
      );
    case 'approve':
      if (isRehearsed) return { ...free, note: `would have asked for a yes first (${wordsOf(verdict)})` };
      return ask(engine, run, prepared, { begun, risk, verdict });
  }
}

/** What an act reaches, and how bad that can be: for people's edits, too. */
export function riskOf(type: AnyActionType, params: never): Risk {
  return typeof type.risk === 'function' ? type.risk(params) : type.risk;
}

export function blastOf(type: AnyActionType, params: never): Blast {
  return type.blast?.(params) ?? {};
}

/** Names what is to be done, by which params. */
export function paramsHashOf(action: string, params: JsonObject): string {
  return sha256Hex(canonicalJson({ action, params }));
}

async function verdictOn(
  engine: Engine,
  run: Run,
  prepared: Prepared,
  { risk, policy, trusted }: { readonly risk: Risk; readonly policy: Policy; readonly trusted: Trusted },
): Promise<Asking['verdict']> {
  const { step, type, params } = prepared;
  const doubts = await doubtsAbout(engine, run, prepared, trusted);
  const act = { risk, blast: blastOf(type, params), isAsked: isAskedFor(step), doubts };
  return { ...judge(policy, act), isDemanded: isDemanded(policy, act) };
}

/** Whether it takes a yes whatever its playbook says. */
export function isDemanded(policy: Policy, act: Act): boolean {
  return judge(policy, { ...act, isAsked: false }).decision === 'approve';
}

/** Whether its playbook wants a yes before it. */
export function isAskedFor({ requiresApproval, approval }: Step): boolean {
  return requiresApproval || approval !== null;
}

/** The params that say whom or what it reaches, where strangers may have named that, and it is nobody that is known. */
async function doubtsAbout(engine: Engine, run: Run, prepared: Prepared, trusted: Trusted): Promise<string[]> {
  const tainted = taintedParams(run, prepared, prepared.type.targets ?? []);
  if (tainted.length === 0) return [];
  const team = await teamOf(engine, run);
  const own = new Set([run.context.user.email, ...team.map(({ email }) => email)].map((one) => one.toLowerCase()));
  return tainted
    .filter((name) => !isTrusted(prepared.rendered[name] ?? null, trusted, own))
    .map((name) => `'${name}' comes from ${sourceWords(run)} and is not on the list of what you trust`);
}

interface Asking {
  readonly begun: StepResult;
  readonly risk: Risk;
  readonly verdict: Verdict & { readonly isDemanded: boolean };
}

async function ask(
  engine: Engine,
  run: Run,
  prepared: Prepared,
  { begun, risk, verdict }: Asking,
): Promise<Permit | Extract<Outcome, { kind: 'parked' }>> {
  const { type, step, path, rendered } = prepared;
  const paramsJson = JSON.stringify(rendered);
  if (Buffer.byteLength(paramsJson) > MAX_SHOWN_BYTES) {
    const most = `${MAX_SHOWN_BYTES / 1000} KB`;
    throw refusal(`'${type.title}' needs a yes, and its params are too large to show: ${most} at most`, 'too_large');
  }
  const paramsHash = paramsHashOf(type.id, rendered);
  const about = { path, kind: 'act' as const, about: paramsHash };
  const before = await earlierYes(engine, run, about);
  if (before !== null) return before;
  const { note } = await rehearse(engine, run, prepared);
  const own = step.approval ?? approvalRuleSchema.parse({});
  // A yes that comes by itself is the playbook's to give only where nobody but the playbook asks.
  const rule: ApprovalRule = verdict.isDemanded ? { ...own, onExpiry: 'reject' } : own;
  const approvalId = approvalIdOf(run, about);
  const wait = await askForDecision(engine, run, {
    begun,
    approvalId,
    asked: {
      kind: 'act',
      title: `${type.title} (${run.holder.state.playbookName})`,
      message: `Without this question it ${note}.`,
      action: type.id,
      risk,
      reasons: [...verdict.reasons],
      paramsJson,
      paramsHash,
      isTainted: begun.isTainted,
      isDemanded: verdict.isDemanded,
    },
    until: rule.timeoutMs === null ? null : new Date(engine.clock.now().getTime() + rule.timeoutMs),
    rule,
  });
  return parked({ ...begun, approvalId }, wait) as Extract<Outcome, { kind: 'parked' }>;
}

/** A yes from before a resume holds as long as nothing was done on its account; there is proof of that, or it does not. */
async function earlierYes(
  { store }: Engine,
  run: Run,
  about: { readonly path: string; readonly kind: 'act'; readonly about: string },
): Promise<Permit | null> {
  const { orgId, executionId, state } = run.holder;
  const paths = tenantPaths(orgId);
  for (let generation = state.generation - 1; generation >= 0; generation--) {
    const approvalId = approvalIdOf(run, about, generation);
    const asked = await store.get(paths.approval(approvalId));
    if (asked?.data.status !== 'approved') continue;
    const effect = await store.get(paths.effect(effectKey(orgId, executionId, generation, about.path)));
    const isUnused = effect === null || effect.data.status === 'released';
    return isUnused ? { ...free, approvalId, rendered: paramsOf(asked.data) } : null;
  }
  return null;
}

async function noticesToOwners(engine: Engine, run: Run, prepared: Prepared, verdict: Verdict): Promise<Write[]> {
  const { orgId, executionId, state } = run.holder;
  const owners = (await teamOf(engine, run)).filter(({ role }) => role === 'owner');
  const { note } = await rehearse(engine, run, prepared);
  const key = effectKey(orgId, executionId, state.generation, prepared.path);
  const createdAt = engine.clock.now();
  return owners.slice(0, MAX_TOLD).map(({ uid }): Write => {
    const data: Notification = {
      uid,
      type: 'info',
      title: `${prepared.type.title} (${state.playbookName})`.slice(0, 200),
      message: `It has happened by itself; a rehearsal of it: ${note}. You are told since: ${wordsOf(verdict)}.`,
      link: `/executions/${executionId}`,
      executionId,
      createdAt,
      readAt: null,
      expireAt: expiryOf('notification', createdAt),
    };
    return { op: 'set', path: tenantPaths(orgId).notification(deriveId(orgId, 'acted', key, uid)).path, data };
  });
}

function paramsOf({ paramsJson }: Approval): JsonObject {
  return jsonObject.parse(JSON.parse(paramsJson ?? '{}'));
}

function wordsOf({ reasons }: Verdict): string {
  return reasons.join('; ');
}

function refusal(message: string, code: string): NonRetriableError {
  const fix = code === 'blocked_by_policy' ? { label: 'Look at the policy', href: '/settings' } : undefined;
  return new NonRetriableError(message, { code, mayHaveActed: false, ...(fix && { fix }) });
}
