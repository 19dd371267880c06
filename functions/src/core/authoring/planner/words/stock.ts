import { both, longest, map, maybe, means, type Parser, phrase } from '../grammar.ts';
import { amountSaid, threshold } from '../threshold.ts';
import { behind, condition } from './bounds.ts';
import { product } from './competitors.ts';
import type { Happening, Mention, SaidCondition, SubjectWords } from './subject-words.ts';

const thing =
  'stock|inventory|stocks|supply|supplies|item|items|product|products|anything|something|sku|skus|things|it|everything|whatever|any|an|a|one|of|our|the|my|what|that|which|some|goods|they|merchandise|us|we|all|these|those|ever';
const are =
  'is|are|s|get|gets|getting|run|runs|running|ran|goes|go|going|went|drops|drop|dropped|dropping|falls|fall|fell|falling|becomes|become|too|nearly|almost|very|has|have|been|be|being|about|to|starts|start|starting|keeps|keep|looks|close|dangerously|dips|dip|sinks|reach|reaches|hits|hit|at|just|level|levels';
const reorder = 'reorder|minimum|min|safety|threshold|par|re-order|order';
const point = 'point|points|level|levels|threshold|stock|limit|mark|quantity';

const low: Parser<unknown> = longest<unknown>(
  phrase(`${thing}* ${are}* low on|in|of? ${thing}*`),
  phrase(`${thing}* ${are}* running short|low|out of? ${thing}*`),
  phrase(
    `low inventory|stock|stocks|supply level|levels|alert|alerts|warning|warnings|item|items|notification|notifications|products|list|report?`,
  ),
  phrase(`low-stock|understocked level|levels|alert|alerts|item|items|products|list|report?`),
  phrase(`${thing}* ${are}* below|under|beneath|past|at its|the|their|our|a* ${reorder} ${point}?`),
  phrase(`${thing}* ${are}* hits|hit|reaches|reach|crosses|passes its|the|their|our|a* ${reorder} ${point}`),
  phrase(
    `${thing}* need|needs|has|have|must|should|ought|due to|for|a* be? restocking|restocked|reordering|reordered|restock|reorder|replenishing|replenished|replenishment|replenish|refilling|refill`,
  ),
  phrase('we|i need|have|ought|should|must to? restock|reorder|replenish'),
  phrase('time to restock|reorder|replenish'),
  phrase(`${thing}* to be reordered|restocked|replenished`),
  phrase(`${thing}* ${are}* about|close|near|going to sell|run|running|selling out of? ${thing}*`),
  phrase(`${thing}* ${are}* nearly|almost|close to? sold|gone|out|empty out?`),
  phrase(`${thing}* ${are}* almost|nearly|close|about to? be? out of? stock?`),
  phrase(`only? a? few left`),
  phrase(`${thing}* ${are}* low|short or|and|nor|/ out|empty|gone of? stock?`),
  phrase(`${thing}* ${are}* out or|and low on? stock?`),
  phrase(`${thing}* ${are}* running out of? ${thing}*`),
  phrase(`${thing}* ${are}* short on|of ${thing}*`),
);
const out: Parser<unknown> = longest<unknown>(
  phrase(`${thing}* ${are}* out of stock|inventory`),
  phrase(`${thing}* sell|sells|sold|selling out`),
  phrase(`${thing}* ${are}* run|runs|ran out of? ${thing}*`),
  phrase(`${thing}* is|are|has|have|been* sold|completely|all|fully* out|gone|depleted|exhausted|unavailable`),
  phrase(`stock-out|stockout|stockouts|out-of-stock|sold-out ${thing}*`),
  phrase(`we|i|there are|is|re|have* out of ${thing}*`),
  phrase('there is|are? none|nothing|no more left? in? stock?'),
  phrase('none|nothing left in? stock?'),
);
const back: Parser<unknown> = longest<unknown>(
  phrase(`${thing}* is|are|comes|come|s|get|gets|becomes|been|has|have* back|again in stock|inventory again?`),
  phrase(`${thing}* is|are|comes|come|s|get|gets|becomes* in stock again`),
  phrase(`${thing}* is|are|comes|come|s|becomes* available again`),
  phrase(`${thing}* is|are|was|were|has|have|been|gets|get* restocked|replenished`),
  phrase(`${thing}* is|are|comes* back again?`),
  phrase(`back-in-stock ${thing}*`),
);

function event(eventName: string, parser: Parser<unknown>): Parser<Happening> {
  const made = (of: string | null): Happening => ({
    subject: 'stock',
    eventName,
    conditions: of === null ? [] : [{ ...condition('quantity', '<=', null), of }],
  });
  return longest<Happening>(
    map(both(maybe(phrase('the|our|any|my|of*')), both(product, parser)), ([, [of]]) => made(of)),
    map(both(parser, both(maybe(phrase('of|on|for|in|our|the|my*')), product)), ([, [, of]]) => made(of)),
    map(both(product, both(phrase('stock|inventory|supply|level|levels'), parser)), ([of]) => made(of)),
    map(parser, () => made(null)),
  );
}

/** "Stock", so that a level is spoken of. */
const level = phrase(
  'the|our? stock|inventory|quantity|level|levels|count|supply|on-hand level|levels|count|quantity? of|for?',
);
const VERBS = `${are}|there|we|i|only|down|with|left|have|has|if`;
const left = maybe(
  phrase('left|remaining|remain|in stock|of|it|them|units|items|pieces|on|hand|the|shelf|shelves|available*'),
);

function bounded(
  { operator, value, unit, currency }: NonNullable<ReturnType<typeof threshold>>[0],
  of: string | null,
): SaidCondition | null {
  if (currency !== null || (unit !== null && unit !== 'count')) return null;
  return { ...condition('quantity', operator, { value, unit: 'count', currency: null }), of };
}
const reaches = phrase(
  'is|are|reaches|reach|reached|hits|hit|gets|goes|at|equals|drops|dropped|falls|down|to|comes|sinks*',
);
const orLess = phrase('or|and less|fewer|below|lower|under');
const reached = longest(
  map(both(phrase('only|just'), amountSaid), ([, read]) => ({ ...read, operator: '<=' as const })),
  map(both(reaches, both(amountSaid, maybe(orLess))), ([, [read]]) => ({ ...read, operator: '<=' as const })),
  map(both(reaches, threshold), ([, read]) => (read.operator === '>=' ? { ...read, operator: '<=' as const } : read)),
);
/** A stock that "hits 5" has come down to it. */
const sided: typeof threshold = (tokens, at) => reached(tokens, at) ?? threshold(tokens, at);

const RIVALS = new Set(
  'competitors competitor rivals rival shops stores dispensaries gyms sites sellers others them'.split(' '),
);
/** "Two or more competitors" counts no things. */
const ofThings: typeof threshold = (tokens, at) => {
  const read = threshold(tokens, at);
  return read && tokens.slice(at, read[1]).some(({ text }) => RIVALS.has(text)) ? null : read;
};

const quantity: Parser<SaidCondition> = longest<SaidCondition>(
  map(
    both(
      product,
      both(maybe(phrase('stock|inventory|level|levels|quantity|count?')), both(behind(VERBS, sided), left)),
    ),
    ([of, [, [bound]]]) => bounded(bound, of),
  ),
  map(both(level, both(product, both(behind(VERBS, sided), left))), ([, [of, [bound]]]) => bounded(bound, of)),
  map(
    both(
      behind(VERBS, sided),
      both(maybe(phrase('units|items|pieces|packs|bottles|boxes|jars|bags|of|the|our*')), both(product, left)),
    ),
    ([bound, [, [of]]]) => bounded(bound, of),
  ),
  map(both(level, behind(VERBS, sided)), ([, bound]) => bounded(bound, null)),
  map(both(behind(VERBS, threshold), phrase('left|remaining|remain|in stock|inventory?')), ([bound]) =>
    bounded(bound, null),
  ),
  // "More than 3 products are low" counts products.
  map(behind(VERBS, ofThings), (bound) =>
    bound.unit === 'count' && bound.operator.startsWith('<') ? bounded(bound, null) : null,
  ),
);

const mention: Parser<Mention> = means(
  { subject: 'stock', count: null },
  'the|our|my? stock|inventory|stocks level|levels|count|list|report|summary|check|status?',
  'stock-list|stocklist|stock-taking',
);

export const stock: SubjectWords = {
  subject: 'stock',
  mention,
  happening: longest<Happening>(
    event('inventory.low_stock', low),
    event('inventory.out_of_stock', out),
    event('inventory.back_in_stock', back),
  ),
  condition: quantity,
};
