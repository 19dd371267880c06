import type { Execution, StepResult } from '../../model/execution.ts';
import { jsonObject } from '../../model/json.ts';
import type { StepCatalog, Tally } from '../engine/step-type.ts';
import { joinWords } from './describe-recurrence.ts';

/** So many whom an act reached are named. */
const NAMED = 3;
const WOULD_HAVE = 'would have ';

/** What was done how often, of one action: `sent 4 e-mails to ada@example.com`. */
export interface Act {
  readonly action: string;
  readonly times: number;
  readonly words: string;
}

/** What an execution would have done, a sentence for each act. */
export function wouldHave(execution: Execution): string[] {
  return rehearsedActs(execution).map(({ note }) => note);
}

/** The acts of several executions, counted by their action. */
export function actsOf(executions: readonly Execution[], catalog: StepCatalog): Act[] {
  const byAction = Map.groupBy(executions.flatMap(rehearsedActs), ({ action }) => action);
  return [...byAction].map(([action, results]) => {
    const type = catalog.get(action);
    const tally = type?.kind === 'action' ? type.tally : undefined;
    return { action, times: results.length, words: tally ? told(tally, results) : likeTheFirst(results) };
  });
}

type Rehearsed = StepResult & { readonly note: string };

function rehearsedActs({ stepResults }: Execution): Rehearsed[] {
  return stepResults.filter((result): result is Rehearsed => {
    return result.status === 'completed' && result.note !== null && result.note.startsWith(WOULD_HAVE);
  });
}

function told({ done, one, many, to }: Tally, results: readonly Rehearsed[]): string {
  const count = results.length;
  const what = `${done} ${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
  const reached = to === undefined ? [] : [...new Set(results.flatMap((result) => namesIn(result, to)))];
  if (reached.length === 0) return what;
  const more = reached.length - NAMED;
  return `${what} to ${joinWords([...reached.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])])}`;
}

/** The text, or the texts, of one field of an output. */
function namesIn({ outputJson }: StepResult, field: string): string[] {
  const output = jsonObject.safeParse(outputJson === null ? null : JSON.parse(outputJson));
  const value = output.success ? output.data[field] : null;
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

function likeTheFirst([first, ...others]: readonly Rehearsed[]): string {
  const what = first?.note.slice(WOULD_HAVE.length) ?? '';
  if (others.every(({ note }) => note === first?.note))
    return others.length === 0 ? what : `${what} (${times(others.length + 1)})`;
  return `${what}, and ${others.length.toLocaleString('en-US')} more like it`;
}

/** `would have run 4 times, sent 4 e-mails to ada@example.com`. */
export function summaryOf(counted: number, rehearsed: readonly Execution[], acts: readonly Act[]): string {
  if (counted === 0) return 'would not have run';
  const ran = `would have run ${times(counted)}`;
  if (rehearsed.length === 0) return ran;
  const isAll = rehearsed.length === counted;
  const did = acts.length === 0 ? 'changed nothing' : joinWords(acts.map(({ words }) => words));
  const what = isAll ? `, ${did}` : `; rehearsed ${times(rehearsed.length)}, it would have ${did}`;
  return [`${ran}${what}`, ...endings(rehearsed)].join('; ');
}

function endings(rehearsed: readonly Execution[]): string[] {
  const failed = rehearsed.filter(({ status }) => status === 'failed').length;
  const open = rehearsed.filter(({ completedAt }) => completedAt === null).length;
  const all = rehearsed.length === 1 ? 'it' : 'all of them';
  return [
    ...(failed > 0 ? [`${failed === rehearsed.length ? all : `${failed} of them`} would have failed`] : []),
    ...(open > 0 ? [`${open} ${open === 1 ? 'is' : 'are'} still being rehearsed`] : []),
  ];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`;
}
