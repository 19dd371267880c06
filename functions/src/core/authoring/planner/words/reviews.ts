import { longest, type Parser } from '../grammar.ts';
import { behind, says, starsBound, vague } from './bounds.ts';
import {
  ARISES,
  AUX,
  alone,
  any,
  around,
  clause,
  happens,
  mentions,
  optional,
  orAlso,
  type Said,
  SOMEBODY,
  saying,
} from './clause.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'review|reviews|rating|ratings';
const DET = 'a|an|the|any|each|every|all|another|of|our|my|some|this|us*';
const KIND = 'new|perfect|fresh|latest|customer|customers|client|online|public|member|guest|shop|further*';
const whose = around('us|ours|shop|store|gym|business|customer|customers|client|clients|member|members|guest');
const good = saying(
  vague('rating', '>='),
  'good|positive|great|excellent|glowing|nice|happy|fantastic|wonderful|top|amazing|awesome|brilliant|favorable|favourable',
);
const BAD =
  'very|really|extremely|particularly|pretty|so* bad|negative|poor|terrible|awful|horrible|nasty|angry|unhappy|critical|scathing|lousy|damaging|unfavorable|unfavourable|dissatisfied|disappointing|disappointed|crappy|horrendous|low';
/** "That mentions parking": a quoted text, or one word. */
const about: Parser<Said> = behind(
  'which|that|with|it|where|and|has|the|word|words|phrase|somebody|someone|customer|text|says|say|said|mentions|mention|mentioning|contains|contain|containing|includes|saying|talks|complains|complain|about',
  (tokens, at) => {
    const [token, verb] = [tokens[at], tokens[at - 1]];
    const isSaid = verb !== undefined && SAYS.has(verb.text) && token !== undefined && !SAYS.has(token.text);
    return isSaid && (token.kind === 'quote' || token.kind === 'word' || token.kind === 'name')
      ? [[says(token.kind === 'word' ? token.text : token.raw)], at + 1]
      : null;
  },
);
const SAYS = new Set(
  'mentions mention mentioning contains contain containing includes says saying word words phrase'.split(' '),
);

/** Stars that are called so; a bare number is nobody's. */
const clearStars: Parser<Said> = (tokens, at) => {
  const read = starsBound(tokens, at);
  return read && tokens.slice(at, read[1]).some(({ text }) => /star|rat/.test(text)) ? read : null;
};

const tail = optional(any(clause(starsBound, optional(about)), about));
const review = any(
  clause(DET, KIND, optional(any(starsBound, good)), KIND, NOUN, whose, tail),
  clause(DET, KIND, clearStars, KIND, optional(`${NOUN}`), whose),
);
const bad = any(clause(DET, KIND, BAD, KIND, `${NOUN}|feedback`, whose, optional(about)));
const comes = any(
  clause(ARISES, 'on|at|in?', around('us|google|yelp|site|page|shop|gym')),
  clause(AUX, 'comes|come|came|rolls|pops|drops in|up|through'),
  clause(
    AUX,
    'arrives|arrived|appears|appeared|lands|posted|published|written|left|submitted|received|added|given|made|online',
    'in|up?',
    around('us|google|yelp|site|page|shop|gym'),
  ),
  clause('goes|went up|live|online'),
);
const leaves = any(
  clause(
    AUX,
    'leaves|leave|left|writes|write|wrote|posts|post|posted|gives|give|gave|submits|submitted|publishes|adds|drops|makes',
    'us|our|shop|behind|a|an*',
  ),
);
const WHO = `a|an|the|any|our|some|new|unhappy|another* ${SOMEBODY}|customer|customers|client|clients|member|members|guest|reviewer|user|shopper`;
const we = 'we|i|shop|gym|store get|gets|got|receive|receives|received|have|had|collect|earn|see';
export const reviews: SubjectWords = {
  subject: 'reviews',
  mention: mentions(
    'reviews',
    'all|our|the|my|customer|google|new|latest|recent* reviews|ratings',
    'all|our|the|my* review scores',
  ),
  happening: longest(
    happens(
      'reviews',
      'review.created',
      clause(review, comes, tail),
      clause(we, review, 'in?'),
      clause('theres|there is|are?', review),
      clause(WHO, leaves, review),
      clause(WHO, leaves, starsBound),
      clause('anything|everything|something|all', clearStars),
      clause('our|the|a|star* rating|score|stars of|in|on', review),
      clause(WHO, AUX, 'rates|reviews|reviewed|rated', 'us|our|shop|gym|the*', tail),
      clause('a|an|any|every|each|another|all|our|the* new', KIND, optional(any(starsBound, good)), NOUN, whose, tail),
      clause('every|each|any|another', KIND, optional(any(starsBound, good)), NOUN, whose, tail),
      clause(optional(DET), KIND, any(starsBound, good), KIND, NOUN, whose, tail),
      clause(optional(DET), KIND, NOUN, whose, any(starsBound, about)),
      clause('we|i|shop|gym are|get|gets|is|got rated|reviewed', tail),
      orAlso(NOUN, comes),
    ),
    happens(
      'reviews',
      'review.negative',
      bad,
      clause(bad, comes),
      clause(we, bad, 'in?'),
      clause('theres|there is|are?', bad),
      clause(WHO, leaves, bad),
      clause(DET, KIND, NOUN, AUX, BAD),
      clause(DET, KIND, NOUN, 'from|by|of', 'a|an|any|some*', BAD, 'customer|customers|client|member|guest'),
      clause(WHO, 'reviews|rates', 'us|our|shop|gym|the*', 'badly|poorly|negatively'),
    ),
  ),
  condition: alone(clause('it|rated|rating|ratings|has|have|with|is|gives|was*', clearStars)),
};
