import { describe, expect, it } from 'vitest';
import { triggerSchema } from '../../model/trigger.ts';
import { checkTrigger } from './check-trigger.ts';

const problems = (given: object) => {
  const parsed = triggerSchema.safeParse({ type: 'event', id: 'event', eventName: 'inventory.low_stock', ...given });
  if (!parsed.success) return parsed.error.issues.map(({ path }) => path.join('.'));
  return checkTrigger(parsed.data, 'triggers.0').map(({ path }) => path);
};
const windowMs = 30_000;
const size = { maxSize: 10, maxWaitMs: 60_000 };

describe('a trigger that gathers', () => {
  it('is right with a window or a size, by a field that the event has', () => {
    for (const given of [{ debounce: { windowMs } }, { debounce: { windowMs, by: 'event.itemId' } }, { batch: size }]) {
      expect([given, problems(given)]).toEqual([given, []]);
    }
  });

  it('says where it is wrong', () => {
    const cases: [object, string][] = [
      [{ debounce: { windowMs }, batch: size }, 'triggers.0.batch'],
      [{ debounce: { windowMs, by: 'event.itemid' } }, 'triggers.0.debounce.by'],
      [{ debounce: { windowMs, by: 'steps.a.b' } }, 'triggers.0.debounce.by'],
      [{ debounce: { windowMs, by: '{{event.itemId}}' } }, 'triggers.0.debounce.by'],
      [{ batch: { ...size, by: 'event.' } }, 'triggers.0.batch.by'],
      [{ debounce: { windowMs: 999 } }, 'debounce.windowMs'],
      [{ debounce: { windowMs: 86_400_001 } }, 'debounce.windowMs'],
      [{ batch: { ...size, maxSize: 101 } }, 'batch.maxSize'],
      [{ batch: { ...size, maxSize: 1 } }, 'batch.maxSize'],
    ];
    for (const [given, path] of cases) expect([given, problems(given)]).toEqual([given, [path]]);
  });

  it('lets a webhook be gathered by what is in its body', () => {
    const webhook = {
      type: 'webhook',
      eventName: undefined,
      scheme: 'github',
      debounce: { windowMs, by: 'event.body.repository.id' },
    };
    const { eventName: _, ...given } = webhook;
    expect(checkTrigger(triggerSchema.parse({ id: 'webhook', ...given }), 'triggers.0')).toEqual([]);
    const wrong = { id: 'webhook', ...given, filter: 'event.payload == 1' };
    expect(checkTrigger(triggerSchema.parse(wrong), 'triggers.0').map(({ path }) => path)).toEqual([
      'triggers.0.filter',
    ]);
  });
});
