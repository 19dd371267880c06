import type { AuthoringFacts } from '../authoring-facts.ts';
import type { OpenQuestion, Understanding } from '../understanding.ts';
import { isAnswer, unknown } from './answers.ts';
import { type Command, readCommand } from './commands.ts';
import { readNamedPages } from './competitors.ts';
import { decide } from './decide.ts';
import { readEdit } from './edit.ts';
import { fillers } from './fillers.ts';
import { vocabulary } from './grammar.ts';
import type { Hints } from './hints.ts';
import { readImpossible } from './impossible.ts';
import { answerTo } from './open-question.ts';
import type { Trouble } from './schedule-trouble.ts';
import { corrected } from './slips.ts';
import { readTalk } from './talk.ts';
import { type KnownName, type Token, tokenize } from './tokens.ts';
import { readWish } from './wish.ts';

const MAX_LENGTH = 1000;

/**
 * The built-in planner: what a sentence asks for, by grammar alone. Everything said must be understood or else it is
 * told what was not; two readings make a question. `open` is the question that was asked last, if it has no answer yet.
 */
export function understand(sentence: string, facts: AuthoringFacts, open: OpenQuestion | null = null): Understanding {
  if (open !== null) {
    const answered = answerTo(sentence, open, facts, { alone: understandOne, wish: understandWish });
    if (answered !== null) return answered;
  }
  return understandOne(sentence, facts);
}

function understandOne(sentence: string, facts: AuthoringFacts): Understanding {
  if (sentence.length > MAX_LENGTH) {
    return unknown(`That is longer than ${MAX_LENGTH} characters. Say in one sentence what is to happen, and when.`);
  }
  const no = readImpossible(sentence, tokensOf(sentence, facts, false));
  if (no) return { kind: 'refuse', ...no };
  const talk = readTalk(sentence);
  if (talk) return talk;
  const named = tokensOf(sentence, facts, true);
  const order = readCommand(sentence, named, facts);
  if (order && !('command' in order)) return ofTrouble(sentence, order);
  if (order?.isStrong) return { kind: 'command', command: order.command };
  const edit = facts.playbooks.length > 0 ? readEdit(sentence, named, facts) : null;
  if (edit && !('changes' in edit)) return ofTrouble(sentence, edit);
  if (edit?.isStrong) return { kind: 'edit', target: edit.target, changes: edit.changes, sentence };
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

/** A sentence as the wish for a playbook, with what was answered to questions about it. */
export function understandWish(sentence: string, facts: AuthoringFacts, hints: Hints): Understanding {
  const { named, rest } = readNamedPages(sentence.replace(SIGNED, '$1'));
  return decide(readWish(sentence, tokensOf(rest, facts, false), named, facts, hints), hints, facts);
}

/** Playbooks are called by their names in orders and changes; in a wish their words are words as others. */
function tokensOf(sentence: string, facts: AuthoringFacts, withPlaybooks: boolean): readonly Token[] {
  const named = (names: readonly string[], sort: KnownName['sort']) => names.map((name): KnownName => ({ name, sort }));
  const known = [
    ...named(
      facts.competitors.map(({ name }) => name),
      'competitor',
    ),
    ...named(facts.products, 'product'),
    ...(withPlaybooks
      ? named(
          facts.playbooks.map(({ name }) => name),
          'playbook',
        )
      : []),
    // A product that is called like a word of the grammar ("Stock") would hide that word.
  ].filter(({ name }) => !vocabulary.has(name.toLowerCase()) && !fillers.has(name.toLowerCase()));
  return corrected(tokenize(sentence, known), words());
}

let known: ReadonlySet<string> | null = null;
/** All words that the grammar knows, once it is complete. */
function words(): ReadonlySet<string> {
  known ??= new Set([...vocabulary, ...fillers]);
  return known;
}

function ofTrouble(sentence: string, trouble: Trouble): Understanding {
  if ('refuse' in trouble) return { kind: 'refuse', message: trouble.refuse, examples: trouble.examples };
  const { ask: question, choices, about } = trouble;
  return { kind: 'ask', question, choices, about, open: { sentences: [sentence], about, offer: null } };
}
