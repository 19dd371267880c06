import type { Contract, ContractCondition } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';
import { joinWords } from '../../triggering/describe-recurrence.ts';
import { celMoney, celText } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, computed, figure } from './gauge.ts';
import { usualLook } from './look-at.ts';
import type { Gauge, Measure, Subject, SubjectEvent } from './subject.ts';

/** The fields in which both prices stand. */
interface Prices {
  readonly ours: string;
  readonly theirs: string;
  readonly percent: string;
}

const OURS = 100;

/** Our price and theirs at such a gap: round figures, none below nothing. */
export function pricesAt(gap: number, { unit, base }: Pick<ContractCondition, 'unit' | 'base'>): [number, number] {
  if (unit === 'percent') return base === 'their price' ? [OURS + gap, OURS] : [OURS, OURS - gap];
  const ours = Math.max(OURS, Math.ceil(gap) * 2);
  return [ours, Math.round((ours - gap) * 100) / 100];
}

/** By how much theirs is below ours; negative where it is above. */
function gapGauge({ ours, theirs, percent }: Prices, isSure: boolean): Gauge {
  const read = (it: string, { unit, base }: ContractCondition) => {
    const lower = `${it}.${ours} - ${it}.${theirs}`;
    if (unit === 'currency') return `${lower}`;
    if (unit !== 'percent' || base === 'price before') return null;
    // Nothing can be told in percent of what is free, but that it is far below.
    if (base === 'their price') return `(${it}.${theirs} > 0 ? (${lower}) * 100 / ${it}.${theirs} : 1000000)`;
    return `${it}.${percent}`;
  };
  const at = (value: number, condition: ContractCondition): JsonObject => {
    const [our, their] = pricesAt(value, condition);
    return { [ours]: our, [theirs]: their, [percent]: Math.round(((our - their) / our) * 1_000) / 10 };
  };
  return computed(isSure ? [] : [ours, percent], read, at);
}

const eventPrices = { ours: 'ourPrice', theirs: 'price', percent: 'gapPercent' };
const eventMeasures: Partial<Record<Measure, Gauge>> = {
  price_gap: gapGauge(eventPrices, false),
  price: figure('price', ['currency'], true),
  undercutting: computed(
    ['ourPrice'],
    // An event is of one price: whether it is below ours is all that it can say.
    (it, { operator, value }) =>
      (operator === '>' && value === 0) || (operator === '>=' && value === 1)
        ? `(${it}.price < ${it}.ourPrice ? 1 : 0)`
        : null,
    (value) => ({ ourPrice: OURS, price: value > 0 ? 90 : OURS, gapPercent: value > 0 ? 10 : 0 }),
  ),
  price_change: computed(
    ['oldPrice'],
    (it, { unit }) => {
      const more = `${it}.price - ${it}.oldPrice`;
      if (unit === 'currency') return `${more}`;
      return unit === 'percent' ? `(${more}) * 100 / ${it}.oldPrice` : null;
    },
    (value) => ({ oldPrice: OURS, price: OURS + value }),
  ),
};

const aboutEvents: Omit<SubjectEvent, 'eventName' | 'words' | 'tells' | 'example'> = {
  name: 'Competitor Price Alert',
  named: ['product', 'competitor'],
  measures: eventMeasures,
  title: 'Price Alert!',
  text: `{{event.competitor}} now sells {{event.product}} for {{${celMoney('event.price', 'event.currency')}}}; yours is {{${celMoney('event.ourPrice', 'event.currency')}}}.`,
};

/** Alerts are about one price or the other; without a condition it is a report. */
export function isReport({ conditions, actions }: Contract): boolean {
  return (
    conditions.length === 0 ||
    actions.some(({ action }) => action === 'generate_competitor_report' || action === 'save_to_drive')
  );
}

/** The worst gap is a figure of its own: the seeds' condition. It is never below nothing. */
function shortly(conditions: readonly ContractCondition[]): string | null {
  const [only, ...others] = conditions;
  if (only === undefined || others.length > 0 || only.of !== null) return null;
  const { measure, operator, value, unit, base } = only;
  if (measure !== 'price_gap' || unit !== 'percent' || (base !== 'our price' && base !== 'none')) return null;
  const isAbove = (operator === '>' && Number(value) >= 0) || (operator === '>=' && Number(value) > 0);
  return isAbove ? `{{money_mike.price_gap}} ${operator} ${value}` : null;
}

const cheaper = {
  test: (it: string) => `${it}.gap_percent > 0`,
  at: { our_price: OURS, their_price: 90, gap_percent: 10 },
};

function scanWords({ competitors }: Contract): string {
  const names = joinWords(competitors.map(({ name }) => name));
  return competitors.length === 0
    ? 'compare competitors’ prices with yours'
    : `scan ${competitors.length === 1 ? 'your competitor' : `your ${competitors.length} competitors`} (${names})`;
}

export const competitorPrices: Subject = {
  id: 'competitor_prices',
  agent: 'money_mike',
  category: 'intelligence',
  events: [
    eventOf('competitor.price_changed', {
      ...aboutEvents,
      words: 'whenever a competitor changes a price',
      tells: always,
    }),
    eventOf('competitor.undercut', {
      ...aboutEvents,
      words: 'whenever a competitor undercuts you',
      // It is told where theirs falls below ours, and not again where it falls further.
      tells: ({ measure, operator, value }) =>
        (measure === 'undercutting' && operator !== '<' && Number(value) <= 1) ||
        (measure === 'price_gap' && operator === '>' && value === 0),
    }),
  ],
  look: {
    ...usualLook,
    name: 'Competitor Price Alert',
    steps: ({ competitors }) => [
      { action: 'scan_competitors', params: { competitors: competitors.map(({ name, url }) => ({ name, url })) } },
      { action: 'analyze_pricing', agent: 'money_mike' },
    ],
    list: () => 'money_mike.gaps',
    item: 'gap',
    named: ['product', 'competitor'],
    example: {
      competitor: 'Higher Level',
      product: 'Blue Dream',
      product_id: null,
      our_price: OURS,
      their_price: OURS,
      currency: 'USD',
      gap_percent: 0,
      url: null,
    },
    measures: {
      price_gap: gapGauge({ ours: 'our_price', theirs: 'their_price', percent: 'gap_percent' }, true),
      price: figure('their_price', ['currency'], true),
    },
    counted: { undercutting: cheaper, count: cheaper },
    nth: (index, { competitors }) => ({ competitor: competitors[index]?.name ?? `Competitor ${index + 1}` }),
    count: countShops,
    shortly,
    title: 'Price Alert!',
    text: ({ conditions }) =>
      conditions.some(({ of, measure }) => of !== null || measure === 'price')
        ? null
        : '{{steps.analyze_pricing.summary}}',
    line: (it) =>
      `${it}.competitor + ": " + ${it}.product + " for " + ${celMoney(`${it}.their_price`, `${it}.currency`)} + ", yours " + ${celMoney(`${it}.our_price`, `${it}.currency`)}`,
    words: scanWords,
    one: 'a price of theirs',
    outputs: (gaps, contract) => outputs(gaps, contract),
    leastMinutes: 5,
  },
};

/** What a scan and its analysis give where these gaps are found: as `analyze_pricing` works them out. */
function outputs(given: readonly JsonObject[], { competitors }: Contract): JsonObject {
  const gaps = given.toSorted((a, b) => Number(b.gap_percent) - Number(a.gap_percent));
  const undercuts = gaps.filter(({ gap_percent }) => Number(gap_percent) > 0);
  const names = [...new Set(gaps.map(({ competitor }) => String(competitor)))];
  const shops = names.map((name) => ({
    name,
    url: competitors.find((one) => one.name === name)?.url ?? 'https://shop.example/',
    fetchedAt: '2026-01-15T12:00:00.000Z',
    unchanged: false,
    products: gaps
      .filter(({ competitor }) => competitor === name)
      .map(({ product = '', their_price = 0, currency = 'USD' }) => ({ name: product, price: their_price, currency })),
  }));
  return {
    scan_competitors: { competitors: shops, failed: [], productCount: gaps.length },
    analyze_pricing: {
      price_gap: undercuts[0]?.gap_percent ?? 0,
      worst: undercuts[0] ?? null,
      gaps,
      undercut_by: [...new Set(undercuts.map(({ competitor = null }) => competitor))],
      compared: gaps.length,
      unmatched: 0,
      summary: `${undercuts.length} prices are below yours.`,
    },
  };
}

/** Shops rather than prices are counted, each of the known ones once, if any of its prices meets `test`; but of one shop, its prices. */
function countShops({ competitors }: Contract, others: readonly ContractCondition[], test: string): string {
  if (others.length === 0) return 'size(money_mike.undercut_by)';
  const isOfOne = others.some(({ of }) => of !== null);
  if (isOfOne || competitors.length === 0) return `size(money_mike.gaps.filter(gap, ${test}))`;
  const each = competitors.map(
    ({ name }) => `(money_mike.gaps.exists(gap, gap.competitor == ${celText(name)} && ${test}) ? 1 : 0)`,
  );
  return each.join(' + ');
}
