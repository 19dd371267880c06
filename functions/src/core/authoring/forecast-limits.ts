import type { Execution } from '../../model/execution.ts';
import { DAILY_LIMITS, type DailyLimit } from '../../model/limit.ts';
import { priceOf } from '../../model/price.ts';
import type { Tenant } from '../../model/tenant.ts';
import { termsOf } from '../../model/tier.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import { type Demand, leastUsage } from './forecast-demand.ts';

/** So many of the latest finished executions say what the next ones cost. */
const TAKEN = 20;

export interface Range {
  readonly min: number;
  readonly max: number;
}
/** In millionths of a US dollar; `basis` says in words where the numbers come from. */
export interface Cost extends Range {
  readonly basis: string;
}

/** What one execution costs: what the latest ones did, or else what its steps may use. */
export function costOfOne(history: readonly Execution[], demand: Demand): Cost {
  const finished = history.filter(({ status }) => status === 'completed' || status === 'failed').slice(0, TAKEN);
  if (finished.length > 0) {
    const costs = finished.map(({ usage }) => priceOf(usage));
    const which =
      finished.length === 1 ? 'the last finished execution' : `the last ${finished.length} finished executions`;
    return { min: Math.min(...costs), max: Math.max(...costs), basis: `by what ${which} used` };
  }
  const loops = demand.loops.length === 0 ? '' : `; ${named(demand.loops)} counted for one item`;
  const unknown = demand.unknown.length === 0 ? '' : `; without what ${named(demand.unknown)} may use`;
  const basis = `by the most that its steps may use, as it has not run yet${loops}${unknown}`;
  return { min: priceOf(leastUsage), max: priceOf(demand.usage), basis };
}

function named(ids: readonly string[]): string {
  return joinWords(ids.map((id) => `'${id}'`));
}

export interface LimitForecast {
  /** A daily limit, `monthly_executions`, `monthly_cost` or `execution_cost`. */
  readonly name: string;
  readonly words: string;
  /** On its busiest day; null where the limit is not one of the day. */
  readonly perDay: number | null;
  readonly limit: number;
  readonly isTouched: boolean;
}

interface Expected {
  readonly demand: Demand;
  readonly busiestDay: number;
  readonly executions: Range;
  readonly costOfOne: Range;
}

/** The limits that it counts in, and whether it alone reaches beyond them: they are shared by all playbooks. */
export function limitsTouched(tenant: Pick<Tenant, 'tier' | 'limits'>, expected: Expected): LimitForecast[] {
  const { demand, busiestDay } = expected;
  const daily = [...demand.acts].map(([name, acts]) => {
    const perDay = acts * busiestDay;
    return dailyLimit(name, { perDay, limit: tenant.limits.daily[name] ?? DAILY_LIMITS[name], loops: demand.loops });
  });
  return [...daily, ...monthlyLimits(tenant, expected)];
}

const COUNTED: Readonly<Record<DailyLimit, string>> = {
  email_send: 'e-mails',
  sms_send: 'text messages',
  social_publish: 'posts',
  newsletter_send: 'newsletters',
  seo_bulk_apply: 'bulk changes for search engines',
  task_executor: 'looks for tasks',
};

function dailyLimit(
  name: DailyLimit,
  { perDay, limit, loops }: { readonly perDay: number; readonly limit: number; readonly loops: readonly string[] },
): LimitForecast {
  const isTouched = perDay > limit;
  const per = loops.length === 0 ? '' : `, if ${named(loops)} ${loops.length === 1 ? 'has' : 'have'} one item`;
  const rest = isTouched ? '; the rest wait for the next day' : '';
  const words = `up to ${count(perDay)} of ${count(limit)} ${COUNTED[name]} a day${per}${rest}`;
  return { name, words, perDay, limit, isTouched };
}

function monthlyLimits(tenant: Pick<Tenant, 'tier' | 'limits'>, expected: Expected): LimitForecast[] {
  const { monthlyExecutions, monthlyCost, executionCost } = termsOf(tenant);
  const most = expected.executions.max;
  const one = expected.costOfOne.max;
  const inMonth = (name: string, used: number, limit: number, said: string): LimitForecast => {
    const rest = used > limit ? '; the rest wait for the next month' : '';
    const words = `up to ${said} a month, for all playbooks together${rest}`;
    return { name, words, perDay: null, limit, isTouched: used > limit };
  };
  const cost = Math.round(most * one);
  const single = `up to ${dollars(one)} of ${dollars(executionCost)} for one execution${one > executionCost ? '; one that costs more fails' : ''}`;
  return [
    inMonth('monthly_executions', most, monthlyExecutions, `${count(most)} of ${count(monthlyExecutions)} executions`),
    inMonth('monthly_cost', cost, monthlyCost, `${dollars(cost)} of ${dollars(monthlyCost)}`),
    { name: 'execution_cost', words: single, perDay: null, limit: executionCost, isTouched: one > executionCost },
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Millionths of a US dollar in words: `$0.02`, `less than $0.01`. */
function dollars(millionths: number): string {
  if (millionths > 0 && millionths < 10_000) return 'less than $0.01';
  return (millionths / 1_000_000).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
