import { z } from 'zod';

const NUMBER = 'Write a number, such as 12400.5';
const POSITIVE = 'This is never below 0';
const SHARE = 'A share lies between 0 and 1: 0.12 is 12 %';
const amount = z.number(NUMBER).min(0, POSITIVE).nullable();
const count = z.int('Write a whole number').min(0, POSITIVE).nullable();
const share = z.number(NUMBER).min(0, SHARE).max(1, SHARE).nullable();
/** A share that may be below zero, or above one. */
const change = z.number(NUMBER).nullable();

/** What a runway without end is counted as: ten years. */
export const ENDLESS_DAYS = 3_650;

/**
 * What is known of a business on one day. Null: not known. Money is in the business's currency, shares are 0 to 1, and
 * "the last month" is the thirty days before, "the month before" the thirty days before those. What the data cannot tell
 * is taken from the `metrics` document of the day, whose fields have these names.
 */
export const figuresSchema = z.object({
  /** Money at hand. From metrics only; below zero is overdrawn. */
  cash: z.number(NUMBER).nullable(),
  /** What goes out beyond what comes in, a month; 0 where the business lives of what it earns. From metrics only. */
  monthlyBurn: amount,
  /** How long the cash lasts at this burn; `ENDLESS_DAYS` where nothing is burnt. From the two. */
  runwayDays: amount,
  /** What is to be paid on open invoices. */
  receivables: amount,
  /** Those of them that are past due. */
  overdueReceivables: amount,
  /** Days of sales that lie in open invoices: those over what was invoiced in the last 90 days, times 90. */
  dso: amount,
  /** What the business owes. From metrics only. */
  payables: amount,
  /** What of it is past due. From metrics only. */
  overduePayables: amount,
  /** What was ordered in the last month, without canceled and refunded orders; without any orders, what was invoiced. */
  revenue30: amount,
  /** The same, the month before; null where the data does not reach back so far. */
  revenuePrev30: amount,
  /** The last month over the month before, less one: 0.1 is ten percent more. */
  revenueGrowth: change,
  /** Orders of the last month, without canceled and refunded ones. */
  orders30: count,
  /** What an order of the last month came to. */
  averageOrder: amount,
  /** The same, the month before. */
  averageOrderPrev30: amount,
  /** What is left of the last month's revenue once the goods are paid. From the products' `cost` and the orders' lines. */
  grossMargin: change,
  /** What is left of it once all is paid. From metrics only. */
  netMargin: change,
  /** The same, the month before. From metrics only. */
  netMarginPrev30: change,
  /** The last month's refunded orders over all of them, by what they came to. */
  refundRate: share,
  /** What was taken off the last month's orders over what they would have come to. From the orders' `discount`. */
  discountRate: share,
  /** What lies in stock, at cost. From the items' `unitCost`. */
  inventoryValue: amount,
  /** How often a year the stock is sold: what sells a day at cost, times 365, over its value. */
  inventoryTurns: amount,
  /** Items of which nothing is left. */
  stockoutItems: count,
  /** Items below their reorder point, those of which nothing is left among them. */
  lowStockItems: count,
  /** Stock beyond what sells in 90 days, at cost. From the items' `salesPerDay`. */
  overstockValue: amount,
  /** Stock of items that do not sell at all, at cost. */
  deadStockValue: amount,
  /** Stock that expires within 30 days, at cost. From the items' `expiresAt`. */
  expiringValue: amount,
  /** Customers who came in the last month. */
  newCustomers30: count,
  /** Customers who have ordered in the last 90 days. */
  activeCustomers: count,
  /** Customers who have not ordered for 90 days, and had before. */
  lapsedCustomers: count,
  /** Customers who have ordered more than once, over all who have ordered. */
  repeatRate: share,
  /** What the one customer who ordered the most has of the revenue of the last 60 days. */
  topCustomerShare: share,
  /** What the one product that sold the most has of it. */
  topProductShare: share,
  /** Stars, 1 to 5, of the reviews of the last 90 days. */
  reviewsAverage: z.number(NUMBER).min(0, POSITIVE).max(5, 'There are five stars at most').nullable(),
  /** Those of them that nobody has answered; null where no answers are kept. */
  unansweredReviews: count,
  /** Tasks that are not finished. */
  openTasks: count,
  /** Those of them whose time is over. */
  overdueTasks: count,
  /** Of the last month's tasks with a deadline, and its orders, how many were done in time: an order within three days. */
  efficiency: share,
  /** Products that a competitor sells for less. */
  competitorUndercuts: count,
});
export type Figures = z.infer<typeof figuresSchema>;
export type FigureName = keyof Figures;

export const figureNames = figuresSchema.keyof().options;
