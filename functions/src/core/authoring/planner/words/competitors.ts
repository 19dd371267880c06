import { both, longest, map, maybe, means, number, type Parser, phrase, token } from '../grammar.ts';
import type { Mention } from './subject-words.ts';

const rivalWord = 'competitor|competitors|rival|rivals|competition|competing';
const shopWord =
  'shop|shops|store|stores|dispensary|dispensaries|business|businesses|site|sites|website|websites|gym|gyms|seller|sellers|company|companies|agencies|coaches|studios|retailers|brands|places';
const owner =
  'our|my|the|all|of|local|main|biggest|nearest|closest|these|those|any|direct|known|some|a|an|one|each|every|single|major|both|no|different|who|anyone|is|are';
const priceWord = 'price|prices|pricing|priced|pricelist|rates|fees|tariffs|menus|offers';

/** A competitor by name. */
export const rival: Parser<string> = map(
  token(({ kind, sort }) => kind === 'name' && sort === 'competitor'),
  ({ raw }) => raw,
);
export const product: Parser<string> = map(
  token(({ kind, sort }) => kind === 'name' && (sort === 'product' || sort === null)),
  ({ raw }) => raw,
);

const rivalNoun: Parser<string> = longest(
  phrase(`${rivalWord} ${shopWord}?`),
  phrase(`other|rival|neighboring|neighbouring|nearby ${shopWord}`),
);
/** That their prices are spoken of. */
export const mention: Parser<Mention> = longest<Mention>(
  map(
    both(
      maybe(phrase(`${owner}*`)),
      both(
        maybe(longest(phrase('top|biggest|main|best|first|closest|nearest|largest'), phrase('most important'))),
        both(
          maybe(number),
          both(
            maybe(phrase('most? important|biggest|main|top|closest|nearest|local')),
            both(rivalNoun, maybe(phrase(priceWord))),
          ),
        ),
      ),
    ),
    ([, [, [count]]]) => ({ subject: 'competitor_prices', count }),
  ),
  means(
    { subject: 'competitor_prices', count: null },
    `${priceWord} of|at|from the? other|rival|competing ${shopWord}`,
  ),
  means(
    { subject: 'competitor_prices', count: null },
    'competitive|competitor intelligence|intel|analysis|landscape',
    'a|the? price|pricing comparison|comparisons with|to|of|against?',
    'compare|comparing|match the|all|our? price|prices|pricing',
    'market prices|price',
  ),
  map(rival, () => ({ subject: 'competitor_prices', count: null })),
);

/** "If all our competitors …", "if they all …": all at once, which is not any one of them. */
export const everyOne: Parser<string> = longest(
  phrase('if|when|whenever|once|because|should all|every|each|both|everyone|everybody|most|half'),
  phrase('if|when|whenever|once|should they|competitors|rivals|shops|stores all|each|both|mostly'),
  phrase('if|when|whenever|once|should the|our majority|most|half of'),
  phrase('most|half|majority of them|theirs|these|those|the|our'),
);
