import type { Contract, ContractAction, ContractCondition } from '@model/contract.ts';
import { humanize, sentence } from '../../../lib/words.ts';

const operators: Record<ContractCondition['operator'], string> = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  '==': 'exactly',
  contains: 'contains',
};
const units: Record<ContractCondition['unit'], (value: ContractCondition['value']) => string> = {
  percent: (value) => `${value} %`,
  currency: (value) => (typeof value === 'number' ? value.toFixed(2) : value),
  count: String,
  days: (value) => (value === 1 ? '1 day' : `${value} days`),
  stars: (value) => (value === 1 ? '1 star' : `${value} stars`),
  none: String,
};

/** A condition with its unit and its base: `Price gap: more than 10 % of our price`. */
export function conditionInWords({ measure, operator, value, unit, base, of }: ContractCondition): string {
  if (measure === 'is_down') return 'It is down';
  const what = of === null ? humanize(measure) : `${humanize(measure)} of ${of}`;
  const than = base === 'none' ? '' : unit === 'percent' ? ` of ${base}` : ` from ${base}`;
  return `${what}: ${operators[operator]} ${units[unit](value)}${than}`;
}

function caseInWords(when: ContractAction['when']): string {
  if (when === 'otherwise') return 'otherwise ';
  return when === 'always' ? 'in any case ' : '';
}

/** What is done, when and for whom: `Notify → whoever asked, where also price gap: more than 20 % of our price`. */
export function actionInWords({ action, to, when, also }: ContractAction): string {
  const whom = to.map((one) => (one === 'user' ? 'whoever asked' : one)).join(', ');
  const only = also.map(conditionInWords).join(' and ');
  const words = `${caseInWords(when)}${humanize(action).toLowerCase()}${whom === '' ? '' : ` → ${whom}`}`;
  return sentence(only === '' ? words : `${words}, where also ${only.charAt(0).toLowerCase()}${only.slice(1)}`);
}

/** Without conditions it acts each time. */
export function conditionsInWords({ conditions }: Contract): readonly string[] {
  return conditions.length === 0 ? ['Each time it starts'] : conditions.map(conditionInWords);
}
