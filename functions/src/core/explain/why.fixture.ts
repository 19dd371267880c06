import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { EventListener } from '../../model/event.ts';
import type { Execution } from '../../model/execution.ts';
import { explanationSchema } from '../../model/explanation.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import type { Schedule } from '../../model/schedule.ts';
import { executionIdFor, type Occasion } from '../engine/occasion.ts';
import { execution } from './explain.fixture.ts';
import { whyAt } from './why.ts';

const zone = 'America/New_York';
export const daily = { type: 'schedule', id: 'schedule', cron: '0 9 * * *', timezone: zone };
export const lowStock = { type: 'event', id: 'event', eventName: 'inventory.low_stock', filter: null };
export const at = (text: string) => new Date(text);
/** 9 AM in New York on 23 November 2026, the day of these tests. */
export const nine = at('2026-11-23T14:00:00Z');

export interface World {
  readonly now?: string;
  readonly triggers?: readonly object[];
  readonly playbook?: object;
  readonly schedule?: Partial<Schedule> | null;
  readonly listener?: Partial<EventListener> | null;
}

/** A playbook armed on 10 November, at 5 PM of the 23rd, and what else is stored of it. */
export async function world(more: World = {}): Promise<EngineKit> {
  const kit = await createEngineKit([makeStep('do', () => ({}))], { startAt: more.now ?? '2026-11-23T22:00:00Z' });
  const triggers = more.triggers ?? [daily];
  const armedAt = at('2026-11-10T12:00:00Z');
  const arming = { state: 'armed', problems: [], versionId: 'version1', checkedAt: armedAt };
  await kit.playbook([{ id: 'do', action: 'do' }], {
    triggers,
    createdAt: armedAt,
    updatedAt: armedAt,
    arming,
    ...more.playbook,
  });
  const content = playbookContentSchema.parse({
    agent: null,
    triggers,
    inputs: [],
    steps: [{ id: 'do', action: 'do' }],
  });
  await addVersion(kit, 'version1', armedAt, content);
  const schedule = {
    ...{ cron: '0 9 * * *', timezone: zone, every: 1, anchor: null, dayOfMonth: null },
    ...{ playbookId: 'playbook1', triggerId: 'schedule', catchUpPolicy: 'latest', armedAt, jobName: null },
    scheduledFor: at('2026-11-24T14:00:00Z'),
    lastScheduledFor: nine,
    dueAt: at('2026-11-24T14:00:00Z'),
    ...more.schedule,
  };
  if (more.schedule !== null && triggers.includes(daily)) {
    await put(kit, paths.schedule('playbook1', 'schedule').path, schedule);
  }
  const listener = {
    playbookId: 'playbook1',
    triggerId: 'event',
    eventName: 'inventory.low_stock',
    filter: null,
    armedAt,
    ...more.listener,
  };
  if (more.listener !== null && triggers.some((trigger) => 'eventName' in trigger)) {
    await put(kit, paths.listener('playbook1', 'event').path, listener);
  }
  return kit;
}

export const put = (kit: EngineKit, path: string, data: object) => kit.store.commit([{ op: 'set', path, data }]);
export const addVersion = (kit: EngineKit, id: string, createdAt: Date, content: object) =>
  put(kit, paths.version('playbook1', id).path, { contentJson: JSON.stringify(content), createdAt, createdBy: null });

/** Stores the execution of an occasion under the id that the engine gives it. */
export async function store(kit: EngineKit, occasion: Occasion, data: Execution): Promise<string> {
  const id = executionIdFor({ orgId, playbookId: 'playbook1', occasion });
  await put(kit, paths.execution(id).path, data);
  return id;
}
export const occurrence = (scheduledFor: Date): Occasion => ({ kind: 'schedule', triggerId: 'schedule', scheduledFor });
export const scheduled = (scheduledFor: Date, more: object = {}) =>
  execution({
    triggeredBy: 'schedule',
    startedBy: 'system',
    triggerId: 'schedule',
    scheduledFor,
    createdAt: scheduledFor,
    ...more,
  });

/** The answer for a time: its sentences as one text, and all of its evidence. */
export async function why(kit: EngineKit, asked: string) {
  const found = await whyAt(kit.engine, orgId, 'playbook1', asked);
  if (found === null) throw new Error('There is no answer');
  explanationSchema.parse(found);
  const evidence = found.sentences.flatMap((sentence) => sentence.evidence);
  return { ...found, text: found.sentences.map(({ text }) => text).join('\n'), evidence };
}
