import { numberIn, textIn } from '../../engine/fields.ts';
import { type Known, MONTH_DAYS, type Shop, type ShopReader } from './shop-reader.ts';
import { numbered, shareOf, sumOf } from './sums.ts';

/** Who has not ordered for so long has lapsed. */
const LAPSED_DAYS = 90;
const REVIEW_DAYS = 90;
const MAX_REVIEWS = 500;
const MANY = 1_000_000;
const ANSWERS = ['answer', 'answeredAt', 'reply', 'repliedAt', 'response', 'respondedAt'] as const;

/** What the customers' own fields tell, by counting; nothing where there are none. */
export async function readCustomers(reader: ShopReader, { today }: Shop): Promise<Known> {
  const [newCustomers30, activeCustomers, lapsedCustomers, buyers, regulars] = await Promise.all([
    reader.count('customers', 'createdAt', { from: today - MONTH_DAYS, to: today - 1 }),
    reader.count('customers', 'lastOrderAt', { from: today - LAPSED_DAYS, to: today }),
    reader.count('customers', 'lastOrderAt', { from: 0, to: today - LAPSED_DAYS - 1 }),
    reader.countNumbers('customers', 'orderCount', 1, MANY),
    reader.countNumbers('customers', 'orderCount', 2, MANY),
  ]);
  if (newCustomers30 + activeCustomers + lapsedCustomers + buyers === 0) return {};
  const repeatRate = shareOf(regulars, buyers);
  // Without a single date of an order nobody knows who has lapsed.
  if (activeCustomers + lapsedCustomers === 0) return { newCustomers30, repeatRate };
  return { newCustomers30, activeCustomers, lapsedCustomers, repeatRate };
}

/** What the reviews of the last 90 days tell; nothing where there are none. */
export async function readReviews(reader: ShopReader, { today }: Shop): Promise<Known> {
  const days = { from: today - REVIEW_DAYS, to: today };
  const reviews = (await reader.dated('reviews', 'createdAt', days, MAX_REVIEWS)) ?? [];
  const stars = numbered(reviews.map(({ document }) => numberIn(document, 'rating'))).filter(
    (rating) => rating >= 0 && rating <= 5,
  );
  const isAnswered = reviews.map(({ document }) => textIn(document, ...ANSWERS) !== null);
  const unanswered = isAnswered.filter((answered) => !answered).length;
  return {
    reviewsAverage: shareOf(
      sumOf(stars, (one) => one),
      stars.length,
    ),
    unansweredReviews: unanswered === reviews.length ? null : unanswered,
  };
}
