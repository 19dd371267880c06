import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { DomainEvent } from '../../model/event.ts';
import { queries } from '../../model/query.ts';
import { applyTriggers } from './apply-triggers.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { simulateDays } from './simulate.ts';
import { DAY_MS } from './zoned-time.ts';

// Nobody knows what they hold, so that any filter may be tried on them.
const NAMES = ['custom.stock', 'custom.order', 'custom.invoice'];
const FILTERS = [null, 'event.quantity < 5', 'event.kind == "b" || event.quantity > 7', 'event.missing > 1', 'false'];

const trigger = fc.record({ eventName: fc.constantFrom(...NAMES), filter: fc.constantFrom(...FILTERS) });
const playbooks = fc.array(fc.array(trigger, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 4 });
const happening = fc.record({
  eventName: fc.constantFrom(...NAMES, 'nobody.listens'),
  minutesAgo: fc.integer({ min: 1, max: 30 * 24 * 60 - 1 }),
  quantity: fc.integer({ min: 0, max: 10 }),
  kind: fc.constantFrom('a', 'b'),
  depth: fc.constantFrom(0, 0, 0, 1, 7, 8),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const START = '2026-10-20T12:00:00Z';
const now = new Date(Date.parse(START) + 31 * DAY_MS);

/** The same world every time: playbooks that were armed before everything happened, and what happened. */
async function worldOf(triggers: readonly object[][], happenings: readonly Happening[]) {
  const kit = await createEngineKit([makeStep('do', () => ({}))], { startAt: START });
  const playbookIds = await Promise.all(
    triggers.map((some) =>
      kit.playbook([{ action: 'do' }], { triggers: some.map((one) => ({ type: 'event', ...one })) }),
    ),
  );
  for (const playbookId of playbookIds) await applyTriggers(createArmoury(kit), orgId, playbookId);
  await kit.clock.advance(31 * DAY_MS);
  for (const [index, happened] of happenings.entries()) await store(kit, `event${index}`, happened);
  return { kit, playbookIds };
}

async function store(kit: EngineKit, eventId: string, happened: Happening): Promise<void> {
  const { eventName, minutesAgo, depth, ...data } = happened;
  const event: DomainEvent = {
    eventName,
    source: 'test',
    subject: eventId,
    time: new Date(now.getTime() - minutesAgo * 60_000),
    dataJson: JSON.stringify(data),
    depth,
    causedBy: null,
    isTainted: false,
    replayOf: null,
    onlyFor: null,
    dryRun: false,
    left: [],
    cursor: null,
    started: 0,
    dueAt: now,
    expireAt: new Date(now.getTime() + 30 * DAY_MS),
  };
  await kit.store.commit([{ op: 'create', path: paths.event(eventId).path, data: event }]);
}

/** What live mode makes of the events, told one by one. */
async function livedIn({ kit }: { kit: EngineKit }, count: number): Promise<string[]> {
  for (let index = 0; index < count; index++) await dispatchEvent(kit.engine, orgId, `event${index}`);
  const found = await kit.store.query(queries.executions(orgId, { limit: 10_000 }));
  return found.flatMap(({ id, data }) => (data === null || data.status === 'skipped' ? [] : [id]));
}

describe('a simulation over 30 days of events', () => {
  it('names exactly the executions that live mode makes of them', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(
      playbooks,
      fc.array(happening, { minLength: 200, maxLength: 200 }),
      async (triggers, happenings) => {
        const lived = await livedIn(await worldOf(triggers, happenings), happenings.length);
        const { kit, playbookIds } = await worldOf(triggers, happenings);
        const simulations = await Promise.all(
          playbookIds.map((playbookId, index) => {
            const who = { startedBy: 'owner', member: null, triggeredBy: 'manual' as const, key: String(index) };
            return simulateDays(kit.engine, { orgId, playbookId, ...who }, 30);
          }),
        );
        const named = simulations.flatMap((one) => one?.starts.map(({ executionId }) => executionId) ?? []);
        expect(named.sort()).toEqual(lived.sort());
        // Rehearsing has not made, or kept from being made, any of them.
        expect((await livedIn({ kit }, happenings.length)).filter((id) => named.includes(id)).sort()).toEqual(named);
      },
    );
    // To shrink two hundred events would take longer than to read the message.
    await fc.assert(property, { numRuns: 12, endOnFailure: true });
  });
});
