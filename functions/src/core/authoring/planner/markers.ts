import type { ContractAction, ContractCondition } from '../../../model/contract.ts';
import { longest, type Parser, type Placed, phrase, type Reading } from './grammar.ts';
import type { Token } from './tokens.ts';
import type { Arranged, SaidDoing } from './wish.ts';

/** A condition with its place, as `arrange` looks at it. */
interface ArrangedCondition {
  readonly condition: Pick<ContractCondition, 'measure' | 'operator' | 'value'>;
  readonly from: number;
  readonly to: number;
}

const otherwise: Parser<string> = longest(
  phrase('otherwise|else|elsewise'),
  phrase('or else'),
  phrase('in all|any|the other|every|else case|cases'),
  phrase('if thats|that|it|this not the? case?'),
  phrase('if that|this|it is not the? case?'),
  phrase('if that|this|it isnt the? case?'),
  phrase('in the other|opposite case'),
  phrase('in all other cases'),
);
const ifNot = phrase('if|when not');
const always: Parser<string> = longest(
  phrase('in any|either|both|every case|cases|event'),
  phrase('either way'),
  phrase('no matter what'),
  phrase('at any rate'),
  phrase('regardless|anyway|anyhow of? that|it|this?'),
  phrase('whatever happens'),
);
/** "Once stock falls", not "once a day". */
const once: Parser<string> = (tokens, at) => {
  const isBegin = at === 0 || tokens[at]?.gap !== '' || LEADS.has(tokens[at - 1]?.text ?? '');
  const after = tokens[at + 1];
  const isTime = after === undefined || after.gap !== '' || TIMED.has(after.text) || after.kind === 'number';
  return tokens[at]?.text === 'once' && isBegin && !isTime ? ['once', at + 1] : null;
};
const TIMED = new Set(
  'a per every each on at only more daily weekly monthly yearly in this next tomorrow today'.split(' '),
);

/** "First e-mail me": right before something to do, which was taken out. */
const counting: Parser<string> = (tokens, at) => {
  const here = tokens[at];
  const isBefore = here !== undefined && tokens[at + 1]?.place !== here.place + 1;
  return isBefore && COUNTS.has(here.text) ? [here.text, at + 1] : null;
};
const COUNTS = new Set('first firstly second secondly third thirdly last'.split(' '));

/** What only joins one thing to the next; the order of the actions says the rest. */
const order: Parser<string> = longest(
  phrase('and? then|afterwards|finally|lastly|additionally|furthermore|moreover|thereafter'),
  phrase('and? after that|this|which'),
  phrase('at the same time'),
  phrase('in addition to? that|this?'),
  phrase('on top of? that|it|this?'),
  phrase('as well as?'),
  phrase('but|and? only if|when|whenever|where'),
  phrase('if|when|should so|yes|true'),
  phrase('if thats|that|it|this is? so|true'),
  phrase('if thats|that|it|this is? the case'),
  phrase('yes'),
  phrase('in that|which case'),
  phrase('in this|such a? case'),
  phrase('otherwise|else|or|if|not* do|say|send|post nothing'),
  phrase('otherwise|else ignore|skip it|that|them?'),
  phrase('otherwise|else nothing'),
  phrase('in case|event of|that?'),
  phrase('in the event of|that?'),
  phrase('provided|assuming|suppose|supposing that?'),
  once,
  counting,
);

function isOtherwise(tokens: readonly Token[], at: number, doings: readonly Placed<SaidDoing>[]): number | null {
  const here = tokens[at];
  if (!here || !doings.some(({ from }) => from < here.place)) return null;
  if (always(tokens, at)) return null;
  const plain = otherwise(tokens, at);
  // "Mail me if it is not (reachable)" is a condition; the other case has something to do of its own.
  const acts = plain !== null && doings.some(({ from }) => from === (tokens[plain[1] - 1]?.place ?? 0) + 1);
  if (plain) return acts || !/\b(?:not|isnt)$/i.test(plain[0]) ? plain[1] : null;
  const not = ifNot(tokens, at);
  const isBegin = here.gap !== '' || ['and', 'but'].includes(tokens[at - 1]?.text ?? '');
  return not && isBegin && doings.some(({ from }) => from > here.place) ? not[1] : null;
}

const joining = longest(always, order);
/** Takes out the words that only tell how things to do hang together; `arrange` finds them in the sentence again. */
export function takeMarkers(reading: Reading, doings: readonly Placed<SaidDoing>[]): void {
  const tokens = reading.left;
  for (let at = 0; at < tokens.length; at++) {
    const first = tokens[at];
    const end = Math.max(isOtherwise(tokens, at, doings) ?? at, joining(tokens, at)?.[1] ?? at);
    const last = tokens[end - 1];
    if (first && last && last.place >= first.place) reading.drop(first.place, last.place + 1);
  }
}

/** "1) … 2) …" */
export function isListNumber(tokens: readonly Token[], at: number): boolean {
  const here = tokens[at];
  const after = tokens[at + 1];
  if (here?.kind === 'word' && /^[a-e]$/.test(here.text)) return here.gap === '(' && after?.gap === ')';
  if (here?.kind !== 'number' || here.number === null || here.number < 1 || here.number > 20) return false;
  const isMarked = after?.gap === ')' || (after?.gap === '.' && (at === 0 || here.gap === '.'));
  return isMarked && here.gap !== '(';
}

interface Group {
  readonly conditions: number[];
  readonly acts: { readonly doing: SaidDoing; when: ContractAction['when'] }[];
  /** Whether it hangs on the conditions of the first one as well. */
  readonly begin: number;
}

type Element = { readonly from: number } & (
  | { readonly kind: 'do'; readonly doing: SaidDoing }
  | { readonly kind: 'if'; readonly index: number; readonly begin: number; readonly leads: boolean }
  | { readonly kind: 'otherwise' | 'always' }
);

/**
 * Which of the conditions hold for which action alone, and what is done otherwise or in any case. "If A, do x, and if B
 * do y": B is y's, and so is A where B is A by more ("more than 20 %" after "more than 10 %") or speaks of "it".
 */
export function arrange(
  tokens: readonly Token[],
  doings: readonly Placed<SaidDoing>[],
  conditions: readonly ArrangedCondition[],
): Arranged[] {
  const groups = grouped(elementsOf(tokens, doings, conditions));
  const [first, ...more] = groups;
  const isApart = more.some((one) => one.conditions.length > 0 && !isWithin(one, first, tokens, conditions));
  return groups.flatMap((group, index) =>
    group.acts.map(({ doing, when }) => ({
      doing,
      when,
      also: when === 'then' && (index > 0 || isApart) ? group.conditions : [],
    })),
  );
}

function isWithin(
  group: Group,
  first: Group | undefined,
  tokens: readonly Token[],
  conditions: readonly ArrangedCondition[],
): boolean {
  const [of] = (first?.conditions ?? []).flatMap((index) => conditions[index]?.condition ?? []);
  const [own] = group.conditions.flatMap((index) => conditions[index] ?? []);
  if (!of || !own) return true;
  if (own.condition.measure === of.measure) return isStricter(own.condition, of);
  const begin = tokens.findIndex(({ place }) => place === group.begin);
  return tokens.slice(begin, begin + 4).some(({ text }) => REFERS.has(text));
}
const REFERS = new Set('it its that thats they theyre he she'.split(' '));

function isStricter(own: ArrangedCondition['condition'], of: ArrangedCondition['condition']): boolean {
  if (typeof own.value !== 'number' || typeof of.value !== 'number') return false;
  if (own.operator.startsWith('>') && of.operator.startsWith('>')) return own.value >= of.value;
  return own.operator.startsWith('<') && of.operator.startsWith('<') && own.value <= of.value;
}

function elementsOf(
  tokens: readonly Token[],
  doings: readonly Placed<SaidDoing>[],
  conditions: readonly ArrangedCondition[],
): Element[] {
  const found: Element[] = doings.map(({ value, from }) => ({ kind: 'do', doing: value, from }));
  for (const [index, { from }] of conditions.entries()) {
    const opener = openerOf(tokens, from, doings);
    found.push({ kind: 'if', index, from, begin: opener.place, leads: opener.leads });
  }
  for (const [at, { place }] of tokens.entries()) {
    const isTaken = doings.some(({ from, to }) => place > from && place < to);
    if (isTaken) continue;
    if (always(tokens, at)) found.push({ kind: 'always', from: place });
    else if (isOtherwise(tokens, at, doings) !== null) found.push({ kind: 'otherwise', from: place });
  }
  return found.sort((a, b) => a.from - b.from);
}

const OPENERS = new Set('if when whenever once unless should'.split(' '));
const LEADS = new Set('and but also then plus or'.split(' '));

/** Where the clause of a condition begins, and whether it begins a thought: not so in "email me if …". */
function openerOf(
  tokens: readonly Token[],
  from: number,
  doings: readonly Placed<SaidDoing>[],
): { readonly place: number; readonly leads: boolean } {
  let at = tokens.findIndex(({ place }) => place === from);
  for (let back = at; back >= 0 && back > at - 8; back--) {
    const here = tokens[back];
    if (!here || doings.some((one) => here.place >= one.from && here.place < one.to)) break;
    if (OPENERS.has(here.text)) {
      at = back;
      break;
    }
    if (here.gap !== '' && here.gap !== ',') {
      at = back;
      break;
    }
  }
  const here = tokens[at];
  const isJoined = LEADS.has(here?.text ?? '') && OPENERS.has(tokens[at + 1]?.text ?? '');
  const leads = at === 0 || (here?.gap ?? '') !== '' || LEADS.has(tokens[at - 1]?.text ?? '') || isJoined;
  return { place: here?.place ?? from, leads };
}

function grouped(elements: readonly Element[]): Group[] {
  const groups: Group[] = [{ conditions: [], acts: [], begin: 0 }];
  let when: ContractAction['when'] = 'then';
  for (const [index, one] of elements.entries()) {
    const group = groups.at(-1);
    if (!group) break;
    if (one.kind === 'do') group.acts.push({ doing: one.doing, when });
    else if (one.kind === 'if') {
      const isNext = elements.slice(index + 1).find(({ kind }) => kind !== 'if')?.kind === 'do';
      if (group.acts.length > 0 && one.leads && isNext) {
        groups.push({ conditions: [one.index], acts: [], begin: one.begin });
        when = 'then';
      } else group.conditions.push(one.index);
    } else if (one.kind === 'otherwise') when = 'otherwise';
    else {
      const last = group.acts.at(-1);
      if (elements[index + 1]?.kind === 'do') when = 'always';
      else if (last) last.when = 'always';
    }
  }
  return groups;
}
