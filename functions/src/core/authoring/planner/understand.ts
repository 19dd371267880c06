import type { AuthoringFacts } from '../authoring-facts.ts';
import type { OpenQuestion, Understanding } from '../understanding.ts';
import { ask, isAnswer, unknown } from './answers.ts';
import { type Command, readCommand } from './commands.ts';
import { readNamedPages } from './competitors.ts';
import { inOwnCurrency } from './currencies.ts';
import { decide } from './decide.ts';
import { readEdit } from './edit.ts';
import { english } from './english.ts';
import { fillers } from './fillers.ts';
import { vocabulary } from './grammar.ts';
import type { Hints } from './hints.ts';
import { readImpossible } from './impossible.ts';
import { answerTo, isNo } from './open-question.ts';
import { withoutBackground, withoutWhy } from './reasons.ts';
import type { Trouble } from './schedule-trouble.ts';
import { corrected } from './slips.ts';
import { readTalk } from './talk.ts';
import { readTaskOrder } from './task-orders.ts';
import { type KnownName, numberWords, type Token, tokenize } from './tokens.ts';
import { joinedWishes } from './two-wishes.ts';
import { readWish, type Wish } from './wish.ts';

const MAX_LENGTH = 1000;

/**
 * The built-in planner: what a sentence asks for, by grammar alone. Everything said must be understood or else it is
 * told what was not; two readings make a question. `open` is the question that was asked last, if it has no answer yet.
 */
export function understand(sentence: string, facts: AuthoringFacts, open: OpenQuestion | null = null): Understanding {
  if (open !== null) {
    const changed = changeAnswered(sentence, open, facts) ?? taskAnswered(sentence, open, facts);
    if (changed !== null) return changed;
    const answered = answerTo(sentence, open, facts, { alone: understandOne, wish: understandWish });
    if (answered !== null) return answered;
  }
  return understandOne(sentence, facts);
}

/** "Send it to Sam instead", and then the address of Sam. */
function changeAnswered(
  answer: string,
  { about, sentences }: OpenQuestion,
  facts: AuthoringFacts,
): Understanding | null {
  const [said = ''] = sentences;
  if (about !== 'recipient' || sentences.length !== 1) return null;
  const edit = readEdit(said, tokensOf(said, facts, true), facts);
  if (edit === null || !('ask' in edit)) return null;
  const who = /for “(.+?)”/.exec(edit.ask)?.[1];
  const plain = said.trim().replace(/[.!?]+$/, '');
  const whole =
    who !== undefined && said.includes(who) ? said.replace(who, answer.trim()) : `${plain} to ${answer.trim()}`;
  const made = understandOne(whole, facts);
  return made.kind === 'edit' ? made : null;
}

/** "A task for Craig", and then what it is. */
function taskAnswered(answer: string, { about, sentences }: OpenQuestion, facts: AuthoringFacts): Understanding | null {
  const [said = ''] = sentences;
  const isUntitled = about === 'subject' && readTaskOrder(said, tokensOf(said, facts, true), facts) === 'untitled';
  if (!isUntitled || sentences.length > 1 || isNo.test(answer)) return null;
  const fresh = understandOne(answer, facts);
  if (fresh.kind === 'command' || fresh.kind === 'create') return fresh;
  const whole = understandOne(`${said.trim().replace(/[.!?:]+$/, '')}: ${answer.trim()}`, facts);
  return whole.kind === 'command' ? whole : null;
}

function understandOne(sentence: string, facts: AuthoringFacts): Understanding {
  if (sentence.length > MAX_LENGTH) {
    return unknown(`That is longer than ${MAX_LENGTH} characters. Say in one sentence what is to happen, and when.`);
  }
  const no = readImpossible(sentence, tokensOf(withoutWhy(sentence), facts, false));
  if (no) return { kind: 'refuse', ...no };
  const talk = readTalk(sentence);
  if (talk) return talk;
  const named = tokensOf(sentence, facts, true);
  const ofTask = readTaskOrder(sentence, named, facts);
  if (ofTask === 'untitled') return ask(sentence, 'subject', 'What is to be done?');
  if (ofTask !== null) return 'verb' in ofTask ? { kind: 'command', command: ofTask } : ofTrouble(sentence, ofTask);
  const order = readCommand(sentence, named, facts);
  if (order && !('command' in order)) return ofTrouble(sentence, order);
  // "Stop e-mailing me about it, post it to #refunds instead" goes on, elsewhere.
  const isElse = order?.command.verb === 'pause' && /\binstead\b(?! of)/i.test(sentence);
  if (order?.isStrong && !isElse) return { kind: 'command', command: order.command };
  const edit = facts.playbooks.length > 0 ? readEdit(sentence, named, facts) : null;
  if (edit && !('changes' in edit)) return ofTrouble(sentence, edit);
  if (edit?.isStrong) {
    // "Every day email me X, and also check Y every Monday": the second reads like a change of the first.
    const two = joinedWishes(readWish(sentence, tokensOf(sentence, facts, false), [], facts, {}));
    return two ?? { kind: 'edit', target: edit.target, changes: edit.changes, sentence };
  }
  const wished = understandWish(sentence, facts, {});
  if (isAnswer(wished)) {
    if (order) return { kind: 'command', command: order.command };
    if (edit && facts.playbooks.some(({ status }) => status === 'draft'))
      return { kind: 'edit', target: edit.target, changes: edit.changes, sentence };
  }
  return order && isRun(order.command, wished) ? { kind: 'command', command: order.command } : wished;
}

/** "Run my price alert" is an order; "check prices every morning" is the wish for a playbook. */
function isRun({ verb }: Command, wished: Understanding): boolean {
  return verb === 'run' && wished.kind !== 'create';
}

/** "… by 10%. Cheers, Sam": who signs is nobody who is told. */
const SIGNED =
  /([.!?\n])\s*(?:(?:many )?thanks|thank you|thx|cheers|regards|best|kind regards|best regards|yours|love|br)\b[,.! ]*(?:\p{Lu}[\p{L}.]*\s?){0,3}$/iu;

/** "Every Monday? No: every day …": what was taken back at once was not said. */
const TAKEN_BACK = /(^|[.;]\s)[^.;?]*\?\s*no\b[\s,:–-]+(?:wait\b[\s,]*)?(?=\p{L})/iu;

/**
 * A sentence as the wish for a playbook, with what was answered to questions about it. What is told beside it, and asks
 * for nothing, is passed over only where it keeps the rest from being understood.
 */
export function understandWish(sentence: string, facts: AuthoringFacts, hints: Hints): Understanding {
  const whole = wishIn(sentence, facts, hints);
  if (!isUnclear(whole)) return whole;
  const names = [...facts.products, ...facts.competitors.map(({ name }) => name)].map((name) => name.toLowerCase());
  const short = withoutBackground(sentence, (clause) => {
    const isNamed = names.some((name) => clause.toLowerCase().includes(name));
    return !isNamed && saysNothing(readWish(clause, tokensOf(clause, facts, false), [], facts, {}));
  });
  if (short === null || (isOfShops(whole) && ONE_SHOP.test(sentence))) return whole;
  const wished = wishIn(short.text, facts, hints);
  if (wished.kind === 'create') {
    const told = short.out.map((clause) => `I left out “${clause}”`);
    const assumptions = [...told, ...wished.contract.assumptions].slice(0, 10);
    return { kind: 'create', contract: { ...wished.contract, assumptions, sentences: [sentence] } };
  }
  if (wished.kind !== 'ask' || isUnclear(wished)) return whole;
  return { ...wished, open: { ...wished.open, sentences: [sentence] } };
}

const UNCLEAR: ReadonlySet<string> = new Set(['subject', 'which', 'threshold', 'competitors']);
function isUnclear(wished: Understanding): boolean {
  return wished.kind === 'unknown' || (wished.kind === 'ask' && UNCLEAR.has(wished.about));
}

/** "The places down the street" are the competitors that are known; a single one has to be named. */
function isOfShops(wished: Understanding): boolean {
  return wished.kind === 'ask' && wished.about === 'competitors';
}
const ONE_SHOP = /\b(?:shop|store|gym|studio|dispensary|place|seller|agency|guy|restaurant|cafe)\b/i;

function saysNothing(wish: Wish): boolean {
  const { doings, happenings, conditions, thresholds, names, when, urls } = wish;
  return [doings, happenings, conditions, thresholds, names, when, urls].every((all) => all.length === 0);
}

function wishIn(sentence: string, facts: AuthoringFacts, hints: Hints): Understanding {
  const { named, rest } = readNamedPages(sentence.replace(SIGNED, '$1').replace(TAKEN_BACK, '$1'));
  return decide(readWish(sentence, tokensOf(rest, facts, false), named, facts, hints), hints, facts);
}

/** Playbooks are called by their names in orders and changes; in a wish their words are words as others. */
function tokensOf(sentence: string, facts: AuthoringFacts, withPlaybooks: boolean): readonly Token[] {
  const named = (names: readonly string[], sort: KnownName['sort']) => names.map((name): KnownName => ({ name, sort }));
  const known = [
    ...facts.competitors.map(({ name }): KnownName => ({ name, sort: 'competitor', ...shortName(name, facts) })),
    ...named(facts.products, 'product'),
    ...(withPlaybooks
      ? named(
          facts.playbooks.map(({ name }) => name),
          'playbook',
        )
      : []),
    // A product that is called like a word of the grammar ("Stock") would hide that word.
  ].filter(({ name }) => !vocabulary.has(name.toLowerCase()) && !fillers.has(name.toLowerCase()));
  return corrected(inOwnCurrency(tokenize(sentence, known), facts.currency), words());
}

/** "Higher Level" for "Higher Level Syracuse", where nobody else is called so and it is no common word. */
function shortName(name: string, { competitors, products }: AuthoringFacts): Pick<KnownName, 'short'> {
  const all = name.split(/\s+/);
  const short = all.slice(0, Math.max(1, all.length - 1)).join(' ');
  const isCommon = vocabulary.has(short.toLowerCase()) || english.has(short.toLowerCase());
  const others = [...competitors.map((one) => one.name), ...products].filter((other) => other !== name);
  const isTaken = others.some((other) => other.toLowerCase().startsWith(short.toLowerCase()));
  return all.length < 2 || short.length < 4 || isCommon || isTaken ? {} : { short };
}

let known: ReadonlySet<string> | null = null;
/** All words that the grammar knows, once it is complete. */
function words(): ReadonlySet<string> {
  known ??= new Set([...vocabulary, ...fillers, ...numberWords]);
  return known;
}

function ofTrouble(sentence: string, trouble: Trouble): Understanding {
  if ('refuse' in trouble) return { kind: 'refuse', message: trouble.refuse, examples: trouble.examples };
  const { ask: question, choices, about } = trouble;
  return { kind: 'ask', question, choices, about, open: { sentences: [sentence], about, offer: null } };
}
