import { describe, expect, it } from 'vitest';
import { stepDraftSchema } from '../../model/step.ts';
import { triggerDraftSchema } from '../../model/trigger.ts';
import { loopWarnings } from './loop-warnings.ts';

const trigger = (eventName: string) => triggerDraftSchema.parse({ type: 'event', eventName });
const write = (collection: string) => ({ action: 'update_document', params: { collection, id: 'x', data: {} } });
const paths = (eventName: string, ...steps: object[]) =>
  loopWarnings(
    [trigger(eventName)],
    steps.map((step) => stepDraftSchema.parse(step)),
  ).map(({ path }) => path);

describe('a playbook that writes what it listens to', () => {
  it('is warned of, at the step', () => {
    expect(paths('inventory.low_stock', { action: 'log_note' }, write('inventory'))).toEqual(['steps.1']);
    expect(paths('metric.threshold_crossed', { action: 'record_metric' })).toEqual(['steps.0']);
  });

  it('is warned of inside of blocks', () => {
    const loop = { action: 'for_each', params: { items: '{{event.items}}' }, steps: [write('inventory')] };
    expect(paths('inventory.low_stock', loop)).toEqual(['steps.0.steps.0']);
  });

  it('is not where it writes elsewhere, reads, or listens to something else', () => {
    expect(paths('inventory.low_stock', write('orders'))).toEqual([]);
    expect(paths('inventory.low_stock', { action: 'get_document', params: { collection: 'inventory' } })).toEqual([]);
    expect(paths('execution.failed', write('inventory'))).toEqual([]);
  });
});
