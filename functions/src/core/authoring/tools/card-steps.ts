import type { Card } from '../../../model/chat-part.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Risk } from '../../../model/policy.ts';
import { allSteps, type Step } from '../../../model/step.ts';
import { riskOf } from '../../engine/executors/consent.ts';
import type { AnyActionType, StepCatalog } from '../../engine/step-type.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { describeStep } from '../describe-step.ts';
import type { ActionWords } from '../explain-contract.ts';
import { withoutTemplates } from '../varying.ts';

type CardStep = Card['steps'][number];
const ORDER: readonly Risk[] = ['safe', 'moderate', 'high'];
const MAX_STEPS = 50;

/** What a playbook does, step by step; `actions` are the words of its contract for those that act. */
export function cardSteps(
  steps: readonly Step[],
  catalog: StepCatalog,
  actions: readonly ActionWords[],
  facts: AuthoringFacts,
): CardStep[] {
  const left = [...actions];
  return allSteps(steps)
    .slice(0, MAX_STEPS)
    .map((step): CardStep => {
      const type = catalog.get(step.action);
      const at = left.findIndex(({ action }) => action === step.action);
      const [said] = at < 0 ? [] : left.splice(at, 1);
      const title = [said?.title ?? type?.title ?? step.action, said?.only ?? null].filter((one) => one !== null);
      const base = { action: step.action, title: title.join(', ').slice(0, 300) };
      if (type?.kind !== 'action') return { ...base, does: null, risk: 'safe', toWhom: [] };
      const isHarmless = worst(describeStep(type).effect) === 'none';
      const toWhom = said && said.toWhom.length > 0 ? said.toWhom : recipientsOf(type, step, facts);
      return {
        ...base,
        does: isHarmless ? null : type.description.slice(0, 500),
        risk: riskOfStep(type, step),
        toWhom: toWhom.slice(0, 50).map((one) => one.slice(0, 254)),
      };
    });
}

export function worstRisk(risks: readonly Risk[]): Risk {
  return ORDER.findLast((one) => risks.includes(one)) ?? 'safe';
}

/** Whether nothing of it can harm anybody: each step is safe and writes to nobody outside, or only tells people of the team. */
export function isLowRisk(steps: readonly Step[], catalog: StepCatalog, facts: AuthoringFacts): boolean {
  const own = new Set([facts.user.email, ...facts.people.map(({ email }) => email)].map((one) => one.toLowerCase()));
  return allSteps(steps).every((step) => {
    const type = catalog.get(step.action);
    if (type?.kind !== 'action') return true;
    const risk = riskOfStep(type, step);
    const people = type.targets?.includes('to') ? ['to'] : [];
    const reached = recipientsOf({ targets: risk === 'safe' ? people : (type.targets ?? []) }, step, facts);
    const isOwn = reached.every((one) => own.has(one.toLowerCase()));
    return risk === 'safe' ? isOwn : risk === 'moderate' && isOwn && reached.length > 0;
  });
}

/** By its params as they are written; the worst it can come to where they do not tell. */
function riskOfStep(type: AnyActionType, { params }: Step): Risk {
  const parsed = type.params.safeParse(withoutTemplates(params));
  return parsed.success ? riskOf(type, parsed.data) : worst(describeStep(type).risk);
}

function worst<T extends string>(varying: T | { readonly upTo: T }): T {
  return typeof varying === 'string' ? varying : varying.upTo;
}

/** What of its params says whom it reaches, whoever asks for it by name. */
function recipientsOf(
  { targets = [] }: Pick<AnyActionType, 'targets'>,
  { params }: Step,
  { user }: AuthoringFacts,
): string[] {
  const named = targets.flatMap((name) => textsIn(params[name] ?? null));
  return [...new Set(named.map((one) => (isUser(one) ? user.email : one)))];
}

function isUser(text: string): boolean {
  return text === 'user' || /^\{\{\s*user\.email\s*\}\}$/.test(text);
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(textsIn) : [];
}
