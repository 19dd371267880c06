import { type AgentId, personas } from '../../../model/agent.ts';
import type { Priority } from '../../../model/task.ts';
import { dayIndexAt } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { certainDate, isoDate, lastDate, resolveDate, type SpokenDate } from './dates.ts';
import { both, longest, map, maybe, means, type Parser, phrase, words } from './grammar.ts';
import { troubleWithDate } from './once.ts';
import type { Trouble } from './schedule-trouble.ts';
import { task } from './tasks.ts';
import type { Token } from './tokens.ts';

/** What is to be done about tasks now. `what` is how the person called one; null where he did not. */
export type TaskCommand =
  | { readonly verb: 'create_task'; readonly target: null; readonly args: TaskArgs }
  | {
      readonly verb: 'cancel_task' | 'retry_task';
      readonly target: null;
      readonly args: { readonly what: string | null };
    }
  | { readonly verb: 'list_tasks'; readonly target: null; readonly args: ListTasksArgs };

/** `assignee`: an agent's id, `me`, an address, or a name that is nobody's whom we know. `deadline`: a day, `2026-12-24`. */
interface TaskArgs {
  readonly title: string;
  readonly assignee: string | null;
  readonly priority: Priority | null;
  readonly deadline: string | null;
}
interface ListTasksArgs {
  readonly status: 'open' | 'ended' | 'escalated';
  readonly agent: AgentId | null;
}

const polite = phrase(
  'please|can|could|would|will|you|hey|hi|hello|ok|okay|now|just|lets|i|want|need|to|like|id|us|we|and*',
);
const nouns = 'task|tasks|todo|todos|to-do|to-dos|assignment|errand';
const isNoun = new Set(nouns.split('|'));
const toDoList = /\bto do lists?\b/i;

/** `untitled`: a task is wanted, and not said what is to be done. */
type Reading = TaskCommand | Trouble | 'untitled' | null;

/** What is said about tasks that exist, or one that is to be; null where it is something else, or more than that. */
export function readTaskOrder(sentence: string, tokens: readonly Token[], facts: AuthoringFacts): Reading {
  const isAbout = tokens.some(({ text, kind }) => kind === 'word' && isNoun.has(text)) || toDoList.test(sentence);
  if (!isAbout) return null;
  const said = tokens.slice(polite(tokens, 0)?.[1] ?? 0);
  return asksForTasks(said) ?? decision(said) ?? creation(sentence, said, facts);
}

const ASKS = new Set(
  'what whats which show list see any are is do does have there give tell open my our all'.split(' '),
);
/** All that a question about tasks is made of. */
const OF_QUESTION = new Set(
  `a an what whats which show list lists see are is do does has have i we any there me us give tell open all the my our of for by
  new pending current unfinished outstanding left still to waiting in progress now right on done completed finished ended
  failed stuck escalated need needs not yet person please craig ezal pops money mike that lets`.split(/\s+/),
);

/** `What tasks are open?`, `show me Craig's tasks`: only where every word is about that. */
function asksForTasks(said: readonly Token[]): TaskCommand | null {
  const [first, second] = said;
  const isNew = said.some(({ text }, at) => isNoun.has(text) && said[at - 1]?.text === 'a');
  if (first?.text === 'open' && isNew) return null;
  if (first?.text === 'give' && (isNew || (second?.text !== 'me' && second?.text !== 'us'))) return null;
  const isAsked = ASKS.has(first?.text ?? '') || (isNoun.has(first?.text ?? '') && said.length === 1);
  const isKnown = ({ text, kind }: Token) => kind === 'word' && (OF_QUESTION.has(bare(text)) || isNoun.has(text));
  if (!isAsked || !said.every(isKnown)) return null;
  const has = (...list: readonly string[]) => said.some(({ text }) => list.includes(text));
  const isOver = has('done', 'completed', 'finished', 'ended') && !has('not', 'to');
  const status = has('failed', 'stuck', 'escalated') ? 'escalated' : isOver ? 'ended' : 'open';
  const agent = said.map(({ text }) => agents.get(bare(text))).find((one) => one !== undefined) ?? null;
  return { verb: 'list_tasks', target: null, args: { status, agent } };
}

/** "Craigs", of "Craig's". */
function bare(text: string): string {
  return agents.has(text.replace(/s$/, '')) ? text.replace(/s$/, '') : text;
}
const agents = new Map<string, AgentId>([
  ...Object.values(personas).map(({ id }) => [id, id] as const),
  ['mike', 'money_mike'],
]);

const ofOne = `the|that|this|my|our|all|of* ${nouns}`;
const deciding: Parser<'cancel_task' | 'retry_task'> = longest(
  means(
    'cancel_task' as const,
    `cancel|drop|delete|remove|scrap|stop|abort|kill|forget ${ofOne}`,
    `call off ${ofOne}`,
    `get rid of ${ofOne}`,
  ),
  means('retry_task' as const, `retry|redo|rerun|re-run|repeat|restart|try ${ofOne}`, `try|start again ${ofOne}`),
);
const called = phrase('to|called|named|titled|about');
const SAYS_MORE = new Set('from if when whenever unless every each instead'.split(' '));

/** `Cancel the task “call the supplier”`. */
function decision(said: readonly Token[]): TaskCommand | null {
  const read = deciding(said, 0);
  if (read === null) return null;
  const [verb, next] = read;
  const rest = said.slice(called(said, next)?.[1] ?? next).filter(({ text, gap }) => text !== ':' || gap !== '');
  const left = ['again', 'please', 'off', 'now'].includes(rest.at(-1)?.text ?? '') ? rest.slice(0, -1) : rest;
  if (left.some(({ text }) => SAYS_MORE.has(text))) return null;
  return { verb, target: null, args: { what: words(left) || null } };
}

const priorityWord: Parser<Priority> = longest(
  means('low' as const, 'low'),
  means('normal' as const, 'normal|medium'),
  means('high' as const, 'high|top'),
  means('urgent' as const, 'urgent|highest'),
);
/** `, high priority`, `with low priority`, `priority: urgent`. */
const prioritySaid: Parser<Priority> = longest(
  map(both(maybe(phrase('with|at|of|as|and a|an?')), both(priorityWord, phrase('priority'))), ([, [one]]) => one),
  map(both(phrase('priority :? is?'), priorityWord), ([, one]) => one),
);
/** `By Friday`, `for next Monday`, `tomorrow`. */
const deadlineSaid: Parser<SpokenDate> = longest(
  map(
    both(phrase('it? is? due|deadline|needed? :? by|on|until|till|before|for|is? the?'), lastDate),
    ([, date]) => date,
  ),
  certainDate,
);

interface Found<T> {
  readonly value: T;
  readonly left: readonly Token[];
}

/** What is said at the end, or right behind the word "task" or whose it is, and the rest. */
function taken<T>(tokens: readonly Token[], parser: Parser<T>): Found<T> | null {
  for (let at = 1; at < tokens.length; at++) {
    const read = parser(tokens, at);
    if (read === null) continue;
    const [value, next] = read;
    const isBehind = isNoun.has(tokens[at - 1]?.text ?? '') || tokens[next]?.gap === ':' || tokens[next]?.text === ':';
    if (next === tokens.length || isBehind) return { value, left: [...tokens.slice(0, at), ...tokens.slice(next)] };
  }
  return null;
}

const opening = phrase(
  `create|make|open|add|file|log|set|raise|new|schedule|start a|an|the|up|new|another|low|normal|high|urgent|priority|high-priority* ${nouns}`,
);
const alone = phrase(`a|an|the|new|urgent* ${nouns}`);
/** Who speaks of "them" speaks of something else that was said. */
const OF_OTHERS = new Set('them they him her he she it these those'.split(' '));

/** "Also add a task …": to a playbook that is spoken of. */
function isPartOfOther(sentence: string, said: readonly Token[], { playbooks }: AuthoringFacts): boolean {
  const isDraft = playbooks.some(({ status }) => status === 'draft');
  return JOINS.test(sentence) || (isDraft && (said[0]?.text === 'add' || said[0]?.text === 'put'));
}
const JOINS = /^\W*(?:and|also|then|plus)\b|\b(?:as well|too|also)[.! ]*$/i;

/** A task that is to be made now: nothing may be left over, since that could be when, or on what condition. */
function creation(sentence: string, said: readonly Token[], facts: AuthoringFacts): Reading {
  if (isPartOfOther(sentence, said, facts)) return null;
  const isGiven = said[0]?.text === 'give' || said[0]?.text === 'assign';
  const bareTask = alone(said, 0);
  if (!isGiven && opening(said, 0) === null && !(bareTask && isNamed(said, bareTask[1]))) return null;
  const { day, priority, rest } = withoutFrame(said);
  const made = task(rest, 0, { sentence, facts, begins: () => false });
  const details = made?.doings[0]?.details;
  if (made === null || details === undefined || !isWhole(rest, made.used)) return null;
  const today = dayIndexAt(facts.now.getTime(), facts.timezone);
  const due = day && resolveDate(day, today, facts.locale);
  if (day && due && !('index' in due)) return troubleWithDate(due, sentence, day);
  // "Assign this task to Maria": one that exists.
  if (isGiven && (details.person === undefined || OF_ONE.has(said[1]?.text ?? ''))) return null;
  if (details.title === undefined) return 'untitled';
  if (isOfOthers(rest, made.used) || isOfMany.test(details.person ?? '')) return null;
  const args = {
    title: capital(details.title),
    assignee: details.person ?? null,
    priority: priority ?? priorityOf(details.priority),
    deadline: due && 'index' in due ? isoDate(due.index) : null,
  };
  return { verb: 'create_task', target: null, args };
}

/** By when, and how urgent, in any order; and the rest. */
function withoutFrame(said: readonly Token[]) {
  const first = taken(said, deadlineSaid);
  const urgent = taken(first?.left ?? said, prioritySaid);
  const second = first === null ? taken(urgent?.left ?? said, deadlineSaid) : null;
  const rest = (second ?? urgent ?? first)?.left ?? said;
  return { day: (first ?? second)?.value ?? null, priority: urgent?.value ?? null, rest };
}

/** "Task for Maria: check the freezer", and not "tasks that failed". */
function isNamed(said: readonly Token[], next: number): boolean {
  const after = said[next];
  return after?.gap === ':' || after?.text === ':' || after?.text === 'for';
}

const COURTESY = new Set('please thanks thank you thx now asap'.split(' '));

function isWhole(tokens: readonly Token[], used: readonly (readonly [number, number])[]): boolean {
  const isUsed = (at: number) => used.some(([from, to]) => at >= from && at < to);
  return tokens.every(({ text }, at) => isUsed(at) || COURTESY.has(text) || text === ':');
}

const OF_ONE = new Set('the this that my our'.split(' '));
const isOfMany = /^(?:each|every|all|any)\b/i;

/** "A task for each of them": that is no title, and "call them" names nobody. */
function isOfOthers(tokens: readonly Token[], used: readonly (readonly [number, number])[]): boolean {
  const [from = 0, to = 0] = used.at(-1) ?? [];
  const title = tokens.slice(from, to);
  return title[0]?.text === 'for' || title.some(({ text }) => OF_OTHERS.has(text));
}

function priorityOf(said: string | undefined): Priority | null {
  return said === 'low' || said === 'high' || said === 'urgent' ? said : null;
}

function capital(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}
