import type { DomainEvent, EventListener } from '../../model/event.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import { ExpressionError, evaluateCondition } from '../engine/expression.ts';

/** Some sources tell the time of an event in whole seconds: what happened within the second of arming is wanted. */
const TIME_RESOLUTION_MS = 1_000;

type Listening = Pick<EventListener, 'armedAt' | 'filter'> & Partial<Pick<EventListener, 'playbookId'>>;

/** Whether a listener wants this event: it is meant, was armed before it happened, and its filter (if any) is true of it. */
export function matchEvent(listener: Listening, event: DomainEvent): boolean {
  if (!isFor(listener, event)) return false;
  if (event.time.getTime() + TIME_RESOLUTION_MS <= listener.armedAt.getTime()) return false;
  if (listener.filter === null) return true;
  try {
    return evaluateCondition(listener.filter, { event: eventData(event), now: event.time });
  } catch (error) {
    // A filter over a field that this event lacks is not true of it.
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** Whether an event is for this playbook: one that is said again may be for a single one. */
export function isFor({ playbookId }: Pick<Listening, 'playbookId'>, { onlyFor }: DomainEvent): boolean {
  return onlyFor === null || onlyFor === playbookId;
}

export function eventData(event: DomainEvent): JsonValue {
  return jsonValue.parse(JSON.parse(event.dataJson));
}
