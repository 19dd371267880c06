import type { Card } from '../../../model/chat-part.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { PlaybookContent } from '../../../model/playbook.ts';
import type { Risk } from '../../../model/policy.ts';
import { allSteps, type Step } from '../../../model/step.ts';
import { riskOf } from '../../engine/executors/consent.ts';
import type { AnyActionType, StepCatalog } from '../../engine/step-type.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { describeStep } from '../describe-step.ts';
import type { ContractWords } from '../explain-contract.ts';
import { withoutTemplates } from '../varying.ts';

type CardStep = Card['steps'][number];
const ORDER: readonly Risk[] = ['safe', 'moderate', 'high'];
const MAX_STEPS = 50;
/** The step that looks at whatever the contract says: its own title tells nothing of what. */
const LOOK = 'query_documents';

/** The words of its contract for what a playbook looks at, and for what it does then. */
type Said = Pick<ContractWords, 'looks' | 'actions'>;

/** What a playbook does, step by step; `said` is null where it was not made by a sentence. */
export function cardSteps(
  steps: readonly Step[],
  catalog: StepCatalog,
  said: Said | null,
  facts: AuthoringFacts,
): CardStep[] {
  const left = [...(said?.actions ?? [])];
  return allSteps(steps)
    .slice(0, MAX_STEPS)
    .map((step): CardStep => {
      const type = catalog.get(step.action);
      const at = left.findIndex(({ action }) => action === step.action);
      const [acts] = at < 0 ? [] : left.splice(at, 1);
      const looks = step.action === LOOK ? (said?.looks ?? null) : null;
      const title = [acts?.title ?? looks ?? type?.title ?? step.action, acts?.only ?? null];
      const base = {
        action: step.action,
        title: title
          .filter((one) => one !== null)
          .join(', ')
          .slice(0, 300),
      };
      if (type?.kind !== 'action') return { ...base, does: null, risk: 'safe', toWhom: [] };
      const isHarmless = worst(describeStep(type).effect) === 'none';
      const toWhom = acts && acts.toWhom.length > 0 ? acts.toWhom : recipientsOf(type, step, facts).filter(isKnown);
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
export function isLowRisk(
  { steps, onFailure }: Pick<PlaybookContent, 'steps' | 'onFailure'>,
  catalog: StepCatalog,
  facts: AuthoringFacts,
): boolean {
  const own = new Set([facts.user.email, ...facts.people.map(({ email }) => email)].map((one) => one.toLowerCase()));
  return allSteps([...steps, ...onFailure]).every((step) => {
    const type = catalog.get(step.action);
    // What another playbook does may change any day.
    if (type?.kind !== 'action') return type?.kind !== 'child';
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

/** Whom a template comes to is known when it runs: the step says in words who that is. */
function isKnown(text: string): boolean {
  return !text.includes('{{');
}

function isUser(text: string): boolean {
  return text === 'user' || /^\{\{\s*user\.email\s*\}\}$/.test(text);
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(textsIn) : [];
}
