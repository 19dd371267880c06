import type { Blast, Policy, PolicyDecision, Risk } from '@model/policy.ts';
import { sentence } from './words.ts';

export const decisionChoices: readonly { readonly value: PolicyDecision; readonly label: string }[] = [
  { value: 'auto', label: 'Just do it' },
  { value: 'notify', label: 'Do it and tell the owners' },
  { value: 'approve', label: 'Ask a person first' },
  { value: 'block', label: 'Never do it' },
];

export const selfApprovalChoices: readonly { readonly value: Policy['selfApproval']; readonly label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: 'if_alone', label: 'Only where nobody else could' },
  { value: 'always', label: 'Always' },
];

export const chatActivatesChoices: readonly { readonly value: Policy['chatActivates']; readonly label: string }[] = [
  { value: 'never', label: 'Never: wait for a click' },
  { value: 'low_risk', label: 'Where it only looks, or tells people of your team' },
];

/** A rule as its fields show it; an empty bound is none. */
interface RuleFields {
  readonly decision: PolicyDecision;
  readonly beyond: PolicyDecision;
  readonly within: Readonly<Record<keyof Blast, string>>;
}
type PolicyFields = Readonly<Record<Risk, RuleFields>> & Pick<Policy, 'selfApproval' | 'chatActivates'>;

export function toFields({ safe, moderate, high, ...choices }: Policy): PolicyFields {
  return { safe: ruleFields(safe), moderate: ruleFields(moderate), high: ruleFields(high), ...choices };
}

function ruleFields({ decision, beyond, within }: Policy[Risk]): RuleFields {
  const shown = (bound: number | undefined) => (bound === undefined ? '' : String(bound));
  const { recipients, amount, rows } = within;
  return { decision, beyond, within: { recipients: shown(recipients), amount: shown(amount), rows: shown(rows) } };
}

/** What is sent; a bound that is no number becomes NaN, which the schema refuses. */
export function fromFields({ safe, moderate, high, ...choices }: PolicyFields): Policy {
  return { safe: ruleOf(safe), moderate: ruleOf(moderate), high: ruleOf(high), ...choices };
}

function ruleOf({ decision, beyond, within }: RuleFields): Policy[Risk] {
  const given = Object.entries(within).filter(([, text]) => text.trim() !== '');
  return { decision, beyond, within: Object.fromEntries(given.map(([name, text]) => [name, Number(text)])) };
}

const SAYS: Record<PolicyDecision, string> = {
  auto: 'nobody is asked',
  notify: 'it happens and the owners are told',
  approve: 'a person is asked first',
  block: 'it never happens',
};

/** A rule as a sentence: `Up to 10 people or 500 USD, nobody is asked; beyond that, a person is asked first.` */
export function ruleWords({ decision, beyond, within }: RuleFields, currency: string): string {
  const bounds = [
    within.recipients.trim() && `${within.recipients.trim()} ${within.recipients.trim() === '1' ? 'person' : 'people'}`,
    within.amount.trim() && `${within.amount.trim()} ${currency}`,
    within.rows.trim() && `${within.rows.trim()} ${within.rows.trim() === '1' ? 'document' : 'documents'}`,
  ].filter((bound) => bound !== '');
  if (bounds.length === 0 || beyond === decision) return `${sentence(SAYS[decision])}.`;
  const list = bounds.length === 1 ? bounds[0] : `${bounds.slice(0, -1).join(', ')} or ${bounds.at(-1)}`;
  return `Up to ${list}, ${SAYS[decision]}; beyond that, ${SAYS[beyond]}.`;
}
