import { isDeepStrictEqual } from 'node:util';
import type { DomainEvent } from '../../../model/event.ts';
import type { EventWait } from '../../../model/event-wait.ts';
import type { StepResult, Wait } from '../../../model/execution.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import { noteSources } from '../../governance/taint.ts';
import type { Found, Stored } from '../../ports.ts';
import { eventData } from '../../triggering/match-event.ts';
import type { Engine } from '../engine.ts';
import { eventWaitId } from '../event-wait-id.ts';
import { evaluateCondition } from '../expression.ts';
import type { WaitPlan } from '../step-type.ts';
import type { Outcome, Run } from './executor.ts';
import { done, parked, record } from './result.ts';
import type { Waiting } from './wait.ts';

const PAGE = 100;

/**
 * Waits for an event. It says so in a document that the dispatcher reads, and then looks back over the events since the
 * execution began: one that came before the document lay there is found, one that comes after is told.
 */
export async function executeEventWait(
  engine: Engine,
  run: Run,
  { placed: { path }, type, begun, before }: Waiting,
  plan: Extract<WaitPlan, { kind: 'event' }>,
): Promise<Outcome> {
  const { orgId, executionId, state } = run.holder;
  const paths = tenantPaths(orgId);
  const { path: documentPath } = paths.eventWait(eventWaitId(orgId, executionId, state.generation, path));
  const { eventName, filter, match, until } = plan;
  const wait: Wait = { kind: 'event', path, wakeAt: until, eventName };
  if (before?.status !== 'waiting') {
    // In one commit with the document, so that a cancel after a crash finds it.
    record(run, { ...begun, wait });
    const data: EventWait = { executionId, path, eventName, filter, matchJson: JSON.stringify(match), expireAt: until };
    await run.holder.commit({ op: 'set', path: documentPath, data });
    engine.fault('event_wait_armed');
  }
  const finish = (note: string | null, output: { timedOut: boolean; event: JsonValue }, isTainted = false): Outcome => {
    run.holder.defer({ op: 'delete', path: documentPath });
    if (isTainted) noteSources(run, path);
    return done(engine, run, { ...begun, note, isTainted: begun.isTainted || isTainted }, type, output);
  };
  const told = await toldEvent(engine, run, path);
  const met = told ?? (await earlierEvent(engine, run, plan));
  if (met !== null) return finish(noteOf(met.id), { timedOut: false, event: eventData(met.data) }, met.data.isTainted);
  if (engine.clock.now() >= until) return finish(null, { timedOut: true, event: null });
  return parked(begun, wait);
}

/** Says on the result which event it was; another step that looks back does not take the same one. */
function noteOf(eventId: string): string {
  return `Met by event ${eventId}`;
}

async function toldEvent(engine: Engine, { holder }: Run, path: string): Promise<Stored<DomainEvent> | null> {
  const signal = holder.signalsFor(path).find(({ kind }) => kind === 'event');
  holder.consume(path);
  if (signal?.kind !== 'event') return null;
  return engine.store.get(tenantPaths(holder.orgId).event(signal.eventId));
}

async function earlierEvent(
  engine: Engine,
  { holder }: Run,
  { eventName, filter, match }: Extract<WaitPlan, { kind: 'event' }>,
): Promise<Stored<DomainEvent> | null> {
  const { stepResults, startedAt } = holder.state;
  const isTaken = (id: string) => stepResults.some(({ note }: StepResult) => note === noteOf(id));
  for (let after: readonly [Date, string] | null = null; ; ) {
    const page: Found<DomainEvent>[] = await engine.store.query(
      queries.eventsNamed(holder.orgId, eventName, startedAt, { limit: PAGE, after }),
    );
    for (const one of page) if (one.data !== null && !isTaken(one.id) && meets(one.data, filter, match)) return one;
    const last = page.at(-1);
    if (page.length < PAGE || !last?.data) return null;
    after = [last.data.time, last.id];
  }
}

/** Whether an event is the one that is waited for. A filter that fails on its data counts as not met. */
function meets(event: DomainEvent, filter: string | null, match: JsonObject): boolean {
  // One that is said again for a single playbook starts that, and is no news to who waits.
  if (event.onlyFor !== null) return false;
  const facts = eventData(event);
  const fields = jsonObject.safeParse(facts);
  const isEqual = Object.entries(match).every(([name, value]) =>
    isDeepStrictEqual(fields.success ? (fields.data[name] ?? null) : null, value),
  );
  if (!isEqual || filter === null) return isEqual;
  try {
    return evaluateCondition(filter, { event: facts, now: event.time });
  } catch {
    return false;
  }
}

export function isAwaited(event: DomainEvent, { filter, matchJson }: EventWait): boolean {
  return meets(event, filter, jsonObject.parse(JSON.parse(matchJson)));
}
