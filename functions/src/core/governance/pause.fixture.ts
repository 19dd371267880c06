import { type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { tell } from '../../../test/kit/flow-kit.ts';
import type { Actor } from '../../model/audit.ts';
import type { DomainEvent } from '../../model/event.ts';
import type { Execution } from '../../model/execution.ts';
import type { HeldChoice } from '../../model/pause.ts';
import { queries } from '../../model/query.ts';
import { updatePlaybook } from '../authoring/save-playbook.ts';
import { dispatchEvent } from '../triggering/dispatch-event.ts';
import { pauseTenant, resumeTenant } from './pause.ts';

export const olive: Actor = { kind: 'user', id: 'owner', name: 'Olive', from: null };
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

export const pause = (kit: EngineKit) => pauseTenant(kit.engine, orgId, olive, 'Stocktaking');
export const resume = (kit: EngineKit, choice: HeldChoice = 'latest') => resumeTenant(kit.engine, orgId, olive, choice);
export const setStatus = (kit: EngineKit, id: string, status: 'paused' | 'active', held?: HeldChoice) =>
  updatePlaybook(kit.engine, orgId, id, { status, ...(held && { held }) }, olive);

/** A wake-up, as the tick gives one to whatever is due. */
export async function wakeDue(kit: EngineKit): Promise<void> {
  for (const { id } of await kit.store.query(queries.dueExecutions(kit.clock.now(), { limit: 1_000 }))) {
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'tick', at: null });
  }
  await kit.drain();
}

export async function everything(kit: EngineKit): Promise<(Execution & { id: string })[]> {
  const found = await kit.store.query(queries.executions(orgId, { limit: 1_000 }));
  const read = found.flatMap(({ id, data }) => (data === null ? [] : [{ ...data, id }]));
  return read.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

export async function happen(kit: EngineKit, id: string): Promise<void> {
  const time = kit.clock.now();
  const event: DomainEvent = {
    eventName: 'custom.happened',
    source: 'test',
    subject: 'inventory/1',
    time,
    dataJson: JSON.stringify({ id }),
    depth: 0,
    causedBy: null,
    isTainted: false,
    replayOf: null,
    onlyFor: null,
    dryRun: false,
    left: [],
    cursor: null,
    started: 0,
    dueAt: time,
    expireAt: new Date(time.getTime() + 24 * HOUR_MS),
  };
  await kit.store.commit([{ op: 'create', path: paths.event(id).path, data: event }]);
  await dispatchEvent(kit.engine, orgId, id);
  await kit.drain();
}

/** A playbook that tells the id of each event of its kind. */
export async function listening(kit: EngineKit, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await kit.playbook([tell('{{event.id}}')], {
    triggers: [{ type: 'event', id: 'event', eventName: 'custom.happened' }],
    ...more,
  });
  const armedAt = new Date(0);
  const data = { playbookId: id, triggerId: 'event', eventName: 'custom.happened', filter: null, armedAt };
  await kit.store.commit([{ op: 'set', path: paths.listener(id, 'event').path, data }]);
  return id;
}
