import type { DailyLimit } from '@model/limit.ts';
import { humanize } from './words.ts';

const NAMES: Readonly<Record<DailyLimit | 'monthly_executions' | 'cost' | 'monthly_cost' | 'execution_cost', string>> =
  {
    email_send: 'e-mails a day',
    sms_send: 'text messages a day',
    social_publish: 'posts on social media a day',
    newsletter_send: 'newsletters a day',
    seo_bulk_apply: 'bulk SEO changes a day',
    task_executor: 'looks for tasks a day',
    monthly_executions: 'executions a month',
    cost: 'cost a month',
    monthly_cost: 'cost a month',
    execution_cost: 'cost of one execution',
  };

/** A limit by what it counts: `e-mails a day`. */
export function limitName(name: string): string {
  return new Map(Object.entries(NAMES)).get(name) ?? humanize(name).toLowerCase();
}

/** How much of a limit is gone, for its bar: from 0 to 100. One of 0 is always used up. */
export function share(used: number, limit: number): number {
  return limit <= 0 ? 100 : Math.min(100, Math.round((used / limit) * 100));
}
