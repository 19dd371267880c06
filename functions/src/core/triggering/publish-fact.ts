import type { DomainEvent } from '../../model/event.ts';
import type { JsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { dueBy } from '../engine/transition.ts';
import { AlreadyExistsError, type Clock, type Write } from '../ports.ts';

/** What has happened, as it becomes an event. */
export interface Fact extends Pick<DomainEvent, 'eventName' | 'subject' | 'time'> {
  /** Derived from what makes it this fact and no other, so that it is told once. */
  readonly eventId: string;
  readonly data: JsonValue;
  /** What is left out was caused by nobody's playbook, is free of what strangers wrote, and is for all. */
  readonly more?: Partial<Pick<DomainEvent, 'depth' | 'causedBy' | 'isTainted' | 'replayOf' | 'onlyFor' | 'dryRun'>>;
}

/** The id of a fact about `subject`; `once` is what makes it this one: a change, or a date. */
export function factId(orgId: string, eventName: string, once: string, subject: string): string {
  return deriveId(orgId, eventName, once, subject);
}

/** The event of a fact; in the commit of the fact itself wherever there is one. The tick has it dispatched, at the latest. */
function factData({ clock }: { readonly clock: Clock }, orgId: string, fact: Fact): DomainEvent {
  const now = clock.now();
  const { eventName, subject, time, data, more } = fact;
  return {
    eventName,
    source: `playbooks/${orgId}`,
    subject,
    time,
    dataJson: JSON.stringify(data),
    depth: 0,
    causedBy: null,
    isTainted: false,
    replayOf: null,
    onlyFor: null,
    dryRun: false,
    left: [],
    ...more,
    cursor: null,
    started: 0,
    dueAt: dueBy(new Date(now.getTime() + 60_000)),
    expireAt: expiryOf('event', now),
  };
}

/** The same, as a write that goes with a commit which is made once. */
export function factWrite(engine: Pick<Engine, 'clock'>, orgId: string, fact: Fact): Write {
  return { op: 'set', path: tenantPaths(orgId).event(fact.eventId).path, data: factData(engine, orgId, fact) };
}

/** Stores a fact, unless it is stored already, and has its listeners served. False when it was stored before. */
export async function publishFact(
  engine: Engine,
  orgId: string,
  fact: Fact,
  alongside: readonly Write[] = [],
): Promise<boolean> {
  const { eventId } = fact;
  const isNew = await created(engine, orgId, fact, alongside);
  engine.fault('event_stored');
  await engine.queue.enqueue({ handler: 'dispatch', data: { orgId, eventId }, name: eventId, at: null });
  return isNew;
}

async function created(engine: Engine, orgId: string, fact: Fact, alongside: readonly Write[]): Promise<boolean> {
  const { path } = tenantPaths(orgId).event(fact.eventId);
  try {
    await engine.store.commit([{ op: 'create', path, data: factData(engine, orgId, fact) }, ...alongside]);
    return true;
  } catch (error) {
    if (error instanceof AlreadyExistsError) return false;
    throw error;
  }
}

/** For an event that was stored with its fact. Without a queue it waits for the tick. */
export async function dispatchSoon({ queue, log }: Engine, orgId: string, eventId: string): Promise<void> {
  try {
    await queue.enqueue({ handler: 'dispatch', data: { orgId, eventId }, name: eventId, at: null });
  } catch (error) {
    log.error('event_not_dispatched', error, { orgId, eventId });
  }
}
