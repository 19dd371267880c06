import { longest, type Parser, type Placed, phrase } from './grammar.ts';
import type { Threshold } from './threshold.ts';
import type { Token } from './tokens.ts';
import type { SubjectCondition } from './wish.ts';
import type { Happening } from './words/subject-words.ts';

type Found = Placed<Happening | SubjectCondition>;

/** A sentence in which "unless", "except when" and "make sure that … or" are an "if"; `turned`: what was said at their places. */
interface Turning {
  readonly tokens: readonly Token[];
  readonly turned: ReadonlyMap<number, Token>;
}

/** The last word of it is, or becomes, the "if". */
const unless: Parser<string> = longest(
  phrase('unless'),
  phrase('except|excepting|excluding for? if|when|whenever|where'),
  phrase('not if|when|whenever|where'),
);
const ensure: Parser<string> = longest(
  phrase('make|makes|making sure|certain that?'),
  phrase('ensure that?'),
  phrase('see to it that?'),
);
const orElse: Parser<string> = longest(
  phrase('or|otherwise|else|if|when not|else?'),
  phrase('if|when? thats|it|that|this is|are? not the? case?'),
  phrase('if|when it isnt|doesnt'),
);
const ENDS = new Set(['.', ';', '?']);
const NEGATED = new Set('never doesnt dont not wont cannot cant'.split(' '));
/** Whoever is to be told, after "make sure", is no condition. */
const WHO = new Set('i we me us you to someone somebody everyone everybody they'.split(' '));
const WELL = new Set(
  'up works work working reachable online available responds running loads alive accessible'.split(' '),
);

export function withTurnings(tokens: readonly Token[]): Turning {
  if (!tokens.some(({ text }) => TURNS.has(text))) return { tokens, turned: new Map() };
  const turned = new Map<Token, Token>();
  let made: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const here = tokens[at];
    const except = here && isFree(tokens, at) ? unless(tokens, at) : null;
    if (here && except) {
      const opener: Token = { ...here, text: 'if', raw: 'if' };
      const left = withoutDont(made);
      const up = tokens.slice(except[1], except[1] + 5).findIndex(({ text }) => WELL.has(text));
      made = [...(left ?? made), opener];
      at = except[1];
      if (left === null && up < 0) turned.set(opener, here);
      if (left === null && up >= 0) {
        // "Unless it is up" is "if it is not up".
        made.push(...tokens.slice(at, at + up), { ...here, text: 'not', raw: 'not', gap: '' });
        at += up;
      }
      continue;
    }
    const sure = ensure(tokens, at);
    const clause = sure ? clauseFrom(tokens, sure[1]) : null;
    if (here && sure && clause) {
      made.push(...inIfs(here, tokens, sure[1], clause, turned));
      at = clause.next;
      continue;
    }
    if (here) made.push(here);
    at += 1;
  }
  const places = made.flatMap((one, place) => {
    const said = turned.get(one);
    return said ? [[place, said] as const] : [];
  });
  return { tokens: made.map((one, place) => ({ ...one, place })), turned: new Map(places) };
}

/** "Don't mail me unless …" is "mail me if …"; null where nothing is forbidden. */
function withoutDont(said: readonly Token[]): Token[] | null {
  const at = said.findLastIndex(({ text }) => text === 'dont' || text === 'never');
  if (at < 0 || said.slice(at + 1).some(({ gap }) => ENDS.has(gap) || gap === ',')) return null;
  const isOrder = at === 0 || said[at]?.gap !== '' || ['and', 'but', 'please'].includes(said[at - 1]?.text ?? '');
  return isOrder ? [...said.slice(0, at), ...said.slice(at + 1)] : null;
}

const TURNS = new Set('unless except excepting excluding not make makes making ensure see'.split(' '));

/** "But not if it is small"; not "if not", "check if it is not when". */
function isFree(tokens: readonly Token[], at: number): boolean {
  const here = tokens[at];
  return (
    here?.text !== 'not' ||
    here.gap !== '' ||
    at === 0 ||
    ['but', 'and', 'just', 'only'].includes(tokens[at - 1]?.text ?? '')
  );
}

/** What is to be sure: up to where the other case begins, and past the words that say so. */
function clauseFrom(tokens: readonly Token[], from: number): { readonly end: number; readonly next: number } | null {
  const first = tokens[from];
  const isOurs = first?.text === 'we' && ['have', 'are', 'sell', 'keep', 'own'].includes(tokens[from + 1]?.text ?? '');
  if (!first || (WHO.has(first.text) && !isOurs) || first.kind === 'email' || first.kind === 'channel') return null;
  for (let at = from; at < tokens.length; at++) {
    const here = tokens[at];
    const other = orElse(tokens, at);
    if (other) return { end: at, next: other[1] };
    if (at > from && ENDS.has(here?.gap ?? '')) return { end: at, next: at };
    if (here?.text === 'and' || here?.gap === '→') return { end: at, next: at };
  }
  return null;
}

/** A page that is to be up has words of its own for not being so; of all else the condition is turned round. */
function inIfs(
  here: Token,
  tokens: readonly Token[],
  from: number,
  { end, next }: { readonly end: number; readonly next: number },
  turned: Map<Token, Token>,
): Token[] {
  const clause = tokens.slice(from, end);
  const isSite = clause.some(({ text }) => WELL.has(text));
  const other = tokens[end];
  if (isSite) {
    const ifNot: Token[] =
      other && next > end
        ? [
            { ...other, text: 'if', raw: 'if' },
            { ...other, text: 'not', raw: 'not', gap: '' },
          ]
        : [];
    return [here, ...tokens.slice(tokens.indexOf(here) + 1, end), ...ifNot];
  }
  const opener: Token = { ...here, text: 'if', raw: 'if' };
  if (!clause.some(({ text }) => NEGATED.has(text))) turned.set(opener, here);
  const left = clause.filter(({ text }) => !NEGATED.has(text));
  return [opener, ...left.map((one) => (STAYS.has(one.text) ? { ...one, text: 'is', raw: 'is' } : one))];
}
const STAYS = new Set('stays stay remains remain keeps keep'.split(' '));

const TURNED: Readonly<Record<Threshold['operator'], Threshold['operator']>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};
const OPENERS = new Set('if when whenever where once should'.split(' '));

/**
 * The conditions and the bounds that are none yet, those behind an "unless" turned round; `idle`: what of the turning came
 * to nothing, and has to be asked about.
 */
export function turnedRound(
  found: readonly Found[],
  bounds: readonly Placed<Threshold>[],
  { tokens, turned }: Turning,
): {
  readonly found: readonly Found[];
  readonly bounds: readonly Placed<Threshold>[];
  readonly idle: readonly Token[];
} {
  const used = new Set<number>();
  const turn = <T extends Placed<unknown>>(one: T, other: (one: T) => T | null): T => {
    const opener = [...turned.keys()].find((place) => leadsTo(tokens, place, one));
    const said = opener === undefined ? null : other(one);
    if (said === null || opener === undefined) return one;
    used.add(opener);
    return said;
  };
  const meant = found.map((one) => turn(one, otherCondition));
  const amounts = bounds.map((one) => turn(one, otherBound));
  const idle = [...turned].flatMap(([place, said]) => (used.has(place) ? [] : [{ ...said, place }]));
  return { found: meant, bounds: amounts, idle };
}

/** Whether a condition is what an "if" begins: no other of them stands between. */
function leadsTo(tokens: readonly Token[], place: number, { from, to }: Placed<unknown>): boolean {
  if (place >= to || from > place + 6) return false;
  const begin = tokens.find((one) => one.place >= from)?.text ?? '';
  const isOther = OPENERS.has(begin) && from > place;
  return (
    !isOther &&
    !tokens.some((one) => one.place > place && one.place < from && (OPENERS.has(one.text) || ENDS.has(one.gap)))
  );
}

function otherCondition(one: Found): Found | null {
  if ('eventName' in one.value || one.value.isVague) return null;
  const { operator, amount, text } = one.value;
  if (operator === '==' || operator === 'contains' || amount === null || text !== null) return null;
  return { ...one, value: { ...one.value, operator: TURNED[operator] } };
}

function otherBound(one: Placed<Threshold>): Placed<Threshold> {
  return { ...one, value: { ...one.value, operator: TURNED[one.value.operator] } };
}
