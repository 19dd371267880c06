import type { Command } from '../intent.ts';
import { longest, map, means, type Parser, phrase, words } from './grammar.ts';
import type { Token } from './tokens.ts';

const verb: Parser<Command['verb']> = longest<Command['verb']>(
  means('run', 'run|execute|trigger|launch|fire|rerun|re-run', 'kick off', 'start|do|try|test', 'scan|check'),
  means(
    'pause',
    'pause|stop|disable|suspend|halt|deactivate|mute|silence|cancel|hold|snooze',
    'turn|switch|shut off',
    'put on hold',
  ),
  means(
    'resume',
    'resume|reactivate|unpause|enable|restart|continue|activate|unmute',
    'turn|switch on',
    'turn|switch back on',
    'start again',
  ),
  means('list', 'list', 'show', 'show|give|tell me|us', 'what|which|whats'),
);
const polite = phrase(
  'please|can|could|would|will|you|hey|hi|hello|ok|okay|now|just|lets|i|want|need|to|like|money|mike|craig|ezal|pops|id|go|ahead|and*',
);
const around = new Set(
  'please now my our the a an this that right away immediately again for me us today playbook playbooks automation automations one all of it them asap once more'.split(
    ' ',
  ),
);
const things = new Set(
  'playbook playbooks automation automations alert alerts schedule schedules routine routines have'.split(' '),
);
const aroundThings = new Set(
  'my our the all of active paused running i you do we are there set up me now currently what which'.split(' '),
);
const everything = new Set(['all', 'everything', 'them', 'every']);

/** `isStrong`: the verb can mean nothing but an order. */
export type Order = Command & { readonly isStrong: boolean };
const strong = new Set(['run', 'start', 'execute', 'trigger', 'launch', 'rerun', 're-run']);

/** A sentence that begins with an order about playbooks that exist; null when it is not one. */
export function readCommand(tokens: readonly Token[]): Order | null {
  const start = polite(tokens, 0)?.[1] ?? 0;
  const read = verb(tokens, start);
  if (!read) return null;
  const [meaning, next] = read;
  if (meaning === 'list')
    return asksForPlaybooks(tokens.slice(next)) ? { verb: 'list', target: null, isStrong: true } : null;
  const rest = tokens.slice(next);
  const named = rest.filter(({ text }) => !around.has(text));
  if (named.every(({ text }) => everything.has(text)) && rest.some(({ text }) => everything.has(text)))
    return { verb: meaning, target: 'all', isStrong: true };
  // "Start tracking …" is the wish for a playbook.
  const isWish = named.some(({ text }) => text.endsWith('ing') && text !== 'pricing');
  if (meaning === 'run' && isWish) return null;
  const begins = ['scan', 'check'].includes(tokens[start]?.text ?? '') && tokens[start] ? [tokens[start]] : [];
  const target = words([...begins, ...named]);
  const isStrong = strong.has(tokens[start]?.text ?? '');
  return { verb: meaning, target: target === '' ? null : target, isStrong };
}

function asksForPlaybooks(rest: readonly Token[]): boolean {
  const isAbout = rest.some(({ text }) => things.has(text));
  return isAbout && rest.every(({ text }) => things.has(text) || aroundThings.has(text));
}

/** `turn the price alert off`: the verb in two places. */
export function readSplitCommand(tokens: readonly Token[]): Order | null {
  const start = polite(tokens, 0)?.[1] ?? 0;
  const first = map(phrase('turn|switch'), () => true)(tokens, start);
  const lastWord = tokens.at(-1)?.text;
  if (!first || (lastWord !== 'on' && lastWord !== 'off')) return null;
  const named = tokens.slice(first[1], -1).filter(({ text }) => !around.has(text));
  return { verb: lastWord === 'on' ? 'resume' : 'pause', target: words(named) || null, isStrong: true };
}
