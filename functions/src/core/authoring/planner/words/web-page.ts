import { both, longest, map, maybe, means, type Parser, phrase, token } from '../grammar.ts';
import { says } from './bounds.ts';
import type { Mention, SaidCondition, SubjectWords } from './subject-words.ts';

const who =
  'it|its|they|the|a|an|any|page|pages|site|website|text|which|that|there|one|where|this|word|new|entry|entries|item|items|article|articles|post|posts|story|headline|mail|mails|email|emails|message|messages|subject|somebody|someone|anything|something|in|on|of|whose|title';
const verbs =
  'says|say|saying|contains|contain|containing|mentions|mention|mentioning|includes|include|including|shows|show|showing|reads|reading|has|have|having|lists|listing|states|stating|displays|with|about|matches|matching|carries|features|contents|talks|uses|stands|stand';
const word = maybe(
  phrase('the|a|an|any|words|word|text|phrase|term|keyword|string|of|about|name|in|its|subject|title|like|with|:*'),
);

/** Quoted text, or one word that stands alone. */
const quoted: Parser<string> = map(
  token(({ kind }) => kind === 'quote'),
  ({ raw }) => raw,
);
const NO_WORD = new Set(
  'a an the is are was and or if then it its to of on in at by for me us we our my this that when than more less changed new anything something one any up'.split(
    ' ',
  ),
);
const single: Parser<string> = map(
  token(({ kind, text }) => (kind === 'word' && !NO_WORD.has(text)) || kind === 'name' || kind === 'number'),
  ({ raw }) => raw,
);
/** Words that begin with a capital letter go together: "mentions Main Street". */
const capitals: Parser<string> = (tokens, at) => {
  const run: string[] = [];
  for (
    let next = at;
    /^\p{Lu}/u.test(tokens[next]?.raw ?? '') && (next === at || tokens[next]?.gap === '');
    next += 1
  ) {
    run.push(tokens[next]?.raw ?? '');
  }
  return run.length > 1 ? [run.join(' '), at + run.length] : null;
};
const behindWord: Parser<string> = map(
  both(phrase('the|a|either? word|words|phrase|term|text|keyword|expression :?'), longest(quoted, capitals, single)),
  ([, said]) => said,
);
const before: Parser<string> = map(
  both(longest(quoted, single), maybe(phrase('in its|the? subject|title|text|body line?'))),
  ([said]) => said,
);

/** `says "in stock"`, `contains the word recall`, `"sold out" appears`. */
export const saysText: Parser<SaidCondition> = longest<SaidCondition>(
  map(
    both(maybe(phrase(`${who}*`)), both(phrase(verbs), both(word, longest(quoted, capitals, before)))),
    ([, [, [, said]]]) => says(said),
  ),
  map(both(maybe(phrase(`${who}*`)), both(phrase(verbs), behindWord)), ([, [, said]]) => says(said)),
  map(both(phrase('for|find|finds'), longest(behindWord, quoted)), ([, said]) => says(said)),
  map(
    both(
      maybe(behindTheWord()),
      both(
        quoted,
        phrase(
          'is|are|has|been|gets|comes|shows|turns|can|be|ever|it* appears|appear|mentioned|found|up|there|listed|on|shown|in|named it|there|the? page|text|site|title|subject?',
        ),
      ),
    ),
    ([, [said]]) => says(said),
  ),
);

/** "If it is there", "if found": of what was said to be looked for. */
export const isThere: Parser<string> = longest(
  phrase(
    'and|so* if|when|whenever|once they|its|it|theyre|that|thats|those|these|one|any|either|is|are|can|be* there|found|present|listed|visible|mentioned|spotted|in on|in? it|the? page|site?',
  ),
  phrase(
    'and|so* if|when|whenever|once it|they|that|one|any* appears|appear|shows|comes|pops up? there|on|in? the? page|site?',
  ),
  phrase('and|so* if it|they|that|one|any does|do'),
  phrase('and|so* if|when you find|see|spot|finds it|them|one|any|that'),
);

function behindTheWord(): Parser<string> {
  return phrase('the|a? word|words|phrase|term|text|keyword');
}

const mention: Parser<Mention> = means(
  { subject: 'web_page', count: null },
  'the|that|this|a|their|our? page|webpage|web-page|site says|text?',
  'web page|pages',
  'the content|contents|text of',
);

export const webPage: SubjectWords = { subject: 'web_page', mention, happening: null, condition: null };
