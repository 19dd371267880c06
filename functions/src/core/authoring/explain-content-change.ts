import { isDeepStrictEqual } from 'node:util';
import { personas } from '../../model/agent.ts';
import { eventCatalog } from '../../model/event-catalog.ts';
import { SENDERS } from '../../model/hook.ts';
import { canonicalJson, type JsonValue } from '../../model/json.ts';
import { contentJsonOf, type PlaybookContent, type PlaybookInput } from '../../model/playbook.ts';
import type { Trigger } from '../../model/trigger.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { counted, quoted } from '../explain/statement.ts';
import { describeRecurrence, joinWords } from '../triggering/describe-recurrence.ts';
import { stepChanges } from './explain-step-changes.ts';
import { fieldChanges } from './field-changes.ts';

/** More sentences than this are counted, not told. */
const MOST_TOLD = 40;
const MAX_LENGTH = 500;

/**
 * What of a playbook is different, in plain sentences for people, the triggers first; empty where nothing is, at least
 * one where the version ids differ. Without a `before` it says what the first version has. Never throws, whatever is
 * wrong with a draft.
 */
export function explainContentChange(
  before: PlaybookContent | null,
  after: PlaybookContent,
  catalog: StepCatalog,
): readonly string[] {
  if (before === null) return firstWords(after);
  if (contentJsonOf(before) === contentJsonOf(after)) return [];
  const told = [
    ...triggerChanges(before.triggers, after.triggers),
    ...inputChanges(before.inputs, after.inputs),
    ...stepChanges(before, after, catalog),
    ...(before.overlap === after.overlap ? [] : [OVERLAPS[after.overlap ?? 'none']]),
    ...(before.agent === after.agent ? [] : [agentWords(after.agent)]),
  ];
  if (told.length === 0) return ['Only how it is written has changed; it does the same.'];
  const shown = told.length > MOST_TOLD ? told.slice(0, MOST_TOLD - 1) : told;
  const rest = told.length - shown.length;
  return [...shown.map(cut), ...(rest > 0 ? [`And ${counted(rest, 'other change')}.`] : [])];
}

function firstWords({ triggers, steps }: PlaybookContent): string[] {
  const starts =
    triggers.length === 0 ? 'nothing starts it yet' : `it starts ${joinWords(triggers.map(triggerInWords))}`;
  return [cut(`The first version: ${counted(steps.length, 'step')}; ${starts}.`)];
}

const OVERLAPS: Readonly<Record<NonNullable<PlaybookContent['overlap']> | 'none', string>> = {
  skip: 'When it is still running, it does not start again.',
  queue: 'When it is still running, the next start waits its turn.',
  cancel_previous: 'When it is still running, the next start ends the one before.',
  allow: 'It may run several times at once.',
  none: 'What happens when it is still running is as usual again: a schedule skips that time, all else may start.',
};

function agentWords(agent: PlaybookContent['agent']): string {
  return agent === null ? 'No agent looks after it any more.' : `${personas[agent].name} looks after it now.`;
}

function triggerChanges(before: readonly Trigger[], after: readonly Trigger[]): string[] {
  const was = new Map(before.map((trigger) => [trigger.id, trigger]));
  const is = new Map(after.map((trigger) => [trigger.id, trigger]));
  const changed = after.flatMap((trigger) => {
    const old = was.get(trigger.id);
    if (old === undefined) return [`It also starts ${triggerInWords(trigger)}.`];
    return isDeepStrictEqual(old, trigger) ? [] : triggerChange(old, trigger);
  });
  const gone = before.filter(({ id }) => !is.has(id)).map((one) => `It no longer starts ${triggerInWords(one)}.`);
  return [...changed, ...gone, ...orderChange(was, is, 'what starts it')];
}

function triggerChange(before: Trigger, after: Trigger): string[] {
  const [was, is] = [triggerInWords(before), triggerInWords(after)];
  if (was !== is) return [`It starts ${is} instead of ${was}.`];
  const said = fieldChanges(fieldsOf(before), fieldsOf(after), TRIGGER_WORDS);
  return said.map((change) => `When it starts ${is}: ${change}.`);
}

const TRIGGER_WORDS: Readonly<Record<string, string>> = {
  filter: 'the condition',
  debounce: 'waiting for quiet',
  batch: 'gathering several into one',
  catchUpPolicy: 'what happens to missed times',
  anchor: 'the week that it is counted from',
};

function inputChanges(before: readonly PlaybookInput[], after: readonly PlaybookInput[]): string[] {
  const was = new Map(before.map((input) => [input.name, input]));
  const is = new Map(after.map((input) => [input.name, input]));
  const changed = after.flatMap((input) => {
    const old = was.get(input.name);
    if (old === undefined) return [`It asks for ${quoted(nameOf(input))} before it starts.`];
    const said = fieldChanges(fieldsOf(old), fieldsOf(input), INPUT_WORDS);
    return said.map((change) => `The question ${quoted(nameOf(old))}: ${change}.`);
  });
  const gone = before.filter(({ name }) => !is.has(name)).map((one) => `It no longer asks for ${quoted(nameOf(one))}.`);
  return [...changed, ...gone, ...orderChange(was, is, 'what it asks for')];
}

const INPUT_WORDS: Readonly<Record<string, string>> = {
  label: 'its wording',
  help: 'its help text',
  type: 'its kind',
  required: 'whether it must be answered',
  options: 'its choices',
  default: 'its usual answer',
};

function nameOf({ label, name }: PlaybookInput): string {
  return label || name.replaceAll('_', ' ');
}

/** Of two lists by name: whether what is in both stands in another order. */
function orderChange(was: ReadonlyMap<string, unknown>, is: ReadonlyMap<string, unknown>, what: string): string[] {
  const [then, now] = [[...was.keys()].filter((id) => is.has(id)), [...is.keys()].filter((id) => was.has(id))];
  return isDeepStrictEqual(then, now) ? [] : [`The order of ${what} has changed.`];
}

/** What starts it, after `It starts`. */
function triggerInWords(trigger: Trigger): string {
  switch (trigger.type) {
    case 'schedule':
      return scheduleInWords(trigger);
    case 'event': {
      const title = eventCatalog.find(({ name }) => name === trigger.eventName)?.title ?? trigger.eventName;
      return `when this happens: ${quoted(title)}`;
    }
    case 'webhook':
      return `when ${SENDERS[trigger.scheme]} calls its address`;
    case 'manual':
      return 'when somebody starts it';
  }
}

function scheduleInWords(trigger: Extract<Trigger, { type: 'schedule' }>): string {
  try {
    return describeRecurrence(trigger);
  } catch (error) {
    // A draft may say anything.
    if (error instanceof RangeError) return `at ${quoted(trigger.cron)}`;
    throw error;
  }
}

function fieldsOf(value: object): Record<string, JsonValue> {
  return JSON.parse(canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue)) as Record<string, JsonValue>;
}

/** Nothing is cut within an emoji. */
function cut(text: string): string {
  const letters = [...text];
  return letters.length > MAX_LENGTH ? `${letters.slice(0, MAX_LENGTH - 1).join('')}…` : text;
}
