import { dayIndexAt } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { findPlaybook } from '../find-playbook.ts';
import { medium } from './channels.ts';
import { ending, splitOrder } from './command-pause.ts';
import { isoDate, resolveDate } from './dates.ts';
import { longest, map, means, type Parser, phrase, Reading, words } from './grammar.ts';
import { troubleWithDate } from './once.ts';
import { type Period, period } from './period.ts';
import { asksForData, asksForList, explanation, namesData, namesList } from './questions.ts';
import { saidAction } from './said-action.ts';
import type { Trouble } from './schedule-trouble.ts';
import type { TaskCommand } from './task-orders.ts';
import type { Token } from './tokens.ts';
import { speaksOfTime } from './when.ts';

/** Why, whether or when: what somebody wants to know about a playbook. */
export type Question = 'what' | 'why' | 'why_not' | 'when' | 'did';

/**
 * Something to do now with what exists. `target` is how the person called a playbook (null for "it", `all` for all of
 * them). Days are local, `2026-12-24`; `until` is the day on which it goes on.
 */
export type Command =
  | { readonly verb: 'run' | 'resume' | 'archive' | 'forecast'; readonly target: string | null; readonly args: Nothing }
  | { readonly verb: 'pause'; readonly target: string | null; readonly args: { readonly until: string | null } }
  | {
      readonly verb: 'explain';
      readonly target: string | null;
      readonly args: { readonly question: Question; readonly period: Period | null };
    }
  | { readonly verb: 'simulate'; readonly target: string | null; readonly args: { readonly period: Period | null } }
  | { readonly verb: 'list'; readonly target: string | null; readonly args: ListArgs }
  | { readonly verb: 'approve' | 'reject'; readonly target: null; readonly args: { readonly what: string | null } }
  | {
      readonly verb: 'query';
      readonly target: null;
      readonly args: { readonly question: string; readonly period: Period | null };
    }
  | { readonly verb: 'undo'; readonly target: null; readonly args: Nothing }
  | TaskCommand;

export interface ListArgs {
  readonly what: 'playbooks' | 'executions' | 'approvals';
  readonly status: 'active' | 'paused' | 'draft' | 'failed' | 'completed' | 'running' | 'waiting' | null;
  readonly period: Period | null;
}
type Nothing = Readonly<Record<string, never>>;

/** `isStrong`: the words can be nothing but an order; "check …" can be the wish for a playbook. */
export interface Order {
  readonly command: Command;
  readonly isStrong: boolean;
}

const runs = phrase('run|execute|trigger|launch|fire|rerun|re-run|start|do|try|test|scan|check');
const verb: Parser<'run' | 'pause' | 'resume' | 'archive' | 'simulate' | 'forecast'> = longest(
  map(longest(runs, phrase('kick|fire off'), phrase('send out')), () => 'run' as const),
  means(
    'pause' as const,
    'no more',
    'pause|stop|quit|disable|suspend|halt|deactivate|mute|silence|cancel|hold|snooze',
    'turn|switch|shut off',
    'put on hold',
  ),
  means(
    'resume' as const,
    'resume|reactivate|unpause|enable|restart|continue|activate|unmute',
    'turn|switch back? on',
    'start again',
  ),
  means(
    'archive' as const,
    'delete|remove|archive|trash|scrap|erase|discard',
    'get rid of',
    'throw away|out',
    'do away with',
  ),
  means('simulate' as const, 'simulate|backtest|dry-run', 'dry run', 'do|make|run a? dry run of|with?'),
  means('forecast' as const, 'forecast', 'estimate the? costs|cost of?'),
);
const polite = phrase(
  'please|can|could|would|will|you|hey|hi|hello|ok|okay|now|just|lets|i|want|need|to|like|money|mike|craig|ezal|pops|id|go|ahead|and*',
);
const around = new Set(
  'emails mails messages notifications please now my our the a an this that right away immediately again for me us today playbook playbooks automation automations one all of it them asap once more anymore any longer thanks thx back with to then on'.split(
    ' ',
  ),
);
const everything = new Set(['all', 'everything', 'them', 'every']);
const strong = new Set(['run', 'start', 'execute', 'trigger', 'launch', 'rerun', 're-run', 'kick']);
const SAYS_MORE = new Set('if when whenever unless email mail text notify tell remind post send'.split(' '));
/** Words of time that playbooks are called by: "the weekly report". */
const NAMING = new Set(
  'weekly daily monthly quarterly yearly nightly hourly annual morning evening night today once now'.split(' '),
);

/** An order or a question about what exists; null where a sentence is none, a trouble where it is not clear until when. */
export function readCommand(sentence: string, tokens: readonly Token[], facts: AuthoringFacts): Order | Trouble | null {
  const start = polite(tokens, 0)?.[1] ?? 0;
  const said = tokens.slice(start);
  const today = dayIndexAt(facts.now.getTime(), facts.timezone);
  const decided = undoing(said) ?? decision(tokens) ?? unwanted(tokens);
  if (decided) return sure(decided);
  const asked = question(sentence, tokens, said, today, facts.products);
  if (asked) return sure(asked);
  const split = splitOrder(said);
  if (split?.verb === 'resume') return sure({ verb: 'resume', target: targetOf(split.rest), args: {} });
  const read = split ? null : verb(said, 0);
  if (!split && !read) return null;
  const rest = split ? split.rest : said.slice(read?.[1] ?? 0);
  const meaning = split ? 'pause' : (read?.[0] ?? 'run');
  if (meaning === 'pause') return pausing(sentence, rest, facts, said[0]?.text === 'no');
  if (meaning === 'run' && said[0]?.text === 'start' && rest.some(({ text }) => text === 'again'))
    return sure({ verb: 'resume', target: targetOf(rest), args: {} });
  return ordered(meaning, said, rest, today, facts);
}

function isKnown(target: string | null, { playbooks }: AuthoringFacts): boolean {
  const named = playbooks.map(({ name }) => ({ id: name, name }));
  return target !== null && findPlaybook(target, named).kind !== 'none';
}

function sure(command: Command): Order {
  return { command, isStrong: true };
}

function ordered(
  meaning: Exclude<Command['verb'], 'pause' | TaskCommand['verb']>,
  said: readonly Token[],
  rest: readonly Token[],
  today: number,
  facts: AuthoringFacts,
): Order | null {
  const reading = new Reading(rest);
  const idle = meaning === 'run' ? reading.take(sendsNothing) : null;
  if (meaning === 'simulate' || idle !== null) {
    const when = reading.take(period(today));
    return sure({ verb: 'simulate', target: targetOf(reading.left), args: { period: when } });
  }
  if (meaning !== 'run') {
    if (meaning === 'archive' && rest.some(({ text }) => text === 'from')) return null;
    // "Remove the e-mail": what it does, not which it is.
    if (
      meaning === 'archive' &&
      !isKnown(targetOf(rest), facts) &&
      rest.some((_, at) => saidAction(rest, at) ?? medium(rest, at))
    )
      return null;
    const verbOf = meaning === 'resume' || meaning === 'archive' ? meaning : 'forecast';
    return sure({ verb: verbOf, target: targetOf(rest), args: {} });
  }
  // "Start tracking …" is the wish for a playbook, and so is "check … every morning and email me".
  const isWish = rest.some(({ text }) => (text.endsWith('ing') && text !== 'pricing') || SAYS_MORE.has(text));
  if (isWish || speaksOfTime(rest.filter(({ text }) => !NAMING.has(text)))) return null;
  const begins = said[0] && ['scan', 'check'].includes(said[0].text) ? [said[0]] : [];
  const named = targetOf(rest);
  const target = begins.length > 0 && named !== 'all' ? words([...begins, ...meant(rest)]) : named;
  const isStrong = strong.has(said[0]?.text ?? '') || isNameAlone(rest);
  // "Check the competition" is an order only where something is called so.
  const isNow = rest.some(({ text }) => text === 'now' || text === 'immediately' || text === 'asap');
  if (!isStrong && !isNow && target !== null && target !== 'all' && !isKnown(target, facts) && !isKnown(named, facts))
    return null;
  return { command: { verb: 'run', target, args: {} }, isStrong };
}

/** "Test it without posting anything": what it would do. */
const sendsNothing = longest(
  phrase(
    'without actually|really* sending|posting|emailing|mailing|texting|telling|notifying|messaging|doing|changing out? anything|anyone|anybody|stuff|messages|it|me|us',
  ),
  phrase(
    'but|and? dont actually|really* send|post|email|mail|text|tell|notify|do|change out? anything|anyone|anybody|it',
  ),
);

function isNameAlone(rest: readonly Token[]): boolean {
  return rest.some(({ sort }) => sort === 'playbook') && meant(rest).length === 1;
}

function meant(rest: readonly Token[]): readonly Token[] {
  return rest.filter(({ text }) => !around.has(text));
}

/** How the playbook was called: its name where that was recognised or quoted, or else the words that are left. */
export function targetOf(rest: readonly Token[]): string | null {
  const name = rest.find(({ kind }) => kind === 'name' || kind === 'quote');
  if (name) return name.raw;
  const left = meant(rest);
  if (
    left.every(({ text }) => everything.has(text)) &&
    rest.some(({ text }) => everything.has(text) && text !== 'them')
  )
    return 'all';
  return words(left) || null;
}

const doing = phrase(
  'sending|emailing|mailing|texting|telling|notifying|alerting|pinging|messaging|posting|watching|checking|monitoring|tracking|scanning|giving|bothering|spamming me|us|them|my|our|team? about|with|of|any|those|these|all|the*',
);
function pausing(
  sentence: string,
  rest: readonly Token[],
  facts: AuthoringFacts,
  isPlain: boolean,
): Order | Trouble | null {
  const reading = new Reading(rest);
  const end = reading.take(ending);
  // "Stop sending me price alerts", "no more price alerts": where something is called so.
  const isDoing = doing(reading.left, 0) !== null;
  if (isDoing) reading.take(doing);
  const target = targetOf(reading.left);
  if ((isDoing || isPlain) && !isKnown(target, facts)) return null;
  const command = (until: string | null) => sure({ verb: 'pause', target, args: { until } });
  if (end === null || end === 'open') return command(null);
  const day = resolveDate(end, dayIndexAt(facts.now.getTime(), facts.timezone), facts.locale);
  return 'index' in day ? command(isoDate(day.index)) : troubleWithDate(day, sentence, end);
}

const undo = longest(phrase('undo|revert'), phrase('take that|it|this back'), phrase('roll that|it|this? back'));

function undoing(said: readonly Token[]): Command | null {
  const read = undo(said, 0);
  const rest = read
    ? new Set(['last', 'change', 'edit', 'it', 'that', 'this', 'the', 'please', 'my', 'what', 'you', 'did', 'just'])
    : null;
  return read && said.slice(read[1]).every(({ text }) => rest?.has(text))
    ? { verb: 'undo', target: null, args: {} }
    : null;
}

const approve = longest(
  phrase('yes|ok|okay|sure|please* approve|accept|allow|approved'),
  phrase('yes|ok|okay|sure send it|that'),
);
const reject = longest(
  phrase('no|please|nope* reject|decline|deny|disapprove|rejected'),
  phrase('no|nope? dont|never send it|that|this one?'),
  phrase('no|nope? do not send it|that|this one?'),
  phrase('no to'),
);

/** A decision on what waits for one: `approve it`, `no to the mail to Sam`. */
function decision(tokens: readonly Token[]): Command | null {
  const yes = approve(tokens, 0);
  const no = reject(tokens, 0);
  const read = yes ?? no;
  if (!read) return null;
  const again = tokens.slice(read[1]).filter(({ text }) => !around.has(text) && !AGAIN.has(text));
  return { verb: yes ? 'approve' : 'reject', target: null, args: { what: words(again) || null } };
}
const AGAIN = new Set('reject decline it that send dont request approval yes no'.split(' '));

const dontWant = longest(
  phrase('i|we dont need|want|use'),
  phrase('i|we do not need|want|use'),
  phrase('i|we no longer need|want|use'),
);
/** `I don't need the price alert anymore`. */
function unwanted(tokens: readonly Token[]): Command | null {
  const read = dontWant(tokens, 0);
  const isOver = tokens.some(({ text }) => ['anymore', 'longer', 'rid', 'delete', 'remove'].includes(text));
  if (!read || !isOver) return null;
  const rest = new Reading(tokens.slice(read[1]));
  rest.take(longest(phrase('get rid of it|that?'), phrase('delete|remove it|that')));
  return { verb: 'archive', target: targetOf(rest.left), args: {} };
}

function question(
  sentence: string,
  tokens: readonly Token[],
  said: readonly Token[],
  today: number,
  products: readonly string[],
): Command | null {
  const reading = new Reading(said);
  const when = reading.take(period(today));
  const list = asksForList(reading.left);
  if (list) return { verb: 'list', target: null, args: { ...list, period: when } };
  const known = explanation(reading.left);
  if (known?.verb === 'explain') {
    return { verb: 'explain', target: targetOf(known.about), args: { question: known.question, period: when } };
  }
  if (known?.verb === 'simulate') return { verb: 'simulate', target: targetOf(known.about), args: { period: when } };
  const costs = known?.verb === 'forecast' ? targetOf(known.about) : null;
  // "How much does Blue Dream cost" is about a product.
  if (known?.verb === 'forecast' && !(costs !== null && products.includes(costs))) {
    return { verb: 'forecast', target: costs, args: {} };
  }
  const isOfData = asksForData(tokens) || namesList(said) || (when !== null && namesData(tokens));
  if (isOfData && !speaksOfTime(reading.left)) {
    return { verb: 'query', target: null, args: { question: sentence.trim(), period: when } };
  }
  return null;
}
