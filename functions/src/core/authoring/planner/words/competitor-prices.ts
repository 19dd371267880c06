import { both, longest, map, maybe, means, type Parser, phrase } from '../grammar.ts';
import { amountSaid, howMany, threshold } from '../threshold.ts';
import { condition } from './bounds.ts';
import { happens } from './clause.ts';
import { mention, product, rival } from './competitors.ts';
import { aimedAt, moved } from './own-prices.ts';
import type { SaidCondition, SubjectWords } from './subject-words.ts';

const ours = 'us|ours|mine|our|my|me|we|i';
const own = 'own|current|regular|listed|retail|shelf|normal|usual';
const prices = 'price|prices|pricing|rate|rates|fee|fees|one|ones|offer|level|menu';
/** The product that is compared, where one is named. */
interface Of {
  readonly of: string | null;
}
const any = (): Of => ({ of: null });
const ofProduct: Parser<Of> = map(both(maybe(phrase('for|of|on|in|with')), product), ([, of]) => ({ of }));
/** What ours is called: `us`, `our own prices`, `what we charge`, `our price for Blue Dream`. */
const us: Parser<Of> = longest<Of>(
  map(both(phrase(`${ours} ${own}? ${prices}?`), maybe(ofProduct)), ([, of]) => of ?? any()),
  map(both(phrase('our|my|ours'), both(product, maybe(phrase(prices)))), ([, [of]]) => ({ of })),
  map(phrase('what|as? we|i charge|ask|sell|do|are|have|offer|take|want|charging it|them|for*'), any),
  map(phrase('the|our prices|price in|at our|my shop|store|menu'), any),
);
const theirNoun =
  'them|theirs|their|they|competitor|competitors|rival|rivals|competition|other|others|anyone|anybody|else|someone|everyone|else';
const them: Parser<unknown> = longest<unknown>(phrase(`the|our|any|all|other|my* ${theirNoun} ${prices}?`), rival);

const undercuts =
  'undercut|undercuts|undercutting|undercutted|underprice|underprices|underpricing|underbid|underbids|undersell|undersells|underselling|outprice|outprices|undercharge|undercharges';
const beats = 'beat|beats|beating|top|tops|better|betters|outdo|outdoes';
const under = 'below|under|beneath|underneath';
const cheaper = 'cheaper|lower|less|lower-priced|cheaply|better';
const than = 'than|then|compared|to|as|against|versus|vs';

function gap(of: Of | null, base: 'our price' | 'their price' = 'our price'): SaidCondition {
  return { ...condition('price_gap', '>', null), base, of: of?.of ?? null };
}

/** Where theirs stands to ours: the words that say it, without those around them. */
const below: Parser<SaidCondition> = longest<SaidCondition>(
  map(both(phrase(undercuts), maybe(us)), ([, of]) => gap(of)),
  map(both(phrase(beats), us), ([, of]) => gap(of)),
  map(both(phrase(under), us), ([, of]) => gap(of)),
  map(both(phrase(`${cheaper} expensive|costly? ${prices}? ${than} the?`), us), ([, of]) => gap(of)),
  map(both(phrase('for|at? less|cheaper|lower than|then'), us), ([, of]) => gap(of)),
  map(
    both(
      phrase('sell|sells|selling|sold|offer|offers|offering|charge|charges|charging|ask|asks|want|wants'),
      both(
        maybe(
          longest<unknown>(phrase('it|them|things|anything|something|stuff|the|same|thing|product|for*'), ofProduct),
        ),
        both(phrase('for|at? less|cheaper|lower than|then'), us),
      ),
    ),
    ([, [, [, of]]]) => gap(of),
  ),
  map(
    both(
      phrase('a? better|lower|cheaper price|prices|deal|deals|offer|offers|rate|rates|pricing'),
      maybe(both(phrase(than), us)),
    ),
    ([, of]) => gap(of?.[1] ?? null),
  ),
  means(
    gap(null),
    'cheaper|lower-priced|undercut|undercutting',
    'less expensive',
    'sell|sells|selling|sold it|them|things|anything|something* for|at less|cheaper',
  ),
  means(
    gap(null),
    'we|i|our|us|prices|are|re|am|is|get|gets|got|were|being|been|ever|its|it* undercut|beaten|underpriced|undersold|outpriced by|again?',
  ),
  map(
    both(
      phrase(
        'we|i|our|ours|us|prices|price|is|are|re|am|s|gets|get|become* more|pricier|dearer|costlier|higher|above|over expensive? than|then?',
      ),
      them,
    ),
    () => gap(null, 'their price'),
  ),
  means({ ...gap(null), isVague: true }, 'we|i|our|prices|price|is|are|re|am* too expensive'),
  means(
    gap(null),
    'the|our|a? price? gap|difference|delta|spread to|between|with|of|in? price|prices|us|them|theirs|ours?',
  ),
);
/** We below them, which is told apart from them below us, and refused. */
const aboveUs: Parser<SaidCondition> = map(
  longest<unknown>(
    both(phrase(`we|i ${undercuts}|beat|outbid`), maybe(them)),
    both(
      phrase(
        'we|i|our|ours|prices|price|is|are|re|am|s|gets|get|become* cheaper|lower|below|under|less expensive? than|then?',
      ),
      them,
    ),
  ),
  () => ({ ...condition('price_gap', '<', { value: 0, unit: 'percent', currency: null }), base: 'their price' }),
);
/** "Or more", after all else: "10 % cheaper than ours or more". */
const orMore = phrase('or|and more|over|greater|bigger|above');
const much =
  'way|much|far|a|lot|significantly|considerably|substantially|drastically|massively|well|noticeably|really|heavily|seriously|too|quite|bit|lots|by|very|so';
const VAGUE = new Set(
  'way much far lot significantly considerably substantially drastically massively noticeably heavily seriously well badly'.split(
    ' ',
  ),
);
const often =
  'by? a|an|very|too|way|quite* lot|much|far|mile|margin|ton|significantly|considerably|large|big|substantial|wide|bit|heavily|substantially|massively|badly|drastically margin|amount|difference?';
const ofOurs = longest<SaidCondition['base'] & string>(
  means('our price', `of|off|from our|my own? price|prices`, 'of what we charge', 'of|off ours'),
  means('their price', `of|off|from their|the competitors own? price|prices`, 'of|off theirs'),
);
const onProduct = map(both(phrase('on|for|with|in|of'), product), ([, of]) => of);
export const core: Parser<SaidCondition> = map(
  both(below, both(maybe(longest(orMore, phrase(often))), both(maybe(ofOurs), maybe(onProduct)))),
  ([read, [after, [base, of]]]) => ({
    ...read,
    operator: after !== null && /^(or|and) /i.test(after) ? '>=' : read.operator,
    isVague: read.isVague || (after !== null && !/^(or|and) /i.test(after)),
    base: base ?? read.base,
    of: read.of ?? of,
  }),
);
const farBelow: Parser<SaidCondition> = map(both(phrase(`${much}*`), core), ([said, read]) =>
  said.split(' ').some((word) => VAGUE.has(word.toLowerCase())) ? { ...read, isVague: true } : null,
);

type Bound = NonNullable<ReturnType<typeof threshold>>[0];

/** With its limit directly before or behind it, which keeps those apart that are two conditions. */
const measured: Parser<SaidCondition> = longest<SaidCondition>(
  map(both(threshold, core), ([bound, read]) => withBound(read, bound)),
  map(both(core, both(maybe(phrase('is|are|gets|of|with|goes|bigger|by*')), threshold)), ([read, [, bound]]) =>
    withBound(read, bound),
  ),
  map(both(core, both(phrase('by'), amountSaid)), ([read, [, amount]]) =>
    withBound(read, { ...amount, operator: '>=' }),
  ),
  map(both(amountSaid, core), ([amount, read]) => withBound(read, { ...amount, operator: '>=' })),
);
/** "They are 5 % less", where it is clear who they are. */
export const muchLess: Parser<SaidCondition> = map(
  both(
    longest(
      threshold,
      map(amountSaid, (amount): Bound => ({ ...amount, operator: '>=' })),
    ),
    phrase('less|lower|down|under|below'),
  ),
  ([bound]) => withBound(gap(null), bound),
);
const whole: Parser<SaidCondition> = map(
  both(longest(aboveUs, measured, core, farBelow), both(maybe(ofOurs), maybe(onProduct))),
  ([read, [base, of]]) => ({
    ...read,
    base: base ?? read.base,
    of: read.of ?? of,
  }),
);

function withBound(read: SaidCondition, { operator, value, unit, currency }: Bound): SaidCondition | null {
  if (unit === 'days' || unit === 'stars' || unit === 'count') return null;
  const amount = { value, unit: unit ?? (currency === null ? null : ('currency' as const)), currency };
  return { ...read, isVague: false, operator: read.operator === '>=' ? '>=' : operator, amount };
}

/** "Two or more undercut us": a number of those who do something is no figure of theirs. */
const howManyDo: typeof threshold = (tokens, at) => {
  const read = threshold(tokens, at);
  const isBare = read !== null && read[0].unit === null && read[0].currency === null && read[0].value > 1;
  const verb = isBare ? tokens[read[1]] : undefined;
  return read && verb && verb.gap === '' && PLURALS.has(verb.text) ? [{ ...read[0], unit: 'count' }, read[1]] : null;
};
const PLURALS = new Set('undercut underprice undersell outprice beat are sell go get offer charge have'.split(' '));

/** How many of them: "two or more competitors are cheaper than us". */
const many: Parser<SaidCondition> = map(
  both(
    longest(howMany, howManyDo, threshold),
    both(
      maybe(
        phrase(
          'of|our|the|these|those|them|competitors|rivals|shops|stores|are|have|sell|selling|offer|at|once|be|is*',
        ),
      ),
      core,
    ),
  ),
  ([{ operator, value, unit, currency }, [, read]]) =>
    unit === 'count'
      ? { ...read, measure: 'undercutting', operator, amount: { value, unit: 'count', currency } }
      : null,
);

/** A price in figures: "sells Sencha below 12 €". */
const fixed: Parser<SaidCondition> = map(
  both(
    longest<Of>(
      map(
        both(
          phrase(
            'sell|sells|selling|offer|offers|offering|list|lists|price|prices|charge|charges|charging|asks|ask|has|have for?',
          ),
          maybe(ofProduct),
        ),
        ([, of]) => of ?? any(),
      ),
      map(
        both(phrase('the? their|competitor|competitors|rival|rivals price|prices'), maybe(ofProduct)),
        ([, of]) => of ?? any(),
      ),
      map(both(phrase('their'), product), ([, of]) => ({ of })),
    ),
    both(
      maybe(
        phrase(
          'for|at|is|are|goes|go|falls|fall|drops|drop|rises|rise|climbs|gets|comes|priced|a|price|of|it|anything|something|to|down|up*',
        ),
      ),
      both(threshold, maybe(onProduct)),
    ),
  ),
  ([{ of }, [words, [bound, more]]]) => {
    const { operator, value, unit, currency } = aimedAt(words, bound);
    return currency === null || unit !== null
      ? null
      : { ...condition('price', operator, { value, unit: 'currency', currency }), of: of ?? more };
  },
);

/** "A competitor lowers its price by more than 5 %": one price of one of them has gone down from what it was. */
const actor = longest<unknown>(phrase('the|our|any|a|one|of|my* competitor|rival'), rival);
const theirPrice = phrase('a|its|the|any|some? price|prices');
const acts: Parser<SaidCondition> = longest<SaidCondition>(
  ...(
    [
      ['lowers|cuts|drops|reduces|slashes', -1],
      ['raises|increases|hikes', 1],
    ] as const
  ).map(([verbs, sign]) =>
    map(both(actor, both(phrase(verbs), both(theirPrice, threshold))), ([, [, [, bound]]]) =>
      bound.unit === 'percent' ? moved(null, sign, bound) : null,
    ),
  ),
);

const changed = happens(
  'competitor_prices',
  'competitor.price_changed',
  'competitor|competitors|rival|rivals|they|anyone|someone|one|of|them|any|a* changes|change|changed|updates|update|adjusts|adjust|changing a|its|their|the|any* price|prices|pricing',
  `competitor|competitors|rival|their|the|a|any|of|s* price|prices|pricing at|of|from|a|the|our|competitor|competitors|rival* changes|change|changed|is changed`,
  'price|prices change|changes at|of|by|from a|the|our|any|one|of* competitor|competitors|rival|rivals',
  'new competitor price|prices',
);

export const competitorPrices: SubjectWords = {
  subject: 'competitor_prices',
  mention,
  happening: changed,
  condition: longest<SaidCondition>(many, whole, fixed, acts),
};
