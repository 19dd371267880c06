import type { SubjectId } from '../../../../model/contract.ts';
import { beginning, firstOf, longest, map, type Parser, phrase, remembered } from '../grammar.ts';
import type { Token } from '../tokens.ts';
import type { Happening, Mention, SaidCondition } from './subject-words.ts';

/** What a clause tells beside the bare fact: "an order **over $500** comes in". */
export type Said = readonly SaidCondition[];
type Piece = string | Parser<Said>;

/** Marks that end a thought: nothing that is one clause stands on both sides of them. */
const ENDS: ReadonlySet<string> = new Set(['.', '?', ';', '→']);

/** Pieces one after the other: words in the notation of `phrase`, or something that brings conditions. */
export function clause(...pieces: readonly Piece[]): Parser<Said> {
  const parsers = joined(pieces).map((piece) => (typeof piece === 'string' ? plain(piece) : piece));
  const read: Parser<Said> = (tokens, at) => {
    const said: SaidCondition[] = [];
    let next = at;
    for (const parser of parsers) {
      const read = parser(tokens, next);
      if (!read) return null;
      said.push(...read[0]);
      next = read[1];
    }
    const isBroken = tokens.slice(at + 1, next).some(({ gap }) => ENDS.has(gap));
    return next === at || isBroken ? null : [said, next];
  };
  return beginning(read, firstOf(parsers));
}

/** Words beside words make one phrase, which gives back what it took too early: "**to** the gym" of "up to". */
function joined(pieces: readonly Piece[]): Piece[] {
  const made: Piece[] = [];
  for (const piece of pieces) {
    const last = made.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') made[made.length - 1] = `${last} ${piece}`;
    else made.push(piece);
  }
  return made;
}

/** Any of the clauses, whichever takes in the most. */
export function any(...pieces: readonly Piece[]): Parser<Said> {
  return remembered(longest(...pieces.map((piece) => (typeof piece === 'string' ? plain(piece) : piece))));
}

export function optional(piece: Piece): Parser<Said> {
  const parser = typeof piece === 'string' ? plain(piece) : piece;
  return beginning((tokens, at) => parser(tokens, at) ?? [[], at], parser.begins, true);
}

function plain(notation: string): Parser<Said> {
  const read = map(phrase(notation), (): Said => []);
  return notation.split(' ').every((element) => /[?*]$/.test(element)) ? optional(read) : read;
}

/** Reads words that also say something of a measure. */
export function saying(condition: SaidCondition, ...notations: readonly string[]): Parser<Said> {
  return map(longest(...notations.map(phrase)), () => [condition]);
}

/** "A huge order (more than $2,000)" says what huge is. */
function withFigures(said: Said): Said {
  return said.filter((one) => !one.isVague || !said.some((other) => !other.isVague && other.measure === one.measure));
}

const cue = longest(
  phrase('once|after|upon|following|should|anytime'),
  phrase('any|every|each time'),
  phrase('in case that|of?'),
  phrase('in the event that|of?'),
);

/** A clause that tells of an event, with the word before it that says so: "once", "after", "should". */
export function happens(subject: SubjectId, eventName: string, ...pieces: readonly Piece[]): Parser<Happening> {
  const told = map(any(...pieces), (said): Happening => ({ subject, eventName, conditions: withFigures(said) }));
  return (tokens, at) => told(tokens, at) ?? told(tokens, cue(tokens, at)?.[1] ?? at);
}

/** "joins **or leaves**": a verb whose subject was named up to ten words before. */
export function orAlso(nouns: string, verb: Piece): Parser<Said> {
  const isNoun = new Set(nouns.split('|'));
  const read = clause('or|and|and/or', verb);
  const isTold = (tokens: readonly Token[]) => tokens.some(({ text }) => isNoun.has(text));
  return (tokens, at) => (isTold(tokens.slice(Math.max(0, at - 10), at)) ? read(tokens, at) : null);
}

export function mentions(subject: SubjectId, ...notations: readonly string[]): Parser<Mention> {
  return map(longest(...notations.map(phrase)), () => ({ subject, count: null }));
}

/** "Into our pipeline", "at the gym", "us": where or whose, which changes nothing; nothing of it is taken unless all is there. */
export function around(nouns: string): Parser<Said> {
  return optional(clause('in|into|to|at|with|from|on|for|of|through|by|up?', 'our|the|my|your|their|a|an|any*', nouns));
}

/** What may stand before a noun without changing what is meant. */
export const DET = 'a|an|the|any|each|every|all|another|one|of|our|my|your|some|this|single|next|us*';
/** Between who does something and what is done. */
export const AUX =
  'has|have|had|is|are|was|were|s|gets|get|got|getting|being|been|be|just|now|finally|suddenly|actually|ever|again|already|decides|decided|decide|chooses|happens|happen|to|who|that|which|it|they|goes|becomes|become|only|successfully|officially|do|does|did*';
/** Somebody of whom nothing else is said. */
export const SOMEBODY = 'someone|somebody|anyone|anybody|people|person|everybody|everyone|they';

/** How something new is there all at once: "shows up", "pops up". */
export const ARISES = any(
  clause(AUX, 'shows|show|showed|turns|turn|turned|pops|pop|popped|crops|crop|springs|spring|bobs up', 'in|on?'),
  clause(AUX, 'appears|appear|appeared|appearing'),
);

/** What stands alone as one condition. */
export function alone(...pieces: readonly Piece[]): Parser<SaidCondition> {
  return map(any(...pieces), (said) => (said.length === 1 ? (said[0] ?? null) : null));
}
