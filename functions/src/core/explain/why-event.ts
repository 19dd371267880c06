import type { DomainEvent, EventListener } from '../../model/event.ts';
import type { Evidence, Sentence } from '../../model/explanation.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { ExpressionError, parseCondition } from '../engine/expression.ts';
import { MAX_DEPTH } from '../engine/may-start.ts';
import { executionIdFor } from '../engine/occasion.ts';
import type { Stored } from '../ports.ts';
import { eventData, isFor, matchEvent } from '../triggering/match-event.ts';
import { isAddressedTo } from '../triggering/webhook-event.ts';
import { executionPath, outcomeWords } from './execution-words.ts';
import { armedLater, madeLater, playbookObstacle } from './not-started.ts';
import { type PlaybookFacts, triggersAt } from './playbook-facts.ts';
import {
  type Answer,
  counted,
  executionLink,
  fact,
  instant,
  lasting,
  type Records,
  say,
  sentenceOf,
} from './statement.ts';
import { whyGathered } from './why-gathered.ts';

/** Events this long before and after the time that is asked about are looked at. */
const AROUND_MS = 30 * 60_000;
const READ = 100;
const TOLD = 5;
const SEEN_LENGTH = 80;

/** An event trigger as it was at the time that is asked about. */
type Listening = Pick<EventListener, 'triggerId' | 'eventName' | 'filter'> & {
  readonly listener: EventListener | null;
};

/** What became of the events around `minute` that each event trigger listens for. */
export async function whyEvents(records: Records, facts: PlaybookFacts, minute: Date): Promise<Answer[]> {
  const answers = await Promise.all(
    listeningAt(facts, minute).map((listening) => whyListening(records, facts, listening, minute)),
  );
  return answers.flat();
}

function listeningAt(facts: PlaybookFacts, minute: Date): Listening[] {
  const known = new Map<string, Listening>();
  for (const { id, eventName, filter } of triggersAt(facts, 'event', minute)) {
    const listener = facts.listeners.find(({ triggerId }) => triggerId === id) ?? null;
    known.set(id, { triggerId: id, eventName, filter, listener });
  }
  for (const listener of facts.listeners) {
    if (!known.has(listener.triggerId)) known.set(listener.triggerId, { ...listener, listener });
  }
  return [...known.values()];
}

async function whyListening(
  records: Records,
  facts: PlaybookFacts,
  listening: Listening,
  minute: Date,
): Promise<Answer[]> {
  const { orgId, now } = facts;
  const { eventName } = listening;
  const from = new Date(minute.getTime() - AROUND_MS);
  const to = new Date(minute.getTime() + AROUND_MS);
  const found = await records.store.query(queries.eventsNamed(orgId, eventName, from, { limit: READ }));
  const own = { playbookId: facts.playbookId, triggerId: listening.triggerId };
  const events = found.flatMap((one) =>
    one.data !== null && one.data.time <= to && isAddressedTo(own, one.data) ? [one] : [],
  );
  const away = ({ data }: Stored<DomainEvent>) => Math.abs(data.time.getTime() - minute.getTime());
  const nearest = events.toSorted((a, b) => away(a) - away(b));
  if (nearest.length === 0) {
    const gone = expiryOf('event', to) <= now ? ' Events are kept for 30 days, so there may have been some.' : '';
    const text = `No event ${eventName} is stored within ${lasting(AROUND_MS)} of that time.${gone}`;
    const sentence = say(
      text,
      instant('From', from, 'events'),
      instant('To', to, 'events'),
      fact('Events', 0, 'events'),
    );
    return [{ rank: 'nothing_due', headline: text, sentences: [sentence], links: [], told: [] }];
  }
  const answers = await Promise.all(nearest.slice(0, TOLD).map((event) => whyEvent(records, facts, listening, event)));
  return [...answers, ...untold(eventName, nearest.length)];
}

function untold(eventName: string, count: number): Answer[] {
  if (count <= TOLD) return [];
  const text = `${count >= READ ? 'At least ' : ''}${counted(count - TOLD, 'more event')} ${eventName} ${count - TOLD === 1 ? 'lies' : 'lie'} around that time; those nearest to it are told.`;
  const sentence = say(text, fact('Events', count, 'events'));
  return [{ rank: 'nothing_due', headline: text, sentences: [sentence], links: [], told: [] }];
}

/** What became of an event for a trigger that listens for it now. */
export function whyListener(
  records: Records,
  facts: PlaybookFacts,
  listener: EventListener,
  event: Stored<DomainEvent>,
): Promise<Answer> {
  return whyEvent(records, facts, { ...listener, listener }, event);
}

async function whyEvent(
  { store }: Records,
  facts: PlaybookFacts,
  listening: Listening,
  { id: eventId, data: event }: Stored<DomainEvent>,
): Promise<Answer> {
  const { orgId, playbookId, time } = facts;
  const { triggerId } = listening;
  const occasion = { kind: 'event' as const, triggerId, eventId, event: null };
  const executionId = executionIdFor({ orgId, playbookId, occasion });
  const started = await store.get(tenantPaths(orgId).execution(executionId));
  const path = `events/${eventId}`;
  const happened = say(
    `The event ${event.eventName} about ${event.subject} happened at ${time(event.time)}.`,
    instant('Happened', event.time, path),
    fact('About', event.subject, path),
  );
  if (started !== null) {
    const { status } = started.data;
    const outcome = outcomeWords(started.data, time);
    const text = sentenceOf(status === 'skipped' ? `For it, ${outcome}` : `It started the playbook; ${outcome}`);
    const sentence = say(
      text,
      fact('Status', status, executionPath(executionId)),
      instant('Created', started.data.createdAt, executionPath(executionId)),
    );
    const headline = `${happened.text} ${text}`;
    const links = [executionLink('The execution', executionId)];
    return {
      rank: status === 'skipped' ? 'skipped' : 'ran',
      headline,
      sentences: [happened, sentence],
      links,
      told: [executionId],
    };
  }
  const gathered = await whyGathered(store, facts, { triggerId, eventId }, happened);
  if (gathered !== null) return gathered;
  const reason = whyNotStarted(facts, listening, event, path);
  const headline = `It did not start for the event ${event.eventName} of ${time(event.time)}. ${reason.text}`;
  return { rank: 'did_not', headline, sentences: [happened, reason], links: [], told: [] };
}

/** Why an event did not start the playbook, the first reason that holds. */
function whyNotStarted(facts: PlaybookFacts, listening: Listening, event: DomainEvent, path: string): Sentence {
  const { playbookId, time } = facts;
  const { listener, filter, triggerId } = listening;
  const listenerPath = `playbook_event_listeners/${playbookId}.${triggerId}`;
  if (!isAddressedTo({ playbookId, triggerId }, event)) {
    return say('It was delivered to the address of another trigger.', fact('Delivered to', event.subject, path));
  }
  if (!isFor(facts, event)) {
    return say('It was repeated for another playbook only.', fact('Repeated for', event.onlyFor, path));
  }
  const isTrue = matchEvent({ playbookId, filter, armedAt: new Date(0) }, event);
  if (filter !== null && !isTrue) {
    return say(
      `Its filter (${filter}) was not true of it.`,
      fact('Filter', filter, listener === null ? `playbooks/${playbookId}/versions` : listenerPath),
      ...seenBy(filter, event, path),
    );
  }
  const later = madeLater(facts, event.time);
  if (later !== null) return later;
  if (listener !== null && !matchEvent({ ...listener, filter: null }, event)) {
    return armedLater(facts, { id: triggerId, path: listenerPath, armedAt: listener.armedAt }, event.time);
  }
  const obstacle = playbookObstacle(facts, event.time);
  if (obstacle !== null) return obstacle;
  if (listener === null) {
    const text = 'No listener is armed for this trigger now; whether one was then is not stored.';
    return say(text, fact('Listener', null, listenerPath));
  }
  if (event.depth + 1 > MAX_DEPTH) {
    return say(
      `Playbooks had started one another ${event.depth} times in a row before it; such a chain ends after ${MAX_DEPTH}, since it looks like a loop.`,
      fact('Playbooks in a row', event.depth, path),
      fact('Caused by', event.causedBy, path),
    );
  }
  if (event.dueAt !== null) {
    return say(
      `Not everything that listens for it has been served yet; that goes on, at ${time(event.dueAt)} at the latest.`,
      instant('Looked at by', event.dueAt, path),
      fact('Started so far', event.started, path),
    );
  }
  return say(
    'It was listened for, and everything that listened has been served, but there is no record of a start: it was refused then, or its record is gone. The stored facts do not say which.',
    fact('Started in all', event.started, path),
    instant('Armed', listener.armedAt, listenerPath),
  );
}

/** The values that the filter looked at. */
function seenBy(filter: string, event: DomainEvent, path: string): Evidence[] {
  const facts: Record<string, unknown> = { event: eventData(event), now: event.time };
  try {
    return parseCondition(filter).map((names) => {
      let value: unknown = facts;
      for (const name of names)
        value = value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
      return fact(names.join('.'), JSON.stringify(value ?? null).slice(0, SEEN_LENGTH), path);
    });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [fact('Mistake in the filter', error.message, path)];
  }
}
