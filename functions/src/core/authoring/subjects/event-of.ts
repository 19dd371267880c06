import { eventTypes } from '../../../model/event-catalog.ts';
import { type JsonObject, jsonObject } from '../../../model/json.ts';
import type { SubjectEvent } from './subject.ts';

/** An event of the catalogue, with what a subject says about it. */
export function eventOf(eventName: string, about: Omit<SubjectEvent, 'eventName' | 'example'>): SubjectEvent {
  return { eventName, example: exampleOf(eventName), ...about };
}

function exampleOf(eventName: string): JsonObject {
  return jsonObject.parse(eventTypes.get(eventName)?.example ?? {});
}
