import type { DomainCollection } from '../../../model/paths.ts';
import { type State, UNPAID, type Where } from './data-topics.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';

/** A figure instead of rows. */
export const counting: Parser<'count'> = means(
  'count',
  'how many',
  'whats|what is? the? total? number|count|amount of',
  'number|count of',
  'give|tell|show me? the? number|count of',
  'count',
);
export const adding: Parser<'sum'> = means(
  'sum',
  'how much money|cash?',
  'whats|what is|was|were? the|our|my? total|sum|combined value|worth|amount|balance? of?',
  'the|our|my|grand? total|sum value|worth|amount|balance? of?',
  'in total|all|sum',
  'altogether|total|totals|overall',
);
/** What would have to be worked out; only counted, added up and listed can be what there is. */
export const computing: Parser<string> = phrase(
  'average|averages|mean|median|percentage|percent|share|ratio|trend|trends|growth|compared|versus|vs|correlation|distribution',
);
/** Which of many products: the orders do not say what was in them. */
export const selling: Parser<string> = longest(
  phrase(
    'best|top|worst|most|least-sold|hottest selling|sold|popular|seller|sellers products|product|items|item|ones|thing|things?',
  ),
  phrase('which|what product|products|item|items sell|sells|sold'),
  phrase('bestseller|bestsellers|best-sellers|top-sellers|best-selling|top-selling products|product|items|item?'),
);

/** Which ones first, and how many of them. */
export interface Ranking {
  readonly by: 'size' | 'time';
  readonly direction: 'asc' | 'desc';
  readonly count: number | null;
}
const ranks: readonly (readonly [Ranking['by'], Ranking['direction'], readonly string[]])[] = [
  [
    'size',
    'desc',
    [
      'top|best|biggest|largest|highest|priciest|richest',
      'most expensive|valuable|important|loyal',
      'most',
      'highest-value|high-value',
      'highest|biggest|largest first',
    ],
  ],
  ['size', 'asc', ['smallest|lowest|cheapest|worst|least', 'least expensive|valuable', 'least']],
  ['time', 'desc', ['latest|newest|recent|last', 'most recent', 'most recently']],
  ['time', 'asc', ['oldest|first|earliest']],
];
export const ranking: Parser<Ranking> = longest(
  ...ranks.map(([by, direction, notations]) =>
    map(
      both(maybe(number), both(longest(...notations.map((one) => phrase(`the|our|my* ${one}`))), maybe(number))),
      ([before, [, behind]]): Ranking => ({
        by,
        direction,
        count: behind ?? before,
      }),
    ),
  ),
);

/** Money that came in, which is what the orders add up to. */
export const takings: Parser<string> = longest(
  phrase('revenue|revenues|turnover|takings|sales|earnings|income figures|numbers|total?'),
  phrase(
    'what|how much? did|have|do|does|has we|i|us|the|shop|store sell|sold|make|made|earn|earned|take|taken|gross|bring|brought in? for?',
  ),
  phrase('did|have|do|has we|i|the|shop|store sell|sold|make|made|earn|earned|take|taken|gross|bring|brought in? for?'),
  phrase('we|i sold|made|earned|took in? for?'),
  phrase('money|cash did? we? come|came|make|made|take|took in?'),
);

/** Collections that no playbook's words are of, in the words of questions. */
export const things: Parser<DomainCollection> = longest<DomainCollection>(
  means(
    'inventory',
    'stock|inventory|supply|supplies level|levels|count|counts?',
    'in stock',
    'items|item|units|pieces in|of? stock|inventory?',
    'left|available|remaining in? stock?',
    'on hand',
  ),
  means(
    'products',
    'products|product|catalog|catalogue|assortment|articles',
    'our|my own? prices|price|pricing',
    'price|prices|cost of|for?',
    'do|does|did we|i charge|sell|ask for?',
    'cost|costs',
  ),
  means(
    'competitor_prices',
    'our|the|my|all|other? competitors|competitor|rivals|rival|competition prices|price|pricing|charge|charges|ask|asks|for*',
    'does|do they|them|theirs|others charge|ask|want for?',
    'their prices|price',
  ),
);

const statusIn = (...value: readonly string[]): readonly Where[] => [{ field: 'status', op: 'in', value }];
const notStatus = (...values: readonly string[]) =>
  values.map((value): Where => ({ field: 'status', op: '!=', value }));
const state = (
  of: DomainCollection,
  words: string,
  where: readonly Where[],
  ...notations: readonly string[]
): readonly [DomainCollection, Parser<State>] => [of, means<State>({ words, where, time: 'createdAt' }, ...notations)];

/** One of them: "the biggest order". */
export const oneThing: Parser<DomainCollection> = longest<DomainCollection>(
  means('orders', 'order|purchase|sale'),
  means('customers', 'customer|client'),
  means('members', 'member'),
  means('prospects', 'prospect|lead|inquiry'),
  means('invoices', 'invoice|bill'),
  means('reviews', 'review|rating'),
  means('campaigns', 'campaign'),
  means('metrics', 'metric|kpi'),
);

/** States that questions are asked by, and events are not told of. */

const said: readonly (readonly [DomainCollection, Parser<State>])[] = [
  state(
    'invoices',
    'not paid yet',
    UNPAID,
    'unpaid|outstanding|open|due|unsettled|receivable|receivables',
    'are|is we|i owed',
    'do|does customers|clients|they owe us?',
    'not|havent|hasnt|isnt|arent paid|settled yet?',
  ),
  state('members', 'active', statusIn('active', 'Active'), 'active|paying'),
  state('members', 'on trial', statusIn('trial', 'trialing', 'on trial'), 'on|in a|their? trial|trials', 'trial'),
  state(
    'orders',
    'still open',
    notStatus('fulfilled', 'shipped', 'delivered', 'canceled', 'cancelled', 'refunded'),
    'open|pending|unfulfilled|unshipped|outstanding|undelivered',
    'not|arent|havent|isnt been? yet? shipped|fulfilled|delivered|sent yet?',
    'waiting|need|needs to? be? shipped|shipping|fulfilled?',
  ),
  state(
    'orders',
    'not paid yet',
    notStatus('paid', 'fulfilled', 'shipped', 'delivered', 'canceled', 'cancelled', 'refunded'),
    'unpaid',
    'not|arent|havent|isnt|hasnt been? yet? paid yet?',
  ),
  state('prospects', 'still open', notStatus('won', 'lost', 'closed', 'converted'), 'open|active'),
  state('campaigns', 'running', statusIn('running', 'active', 'sending'), 'running|active|live|going|under way?'),
  state('campaigns', 'completed', statusIn('completed', 'sent', 'finished'), 'finished|completed|over|done'),
  state(
    'inventory',
    'that is gone',
    [{ field: 'quantity', op: '<=', value: 0 }],
    'out|none|run of? stock?',
    'sold out',
    'ran|run out',
    'gone|empty',
  ),
  state(
    'inventory',
    'with the least first',
    [],
    'low|lowest|short|running|scarce|almost|nearly|run|getting low|short|out|on|in|of|stock*',
    'need|needs to? be? reorder|reordering|reordered|restock|restocking|restocked',
  ),
];
/** What is said of the state of those that are asked for. */
export function stateOf(collection: DomainCollection): Parser<State> {
  return longest(...said.flatMap(([of, parser]) => (of === collection ? [parser] : [])));
}
/** A debt, whoever's. */
export const owedBy: Parser<string> = longest(
  phrase('owe|owes|owed|owing|outstanding|unpaid|receivable|receivables'),
  phrase('are|is we|i owed'),
);

/** Words of questions that say nothing more. */
export const AROUND: ReadonlySet<string> = new Set(
  `who whose whom list many much were did done been ever currently moment given past far still there here someone somebody
  exist exists total totals number numbers count come came coming placed received receive made make place day days week weeks month months
  dollars value worth biggest business data database system today yesterday names name details info information about registered sign signed
  signed-up sold sell up in at on him her was are is do does have has had got gotten left us we they which what how tell show give me see
  these those their spent spend bought buy bought paid pay owe owes owing belong during between until since than or more charge charges cost costs price prices
  would could should actually exactly altogether year far joined added created open top`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
