import type { Business } from '../../../model/business.ts';
import { daysBefore, type Making, type SampleDocument } from './making.ts';

/** What somebody would write down of a week. */
type Week = readonly [
  cash: number,
  monthlyBurn: number,
  payables: number,
  overduePayables: number,
  revenuePrev30: number,
  netMargin: number,
  netMarginPrev30: number,
];

/** The latest first, of a shop: it earns a little less each month than it spends, and nobody needs to worry by tomorrow. */
const WEEKS: readonly Week[] = [
  [1_720, 900, 1_420, 310, 2_480, 0.02, 0.06],
  [1_890, 900, 1_180, 180, 2_480, 0.03, 0.06],
  [2_240, 860, 1_310, 120, 2_510, 0.03, 0.07],
  [2_310, 860, 990, 0, 2_510, 0.04, 0.07],
  [2_650, 780, 1_240, 0, 2_540, 0.05, 0.08],
  [2_820, 780, 870, 0, 2_540, 0.06, 0.08],
  [3_140, 720, 1_020, 0, 2_590, 0.06, 0.08],
  [3_260, 720, 930, 0, 2_590, 0.06, 0.09],
];
/** How many times as much it is, by what their orders and dues come to. */
const SIZES: Readonly<Record<Business, number>> = { shop: 1, online_store: 1.75, gym: 0.95, coach: 6.5, agency: 7.5 };
const LARGE_GYM = 14.5;

/** The figures of the last eight weeks, `metrics/{date}`: what the data of a made-up business cannot tell of itself. */
export function weeklyFigures(business: Business, isLarge: boolean, { now }: Making): SampleDocument[] {
  const size = isLarge ? LARGE_GYM : SIZES[business];
  const sized = (amount: number) => Math.round((amount * size) / 10) * 10;
  return WEEKS.map(([cash, burn, payables, overdue, revenuePrev30, netMargin, netMarginPrev30], index) => ({
    collection: 'metrics',
    // Yesterday is over wherever they are.
    id: daysBefore(now, 1 + 7 * index)
      .toISOString()
      .slice(0, 10),
    data: {
      cash: sized(cash),
      monthlyBurn: sized(burn),
      payables: sized(payables),
      overduePayables: sized(overdue),
      revenuePrev30: sized(revenuePrev30),
      netMargin,
      netMarginPrev30,
    },
  }));
}
