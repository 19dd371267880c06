import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../model/event.ts';
import { triggerSchema } from '../../model/trigger.ts';
import { startsFor, type WantedEvent } from './gathering.ts';

const start = Date.parse('2026-11-23T13:00:00Z');
const wanted = (...seconds: readonly number[]): WantedEvent[] =>
  seconds.map((second) => ({
    eventId: `e${second}`,
    event: {
      time: new Date(start + second * 1_000),
      dataJson: JSON.stringify({ second, even: second % 2 === 0 }),
    } as DomainEvent,
  }));
const trigger = (waits: object) => {
  const parsed = triggerSchema.parse({ type: 'event', id: 'event', eventName: 'inventory.low_stock', ...waits });
  if (parsed.type !== 'event') throw new Error(parsed.type);
  return parsed;
};
const startsOf = (waits: object, ...seconds: readonly number[]) =>
  startsFor(trigger(waits), wanted(...seconds)).map(({ events, at }) => [
    events.map(({ eventId }) => eventId).join(),
    (at.getTime() - start) / 1_000,
  ]);

describe('the starts that are foreseen of events', () => {
  it('are one for each where nothing is gathered', () => {
    expect(startsOf({}, 0, 1, 5)).toEqual([
      ['e0', 0],
      ['e1', 1],
      ['e5', 5],
    ]);
  });

  it('are one for each burst, the window after it, with debounce', () => {
    const debounce = { windowMs: 10_000 };
    expect(startsOf({ debounce }, 0, 9, 18, 28, 100)).toEqual([
      ['e18', 28],
      ['e28', 38],
      ['e100', 110],
    ]);
    expect(startsOf({ debounce: { ...debounce, by: 'event.even' } }, 0, 1, 2)).toEqual([
      ['e1', 11],
      ['e2', 12],
    ]);
  });

  it('are one for each batch that is full, or whose first event has waited', () => {
    const batch = { maxSize: 3, maxWaitMs: 60_000 };
    expect(startsOf({ batch }, 0, 1, 2, 3, 100)).toEqual([
      ['e0,e1,e2', 2],
      ['e3', 63],
      ['e100', 160],
    ]);
  });

  it('tell a batch of its items', () => {
    const [one] = startsFor(trigger({ batch: { maxSize: 2, maxWaitMs: 1_000 } }), wanted(0, 1));
    expect(one?.data).toEqual({
      items: [
        { second: 0, even: true },
        { second: 1, even: false },
      ],
      count: 2,
    });
  });
});
