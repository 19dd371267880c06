import { z } from 'zod';
import { normalizedName } from '../../connectors/product-data.ts';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import type { Write } from '../../core/ports.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { type Gap, gapSchema } from '../pricing/compare-prices.ts';

/** Read and written together; Firestore takes no more than 500. */
const AT_ONCE = 200;

const params = z.strictObject({ gaps: z.array(gapSchema).max(5_000) });
const output = z.object({
  recorded: z.int(),
  /** How many are new or have changed; only these are written. */
  changed: z.int(),
});

export const recordCompetitorPrices = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'record_competitor_prices',
  title: 'Record competitor prices',
  description: 'Keeps what competitors ask for your products, so that playbooks can react when it changes.',
  modelDescription:
    'Writes the comparison of analyze_pricing into competitor_prices, each with our own price. The events competitor.price_changed and competitor.undercut come from there. Put it after analyze_pricing.',
  category: 'competitors',
  icon: 'database-backup',
  example: {
    gaps: [
      {
        ...{ competitor: 'Higher Level', product: 'Blue Dream', our_price: 35, their_price: 29.75 },
        ...{ currency: 'USD', gap_percent: 15, url: null },
      },
    ],
  },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: ({ gaps }) => ({ rows: gaps.length }),
  tally: { done: 'recorded', one: 'set of prices', many: 'sets of prices' },
  timeoutMs: 60_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { gaps: ['analyze_pricing.gaps'] },
  async run({ gaps }, context) {
    const { orgId, store, clock, lastWrite } = context;
    const prices = tenantPaths(orgId).domain('competitor_prices');
    const offers = [...cheapest(orgId, gaps)].map(([id, gap]) => ({ ref: docIn(prices, id), gap }));
    let changed = 0;
    for (let from = 0; from < offers.length; from += AT_ONCE) {
      const some = offers.slice(from, from + AT_ONCE);
      const present = await store.findAll(some.map(({ ref }) => ref));
      const news = some.filter(({ gap }, index) => !says(present[index]?.data ?? null, gap));
      const writes = news.map(({ ref: { path }, gap }): Write => {
        return { op: 'set', path, data: { ...shown(gap), seenAt: clock.now(), lastWrite } };
      });
      context.assertLease();
      if (writes.length > 0) await store.commit(writes);
      changed += writes.length;
    }
    return { recorded: offers.length, changed };
  },
  async dryRun({ gaps }, { orgId }) {
    const recorded = cheapest(orgId, gaps).size;
    const what = `${recorded} ${recorded === 1 ? 'price' : 'prices'} of competitors`;
    return { output: { recorded, changed: recorded }, wouldHave: `would have recorded ${what}` };
  },
});

/** One offer for each competitor and product: of several sizes or pages, the cheapest. */
function cheapest(orgId: string, gaps: readonly Gap[]): Map<string, Gap> {
  const offers = new Map<string, Gap>();
  for (const gap of gaps) {
    const id = deriveId(orgId, 'competitor_price', gap.competitor, normalizedName(gap.product));
    const known = offers.get(id);
    if (known === undefined || gap.their_price < known.their_price) offers.set(id, gap);
  }
  return offers;
}

function shown({ product, competitor, their_price, our_price, currency, url }: Gap) {
  return { product, competitor, price: their_price, ourPrice: our_price, currency, url };
}

function says(present: JsonObject | null, gap: Gap): boolean {
  return present !== null && Object.entries(shown(gap)).every(([name, value]) => present[name] === value);
}
