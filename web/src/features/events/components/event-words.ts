import type { DomainEvent } from '@model/event.ts';
import { eventTypes } from '@model/event-catalog.ts';
import { WEBHOOK_RECEIVED } from '@model/hook.ts';
import { type JsonObject, jsonObject } from '@model/json.ts';

/** What an event is about: a name of its data where it has one, else the document; and what came of it. */
export function aboutEvent(event: DomainEvent): string {
  const data = dataOf(event);
  const name = [data.name, data.product, data.number, data.playbookName, data.title, data.email].find(
    (one) => typeof one === 'string' && one !== '',
  );
  const subject = typeof name === 'string' ? name : subjectOf(event);
  // Playbooks seldom listen for what other playbooks did.
  const isQuiet = event.started === 0 && event.dueAt === null && isOwn(event.eventName);
  const about = [subject, isQuiet ? null : startedWords(event), event.isTainted ? 'written by strangers' : null];
  return about.filter((part) => part !== null).join(' · ');
}

/** What the product itself keeps: nobody knows it by its address. */
const OWN = /^(playbook_executions|approvals|alerts)\//;

function isOwn(eventName: string): boolean {
  return eventTypes.get(eventName)?.source === 'playbooks';
}

/** The document that an event is about; null for a delivery, which is about none. */
export function subjectOf({ eventName, subject }: DomainEvent): string | null {
  return eventName === WEBHOOK_RECEIVED || subject === '' || OWN.test(subject) ? null : subject;
}

export function startedWords({ started, dueAt }: Pick<DomainEvent, 'started' | 'dueAt'>): string {
  if (dueAt !== null) return started === 0 ? 'being handed on' : `${started} started so far`;
  if (started === 0) return 'started nothing';
  return started === 1 ? 'started 1 playbook' : `started ${started} playbooks`;
}

export function dataOf({ dataJson }: DomainEvent): JsonObject {
  try {
    return jsonObject.catch({}).parse(JSON.parse(dataJson));
  } catch {
    return {};
  }
}

/** Whether a text stands in what an event is about or says. */
export function isAbout(event: DomainEvent, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || `${event.subject} ${event.eventName} ${event.dataJson}`.toLowerCase().includes(wanted);
}

/** What one would say in chat to make a playbook of such events. */
export function sentenceFor(eventName: string, title: string): string {
  const when = eventName === WEBHOOK_RECEIVED ? 'When a webhook comes in' : `When “${title}” happens (${eventName})`;
  return `${when}, `;
}
