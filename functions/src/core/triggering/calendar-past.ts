import type { Execution } from '../../model/execution.ts';
import { type PageArgs, queries } from '../../model/query.ts';
import type { Store, Stored } from '../ports.ts';
import type { DaySpan } from './calendar-days.ts';

/** More than this a day are only said to be more. */
export const MOST_COUNTED = 1_000;
/** So many of one day are told one by one, however few the days are. */
const MOST_A_DAY = 40;

interface DayTotals {
  readonly executions: number;
  readonly failed: number;
}
interface PastDay {
  readonly day: string;
  /** The newest of them. */
  readonly told: readonly Stored<Execution>[];
  readonly totals: DayTotals;
}

interface Asked {
  readonly orgId: string;
  /** Null: of all playbooks. */
  readonly playbookId: string | null;
  /** How many documents may be read; counts cost one each. */
  readonly reads: number;
}

/** What ran on each of these days: the newest, and how many there were, of which how many failed. */
export function readPast(store: Store, days: readonly DaySpan[], { reads, ...of }: Asked): Promise<readonly PastDay[]> {
  const counting = 2 * days.length;
  const each = Math.max(1, Math.min(MOST_A_DAY, Math.floor((reads - counting) / Math.max(1, days.length))));
  return Promise.all(days.map((span) => readDay(store, span, of, each)));
}

async function readDay(store: Store, span: DaySpan, of: Omit<Asked, 'reads'>, most: number): Promise<PastDay> {
  const found = await store.query(during(of, span, { limit: most }));
  const told = found.flatMap((one) => (one.data === null ? [] : [one]));
  const failed = told.filter(({ data }) => data.status === 'failed').length;
  if (found.length < most) return { day: span.day, told, totals: { executions: told.length, failed } };
  const page = { limit: MOST_COUNTED };
  const [executions, allFailed] = await Promise.all([
    store.count(during(of, span, page)),
    store.count(failedDuring(of, span, page)),
  ]);
  return { day: span.day, told, totals: { executions, failed: allFailed } };
}

function during({ orgId, playbookId }: Omit<Asked, 'reads'>, { from, to }: DaySpan, page: PageArgs) {
  return playbookId === null
    ? queries.executionsDuring(orgId, from, to, page)
    : queries.executionsOfDuring(orgId, playbookId, from, to, page);
}

function failedDuring({ orgId, playbookId }: Omit<Asked, 'reads'>, { from, to }: DaySpan, page: PageArgs) {
  return playbookId === null
    ? queries.executionsByStatusDuring(orgId, 'failed', from, to, page)
    : queries.executionsOfByStatusDuring(orgId, playbookId, 'failed', from, to, page);
}
