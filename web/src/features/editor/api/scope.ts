import type { AgentId } from '@model/agent.ts';
import { eventTypes } from '@model/event-catalog.ts';
import type { JsonValue } from '@model/json.ts';
import type { StepDraft } from '@model/step.ts';
import type { JsonSchema } from '../../../lib/json-schema.ts';
import type { StepTypes } from '../../../lib/step-types.ts';
import { agentNames, eventTitle, stepWords } from '../../../lib/words.ts';
import type { Edited, Variable, VariableGroup } from './edited.ts';
import { loneSource, pathsIn } from './expressions-text.ts';
import { fieldsUnder, schemaAt, variableAt } from './scope-fields.ts';
import { type Place, placeOf } from './scope-place.ts';
import { exampleOf, type Facts, factsAt, itemName, type Sample, valueAt } from './scope-sample.ts';

/** What the expressions of a step may name, what is nearest first, each with what it was in the sample. */
export function scopeAt(edited: Edited, stepId: string, types: StepTypes, sample: Sample): readonly VariableGroup[] {
  const place = placeOf(edited, stepId, types);
  const facts = factsAt(sample, place);
  const known: Known = { place, facts, types };
  return [
    ...place.loops.toReversed().map((loop) => loopGroup(loop, known)),
    ...(place.isAfterFailure ? [errorGroup(facts)] : []),
    ...place.earlier.toReversed().map((step) => stepGroup(step, known)),
    ...agentGroups(known),
    startGroup(edited, facts),
    inputGroup(edited, facts),
    callbackGroup(edited, types),
    generalGroup(facts),
  ].filter(({ variables }) => variables.length > 0);
}

interface Known {
  readonly place: Place;
  readonly facts: Facts;
  readonly types: StepTypes;
}

function stepGroup(step: StepDraft, { types, facts }: Known): VariableGroup {
  const path = ['steps', step.id ?? ''];
  return { title: titleOf(step), variables: under(path, types.get(step.action)?.output, facts) };
}

/** What a step is called: by what it does, and by its id where that says more. */
export function titleOf({ id = '', action, params }: StepDraft): string {
  const { title } = stepWords({ action, params });
  return id === '' || id.replace(/_?\d+$/, '') === action ? title : `${title} (${id})`;
}

function under(path: readonly string[], schema: JsonSchema | undefined, facts: Facts): readonly Variable[] {
  return fieldsUnder(path, schema, valueAt(facts, path));
}

function loopGroup(loop: StepDraft, { types, facts, place }: Known): VariableGroup {
  const name = itemName(loop.params);
  const source = loneSource(loop.params.items);
  const [[root, id, ...fields] = []] = source === null ? [] : pathsIn(source);
  const giver = root === 'steps' ? place.earlier.find((step) => step.id === id) : undefined;
  const list = giver && schemaAt(types.get(giver.action)?.output, fields);
  const item = [name];
  const whole = variableAt(item, 'The whole item', list?.items, valueAt(facts, item));
  const place0 = variableAt(['index'], 'Its place in the list, from 0', { type: 'integer' }, valueAt(facts, ['index']));
  return {
    title: `The item at hand (${titleOf(loop)})`,
    variables: [...under(item, list?.items, facts), whole, place0],
  };
}

const ERROR_FIELDS = { code: 'Code', message: 'What went wrong', fault: 'Whose turn it is', step: 'At which step' };

function errorGroup(facts: Facts): VariableGroup {
  const variables = Object.entries(ERROR_FIELDS).map(([name, label]) =>
    variableAt(['error', name], label, { type: 'string' }, valueAt(facts, ['error', name])),
  );
  return { title: 'What went wrong', variables };
}

/** An agent's latest result, as the playbooks of the chat name it. */
function agentGroups({ place, types, facts }: Known): VariableGroup[] {
  const latest = new Map<AgentId, StepDraft>();
  for (const step of place.earlier) if (step.agent !== null) latest.set(step.agent, step);
  return [...latest].map(([agent, step]) => ({
    title: `${agentNames[agent]}’s latest result`,
    variables: under([agent], types.get(step.action)?.output, facts),
  }));
}

function startGroup({ triggers }: Edited, facts: Facts): VariableGroup {
  const variables: Variable[] = [];
  const add = (path: readonly string[], schema: JsonSchema | undefined, value: JsonValue | undefined) => {
    for (const one of fieldsUnder(path, schema, value)) {
      if (!variables.some((known) => known.path === one.path)) variables.push(one);
    }
  };
  const titles = new Set<string>();
  for (const trigger of triggers) {
    if (trigger.type !== 'event' && trigger.type !== 'webhook') continue;
    titles.add(trigger.type === 'webhook' ? 'the webhook' : eventTitle(trigger.eventName));
    const brings = trigger.type === 'webhook' ? DELIVERY : undefined;
    const example = trigger.type === 'event' && eventTypes.has(trigger.eventName) ? exampleOf(trigger.eventName) : null;
    const event = facts.event ?? (trigger.batch === null ? example : null);
    add(['event'], trigger.batch === null ? brings : BATCH, event);
  }
  const scheduled = valueAt(facts, ['trigger', 'scheduledFor']);
  const type = valueAt(facts, ['trigger', 'type']);
  if (triggers.some((trigger) => trigger.type === 'schedule')) {
    variables.push(variableAt(['trigger', 'scheduledFor'], 'When it was due', { type: 'string' }, scheduled));
  }
  variables.push(variableAt(['trigger', 'type'], 'How it started', { type: 'string' }, type));
  return { title: ['What started it', [...titles].join(', ')].filter(Boolean).join(': '), variables };
}

const DELIVERY: JsonSchema = {
  type: 'object',
  properties: { body: {}, headers: { type: 'object' }, query: { type: 'object' } },
};
const BATCH: JsonSchema = {
  type: 'object',
  properties: { items: { type: 'array' }, count: { type: 'integer' } },
};

const INPUT_TYPES: Readonly<Record<string, string>> = { number: 'number', boolean: 'boolean', list: 'array' };

function inputGroup({ inputs }: Edited, facts: Facts): VariableGroup {
  const variables = inputs.map(({ name, label, type }) => {
    const path = ['inputs', name];
    return variableAt(path, label || null, { type: INPUT_TYPES[type] ?? 'string' }, valueAt(facts, path));
  });
  return { title: 'What is asked when it starts', variables };
}

/** The addresses at which the outside answers the steps that wait for it. */
function callbackGroup({ steps, onFailure }: Edited, types: StepTypes): VariableGroup {
  const waiting = (list: readonly StepDraft[]): StepDraft[] =>
    list.flatMap((step) => [
      ...(step.action === 'wait' && step.params.callback === true && types.has('wait') ? [step] : []),
      ...waiting([...step.steps, ...step.branches.flatMap((branch) => branch.steps), ...step.errorSteps]),
    ]);
  const variables = waiting([...steps, ...onFailure]).map((step) =>
    variableAt(['callbacks', step.id ?? ''], `Address to answer “${titleOf(step)}”`, { type: 'string' }, undefined),
  );
  return { title: 'Addresses for answers', variables };
}

const GENERAL: readonly (readonly [path: readonly string[], label: string])[] = [
  [['user', 'name'], 'Your name'],
  [['user', 'email'], 'Your e-mail address'],
  [['org', 'name'], 'Your business’s name'],
  [['org', 'timezone'], 'Your time zone'],
  [['org', 'currency'], 'Your currency'],
];

function generalGroup(facts: Facts): VariableGroup {
  const fixed = GENERAL.map(([path, label]) => variableAt(path, label, { type: 'string' }, valueAt(facts, path)));
  const now: Variable = { path: 'now', label: 'This very moment', kind: 'date', sample: null };
  const today: Variable = { path: 'date(now, org.timezone)', label: 'Today’s date', kind: 'text', sample: null };
  return { title: 'You, your business, today', variables: [...fixed, today, now] };
}
