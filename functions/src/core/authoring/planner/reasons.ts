import { longest, type Parser, phrase } from './grammar.ts';

/** "…, up or down": behind a mark, and so of nothing that was said to go up. */
const eitherWay = phrase('up|higher|rise or down|lower|fall');
const apart: Parser<string> = (tokens, at) => ((tokens[at]?.gap ?? '') === '' ? null : eitherWay(tokens, at));
/** "It's called #new-orders": the name itself says where. */
const called = longest(
  phrase('and? its|it|thats|which is? called|named'),
  phrase(
    'in|to|into|on the|our|my orders|sales|team|ops|support|stock|alerts|finance|slack? channel on|in? slack? its|it|thats|which is? called|named',
  ),
);
const naming: Parser<string> = (tokens, at) => {
  const said = called(tokens, at);
  return said !== null && tokens[said[1]]?.kind === 'channel' ? said : null;
};
/** "If 5 members are past due, email me the past due list": the list is of those. */
const dueList = phrase('the|a|that past|late|overdue|past-due due? list|report|summary');
const sameList: Parser<string> = (tokens, at) => {
  const read = dueList(tokens, at);
  const others = read === null ? [] : [...tokens.slice(0, at), ...tokens.slice(read[1])];
  return others.some(({ text }) => DUE.has(text)) && others.some(({ text }) => OWING.has(text)) ? read : null;
};
const DUE = new Set(['due', 'overdue', 'past-due', 'late']);
const OWING = new Set(['member', 'members', 'invoice', 'invoices']);
/** "At the end of each business day, 9:30 pm": the time that is named behind it says when. */
const dayEnd = phrase('at? the end|close of every|each|the|our? business|working|work? day');
const evening: Parser<string> = (tokens, at) => {
  const said = dayEnd(tokens, at);
  const next = said === null ? undefined : tokens[said[1]];
  return next?.kind === 'number' && next.gap !== '' ? said : null;
};

/** Politeness and turns of speech, of which nothing is made. */
export const courtesy: Parser<string> = longest(
  phrase(
    'that|it|this would|will|d|might be really|very|so|super|just? great|nice|awesome|lovely|helpful|cool|perfect|good|useful|amazing|wonderful|fantastic',
  ),
  phrase('if its|that|this|it|thats|is|at|all* possible|okay|ok|alright|feasible|doable'),
  phrase('if|when|whenever you can|could|may|please|like|get|have a|the|it|to|around|chance|time|moment*'),
  phrase('if you dont|wouldnt mind'),
  phrase('is|would it be? possible to|for you|that*'),
  phrase('would|do you mind'),
  phrase('be so kind|good as|and to?'),
  phrase('do me a|the favor|favour and|please?'),
  phrase('many|much? thanks|thank|thx|ta|cheers you|u? in|so|very|a advance|much|lot|bunch|million|ton'),
  phrase('much|greatly|highly|really? appreciated'),
  phrase('i|id|we|wed would? really? appreciate it|that|this? very? much? if? you? could|would|can?'),
  phrase('no rush|worries|hurry|pressure'),
  phrase('sorry to bother|disturb|trouble|interrupt you?'),
  phrase('i|we|am|im|was|were|just* wondering|wonder if|whether you|we|it|i? can|could|would?'),
  phrase(
    'hey|hi|hello|hiya|dear|greetings team|all|everyone|everybody|guys|folks|there|craig|ezal|pops|friend|friends*',
  ),
  phrase('i|we? hope|hoping you|youre|all|are|is|it|everything|everyone|doing|this|finds* well|fine|good|great'),
  phrase('i|we dont|do not? really? care|mind which|what|how|who|why? way|one|ones?'),
  phrase('around|near|round here'),
  phrase('down|up the street|road|block'),
  phrase('in the area|neighborhood|neighbourhood|town'),
  phrase('in town'),
  apart,
  naming,
  evening,
  sameList,
  phrase('by the way'),
  phrase('to be honest'),
  phrase('as usual|always|ever|before'),
  phrase('of course'),
  phrase('from now|here on|onward|onwards|forward?'),
  phrase('from today on|onward|onwards|forward'),
  phrase('going forward'),
  phrase('in the? future'),
  phrase('until further notice'),
  phrase('until|till i|we say|tell otherwise|stop|you|it|so|different|differently*'),
  phrase('starting|effective|beginning now|immediately'),
);

/** What begins a sentence that only tells something. */
const TELLS =
  /^(?:(?:hi|hey|hello|hm+|well|ok|okay|so|look|honestly|sadly|unfortunately|lately|recently|sometimes|often|and|but|again|currently|as you know|last (?:week|month|year|night|time)|yesterday|these days|right now|you know)\b,?\s*)*(?:we|i|our|my|they|their|it|it's|its|that|that's|this|there|there's|the|a few|too many|people|customers|clients|members|shoppers|guests|competitors|rivals|everybody|everyone|somebody|someone|nobody|some|many|most|stuff|things|sales|business|staff|money|last|lately)(?:['’](?:s|re|ve|m|d))?\b/i;
/** What asks for something, says when or how often, or sets a bound: it is not passed over. */
const ASKS =
  /\b(?:if|when|whenever|once|while|unless|until|except|excluding|only|just|solely|instead|rather|otherwise|besides|also|too(?! (?:many|much|often|few))|same|please|pls|wants?|needs?|like|prefer|wish|should|must|shall|would|have to|has to|let|tell|told|alert|notify|notified|inform|e-?mail|mail|text|sms|message|ping|post|remind|reminder|send|sent|report|list|check|watch|monitor|track|create|add|log|raise|slack|telegram|every|each|all of|daily|weekly|monthly|hourly|nightly|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|morning|noon|evening|midnight|always|ignore|skip|exclude|include|means?|is called|named|more than|less than|at least|over|under|above|below|between|than|limit|(?<=\b(?:i|we) (?:\w+ )?)(?:forget|forgetting))\b|["“”„«»#@%$€£\d]|https?:/i;
/** Why something is wanted, up to the next mark; what it is for is no part of it. */
const WHY =
  /,?\s+(?:so that|so (?=(?:we|i|he|she|they|it|the|our|my|nobody|everyone|everybody|people|customers|members)\b)|in order to|because|cause|cos|since (?=(?:we|i|our|my|they|it|people|customers|members|clients|he|she)\b)|as (?=(?:we|i|our|they)\b))[^,.;:!?→"#@\d]*(?=[,.;!?]|$)/gi;
const ACTS = /\b(?:e-?mail|mail|text|post|ping|alert|notify|tell|remind|unless|except|only|not|never|every|when|if)\b/i;

/** Without why it is wanted: "… so that the team can call them", "because we lose money". */
export function withoutWhy(sentence: string): string {
  return sentence.replace(WHY, (said) => (ACTS.test(said) ? said : ''));
}

/** What is told and asks for nothing: "We lose money shipping those. …", "…, members keep asking". */
interface Short {
  readonly text: string;
  /** Clauses of their own that were left out, as they were written. */
  readonly out: readonly string[];
}

/** Words that could bound what is wanted; a clause behind a comma that has one of them goes with what stands before it. */
const BOUNDS =
  /\b(?:not|no|never|none|don['’]?t|doesn['’]?t|isn['’]?t|aren['’]?t|won['’]?t|can['’]?t|or|but|big|small|large|huge|many|few|most|some of|new|late|overdue|unpaid|ones?|those (?:who|from|that|with|of)|who|whose|which|from|with|without|by)\b/i;
/** A clause says something of somebody: "the refunded ones" and "our wholesale clients" do not, they narrow. */
const PRONOUN =
  /^(?:and |so |but |well |because )?(?:we|i|it|they|he|she|everybody|everyone|people|this|there)(?:['’](?:s|re|ve|m|d))?\s+\S/i;
/** "It's paid by card" is of the order; "it's a mess" is not. */
const NARROWS =
  /^(?:it|they|this|these)(?:['’](?:s|re)| is| are| was| were)\b(?! (?:a (?:mess|pain|problem|nightmare|disaster)|for|driving|killing|annoying|important|urgent|embarrassing)\b)/i;
const VERB =
  /\b(?:is|are|was|were|has|have|had|will|gets?|got|keeps?|kept|likes?|loves?|hates?|complains?|asks?|goes|went|going|makes?|takes?|calls?|worr(?:y|ies)|panics?|forgets?|knows?|runs?|looks?|looked|seems?|feels?|hurts?|matters?|sells?|comes?|says?|thinks?|gives?|helps?|costs?|depends?)\b/i;
/** "We sell about forty a week": how much goes is no bound. */
const RATE =
  /(?<=^|[.!?]\s+)(?:we|they|i) (?:sell|sold|go through|get|make|ship|move|use|lose|need) (?:about |around |roughly |some |maybe |like |up to )?[\p{L}\d,.]+(?: of (?:them|those|these))? (?:a|an|per|each|every) (?:day|week|month|year)\b[^.!?"#@→]*[.!?]?/giu;

/** Without background; `isPlain` tells whether a clause says nothing that something could be made of. */
export function withoutBackground(sentence: string, isPlain: (clause: string) => boolean): Short | null {
  const why = withoutWhy(sentence);
  const short = why.replace(RATE, (said) => (ACTION.test(said) ? said : ''));
  const parts = short.split(/((?<=[.!?])\s+|\n+|\s+[–—-]\s+|[,;]\s+|\s*\(|\))/);
  const out: string[] = [];
  let kept = '';
  for (let at = 0; at < parts.length; at += 2) {
    const clause = (parts[at] ?? '').trim();
    const isInner = /[,;(–—-]/.test((parts[at - 1] ?? '') + (parts[at + 1] ?? ''));
    const isOwn =
      !isInner || (!BOUNDS.test(clause) && !NARROWS.test(clause) && (PRONOUN.test(clause) || VERB.test(clause)));
    const isIdle = isOwn && TELLS.test(clause) && !ASKS.test(clause) && isPlain(clause);
    if (isIdle) out.push(clause.replace(/[.!?]+$/, ''));
    else kept += (kept === '' ? '' : (parts[at - 1] ?? '')) + (parts[at] ?? '');
  }
  const text = kept.trim() === '' ? short : kept;
  if (text === sentence) return null;
  const rate = why === short ? [] : [...(why.match(RATE) ?? [])].map((said) => said.trim().replace(/[.!?]+$/, ''));
  return { text, out: kept.trim() === '' ? [] : [...out, ...rate] };
}
const ACTION = /\b(?:e-?mail|mail|text|post|ping|alert|notify|tell|remind|send|order more|unless|except|only)\b/i;
