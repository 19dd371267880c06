import { both, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/** `if all our competitors …`, `if they all …`: all at once, which is not any one of them. */
export const everyOne: Parser<string> = longest(
  phrase('if|when|whenever|once|because all|every|each|both|everyone|everybody|most|half'),
  phrase('if|when|whenever|once they|competitors|rivals|shops|stores all|each|both|mostly'),
  phrase('all|most|half of them|theirs|competitors|rivals|these|those|us'),
);

/** How their price stands to ours, where the sentence says so. */
export type Comparison = 'below_ours' | 'above_theirs' | 'below_theirs';

const ours = 'us|ours|mine|our|my|me|we';
const fall =
  'drop|drops|dropped|fall|falls|fell|go|goes|dip|dips|slip|slips|get|gets|come|comes|are|is|re|price|prices|sell|sells|selling|be|being|become|becomes|ever';
const low = 'below|under|beneath|underneath|cheaper|lower|less|undercutting';

/** `they undercut us`, `drop below ours`, `cheaper than us`; `we are more expensive than them`. */
export const comparison: Parser<Comparison> = longest<Comparison>(
  means(
    'below_ours',
    'undercut|undercuts|undercutting|underprice|underprices|underpricing|underbid|undersell|undersells our|my|us|me? prices|price|pricing|products?',
  ),
  means(
    'below_ours',
    `drop|drops|lower|lowers|cut|cuts|reduce|reduces|slash|slashes|set|put their|the? prices|price below|under ${ours} prices|price?`,
  ),
  means('below_ours', `have|has|offer|offers* lower|cheaper|better prices|price then|than ${ours} do|have?`),
  means('below_ours', `${fall}? ${low} then|than? ${ours} prices|price|pricing|own|ones?`),
  means('below_ours', 'are|is|sell|sells|for* cheaper|less|lower then|than what? we charge|charges|sell|ask|do|are'),
  means('below_ours', `for? less than ${ours} prices|price?`, `beat|beats|beating ${ours} prices|price?`),
  means('below_ours', 'are|is|re|get|gets|become|becomes|sell|sells cheaper', 'sell|sells|selling for less'),
  means('below_ours', 'we|i are|re|am|get|were|being* undercut|beaten|underpriced'),
  means(
    'below_theirs',
    'we|i undercut|undersell|underprice|beat them|our?',
    'we|our|ours|i are|re|am|prices|price|is* cheaper|lower|below|under|less then|than? them|theirs|competitors|their|competition prices|price?',
  ),
  means(
    'above_theirs',
    'we|our|ours|i are|re|am|prices|price|is* more|higher|pricier|dearer|costlier expensive? than them|theirs|competitors|their|competition prices|price?',
  ),
);

/** A drop without saying below what: their own earlier price, or ours? */
export const unclearDrop: Parser<string> = longest(
  phrase(
    'drop|drops|dropped|fall|falls|fell|lower|lowers|reduce|reduces|cut|cuts|slash|slashes|decrease|decreases their? prices|price?',
  ),
  phrase('prices|price drop|drops|fall|falls|change|changes'),
);
const ownerWords = 'our|my|the|all|of|local|main|biggest|nearest|closest|these|those|any|other';
const competitorWord = 'competitor|competitors|rival|rivals|competition|competing';
const shopWord = 'shops|stores|dispensaries|businesses|sites|websites|pages';
const priceWord = 'price|prices|pricing|priced';

/** Competitors, and how many of them: null for all. */
export const competitors: Parser<{ readonly top: number | null }> = longest<{ readonly top: number | null }>(
  map(
    both(
      maybe(phrase(`${ownerWords}*`)),
      both(
        maybe(phrase('top|biggest|main|best|first')),
        both(maybe(number), both(competitorNoun(), maybe(phrase(priceWord)))),
      ),
    ),
    ([, [, [top]]]) => ({ top }),
  ),
  map(phrase(`${priceWord} of|at|from other|rival|competing ${shopWord}`), () => ({ top: null })),
);

function competitorNoun(): Parser<string> {
  return longest(phrase(`${competitorWord} ${shopWord}?`), phrase(`other|rival ${shopWord}`));
}

export const prices: Parser<string> = longest(phrase(`their|our|the? ${priceWord}`), phrase(`${priceWord}`));

/** A page of a competitor, written out in the sentence. */
export const address: Parser<string> = map(
  token(({ kind }) => kind === 'url'),
  ({ text }) => text,
);
export const nameOf: Parser<string> = map(
  token(({ kind }) => kind === 'name'),
  ({ raw }) => raw,
);

const stockWord = 'stock|inventory|stocks|supply|supplies|item|items|product|products|anything|something';
/** Low, or sold out; `named` where what is low was called stock or a thing of it. */
export interface LowStock {
  readonly state: 'low' | 'empty';
  readonly named: boolean;
}
const named: LowStock = { state: 'low', named: true };

/** `stock runs low`, `running low on`, `below its reorder point`: the edge that the inventory event stands for. */
export const lowStock: Parser<LowStock> = longest<LowStock>(
  means(
    { state: 'low', named: false },
    `levels|level|of* is|are|s|get|gets|getting|run|runs|running|ran|goes|go|going|drops|drop|falls|fall|becomes|too|nearly|almost|very* low on|in|of?`,
  ),
  means(
    named,
    `${stockWord} levels|level|of* is|are|s|get|gets|getting|run|runs|running|ran|goes|go|going|drops|drop|falls|fall|becomes|too|nearly|almost|very* low on|in|of?`,
    `is|are|get|gets|getting|run|runs|running|re* low on|in|of our|my|the|any* ${stockWord}`,
    'low inventory|stock|stocks level|levels|alert|alerts|warning|warnings|notification|notifications?',
    `${stockWord}* is|are|goes|go|falls|fall|drops|drop|gets* below|under|beneath its|the|their|our* reorder|minimum|min point|points|level|levels|threshold|stock?`,
    `${stockWord}* need|needs to? be? restocking|restocked|reordering|reordered|restock|reorder`,
    'we|i need|have to restock|reorder',
    'time to restock|reorder',
  ),
  means(
    { state: 'empty', named: true },
    `${stockWord}* is|are|run|runs|running|we|re|go|goes|sell|sells|sold* out of? ${stockWord}*`,
  ),
);
export const stockSubject: Parser<string> = phrase('stock|inventory|stocks level|levels?');

const reportWord =
  'report|reports|summary|summaries|overview|digest|analysis|roundup|recap|briefing|breakdown|comparison';
export const report: Parser<string> = longest(
  phrase(
    `competitor|competitors|competitive|competition|pricing|price|prices|market|intelligence|intel* ${reportWord}`,
  ),
  phrase(`${reportWord} of|on|about|for?`),
);
