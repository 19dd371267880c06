import { both, longest, map, maybe, means, type Parser, phrase } from '../grammar.ts';
import { threshold } from '../threshold.ts';
import { condition } from './bounds.ts';
import { product } from './competitors.ts';
import type { Happening, Mention, SaidCondition, SubjectWords } from './subject-words.ts';

const price = 'price|prices|pricing';
interface Of {
  readonly of: string | null;
}
const any = (): Of => ({ of: null });
const whose = 'one|a|any|an|of|our|my|own|the|some|each|every|single|product|item|selling|retail';
/** "Our price for Blue Dream", "a price of ours", "the price of one of our products", "prices in our shop". */
const ourPrice: Parser<Of> = longest<Of>(
  map(both(phrase(`${whose}* our|my own? ${price}`), maybe(both(phrase('for|of|on'), product))), ([, of]) => ({
    of: of?.[1] ?? null,
  })),
  map(phrase(`${whose}* our|my product|products|item|items ${price}`), any),
  map(
    phrase(
      `${whose}* ${price} of|for|on|in|at ${whose}* ours|mine|us|products|product|items|item|shop|store|catalog|catalogue|menu|website|site|something|anything`,
    ),
    any,
  ),
  map(both(phrase(`${whose}* ${price} of|for|on our|my|the|a?`), product), ([, of]) => ({ of })),
  map(both(product, phrase(price)), ([of]) => ({ of })),
  map(both(phrase('our|my'), product), ([, of]) => ({ of })),
  map(phrase(`our|my|own|product ${price}`), any),
);
const anyPrice: Parser<Of> = map(phrase(`a|any|the|one|some? product|item|shop|own? ${price}`), any);
const anyOurs: Parser<Of> = longest<Of>(
  ourPrice,
  anyPrice,
  map(product, (of) => ({ of })),
);

const aux = 'is|are|was|were|has|have|been|gets|get|got|being|be|ever|suddenly|goes|go|s';
const changes = `${aux}* change|changes|changed|changing|edited|updated|adjusted|modified|altered|different|edits|updates|adjusts|modifies`;
const drops = `${aux}* drop|drops|dropped|dropping|fall|falls|fell|down|decrease|decreases|decreased|lowered|reduced|cut|cheaper|sinks|dips|slashed|marked|comes down?`;
const rises = `${aux}* rise|rises|rose|up|increase|increases|increased|raised|climb|climbs|hiked|higher up?`;
const makes =
  'someone|somebody|anyone|anybody|staff|we|an|employee|team|people|they* change|changes|changed|edits|edit|updates|update|adjusts|modifies|touches';
const lowers =
  'someone|somebody|anyone|anybody|staff|we|an|employee|team|people|they|keeps|keep|is|are|was* lower|lowers|lowered|lowering|cutting|dropping|cut|cuts|reduces|reduced|drops|discounts|slashes';

function event(eventName: string, { of }: Of): Happening {
  return {
    subject: 'own_prices',
    eventName,
    conditions: of === null ? [] : [{ ...condition('price_change', '==', null), of }],
  };
}
const happening: Parser<Happening> = longest<Happening>(
  map(phrase('a|any|one|of|our* product|item|article|products|items gets|get|becomes|become|is|are cheaper'), () =>
    event('price.dropped', any()),
  ),
  map(both(product, phrase('gets|becomes cheaper')), ([of]) => event('price.dropped', { of })),
  map(both(longest(ourPrice, anyPrice), phrase(changes)), ([of]) => event('price.changed', of)),
  map(both(longest(ourPrice, anyPrice), phrase(drops)), ([of]) => event('price.dropped', of)),
  map(both(phrase(makes), longest(ourPrice, anyPrice)), ([, of]) => event('price.changed', of ?? any())),
  map(both(phrase(lowers), longest(ourPrice, anyPrice)), ([, of]) => event('price.dropped', of ?? any())),
  map(both(phrase('price change|changes|update|updates|edit|edits in|on|of|for|to?'), maybe(anyOurs)), ([, of]) =>
    event('price.changed', of ?? any()),
  ),
  map(both(phrase('price drop|drops|reduction|reductions|cut|cuts in|on|of|for|to?'), maybe(anyOurs)), ([, of]) =>
    event('price.dropped', of ?? any()),
  ),
  means(
    event('product.created', any()),
    'a|any|the|each|every|new* product|item|article|sku is|are|gets|was|has|been* added|created|listed|uploaded|published|launched to|in|on? our|the|my? shop|store|catalog|catalogue|menu|range|assortment|inventory?',
    'a|any|the|each|every|all? new product|products|item|items|article|articles|sku|skus in|to|on? our|the|my? shop|store|catalog|catalogue|menu|range|assortment?',
    'someone|somebody|we|anyone|staff* add|adds|added|adding|lists|creates|launches|launch a|an? new? product|products|item|items|article to|in|on? our|the|my? shop|store|catalog|catalogue|menu|range?',
  ),
);

type Bound = NonNullable<ReturnType<typeof threshold>>[0];

/** "Drops to $5" is there or below, "rises to" there or above. */
export function aimedAt(words: string | null, bound: Bound): Bound {
  const said = (words ?? '').toLowerCase();
  if (bound.operator !== '>=' || !/\bto$/.test(said)) return bound;
  if (/\b(?:falls?|fell|drops?|dropped|down|sinks?|dips?|cut)\b/.test(said)) return { ...bound, operator: '<=' };
  return /^(?:is|are)? ?up to$/.test(said) ? { ...bound, operator: '<=' } : bound;
}

/** A change has a sign; a price has none. */
export function moved(
  of: string | null,
  sign: 1 | -1,
  { operator, value, unit, currency }: Bound,
): SaidCondition | null {
  if (unit === 'days' || unit === 'stars' || unit === 'count') return null;
  const side = sign < 0 ? '<' : '>';
  return {
    ...condition('price_change', operator.endsWith('=') ? `${side}=` : side, {
      value: sign * value,
      unit: unit ?? (currency === null ? null : 'currency'),
      currency,
    }),
    base: 'price before',
    of,
  };
}
const by = maybe(phrase('by|with|of*'));
const nothingMore = { value: 0, unit: 'percent', currency: null } as const;
const moves: Parser<SaidCondition> = longest<SaidCondition>(
  map(both(anyOurs, both(phrase(drops), both(by, threshold))), ([of, [, [, bound]]]) => fixedOr(of.of, -1, bound)),
  map(both(anyOurs, both(phrase(rises), both(by, threshold))), ([of, [, [, bound]]]) => fixedOr(of.of, 1, bound)),
  map(both(phrase(lowers), both(anyOurs, both(by, threshold))), ([, [of, [, bound]]]) => moved(of.of, -1, bound)),
  map(both(anyOurs, both(phrase(drops), both(phrase('by'), amountOf()))), ([of, [, [, bound]]]) =>
    moved(of.of, -1, bound),
  ),
  map(both(anyOurs, both(phrase(rises), both(phrase('by'), amountOf()))), ([of, [, [, bound]]]) =>
    moved(of.of, 1, bound),
  ),
  map(both(anyOurs, phrase(rises)), ([{ of }]) => ({
    ...condition('price_change', '>', nothingMore),
    base: 'price before',
    of,
  })),
  map(phrase('a|any|one|of|our* product|item|article gets|becomes|is more expensive|pricier|dearer'), () => ({
    ...condition('price_change', '>', nothingMore),
    base: 'price before',
  })),
  map(
    both(threshold, both(phrase('price'), both(phrase('drop|cut|reduction|decrease'), maybe(phrase('on|of|for'))))),
    ([bound]) => moved(null, -1, bound),
  ),
  map(both(threshold, both(phrase('price'), phrase('rise|increase|hike'))), ([bound]) => moved(null, 1, bound)),
  map(
    both(anyOurs, both(maybe(phrase('is|are|goes|gets|set|falls|drops|rises|climbs|up|down|to*')), threshold)),
    ([of, [words, bound]]) => fixed(of.of, aimedAt(words, bound)),
  ),
  map(
    phrase('our|my prices|price are|is|get|look|seem* way|far|very|too|so* off|wrong|high|low|different by? a? lot?'),
    () => ({
      ...condition('price_change', '<', null),
      isVague: true,
    }),
  ),
);

function amountOf(): Parser<Bound> {
  return (tokens, at) => {
    const here = tokens[at];
    return here?.kind === 'number' && here.number !== null
      ? [{ operator: '>=', value: here.number, unit: null, currency: null }, at + 1]
      : null;
  };
}

/** "Drops below $20" is a price, "drops by 20 %" a change. */
function fixedOr(of: string | null, sign: 1 | -1, bound: Bound): SaidCondition | null {
  const isFixed = bound.currency !== null && bound.operator.startsWith(sign < 0 ? '<' : '>') && bound.operator !== '>=';
  return isFixed && sign < 0 ? fixed(of, bound) : moved(of, sign, bound);
}

function fixed(of: string | null, { operator, value, unit, currency }: Bound): SaidCondition | null {
  if (currency === null || unit !== null) return null;
  return { ...condition('price', operator, { value, unit: 'currency', currency }), of };
}

const mention: Parser<Mention> = means(
  { subject: 'own_prices', count: null },
  `our|my own? ${price}`,
  `${price} of|in our|my products|shop|store|catalog|menu`,
  'our|my price list',
);

export const ownPrices: SubjectWords = { subject: 'own_prices', mention, happening, condition: moves };
