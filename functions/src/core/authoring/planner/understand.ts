import type { AuthoringFacts, Understanding } from '../intent.ts';
import { unknown } from './answers.ts';
import { readCommand, readSplitCommand } from './commands.ts';
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
  if (pending === null || alone.kind === 'create' || alone.kind === 'command') return alone;
  const together = understandOne(`${pending.trim().replace(/[.?!]+$/, '')} ${sentence}`, facts);
  return together.kind === 'create' || together.kind === 'ask' ? together : alone;
}

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
  const command = readSplitCommand(tokens) ?? readCommand(tokens);
  if (command && command.verb !== 'run')
    return { kind: 'command', command: { verb: command.verb, target: command.target } };
  const read = readAll(sentence, tokens, named, facts);
  if (command && isOrder(read, command.isStrong)) {
    return { kind: 'command', command: { verb: command.verb, target: command.target } };
  }
  return decide(read, facts);
}

/** "Run my price alert" is an order; "check prices every morning" is the wish for a playbook. */
function isOrder(read: Read, isStrong: boolean): boolean {
  const says = read.schedule !== null || read.comparison !== null || read.thresholds.length > 0 || read.stock !== null;
  return !says && (isStrong || !read.doing.includes('alert'));
}
