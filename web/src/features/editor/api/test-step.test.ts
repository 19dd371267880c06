import { stepDraftSchema } from '@model/step.ts';
import { expect, it } from 'vitest';
import { filledIn, shortOf } from './expressions-try.ts';
import type { Facts } from './scope-sample.ts';
import { asTest, pathsRead } from './test-step.ts';

const facts: Facts = {
  steps: { find: { items: [1, 2] }, other: { big: 'x'.repeat(10_000) }, odd: { text: 'a {{b}}' }, list: [1] },
  agents: { ezal: { gap: 3 } },
  inputs: { limit: 5 },
  event: { sku: 'M-1' },
  names: { item: { name: 'Mug' }, index: 0, org: { name: 'Shop' } },
};
const step = (params: object) => stepDraftSchema.parse({ id: 'note', action: 'log_note', params });

it('sends only what the step reads', () => {
  const asked = asTest(step({ message: '{{steps.find.items}} {{org.name}}', data: { a: '{{inputs.limit}}' } }), facts);
  expect(asked.facts).toEqual({ steps: { find: { items: [1, 2] } }, agents: {}, inputs: { limit: 5 }, event: null });
  const { facts: more } = asTest(step({ message: '{{event.sku}} of {{ezal.gap}}' }), facts);
  expect(more).toMatchObject({ event: { sku: 'M-1' }, agents: { ezal: { gap: 3 } }, steps: {} });
});

it('tells what the block around adds as the output of a step', () => {
  const { params, facts: sent } = asTest(step({ message: '{{item.name}} at {{index}}: "{{ "item" }}"' }), facts);
  expect(params.message).toBe('{{steps.around.item.name}} at {{steps.around.index}}: "{{ "item" }}"');
  expect(sent).toMatchObject({ steps: { around: { item: { name: 'Mug' }, index: 0 } } });
});

it('sends no template within a sample, and nothing but fields', () => {
  const { facts: sent } = asTest(step({ message: '{{steps.odd.text}} {{steps.list}}' }), facts);
  expect(sent).toMatchObject({ steps: { odd: { text: 'a { {b}}' }, list: {} } });
});

it('names each value that is read once', () => {
  const { params } = step({ message: '{{item.name}} {{item.name}} {{size(steps.find.items)}}' });
  expect(pathsRead(params)).toEqual([
    ['item', 'name'],
    ['steps', 'find', 'items'],
  ]);
});

it('fills in what only names values, and leaves the rest to the server', () => {
  expect(filledIn('Hi {{item.name}}, {{steps.find.items}}', facts)).toBe('Hi Mug, 2 items');
  expect(filledIn('{{size(steps.find.items)}}', facts)).toBeNull();
  expect(filledIn('{{item.colour}}', facts)).toBeNull();
  expect([null, true, [1], { a: 1 }].map(shortOf)).toEqual(['nothing', 'yes', '1 item', '{"a":1}']);
});
