import { describe, expect, it } from 'vitest';
import { paths } from '../../../test/kit/engine-kit.ts';
import type { DomainEvent } from '../../model/event.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import type { Occasion } from '../engine/occasion.ts';
import { execution } from './explain.fixture.ts';
import { addVersion, at, lowStock, put, store, type World, why, world } from './why.fixture.ts';

describe('an event', () => {
  const happened = at('2026-11-23T15:00:00Z');
  const event = (more: Partial<DomainEvent> = {}): DomainEvent => ({
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
    left: [],
    cursor: null,
    started: 0,
    dueAt: null,
    expireAt: at('2026-12-23T15:00:00Z'),
    ...more,
  });
  const listening = (more: World = {}) => world({ triggers: [lowStock], ...more });
  const asked = '2026-11-23T10:05';

  it('that started the playbook is told with its execution', async () => {
    const kit = await listening();
    await put(kit, paths.event('event1').path, event());
    const occasion: Occasion = { kind: 'event', triggerId: 'event', eventId: 'event1', event: null };
    const id = await store(kit, occasion, execution({ triggeredBy: 'event', eventId: 'event1', triggerId: 'event' }));
    const { summary, links } = await why(kit, asked);
    expect(summary).toContain(
      'The event inventory.low_stock about inventory/blue-dream happened at Mon, Nov 23, 2026, 10:00 AM EST. It started the playbook; it completed',
    );
    expect(links).toContainEqual({ label: 'The execution', href: `/executions/${id}` });
  });

  it('that its filter let pass is told with the values that it looked at', async () => {
    const filter = 'event.quantity < 2';
    const kit = await listening({ triggers: [{ ...lowStock, filter }], listener: { filter } });
    await put(kit, paths.event('event1').path, event());
    const { summary, evidence } = await why(kit, asked);
    expect(summary).toBe(
      'It did not start for the event inventory.low_stock of Mon, Nov 23, 2026, 10:00 AM EST. Its filter (event.quantity < 2) was not true of it.',
    );
    expect(evidence).toContainEqual({ label: 'event.quantity', value: '2', path: 'events/event1' });
  });

  it('is held against the filter of its own time, not against the present one', async () => {
    const kit = await listening({
      triggers: [{ ...lowStock, filter: 'event.quantity < 2' }],
      listener: { filter: 'event.quantity < 9' },
    });
    await addVersion(
      kit,
      'version2',
      at('2026-11-23T18:00:00Z'),
      playbookContentSchema.parse({
        agent: null,
        triggers: [{ ...lowStock, filter: 'event.quantity < 9' }],
        inputs: [],
        steps: [{ id: 'do', action: 'do' }],
      }),
    );
    await put(kit, paths.event('event1').path, event());
    expect((await why(kit, asked)).summary).toContain('Its filter (event.quantity < 2) was not true of it.');
  });

  it('that came too early, too deep, too soon, or without a trace is told as that', async () => {
    const kit = await listening({ listener: { armedAt: at('2026-11-23T16:00:00Z') } });
    await put(kit, paths.event('event1').path, event());
    expect((await why(kit, asked)).summary).toContain('It was armed at Mon, Nov 23, 2026, 11:00 AM EST');
    const ready = await listening();
    const answer = async (more: Partial<DomainEvent>) => {
      await put(ready, paths.event('event1').path, event(more));
      return (await why(ready, asked)).summary;
    };
    expect(await answer({ depth: 8 })).toContain('Playbooks had started one another 8 times in a row');
    expect(await answer({ dueAt: at('2026-11-23T22:01:00Z') })).toContain('has been served yet');
    expect(await answer({})).toContain('The stored facts do not say which.');
    const paused = await listening({ listener: null, playbook: { status: 'paused' } });
    await put(paused, paths.event('event1').path, event());
    expect((await why(paused, asked)).summary).toContain('The playbook is paused');
  });

  it('that is not there is not made up; many are counted', async () => {
    const kit = await listening();
    expect((await why(kit, asked)).summary).toBe(
      'No event inventory.low_stock is stored within 30 minutes of that time.',
    );
    for (let index = 0; index < 7; index++) {
      await put(kit, paths.event(`event${index}`).path, event({ time: new Date(happened.getTime() + index * 1_000) }));
    }
    expect((await why(kit, asked)).text).toContain('2 more events inventory.low_stock lie around that time');
    const old = await listening({ now: '2027-02-01T00:00:00Z' });
    expect((await why(old, asked)).summary).toContain('Events are kept for 30 days');
  });
});
