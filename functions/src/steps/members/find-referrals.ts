import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { overDocuments } from '../data/documents.ts';
import { paged, pageOf } from '../data/page-of.ts';
import { isSince, referrerSchema, referrersOf, wasReferred } from './referrals.ts';

const MAX_READ = 10_000;

const params = z.strictObject({
  among: z.enum(['members', 'customers', 'both']).default('both'),
  /** Only who came in the last so many days; all when left out. */
  sinceDays: z.int().min(1).max(3_650).nullable().default(null),
  /** How many have to come for one reward. */
  rewardEvery: z.int().min(1).max(100).default(1),
  ...paged,
});
const output = z.object({
  summary: z.string(),
  count: z.int(),
  nextCursor: z.string().nullable(),
  referrers: z.int(),
  referrals: z.int(),
  rewardsDue: z.int(),
  isCut: z.boolean(),
  /** Who brought whom, the most first. */
  items: z.array(referrerSchema),
});

export const findReferrals = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'find_referrals',
  title: 'Find referrals',
  description: 'Counts who brought new members and customers, and who is due a reward.',
  modelDescription:
    'Groups members and customers by `referredBy` (an id or an e-mail address): referrals and rewardsDue per referrer, the most first, at most 50 a page. A referral counts for a reward until its `referralRewardedAt` is set.',
  category: 'members',
  icon: 'gift',
  example: { among: 'members', sinceDays: 14, rewardEvery: 1 },
  params,
  output,
  literals: [],
  run: async ({ among, sinceDays, rewardEvery, ...page }, context) => {
    const collections = among === 'both' ? ['members', 'customers'] : [among];
    const read = await Promise.all(
      collections.map((collection) => readDocuments(context, { collection, max: MAX_READ })),
    );
    const everybody = read.flatMap(({ documents }) => documents);
    const zone = context.org.timezone;
    const today = dayOf(context.clock.now().toISOString(), zone) ?? 0;
    const came = everybody.filter((one) => wasReferred(one) && isSince(one, sinceDays, today, zone));
    const found = referrersOf(everybody, came, rewardEvery);
    const { shown, nextCursor } = pageOf(found, ({ referrals }) => referrals, page);
    const rewardsDue = found.reduce((sum, one) => sum + one.rewardsDue, 0);
    const [first] = shown;
    const top = first ? `; ${first.name ?? first.id} brought most (${first.referrals})` : '';
    return {
      items: shown,
      count: shown.length,
      nextCursor,
      referrers: found.length,
      referrals: came.length,
      rewardsDue,
      isCut: read.some(({ isCut }) => isCut),
      summary: `${came.length} came through ${found.length} others; ${rewardsDue} rewards are due${top}.`,
    };
  },
});
