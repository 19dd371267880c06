import type { ExecutionStatus, Mode, TriggeredBy } from '@model/execution.ts';
import type { ExecutionFilter } from '@model/execution-search.ts';
import { playbookIdSchema } from '@model/ids.ts';
import { z } from 'zod';
import { dayOf, plusDays, startOfDay } from '../../../lib/days.ts';

// Written out: the schemas of what is stored are no part of the first thing that loads.
export const STATUSES = [
  'queued',
  'running',
  'waiting',
  'completed',
  'failed',
  'canceled',
  'skipped',
] as const satisfies readonly ExecutionStatus[];
export const STARTERS = [
  'schedule',
  'event',
  'webhook',
  'manual',
  'agent',
  'api',
  'playbook',
  'task',
] as const satisfies readonly TriggeredBy[];
export const MODES = ['live', 'dry_run'] as const satisfies readonly Mode[];
const statusSchema = z.enum(STATUSES);
export const PERIODS = ['today', '7d', '30d', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** A parameter that makes no sense is left out. A number in an address is meant as a text. */
const text = z.union([z.string(), z.number().transform(String)]);
export const executionsSearch = z.object({
  q: text.pipe(z.string().max(200)).optional().catch(undefined),
  /** One or several, joined by commas. */
  status: text.pipe(z.string().max(100)).optional().catch(undefined),
  playbook: text.pipe(playbookIdSchema).optional().catch(undefined),
  by: z.enum(STARTERS).optional().catch(undefined),
  when: z.enum(PERIODS).optional().catch(undefined),
  /** The first and the last day that are wanted. */
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  mode: z.enum(MODES).optional().catch(undefined),
});
export type ExecutionsSearch = z.output<typeof executionsSearch>;

export function statusesOf({ status }: ExecutionsSearch): ExecutionStatus[] {
  const known = (status ?? '').split(',').map((one) => statusSchema.safeParse(one).data);
  return [...new Set(known)].filter((one) => one !== undefined);
}

export function statusParam(statuses: readonly ExecutionStatus[]): string | undefined {
  return statuses.length === 0 ? undefined : statuses.join(',');
}

/** The days that are wanted, both included, where the business is. */
export function daysOf(
  { when, from, to }: ExecutionsSearch,
  today: string,
): { readonly from: string | null; readonly to: string | null } {
  switch (when) {
    case 'today':
      return { from: today, to: null };
    case '7d':
      return { from: plusDays(today, -6), to: null };
    case '30d':
      return { from: plusDays(today, -29), to: null };
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: null };
    default:
      return { from: from ?? null, to: to ?? null };
  }
}

export function filterOf(search: ExecutionsSearch, zone: string, now: Date): ExecutionFilter {
  const { from, to } = daysOf(search, dayOf(now, zone));
  return {
    text: search.q ?? '',
    statuses: statusesOf(search),
    playbookId: search.playbook ?? null,
    triggeredBy: search.by ?? null,
    mode: search.mode ?? null,
    from: from === null ? null : startOfDay(from, zone),
    to: to === null ? null : startOfDay(plusDays(to, 1), zone),
  };
}

/** How many kinds of things it is filtered by, the text apart. */
export function filterCount({ status, playbook, by, when, from, to, mode }: ExecutionsSearch): number {
  const isDated = when ?? from ?? to;
  return [status, playbook, by, isDated, mode].filter((one) => one !== undefined).length;
}
