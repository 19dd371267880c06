import type { AuthoringFacts } from '../authoring-facts.ts';
import type { About, OpenQuestion, Understanding } from '../understanding.ts';
import { unknown } from './answers.ts';
import { inOwnCurrency } from './currencies.ts';
import { longest, map, number, Reading } from './grammar.ts';
import type { Hints } from './hints.ts';
import { amountSaid, type Threshold, threshold } from './threshold.ts';
import { type Token, tokenize } from './tokens.ts';

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
const isNo = new RegExp(
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
  if (fresh.kind === 'create' || (fresh.kind === 'command' && !isShort)) return fresh;
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

/** Whether it has something to do and something to watch of its own, so that only a detail of it is unclear. */
function isRequest(sentence: string, about: About, open: OpenQuestion): boolean {
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
      return { request, hints: { ...hints, ...unitIn(answer) } };
    case 'base':
      return { request, hints: { ...hints, base: baseIn(answer) } };
    case 'threshold':
      return { request, hints: limited(hints, tokens) };
    case 'recipient':
      return { request, hints: { ...hints, recipient: tokens } };
    case 'time':
    case 'zone':
      return { request, hints: { ...hints, time: [...(hints.time ?? []), ...tokens] } };
    case 'action':
      return { request: `${request.trim().replace(/[.!?,]+$/, '')}, ${answer}`, hints };
    case 'competitors':
    case 'subject':
    case 'which':
      return { request: `${request.trim().replace(/[.!?,]+$/, '')}. ${answer}`, hints };
  }
}

function limited(hints: Hints, tokens: readonly Token[]): Hints {
  const read = new Reading(tokens).take(amount);
  if (read === null) return hints;
  const { operator, value, unit, currency } = read;
  const limit = {
    amount: { value, unit: unit ?? (currency === null ? null : ('currency' as const)), currency },
    operator,
  };
  return { ...hints, limit };
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
