import { DAILY_LIMITS, type DailyLimit, type TenantLimits } from '@model/limit.ts';
import { TIERS, type Tier } from '@model/tier.ts';
import { limitName } from '../../../lib/limit-words.ts';
import { sentence } from '../../../lib/words.ts';

const DOLLAR = 1_000_000;

/** A limit as a field shows it; an empty one is the usual one. Money is in US dollars. */
export interface LimitField {
  readonly name: string;
  readonly label: string;
  readonly usual: number;
  readonly isMoney: boolean;
}

const dailyNames = Object.keys(DAILY_LIMITS) as DailyLimit[];
const monthly = ['monthlyExecutions', 'monthlyCost', 'executionCost'] as const;
const LABELS = {
  monthlyExecutions: 'Executions a month',
  monthlyCost: 'Cost a month',
  executionCost: 'Cost of one execution',
} as const;

export function limitFields(tier: Tier): readonly LimitField[] {
  return [
    ...monthly.map((name) => {
      const isMoney = name !== 'monthlyExecutions';
      return { name, label: LABELS[name], usual: TIERS[tier][name] / (isMoney ? DOLLAR : 1), isMoney };
    }),
    ...dailyNames.map((name) => ({
      name,
      label: sentence(limitName(name)),
      usual: DAILY_LIMITS[name],
      isMoney: false,
    })),
  ];
}

export function toLimitValues(limits: TenantLimits): Record<string, string> {
  const text = (value: number | null | undefined) => (value == null ? '' : String(value));
  const money = (value: number | null) => text(value === null ? null : value / DOLLAR);
  return {
    monthlyExecutions: text(limits.monthlyExecutions),
    monthlyCost: money(limits.monthlyCost),
    executionCost: money(limits.executionCost),
    ...Object.fromEntries(dailyNames.map((name) => [name, text(limits.daily[name])])),
  };
}

/** What is wrong with a field; null when it can be sent. */
export function limitProblem({ isMoney }: LimitField, value: string): string | null {
  const text = value.trim();
  if (text === '') return null;
  if (isMoney) return Number(text) >= 0 ? null : 'Write an amount, such as 2.50';
  return /^\d{1,9}$/.test(text) ? null : 'Write a whole number, 0 or more';
}

export function fromLimitValues(values: Readonly<Record<string, string>>): TenantLimits {
  const number = (name: string) => {
    const text = values[name]?.trim() ?? '';
    return text === '' ? null : Number(text);
  };
  const money = (name: string) => {
    const amount = number(name);
    return amount === null ? null : Math.round(amount * DOLLAR);
  };
  const daily = dailyNames.flatMap((name) => {
    const limit = number(name);
    return limit === null ? [] : [[name, limit] as const];
  });
  return {
    monthlyExecutions: number('monthlyExecutions'),
    monthlyCost: money('monthlyCost'),
    executionCost: money('executionCost'),
    daily: Object.fromEntries(daily),
  };
}
