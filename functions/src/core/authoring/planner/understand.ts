import type { AuthoringFacts } from '../authoring-facts.ts';
import type { Understanding } from '../intent.ts';
import { unknown } from './answers.ts';
import { type Command, readCommand } from './commands.ts';
import { readNamedPages } from './competitors.ts';
import { decide } from './decide.ts';
import { fillers } from './fillers.ts';
import { vocabulary } from './grammar.ts';
import { type Read, readAll } from './read.ts';
import { corrected, tokenize } from './tokens.ts';

const MAX_LENGTH = 1000;

/**
 * The built-in planner: what a sentence asks for, by grammar alone. Everything said must be understood or else it is
 * told what was not; two readings make a question. `pending` is the sentence that the last question was about.
 */
export function understand(sentence: string, facts: AuthoringFacts, pending: string | null = null): Understanding {
  const alone = understandOne(sentence, facts);
  if (pending === null) return alone;
  const open = understandOne(pending, facts);
  // After a question, "do it" and "cancel" answer the question; they are no orders about some playbook.
  if (isYes.test(sentence) && open.kind === 'ask') return agreed(open, facts);
  if (isNo.test(sentence)) return unknown('I leave it at that; nothing was set up.');
  if (alone.kind === 'create' || alone.kind === 'command') return alone;
  const together = understandOne(`${pending.trim().replace(/[.?!]+$/, '')} ${sentence}`, facts);
  return together.kind === 'create' || together.kind === 'ask' ? together : alone;
}

const please = '(?:,? ?please)?[.! ]*';
const isYes = new RegExp(
  `^\\s*(?:yes|yep|yeah|ok|okay|sure|right)?,?\\s*(?:yes|yep|yeah|sure|ok|okay|(?:go ahead and )?do (?:it|that|so)|go ahead|go for it|start it|run it)${please}$`,
  'i',
);
const isNo = new RegExp(
  `^\\s*(?:no|nope|no thanks|no thank you|(?:no,? )?(?:cancel|stop|forget)(?: it| that)?|never ?mind)${please}$`,
  'i',
);

/** A yes to an offer takes it; to a question between several things it is no answer. */
function agreed(open: Extract<Understanding, { kind: 'ask' }>, facts: AuthoringFacts): Understanding {
  const [offered, ...others] = open.choices;
  return offered !== undefined && others.length === 0 && /\bshall I\b/i.test(open.question)
    ? understandOne(offered, facts)
    : open;
}

/** What asks about something instead of asking for it. */
const isQuestion =
  /^\s*(?:(?:hey|hi|hello|ok|okay|so|and|please)[, ]+)*(?:how (?:do|does|did|can|could|would|should|is|are|to|much|many|often|come)|what (?:happens|happened|if|is|are|was|were|would|does|did)|why|who|whose|which|where|when (?:do|does|did|is|are|was|were|will)|do(?:es)? (?:you|we|i|they|it|my|our)|did|are you|am i|have you|has|was|were)\b/i;

function understandOne(sentence: string, facts: AuthoringFacts): Understanding {
  if (sentence.length > MAX_LENGTH) {
    return unknown(`That is longer than ${MAX_LENGTH} characters. Say in one sentence what is to happen, and when.`);
  }
  const { named, rest } = readNamedPages(sentence);
  // A product that is called like a word of the grammar ("Stock") would hide that word.
  const names = [...facts.competitors.map(({ name }) => name), ...facts.products].filter(
    (name) => !vocabulary.has(name.toLowerCase()) && !fillers.has(name.toLowerCase()),
  );
  const tokens = corrected(tokenize(rest, names), new Set([...vocabulary, ...fillers]));
  const order = readCommand(sentence, tokens, facts);
  const { command, isStrong } = order && 'command' in order ? order : { command: null, isStrong: false };
  if (command && isObeyed(command)) {
    return { kind: 'command', command: { verb: command.verb, target: command.target } };
  }
  if (isQuestion.test(sentence)) {
    return unknown('I cannot answer questions yet. Tell me what you would like to have done, and I set it up.');
  }
  const read = readAll(sentence, tokens, named, facts);
  if (command?.verb === 'run' && isOrder(read, isStrong)) {
    return { kind: 'command', command: { verb: 'run', target: command.target } };
  }
  return decide(read, facts);
}

/** The orders that are carried out so far, and not those with more to them ("pause it until Monday"). */
function isObeyed(command: Command): command is Command & { readonly verb: 'pause' | 'resume' | 'list' } {
  if (command.verb === 'pause') return command.args.until === null;
  if (command.verb === 'list') return command.args.what === 'playbooks' && command.args.status === null;
  return command.verb === 'resume';
}

/** "Run my price alert" is an order; "check prices every morning" is the wish for a playbook. */
function isOrder(read: Read, isStrong: boolean): boolean {
  const says = read.schedule !== null || read.comparison !== null || read.thresholds.length > 0 || read.stock !== null;
  return !says && (isStrong || !read.doing.includes('alert'));
}
