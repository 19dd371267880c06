import { queries } from '../../../model/query.ts';
import type { Task } from '../../../model/task.ts';
import { dayOf } from '../../engine/calendar.ts';
import type { Found, Store } from '../../ports.ts';
import type { Timeliness } from './sales.ts';
import { type Known, MONTH_DAYS, type Shop } from './shop-reader.ts';
import { shareOf } from './sums.ts';

const MAX_OPEN = 500;
const MAX_DONE = 500;
const MAX_COUNT = 10_000;

/** What the tasks tell, and, with what of the orders was done in time, how much is. */
export async function readWork(store: Store, shop: Shop, now: Date, orders: Timeliness): Promise<Known> {
  const { orgId } = shop;
  const [open, done] = await Promise.all([
    store.query(queries.openTasks(orgId, { limit: MAX_OPEN + 1 })),
    store.query(queries.tasksByStatus(orgId, 'completed', { limit: MAX_DONE })),
  ]);
  const isWhole = open.length <= MAX_OPEN;
  if (open.length + done.length === 0) return { efficiency: shareOf(orders.inTime, orders.due) };
  const openTasks = isWhole ? open.length : await store.count(queries.openTasks(orgId, { limit: MAX_COUNT }));
  const late = open.filter(({ data }) => data !== null && data.deadline !== null && data.deadline <= now);
  const lateLately = late.filter((one) => wasDueLately(one, shop));
  const doneLately = done.filter((one) => wasDueLately(one, shop));
  const inTime = doneLately.filter(({ data }) => data?.deadline != null && data.updatedAt <= data.deadline);
  const due = orders.due + doneLately.length + lateLately.length;
  return {
    openTasks,
    overdueTasks: isWhole ? late.length : null,
    efficiency: isWhole ? shareOf(orders.inTime + inTime.length, due) : null,
  };
}

function wasDueLately({ data }: Found<Task>, { today, zone }: Shop): boolean {
  const day = data?.deadline == null ? null : dayOf(data.deadline.toISOString(), zone);
  return day !== null && day >= today - MONTH_DAYS && day < today;
}
