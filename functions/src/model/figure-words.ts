import { z } from 'zod';
import { type FigureName, figuresSchema } from './figures.ts';

/** How a figure is written: `money` in the tenant's currency, `share` as percent, `times` a year, `stars` of five. */
export const unitSchema = z.enum(['money', 'share', 'days', 'count', 'times', 'stars']);
export type Unit = z.infer<typeof unitSchema>;
export const figureNameSchema = figuresSchema.keyof();

interface FigureWords {
  /** As it is headed in a card or a table. */
  readonly label: string;
  readonly unit: Unit;
  /** Which way is good news; null where it depends. */
  readonly better: 'up' | 'down' | null;
}

/** What people call each figure, and how it is read. */
export const FIGURE_WORDS: Readonly<Record<FigureName, FigureWords>> = {
  cash: { label: 'Cash', unit: 'money', better: 'up' },
  monthlyBurn: { label: 'Burn a month', unit: 'money', better: 'down' },
  runwayDays: { label: 'Runway', unit: 'days', better: 'up' },
  receivables: { label: 'Owed to you', unit: 'money', better: null },
  overdueReceivables: { label: 'Owed to you, past due', unit: 'money', better: 'down' },
  dso: { label: 'Days until you are paid', unit: 'days', better: 'down' },
  payables: { label: 'You owe', unit: 'money', better: null },
  overduePayables: { label: 'You owe, past due', unit: 'money', better: 'down' },
  revenue30: { label: 'Revenue, last month', unit: 'money', better: 'up' },
  revenuePrev30: { label: 'Revenue, the month before', unit: 'money', better: null },
  revenueGrowth: { label: 'Growth of revenue', unit: 'share', better: 'up' },
  orders30: { label: 'Orders, last month', unit: 'count', better: 'up' },
  averageOrder: { label: 'Average order', unit: 'money', better: 'up' },
  averageOrderPrev30: { label: 'Average order, the month before', unit: 'money', better: null },
  grossMargin: { label: 'Gross margin', unit: 'share', better: 'up' },
  netMargin: { label: 'Net margin', unit: 'share', better: 'up' },
  netMarginPrev30: { label: 'Net margin, the month before', unit: 'share', better: null },
  refundRate: { label: 'Refunded', unit: 'share', better: 'down' },
  discountRate: { label: 'Given as discounts', unit: 'share', better: 'down' },
  inventoryValue: { label: 'Stock', unit: 'money', better: null },
  inventoryTurns: { label: 'Stock turns a year', unit: 'times', better: 'up' },
  stockoutItems: { label: 'Sold-out items', unit: 'count', better: 'down' },
  lowStockItems: { label: 'Items that run low', unit: 'count', better: 'down' },
  overstockValue: { label: 'Stock beyond need', unit: 'money', better: 'down' },
  deadStockValue: { label: 'Stock that does not sell', unit: 'money', better: 'down' },
  expiringValue: { label: 'Stock that expires soon', unit: 'money', better: 'down' },
  newCustomers30: { label: 'New customers, last month', unit: 'count', better: 'up' },
  activeCustomers: { label: 'Active customers', unit: 'count', better: 'up' },
  lapsedCustomers: { label: 'Lapsed customers', unit: 'count', better: 'down' },
  repeatRate: { label: 'Customers who come back', unit: 'share', better: 'up' },
  topCustomerShare: { label: 'Revenue from the largest customer', unit: 'share', better: 'down' },
  topProductShare: { label: 'Revenue from the best product', unit: 'share', better: 'down' },
  reviewsAverage: { label: 'Average review', unit: 'stars', better: 'up' },
  unansweredReviews: { label: 'Reviews without an answer', unit: 'count', better: 'down' },
  openTasks: { label: 'Open tasks', unit: 'count', better: 'down' },
  overdueTasks: { label: 'Overdue tasks', unit: 'count', better: 'down' },
  efficiency: { label: 'Done in time', unit: 'share', better: 'up' },
  competitorUndercuts: { label: 'Prices undercut', unit: 'count', better: 'down' },
};
