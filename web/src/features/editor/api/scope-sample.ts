import type { AgentId } from '@model/agent.ts';
import { eventTypes } from '@model/event-catalog.ts';
import type { Execution } from '@model/execution.ts';
import { executionContextSchema } from '@model/execution-context.ts';
import { type JsonObject, type JsonValue, jsonValue } from '@model/json.ts';
import type { Edited } from './edited.ts';
import { loneSource, pathsIn } from './expressions-text.ts';
import type { Place } from './scope-place.ts';

/** Values that expressions can be tried on: those of an execution, or examples of what could come. */
export interface Sample {
  /** When the execution was made; null for examples. */
  readonly at: Date | null;
  readonly steps: JsonObject;
  readonly agents: Readonly<Partial<Record<AgentId, JsonValue>>>;
  readonly inputs: JsonObject;
  readonly event: JsonValue;
  /** `user`, `org`, `trigger`. */
  readonly context: JsonObject;
}

/** What people and businesses are called where no execution says it. */
export interface Somebody {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly locale: string };
  readonly org: { readonly id: string; readonly name: string; readonly timezone: string; readonly currency: string };
}

/** What is known before the first execution: the defaults of the inputs, and what an event of its trigger looks like. */
export function exampleSample({ inputs, triggers }: Edited, { user, org }: Somebody): Sample {
  const [event] = triggers.flatMap((trigger) => (trigger.type === 'event' ? [exampleOf(trigger.eventName)] : []));
  return {
    at: null,
    steps: {},
    agents: {},
    inputs: Object.fromEntries(inputs.map(({ name, default: value }) => [name, value])),
    event: event ?? null,
    context: { user, org, trigger: { id: null, type: triggers[0]?.type ?? 'manual', scheduledFor: null } },
  };
}

export function exampleOf(eventName: string): JsonValue {
  return jsonValue.safeParse(eventTypes.get(eventName)?.example ?? null).data ?? null;
}

/** The values of an execution. `outputs`: those that lie beside it, by the path of their step. */
export function sampleOf(execution: Execution, outputs: Readonly<Record<string, string>> = {}): Sample {
  const context = executionContextSchema.safeParse(parsed(execution.contextJson)).data ?? null;
  const steps: JsonObject = {};
  const agents: Partial<Record<AgentId, JsonValue>> = {};
  for (const { stepId, agent, path, status, outputJson } of execution.stepResults) {
    const text = outputJson ?? outputs[path];
    if (text === undefined) continue;
    // Of a loop the first item is shown.
    steps[stepId] ??= parsed(text);
    if (agent !== null && status === 'completed') agents[agent] = parsed(text);
  }
  return {
    at: execution.createdAt,
    steps,
    agents,
    inputs: context?.inputs ?? {},
    event: context?.event ?? null,
    context: context === null ? {} : { user: context.user, org: context.org, trigger: context.trigger },
  };
}

function parsed(text: string): JsonValue {
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What the api is told when an expression is tried. */
export interface Facts {
  readonly steps: JsonObject;
  readonly agents: Readonly<Partial<Record<AgentId, JsonValue>>>;
  readonly inputs: JsonObject;
  readonly event: JsonValue;
  readonly names: JsonObject;
}

/** The facts that a step at this place would have seen; what was not done by then was null. */
export function factsAt(sample: Sample, place: Place): Facts {
  const ids = place.earlier.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const steps = Object.fromEntries(ids.map((id) => [id, sample.steps[id] ?? null]));
  const { agents, inputs, event } = sample;
  const names: JsonObject = { ...sample.context };
  const facts: Facts = { steps, agents, inputs, event, names };
  for (const loop of place.loops) {
    const [item = null] = listOf(loop.params.items, facts);
    Object.assign(names, { [itemName(loop.params)]: item, index: 0 });
  }
  if (place.isAfterFailure) names.error = { ...anError, step: ids.at(-1) ?? null };
  return facts;
}

const anError = { code: 'unreachable', message: 'The shop did not answer', fault: 'vendor' };

/** What an item of a loop is called inside of it. */
export function itemName({ as }: JsonObject): string {
  return typeof as === 'string' && as !== '' ? as : 'item';
}

function listOf(items: JsonValue | undefined, facts: Facts): readonly JsonValue[] {
  const source = loneSource(items);
  const [path] = source === null ? [] : pathsIn(source);
  const value = path === undefined ? items : valueAt(facts, path);
  return Array.isArray(value) ? value : [];
}

/** The value at a path, as an expression finds it; undefined where there is none. */
export function valueAt({ steps, agents, names, ...rest }: Facts, path: readonly string[]): JsonValue | undefined {
  const all: JsonObject = { ...rest, ...(agents as JsonObject), ...names, steps };
  let value: JsonValue | undefined = all;
  for (const name of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

/** Facts with another value at a path. */
export function withValue(facts: Facts, [root = '', ...fields]: readonly string[], value: JsonValue): Facts {
  const put = (within: JsonValue | undefined, [name, ...rest]: readonly string[]): JsonValue => {
    if (name === undefined) return value;
    const object = within !== null && typeof within === 'object' && !Array.isArray(within) ? within : {};
    return { ...object, [name]: put(object[name], rest) };
  };
  if (root === 'steps' || root === 'inputs') return { ...facts, [root]: put(facts[root], fields) as JsonObject };
  if (root === 'event') return { ...facts, event: put(facts.event, fields) };
  if (Object.hasOwn(facts.agents, root)) {
    return { ...facts, agents: { ...facts.agents, [root]: put(facts.agents[root as AgentId], fields) } };
  }
  return { ...facts, names: { ...facts.names, [root]: put(facts.names[root], fields) } };
}
