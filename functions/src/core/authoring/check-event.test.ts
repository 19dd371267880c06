import { describe, expect, it } from 'vitest';
import { eventTriggerSchema, webhookTriggerSchema } from '../../model/trigger.ts';
import { awaitedProblems, unknownEventField, unknownEventName } from './check-event.ts';

describe('the name of an event', () => {
  it.each([
    ['invoice.past_due', null],
    ['custom.anything_at_all', null],
    ['invoice.pastdue', "There is no event 'invoice.pastdue'; did you mean 'invoice.past_due'?"],
    [
      'invoice.shredded',
      "There is no event 'invoice.shredded'; there is invoice.past_due, invoice.created, invoice.paid, and custom.… for events of your own",
    ],
    ['webhook.received', expect.stringContaining("There is no event 'webhook.received'; there is inventory.low_stock")],
  ])('%s', (eventName, problem) => {
    expect(unknownEventName(eventName)).toEqual(problem);
  });
});

describe('a field of an event', () => {
  const event = (eventName: string, more = {}) =>
    eventTriggerSchema.parse({ type: 'event', id: 'event', eventName, ...more });
  const batch = { maxSize: 10, maxWaitMs: 60_000 };
  const webhook = webhookTriggerSchema.parse({ type: 'webhook', id: 'hook', scheme: 'github' });

  it.each([
    ['that it has', event('inventory.low_stock'), ['quantity'], null],
    [
      'that it has not',
      event('inventory.low_stock'),
      ['qty'],
      expect.stringContaining("'event' has no 'qty'; there is"),
    ],
    [
      'inside of one that has none',
      event('inventory.low_stock'),
      ['name', 'x'],
      expect.stringContaining("'event.name'"),
    ],
    ['of a record, which may hold anything', event('record.created'), ['record', 'status', 'x'], null],
    ['of the shop’s own', event('custom.x'), ['what', 'ever'], null],
    ['of a batch', event('inventory.low_stock', { batch }), ['count'], null],
    [
      'of one, where there are many',
      event('inventory.low_stock', { batch }),
      ['name'],
      "'event' has no 'name'; there is items, count",
    ],
    ['of a delivery', webhook, ['body', 'action', 'x'], null],
    ['that no delivery has', webhook, ['bod'], "'event' has no 'bod'; did you mean 'body'?"],
  ])('%s', (_, trigger, fields, problem) => {
    expect(unknownEventField(trigger, fields)).toEqual(problem);
  });
});

describe('a step that waits for an event', () => {
  it('names one that there is, and fields that it has', () => {
    const eventName = 'inventory.low_stock';
    expect(awaitedProblems({ for: '2 h' })).toEqual([]);
    expect(awaitedProblems({ eventName, filter: 'event.quantity < 3', match: { itemId: 'x' } })).toEqual([]);
    expect(awaitedProblems({ eventName: 'inventory.low_stok' })).toMatchObject([{ param: 'eventName' }]);
    expect(awaitedProblems({ eventName, filter: 'event.quantty < 3', match: { item: 'x' } })).toEqual([
      { param: 'filter', message: "'event' has no 'quantty'; did you mean 'quantity'?" },
      { param: 'match', message: expect.stringContaining("'event' has no 'item'") },
    ]);
    expect(awaitedProblems({ eventName, filter: 'event.(' })).toEqual([]);
  });
});
