import { describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { DomainEvent } from '../../model/event.ts';
import type { GatheredEvent } from '../../model/gathered-event.ts';
import { gatheredIdOf } from '../triggering/gather-event.ts';
import { explainEvent } from './explain-event.ts';
import { at, lowStock, put, why, world } from './why.fixture.ts';

const happened = at('2026-11-23T15:00:00Z');
const event: DomainEvent = {
  eventName: 'inventory.low_stock',
  source: 's',
  subject: 'inventory/blue-dream',
  time: happened,
  dataJson: '{"quantity":2}',
  depth: 0,
  causedBy: null,
  isTainted: false,
  replayOf: null,
  onlyFor: null,
  dryRun: false,
  cursor: null,
  started: 0,
  left: [],
  dueAt: null,
  expireAt: at('2026-12-23T15:00:00Z'),
};

async function held(more: Partial<GatheredEvent>) {
  const kit = await world({ triggers: [lowStock] });
  await put(kit, paths.event('event1').path, event);
  const [{ data: listener } = { data: null }] = await kit.store.query({
    from: paths.listeners,
    where: [],
    orderBy: [],
    limit: 1,
    after: null,
  });
  if (listener === null) throw new Error('Nothing listens');
  const { playbookId, triggerId } = listener;
  const gathered: GatheredEvent = {
    playbookId,
    triggerId,
    eventId: 'event1',
    by: 'debounce',
    gatheringId: 'all',
    gatheredAt: happened,
    dueAt: null,
    state: 'waiting',
    executionId: null,
    supersededBy: null,
    expireAt: event.expireAt,
    ...more,
  };
  await put(kit, paths.gatheredEvent(gatheredIdOf(orgId, listener, 'event1')).path, gathered);
  return kit;
}

async function told(more: Partial<GatheredEvent>) {
  return why(await held(more), '2026-11-23T10:05');
}

describe('an event that waits for others', () => {
  it('is told to be held, for how long and by what', async () => {
    const dueAt = at('2026-11-23T15:00:30Z');
    expect((await told({ dueAt })).summary).toContain(
      'It is held for 30 seconds by debounce: it starts the playbook at',
    );
    expect((await told({ dueAt, by: 'batch' })).summary).toContain('It is held for 30 seconds by batching');
  });

  it('is neither started nor not, as long as it is held', async () => {
    const outcome = async (more: Partial<GatheredEvent>) => {
      const kit = await held(more);
      const stored = await kit.store.get(paths.event('event1'));
      if (stored === null) throw new Error('It is not stored');
      return (await explainEvent(kit.engine, orgId, stored)).hearings.map((one) => one.outcome);
    };
    expect(await outcome({ dueAt: at('2026-11-23T15:00:30Z') })).toEqual(['held']);
    expect(await outcome({ state: 'superseded' })).toEqual(['not_started']);
    expect(await outcome({ state: 'started' })).toEqual(['started']);
  });

  it('is told to have given way to a later one', async () => {
    const { summary, evidence } = await told({ state: 'superseded', supersededBy: 'event2' });
    expect(summary).toContain('a later event came before its time was over: event2.');
    expect(evidence.map(({ label }) => label)).toContain('State');
  });

  it('is told with the execution that it started together with others', async () => {
    const { summary, links } = await told({ by: 'batch', state: 'started', executionId: 'e9' });
    expect(summary).toContain('together with others');
    expect(links).toContainEqual({ label: 'The execution', href: '/executions/e9' });
  });

  it('is told to have come to nothing when its playbook was let go', async () => {
    expect((await told({ state: 'dropped' })).summary).toContain('not to start by itself any more');
  });
});
