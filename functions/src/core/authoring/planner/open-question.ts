import type { AuthoringFacts } from '../authoring-facts.ts';
import type { About, OpenQuestion, Understanding } from '../understanding.ts';
import { unknown } from './answers.ts';
import { inOwnCurrency } from './currencies.ts';
import { fillers } from './fillers.ts';
import { longest, map, number, Reading, words } from './grammar.ts';
import type { Hints } from './hints.ts';
import { amountSaid, type Threshold, threshold } from './threshold.ts';
import { type Token, tokenize } from './tokens.ts';
import { placedAtoms, takeAtoms } from './when.ts';
import { zone } from './zone.ts';

interface Readers {
  /** A sentence that stands for itself. */
  readonly alone: (sentence: string, facts: AuthoringFacts) => Understanding;
  /** The wish for a playbook, with what was answered about it. */
  readonly wish: (sentence: string, facts: AuthoringFacts, hints: Hints) => Understanding;
}

const please = '(?:,? ?please)?[.! ]*';
const isYes = new RegExp(
  `^\\s*(?:yes|yep|yeah|ok|okay|sure|right)?,?\\s*(?:yes|yep|yeah|sure|ok|okay|exactly|correct|(?:go ahead and )?do (?:it|that|so)|go ahead|go for it|start it|run it)${please}$`,
  'i',
);
/** A plain no. */
export const isNo = new RegExp(
  `^\\s*(?:no|nope|no thanks|no thank you|(?:no,? )?(?:cancel|stop|forget)(?: it| that)?|never ?mind|leave it|drop it)${please}$`,
  'i',
);

/** What a sentence means as the answer to the question that is open; null where it is something new. */
export function answerTo(
  sentence: string,
  open: OpenQuestion,
  facts: AuthoringFacts,
  { alone, wish }: Readers,
): Understanding | null {
  // After a question, "do it" and "cancel" answer the question; they are no orders about some playbook.
  if (isYes.test(sentence)) {
    if (open.offer !== null) return alone(open.offer, facts);
    return asked(open, facts, { alone, wish });
  }
  if (isNo.test(sentence)) return unknown('I leave it at that; nothing was set up.');
  const fresh = alone(sentence, facts);
  const isShort = sentence.trim().split(/\s+/).length <= 3;
  if (fresh.kind === 'create') return ofNamed(sentence, open, fresh, facts, wish);
  if (fresh.kind === 'command' && !isShort) return fresh;
  const before = asked(open, facts, { alone, wish });
  const answered = replay([...open.sentences, sentence], facts, { alone, wish });
  const isPart = answered.kind === 'create' && GLUED.has(open.about);
  if (fresh.kind === 'ask' && !isPart && isRequest(sentence, fresh.about, open)) return fresh;
  // "Every Friday at 4" answers when, and is no change of some playbook that was made before.
  const isNext = answered.kind === 'ask' && before.kind === 'ask' && answered.question !== before.question;
  if (fresh.kind === 'edit' && answered.kind !== 'create' && !isNext) return fresh;
  if (answered.kind === 'create' || answered.kind === 'ask' || answered.kind === 'edit') return answered;
  if (fresh.kind === 'ask' || fresh.kind === 'unknown') return answered.kind === 'refuse' ? answered : fresh;
  return fresh;
}

/** "We always run out of Camp Blankets", and then "email me when fewer than 8 are left": of those. */
function ofNamed(
  sentence: string,
  { sentences }: OpenQuestion,
  fresh: Extract<Understanding, { kind: 'create' }>,
  facts: AuthoringFacts,
  wish: Readers['wish'],
): Understanding {
  const isIn = (name: string, said: string) => said.toLowerCase().includes(name.toLowerCase());
  const names = facts.products.filter((name) => isIn(name, sentences.join(' ')));
  const [product, other] = names;
  const isSaid = facts.products.some((name) => isIn(name, sentence));
  const isOfAny = fresh.contract.conditions.some(({ measure, of }) => measure === 'quantity' && of === null);
  if (product === undefined || other !== undefined || isSaid || !isOfAny) return fresh;
  const meant = wish(sentence, facts, { product });
  if (meant.kind !== 'create') return fresh;
  return { kind: 'create', contract: { ...meant.contract, sentences: [...sentences, sentence].slice(-5) } };
}

/** Whether it has something to do and something to watch of its own, so that only a detail of it is unclear. */
function isRequest(sentence: string, about: About, open: OpenQuestion): boolean {
  // "More than 12, and look every Monday": a limit of nothing is the limit that was asked for.
  if (about === 'threshold' && open.about === 'threshold') return false;
  const isLong = sentence.trim().split(/\s+/).length >= 6;
  const isDetail = ['unit', 'base', 'threshold', 'recipient', 'competitors'].includes(about);
  return isLong && (isDetail || (about === 'time' && open.about !== 'time'));
}

/** What is said in whole sentences, and put behind the request. */
const GLUED = new Set<OpenQuestion['about']>(['action', 'subject', 'which', 'competitors']);

/** The open question once more. */
function asked(open: OpenQuestion, facts: AuthoringFacts, readers: Readers): Understanding {
  return replay(open.sentences, facts, readers);
}

interface State {
  readonly request: string;
  readonly hints: Hints;
}

/** The request with its answers, one after the other: each belongs to the question that was asked before it. */
function replay(sentences: readonly string[], facts: AuthoringFacts, { alone, wish }: Readers): Understanding {
  const [request = '', ...answers] = sentences;
  let state: State = { request, hints: {} };
  let now = wish(request, facts, {});
  for (const answer of answers) {
    if (now.kind !== 'ask') return alone([state.request, answer].join(' '), facts);
    state = withAnswer(state, now, answer, facts);
    now = wish(state.request, facts, state.hints);
  }
  if (now.kind === 'ask') return { ...now, open: { ...now.open, sentences: [...sentences] } };
  return now.kind === 'create' ? { kind: 'create', contract: { ...now.contract, sentences: [...sentences] } } : now;
}

const amount = longest<Omit<Threshold, 'operator'> & { readonly operator: Threshold['operator'] | null }>(
  threshold,
  map(amountSaid, (read) => ({ operator: null, ...read })),
  map(number, (value) => ({ operator: null, value, unit: null, currency: null })),
);

/** "4pm" and "the second one" say which half of the day was meant. */
function halfOfDay(answer: string): string {
  if (/\bmorning\b|\d ?a\.?m\b|^a\.?m\b|\bfirst\b/i.test(answer)) return 'in the morning';
  return /afternoon|evening|\d ?p\.?m\b|^p\.?m\b|\bsecond\b|\b(?:1[3-9]|2[0-3])\b/i.test(answer)
    ? 'in the afternoon'
    : answer;
}

function withAnswer(
  { request, hints }: State,
  { about, question }: Extract<Understanding, { kind: 'ask' }>,
  answer: string,
  { products, currency }: AuthoringFacts,
): State {
  const said = question.includes('morning or in the afternoon') ? halfOfDay(answer) : answer;
  const tokens = inOwnCurrency(tokenize(said, []), currency);
  const product = products.find((name) => answer.toLowerCase().includes(name.toLowerCase()));
  if (about === 'which' && product !== undefined) return { request, hints: { ...hints, product } };
  switch (about) {
    case 'unit':
      return { request, hints: { ...hints, ...unitIn(answer), ...timeIn(tokens, hints) } };
    case 'base':
      return { request, hints: { ...hints, base: baseIn(answer), ...timeIn(tokens, hints) } };
    case 'threshold':
      return withLimit(request, limited(hints, tokens));
    case 'recipient':
      return { request, hints: { ...hints, recipient: tokens } };
    case 'zone': {
      // "India", after "which IST?".
      const isZone = tokens.some((_, at) => zone(tokens, at) !== null);
      const said = isZone ? tokens : tokenize(`${answer.trim().replace(/[.!]+$/, '')} time`, []);
      return { request, hints: { ...hints, time: [...(hints.time ?? []), ...said] } };
    }
    case 'time':
      return { request, hints: { ...hints, time: [...(hints.time ?? []), ...tokens] } };
    case 'action':
      return { request: `${bare(request)}, ${answer}`, hints };
    case 'competitors': {
      const named = answer.replace(NAME_THEN_PAGE, '$1 ');
      return { request: `${bare(request)}. ${named}`, hints };
    }
    case 'subject':
    case 'which':
      return { request: `${bare(request)}. ${answer}`, hints };
  }
}

/** "Over $600, on Slack in #sales": what an answer says beside the limit belongs to the request. */
function withLimit(request: string, { hints, left }: ReturnType<typeof limited>): State {
  const rest = new Reading(left);
  takeAtoms(rest);
  const more = rest.left.filter(({ text }) => !fillers.has(text) && !ROUND.has(text));
  const state = counted(request, hints);
  return more.length === 0 ? state : { ...state, request: `${bare(state.request)}, ${words(rest.left)}` };
}
const ROUND = new Set(
  'say anything look check total thing stuff below above up more less so dollars bucks enough fine'.split(' '),
);

function bare(request: string): string {
  return request.trim().replace(/[.!?,]+$/, '');
}

/** "Too many members are past due", and then "more than 12": the number takes the place of the vague words. */
function counted(request: string, hints: Hints): State {
  const { limit, ...others } = hints;
  const side = limit && OF_MANY[limit.operator ?? '>='];
  if (!limit || side === undefined || limit.amount.unit !== null || !MANY.test(request)) return { request, hints };
  return { request: request.replace(MANY, `${side} ${limit.amount.value}`), hints: others };
}
const MANY = /\b(?:(?:too|so|very|really|quite) many|a (?:lot|bunch) of|lots of|several)(?= \p{L})/iu;
const OF_MANY: Readonly<Partial<Record<NonNullable<Hints['limit']>['operator'] & string, string>>> = {
  '>': 'more than',
  '>=': 'at least',
};

/** "Salt City, https://saltcity.example": the name of the page behind it. */
const NAME_THEN_PAGE = /((?:^|\s)(?!https?:)[\p{L}\d][\p{L}\d'’&.-]*)(?:,| at| is| is at)\s*(?=https?:\/\/)/giu;

/** "Percent, and look every day at 7": an answer may say when, too. */
function timeIn(tokens: readonly Token[], { time = [] }: Hints): Pick<Hints, 'time'> {
  return placedAtoms(tokens).length > 0 ? { time: [...time, ...tokens] } : {};
}

/** The limit that was answered, with what is left: nothing of an answer is passed over. */
function limited(hints: Hints, tokens: readonly Token[]): { readonly hints: Hints; readonly left: readonly Token[] } {
  const reading = new Reading(tokens);
  const read = reading.take(amount);
  if (read === null) return { hints, left: [] };
  const { operator, value, unit, currency } = read;
  const limit = {
    amount: { value, unit: unit ?? (currency === null ? null : ('currency' as const)), currency },
    operator,
  };
  return { hints: { ...hints, limit, ...timeIn(reading.left, hints) }, left: reading.left };
}

function unitIn(answer: string): Pick<Hints, 'unit'> {
  if (/%|per ?cent|pct|prozent/i.test(answer)) return { unit: 'percent' };
  return /[$€£]|dollar|euro|pound|buck|usd|eur|gbp|money|currency|cash|amount/i.test(answer)
    ? { unit: 'currency' }
    : {};
}

function baseIn(answer: string): NonNullable<Hints['base']> {
  if (/before|previous|\bwas\b|were|earlier|last|yesterday|\bold\b|used to/i.test(answer)) return 'price before';
  return /their|them|competitor/i.test(answer) ? 'their price' : 'our price';
}
