import { z } from 'zod';
import type { JsonValue } from '../../../model/json.ts';
import { dateInWords } from '../../triggering/describe-recurrence.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { ChatStep, ChatTurn } from '../chat-model.ts';
import type { Command } from './commands.ts';
import { readDataQuestion } from './data-question.ts';
import { approvalSteps } from './planner-approvals.ts';
import { type Done, text } from './planner-steps.ts';
import { taskSteps } from './planner-tasks.ts';
import { understand } from './understand.ts';

const playbooks = z.object({
  playbooks: z.array(z.object({ name: z.string(), status: z.string(), arming: z.string().nullable() })),
});
const executions = z.object({ executions: z.array(z.object({ name: z.string() })), isCut: z.boolean() });
const explained = z.object({
  name: z.string(),
  status: z.string(),
  understood: z.string(),
  nextTimes: z.array(z.string()),
  arming: z.object({ state: z.string(), problems: z.array(z.string()) }).nullable(),
  pausedUntil: z.string().nullable(),
});
const why = z.object({ summary: z.string(), sentences: z.array(z.string()) });
const simulated = z.object({ name: z.string(), days: z.number(), notes: z.array(z.string()) });
const range = z.object({ min: z.number(), max: z.number() });
const forecasted = z.object({
  name: z.string(),
  triggers: z.array(z.object({ words: z.string(), next: z.array(z.string()) })),
  executionsPerMonth: range,
  costUsd: z.object({ low: z.number(), high: z.number(), basis: z.string() }),
  limits: z.array(z.string()),
  notes: z.array(z.string()),
  problems: z.array(z.string()),
});
const figure = z.object({ count: z.number().optional(), sum: z.number().optional(), field: z.string().optional() });
const rows = z.object({ total: z.number() });
const undone = z.object({
  words: z.string().optional(),
  removed: z.string().optional(),
  restored: z.string().optional(),
});

/** What a call that only looked something up is answered with; null where it is none of these. */
export function lookUpWords({ call, result }: Done, turn: ChatTurn): readonly ChatStep[] | null {
  switch (call.tool) {
    case 'list_approvals':
    case 'decide_approval':
      return approvalSteps({ call, result }, orderOf(turn));
    case 'list_tasks':
    case 'create_task':
    case 'cancel_task':
    case 'retry_task':
      return taskSteps({ call, result }, orderOf(turn));
    case 'list_playbooks':
      return said(playbooks, result, listed);
    case 'list_executions':
      return said(executions, result, ({ executions: all, isCut }) => {
        if (all.length === 0) return 'Nothing ran then.';
        return `${isCut ? 'The latest ' : ''}${all.length} ${all.length === 1 ? 'execution' : 'executions'}.`;
      });
    case 'explain_playbook':
      return said(explained, result, (found) => aboutPlaybook(found, turn.facts));
    case 'explain_execution':
      return said(why, result, ({ summary, sentences }) => {
        const more = sentences.filter((one) => !summary.includes(one));
        return more.length === 0 ? summary : `${summary}\n\n${lines(more)}`;
      });
    case 'simulate_playbook':
      return said(simulated, result, ({ name, days, notes }) => {
        const told = `That is what “${name}” would have done in the last ${days} days. Nothing was sent or changed.`;
        return [told, lines(notes)].filter((part) => part !== '').join('\n\n');
      });
    case 'forecast_playbook':
      return said(forecasted, result, ahead);
    case 'query_data':
      return [text(answerFrom(result, turn))];
    case 'undo':
      return said(undone, result, ({ words, removed, restored }) => {
        if (words !== undefined) return words;
        return removed === undefined ? `Undone: “${restored}” is as it was before.` : `Undone: I removed “${removed}”.`;
      });
    default:
      return null;
  }
}

function said<T>(schema: z.ZodType<T>, result: JsonValue, words: (found: T) => string): readonly ChatStep[] {
  const found = schema.safeParse(result);
  return [text(found.success ? words(found.data) : 'There is too much of it to tell here; look on its page.')];
}

/** What the person has ordered or asked, in this turn. */
function orderOf({ entries, facts }: ChatTurn): Command | null {
  const words = entries.findLast((entry) => entry.role === 'user')?.text ?? '';
  const understood = understand(words, facts, null);
  return understood.kind === 'command' ? understood.command : null;
}

function listed({ playbooks: all }: z.infer<typeof playbooks>): string {
  if (all.length === 0)
    return 'There are none. Tell me what you would like to have watched or done, and I propose one.';
  const each = all.map(({ name, status, arming }) => {
    const isArmed = status !== 'active' || arming === 'armed' || arming === null;
    return `**${name}** (${status}${isArmed ? '' : `, ${arming}`})`;
  });
  return `${all.length === 1 ? 'One playbook' : `${all.length} playbooks`}:\n${lines(each)}`;
}

function aboutPlaybook(found: z.infer<typeof explained>, facts: AuthoringFacts): string {
  const { name, status, nextTimes, arming, pausedUntil } = found;
  // What is paused does not run at the time at which it would.
  const understood = status === 'paused' ? found.understood.replace(/ The next time is [^.]*\./, '') : found.understood;
  const state: Readonly<Record<string, string>> = {
    draft: 'is a draft: nothing runs before it is activated',
    paused: pausedUntil === null ? 'is paused' : `is paused until ${day(pausedUntil, facts)}`,
    archived: 'is archived',
    active: arming === null || arming.state === 'armed' ? 'is active' : 'is active, but not armed',
  };
  const problems = status === 'active' ? (arming?.problems ?? []) : [];
  const next = status === 'active' && nextTimes.length > 0 ? `Next: ${nextTimes.slice(0, 3).join(', ')}.` : '';
  return [`“${name}” ${state[status] ?? status}. ${understood}`, next, lines(problems)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function day(iso: string, { timezone, locale }: AuthoringFacts): string {
  return dateInWords(new Date(iso), timezone, locale);
}

function ahead({ name, triggers, executionsPerMonth, costUsd, ...more }: z.infer<typeof forecasted>): string {
  const { min, max } = executionsPerMonth;
  const often = min === max ? `${max}` : `${min} to ${max}`;
  const [low, high] = [usd(costUsd.low), usd(costUsd.high)];
  const price = low === high ? high : `${low} to ${high}`;
  const starts = triggers.map(({ words, next }) => (next[0] === undefined ? words : `${words}, next ${next[0]}`));
  return [
    `“${name}” costs ${price} a month, for ${often} ${max === 1 ? 'execution' : 'executions'} (${costUsd.basis}).`,
    lines(starts),
    lines([...more.limits, ...more.notes, ...more.problems]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function usd(amount: number): string {
  return amount > 0 && amount < 0.01 ? 'less than $0.01' : `$${amount.toFixed(2)}`;
}

const MONEY = /total|amount|price|cost|revenue|spent|balance|budget|due/i;

/** A figure, or how many rows there are, under what was asked for. */
function answerFrom(result: JsonValue, turn: ChatTurn): string {
  const title = titleOf(turn);
  const { count, sum, field = '' } = figure.safeParse(result).data ?? {};
  if (count !== undefined) return `${title}: ${count.toLocaleString('en-US')}.`;
  if (sum !== undefined)
    return `${title}: ${MONEY.test(field) ? money(sum, turn.facts.currency) : sum.toLocaleString('en-US')}.`;
  const total = rows.safeParse(result).data?.total ?? 0;
  return total === 0 ? `${title}: none.` : `${title}: ${total.toLocaleString('en-US')}, see the table.`;
}

function titleOf(turn: ChatTurn): string {
  const order = orderOf(turn);
  const read = order?.verb === 'query' ? readDataQuestion(order.args.question, turn.facts) : null;
  const title = read?.kind === 'query' ? read.title : 'Found';
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

function money(value: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(value);
}

function lines(all: readonly string[]): string {
  return all.map((one) => `- ${one}`).join('\n');
}
