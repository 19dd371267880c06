import { numberIn, wordIn } from '../../engine/fields.ts';
import { dayIn, type Known, type Shop, type ShopReader } from './shop-reader.ts';
import { numbered, sumOf } from './sums.ts';

const MAX_MEMBERS = 3_000;
const FEES = ['monthlyFee', 'fee', 'monthlyDues', 'dues', 'membershipFee'] as const;
const PAY_NOTHING = [
  ...['trial', 'guest', 'paused', 'frozen', 'suspended', 'on_hold'],
  ...['canceled', 'cancelled', 'expired', 'ended', 'inactive', 'former', 'lapsed', 'left'],
];
/** Of so many members the fee must be known for a sum to be told. */
const COVERED = 0.8;

/** What members pay a month by their fees; null where there are none, or most have none. */
export async function readDues(reader: ShopReader, { today, zone }: Shop): Promise<number | null> {
  const members = (await reader.all('members', MAX_MEMBERS)) ?? [];
  const paying = members.filter((member) => {
    const since = dayIn(member.joinedAt, zone) ?? dayIn(member.createdAt, zone);
    return !PAY_NOTHING.includes(wordIn(member, 'status') ?? '') && (since === null || since < today);
  });
  const fees = numbered(paying.map((member) => numberIn(member, ...FEES)));
  const total = sumOf(fees, (fee) => Math.max(fee, 0));
  return total > 0 && fees.length >= COVERED * paying.length ? total : null;
}

/**
 * The revenue with the dues of members. Where orders and invoices come to less than the dues, these are not among them;
 * what they were the month before nobody knows.
 */
export function withDues(revenue: Known, dues: number | null): Known {
  const sold = revenue.revenue30 ?? 0;
  return dues === null || sold >= dues ? revenue : { ...revenue, revenue30: sold + dues, revenuePrev30: null };
}
