import { z } from 'zod';
import { eventCatalog, eventTypes, isCustomEvent } from '../../model/event-catalog.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import type { EventTrigger, ListeningTrigger, Trigger } from '../../model/trigger.ts';
import { ExpressionError, parseCondition } from '../engine/expression.ts';
import { nearest, suggestion } from './nearest.ts';
import { missingField } from './output-fields.ts';

const SHOWN = 12;

/** A delivery to a webhook: its body may be anything. */
const delivery = z.object({
  body: z.unknown(),
  headers: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.string()),
});

/** What is wrong with the name of an event, with the nearest right one; null when it can happen. */
export function unknownEventName(eventName: EventTrigger['eventName']): string | null {
  if (eventTypes.has(eventName) || isCustomEvent(eventName)) return null;
  const names = eventCatalog.map(({ name }) => name);
  const near = nearest(eventName, names);
  if (near !== null) return `There is no event '${eventName}'; did you mean '${near}'?`;
  const [subject = ''] = eventName.split('.');
  const ofSubject = names.filter((name) => name.startsWith(`${subject}.`));
  const some = (ofSubject.length > 0 ? ofSubject : names).slice(0, SHOWN);
  return `There is no event '${eventName}'; there is ${some.join(', ')}, and custom.… for events of your own`;
}

/** What of a trigger says which events it brings. */
export type Listening =
  | Pick<EventTrigger, 'type' | 'eventName' | 'batch'>
  | Pick<Extract<ListeningTrigger, { type: 'webhook' }>, 'type' | 'batch'>;

/** What is wrong with waiting for an event, in the params of a step that does; by the name of the param. */
export function awaitedProblems(params: JsonObject): { readonly param: string; readonly message: string }[] {
  const { eventName, filter, match } = params;
  if (typeof eventName !== 'string') return [];
  const unknown = unknownEventName(eventName);
  if (unknown !== null) return [{ param: 'eventName', message: unknown }];
  const read = (param: string, fields: readonly string[]) => {
    const message = unknownEventField({ type: 'event', eventName, batch: null }, fields);
    return message === null ? [] : [{ param, message }];
  };
  const matched = Object.keys(jsonObject.safeParse(match).data ?? {});
  return [
    ...eventPaths(filter).flatMap((fields) => read('filter', fields)),
    ...matched.flatMap((field) => read('match', [field])),
  ];
}

/** What a filter reads of the event; nothing where it is none, which its own check says. */
function eventPaths(filter: unknown): readonly (readonly string[])[] {
  if (typeof filter !== 'string') return [];
  try {
    return parseCondition(filter).flatMap(([root, ...fields]) => (root === 'event' ? [fields] : []));
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** Those whose starts bring an `event`. */
export function listeningTriggers(triggers: readonly Trigger[]): ListeningTrigger[] {
  return triggers.filter(
    (trigger): trigger is ListeningTrigger => trigger.type === 'event' || trigger.type === 'webhook',
  );
}

/** What is wrong with reading these fields of the `event` that a trigger brings; null when they can be there. */
export function unknownEventField(trigger: Listening, fields: readonly string[]): string | null {
  const output = shapeOf(trigger);
  const missing = output === null ? null : missingField({ output }, fields, 'event');
  if (missing === null) return null;
  if (missing.names.length === 0) return `'${missing.at}' has no fields, so no '${missing.field}'`;
  return `'${missing.at}' has no '${missing.field}'${suggestion(missing.field, missing.names)}`;
}

/** Null where nobody knows what it holds. */
function shapeOf(trigger: Listening): z.ZodType | null {
  const one = trigger.type === 'webhook' ? delivery : (eventTypes.get(trigger.eventName)?.payload ?? null);
  return trigger.batch === null ? one : z.object({ items: z.array(one ?? z.unknown()), count: z.int() });
}
