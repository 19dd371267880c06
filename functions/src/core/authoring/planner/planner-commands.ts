import { type JsonObject, jsonObject } from '../../../model/json.ts';
import { DAY_MS, dayIndexAt } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts, KnownPlaybook } from '../authoring-facts.ts';
import { ALL_ROUND, hasTool } from '../chat-agents.ts';
import type { ChatStep, ChatTurn } from '../chat-model.ts';
import type { Command, Question } from './commands.ts';
import { readDataQuestion } from './data-question.ts';
import type { Period } from './period.ts';
import { ask, call, handTo, meant, offered, text } from './planner-steps.ts';
import { taskCall } from './planner-tasks.ts';

type Of<V extends Command['verb']> = Extract<Command, { readonly verb: V }>;
interface Switching {
  readonly verb: 'pause' | 'resume';
  readonly target: string | null;
  /** The day on which it goes on. */
  readonly until: string | null;
}

/** What is called for an order or a question about what exists. */
export function commandSteps(command: Command, said: string, turn: ChatTurn): readonly ChatStep[] {
  switch (command.verb) {
    case 'pause':
      return switchStatus({ ...command, verb: 'pause', until: command.args.until }, said, turn);
    case 'resume':
      return switchStatus({ ...command, verb: 'resume', until: null }, said, turn);
    case 'archive':
      return onOne(command.target, 'archive_playbook', { verb: 'archive', said, turn, fits: () => true });
    case 'run':
      return onOne(command.target, 'execute_playbook', { verb: 'run', said, turn, fits: isActive });
    case 'forecast':
      return onOne(command.target, 'forecast_playbook', { verb: 'forecast', said, turn, fits: () => true });
    case 'simulate':
      return simulate(command, said, turn);
    case 'explain':
      return explain(command, said, turn);
    case 'list':
      return list(command, turn);
    case 'approve':
    case 'reject':
      return hasTool(turn.agent, 'decide_approval') ? [call('list_approvals', {})] : [handTo(ALL_ROUND)];
    case 'query':
      return query(command, turn);
    case 'undo':
      return [call('undo', {})];
    case 'create_task':
    case 'list_tasks':
    case 'cancel_task':
    case 'retry_task':
      return [taskCall(command)];
  }
}

const ORDER = /^(run|pause|resume|archive|forecast) ["“”']?(.+?)["“”']?[.!]?$/i;

/** `Pause "Weekly Report"`: an order that is offered as a choice. A name may hold words that would mean something else. */
export function namedOrder(words: string, { playbooks }: AuthoringFacts): Command | null {
  const [, verb = '', name = ''] = ORDER.exec(words.trim()) ?? [];
  const known = playbooks.some((one) =>
    [one.id, one.label, one.name].some((called) => called?.toLowerCase() === name.toLowerCase()),
  );
  const said = verb.toLowerCase();
  if (!known) return null;
  if (said === 'pause') return { verb: said, target: name, args: { until: null } };
  return said === 'run' || said === 'resume' || said === 'archive' || said === 'forecast'
    ? { verb: said, target: name, args: {} }
    : null;
}

/** The same order for another playbook; null where it is for none. */
export function aimedAt(command: Command, target: string): Command | null {
  switch (command.verb) {
    case 'pause':
      return { ...command, target };
    case 'explain':
      return { ...command, target };
    case 'simulate':
      return { ...command, target };
    case 'list':
      return { ...command, target };
    case 'run':
    case 'resume':
    case 'archive':
    case 'forecast':
      return { ...command, target };
    default:
      return null;
  }
}

const isActive = ({ status }: KnownPlaybook) => status === 'active';

interface Ordering {
  /** For people, in a sentence that orders it. */
  readonly verb: string;
  readonly said: string;
  readonly turn: ChatTurn;
  readonly fits: (one: KnownPlaybook) => boolean;
}

function onOne(target: string | null, tool: string, ordering: Ordering, more: JsonObject = {}): readonly ChatStep[] {
  const { verb, said, turn, fits } = ordering;
  const naming = (name: string) => `${verb.charAt(0).toUpperCase()}${verb.slice(1)} "${name}"`;
  if (target === 'all' && turn.facts.playbooks.some(fits)) {
    const choices = turn.facts.playbooks
      .filter(fits)
      .slice(0, 8)
      .map(({ name, label = name }) => naming(label));
    const open = { sentences: [said], about: 'which', offer: null } as const;
    return [ask(`I ${verb} one at a time. Which one?`, choices, 'which', { ...open, sentences: [...open.sentences] })];
  }
  const found = meant(target === 'all' ? null : target, turn, fits);
  if ('steps' in found) return found.steps(naming, verb, said);
  return [call(tool, { playbookId: found.playbook.id, ...more })];
}

/** Pausing and resuming, of one or of all of them. A draft is not resumed but activated. */
function switchStatus({ verb, target, until: day }: Switching, said: string, turn: ChatTurn): readonly ChatStep[] {
  const until: JsonObject = day === null ? {} : { until: day };
  const from = verb === 'pause' ? 'active' : 'paused';
  const fits = ({ status }: KnownPlaybook) => status === from || (verb === 'resume' && status === 'draft');
  if (target === 'all') {
    const all = turn.facts.playbooks.filter(({ status }) => status === from).slice(0, 20);
    if (all.length === 0) return [text(`None of your playbooks is ${from}.`)];
    return all.map(({ id }) => call(`${verb}_playbook`, { playbookId: id, ...until }));
  }
  const found = meant(target, turn, fits);
  if ('steps' in found) {
    return found.steps((name) => `${verb === 'pause' ? 'Pause' : 'Resume'} "${name}"`, verb, said);
  }
  const { id, name, status } = found.playbook;
  if (verb === 'resume' && status === 'draft') return [call('activate_playbook', { playbookId: id })];
  if (verb === 'resume' && status === 'active') return [text(`“${name}” is active already.`)];
  return [call(`${verb}_playbook`, { playbookId: id, ...until })];
}

function simulate({ target, args: { period } }: Of<'simulate'>, said: string, turn: ChatTurn): readonly ChatStep[] {
  const days = period === null ? {} : { days: Math.min(30, Math.max(1, today(turn) - indexOf(period.from) + 1)) };
  return onOne(target, 'simulate_playbook', { verb: 'simulate', said, turn, fits: () => true }, days);
}

/** "What does it do", "when": of the playbook. "Why (not)", "did it": of its executions, at a day where one was said. */
function explain({ target, args }: Of<'explain'>, said: string, turn: ChatTurn): readonly ChatStep[] {
  const ordering = { verb: 'explain', said, turn, fits: () => true };
  const isOfPast = (['why', 'why_not', 'did'] satisfies Question[]).some((one) => one === args.question);
  if (!isOfPast) return onOne(target, 'explain_playbook', ordering);
  return onOne(target, 'explain_execution', ordering, args.period === null ? {} : { at: args.period.to });
}

function list({ target, args }: Of<'list'>, turn: ChatTurn): readonly ChatStep[] {
  const { what, status, period } = args;
  if (what === 'approvals') return [call('list_approvals', {})];
  const words = target === null ? {} : { words: target };
  if (what === 'playbooks') return [call('list_playbooks', { ...(status !== null && { status }), ...words })];
  const found = target === null ? null : meant(target, turn, () => true);
  const one: JsonObject = found && 'playbook' in found ? { playbookId: found.playbook.id } : {};
  return [call('list_executions', { ...one, ...(status !== null && { status }), ...spanOf(period) })];
}

function spanOf(period: Period | null): JsonObject {
  return period === null ? {} : { from: period.from, to: period.to };
}

function query({ args: { question } }: Of<'query'>, turn: ChatTurn): readonly ChatStep[] {
  const read = readDataQuestion(question, turn.facts);
  if (read === null) {
    const words = 'I cannot answer that from your data. I can count, add up and list what is in it.';
    return [text(words), ...offered(['How many orders did we have last week?', 'Which products are low in stock?'])];
  }
  if (read.kind === 'refuse') return [text(read.message), ...offered(read.examples)];
  return [call('query_data', jsonObject.parse(read.params))];
}

function today({ facts }: ChatTurn): number {
  return dayIndexAt(facts.now.getTime(), facts.timezone);
}

function indexOf(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}
