import type { Contract } from '../../../model/contract.ts';
import { celOr, celText } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, crossing, figure, never } from './gauge.ts';
import { lookAtDocuments, usualLook } from './look-at.ts';
import type { Subject, SubjectEvent, SubjectLook } from './subject.ts';

const measures = { quantity: figure('quantity', ['count'], true) };
const usual: Pick<SubjectEvent, 'named' | 'measures'> = { named: ['name', 'sku', 'itemId'], measures };

/** A quantity is looked for among all items; without one, what is short by its own reorder point. */
const byQuantity = lookAtDocuments({ collection: 'inventory', by: 'quantity' });
const isShortList = ({ conditions, actions }: Contract) =>
  [...conditions, ...actions.flatMap(({ also }) => also)].every(({ measure }) => measure === 'count');

const look: SubjectLook = {
  ...usualLook,
  name: 'Low Stock Alert',
  steps: (contract) =>
    isShortList(contract) ? [{ action: 'check_stock', params: { limit: 200 } }] : byQuantity.steps(),
  list: (contract) => (isShortList(contract) ? 'steps.check_stock.items' : byQuantity.list()),
  named: ['name', 'sku'],
  example: { id: 'blue-dream', itemId: 'blue-dream', name: 'Blue Dream', sku: 'BD-1', quantity: 40, reorderPoint: 12 },
  measures: { quantity: figure('quantity', ['count']) },
  title: 'Low stock',
  line: (it) =>
    `${celOr(`${it}.name`, 'An item')} + ": " + string(${it}.quantity) + " left" + (has(${it}.reorderPoint) ? ${celText(', reorder point ')} + string(${it}.reorderPoint) : "")`,
  words: (contract) => (isShortList(contract) ? 'look for what is low or out of stock' : 'look at the stock'),
  one: 'an item',
  outputs: (items, contract) =>
    isShortList(contract)
      ? {
          check_stock: {
            items: [...items],
            count: items.length,
            nextCursor: null,
            low: items.length,
            out: 0,
            checked: items.length,
            total: items.length,
            orderLines: items.map(({ itemId = null, name = null }) => ({
              itemId,
              name,
              quantity: 10,
              unitPrice: null,
            })),
            isCut: false,
            summary: `${items.length} low.`,
          },
        }
      : byQuantity.outputs(items),
};

export const stock: Subject = {
  id: 'stock',
  agent: 'pops',
  category: 'operations',
  events: [
    eventOf('inventory.low_stock', {
      ...usual,
      name: 'Low Stock Alert',
      words: 'whenever an item falls below its reorder point',
      title: 'Low stock: {{event.name}}',
      text: '{{event.name}} is running low: {{event.quantity}} left, and the reorder point is {{event.reorderPoint}}.',
      // At the reorder point, which is not where somebody's own limit lies.
      tells: never,
    }),
    eventOf('inventory.out_of_stock', {
      ...usual,
      name: 'Out of Stock Alert',
      words: 'whenever an item is out of stock',
      title: 'Out of stock: {{event.name}}',
      text: 'There is no {{event.name}} left; the reorder point is {{event.reorderPoint}}.',
      tells: ({ operator, value }) =>
        (operator === '<=' && value === 0) || (operator === '<' && value === 1) || (operator === '==' && value === 0),
    }),
    eventOf('inventory.back_in_stock', {
      ...usual,
      name: 'Back in Stock',
      words: 'whenever an item is back in stock',
      title: 'Back in stock: {{event.name}}',
      text: '{{event.name}} is back: {{event.quantity}} in stock.',
      tells: ({ operator, value }) => (operator === '>' && value === 0) || (operator === '>=' && value === 1),
    }),
    eventOf('inventory.quantity_changed', {
      named: usual.named,
      measures: { quantity: crossing('quantity', 'oldQuantity', ['count']) },
      isCrossing: always,
      name: 'Stock Alert',
      words: 'whenever the stock of an item changes',
      title: 'Stock: {{event.name}}',
      text: '{{event.name}}: {{event.quantity}} left; it was {{event.oldQuantity}}.',
      tells: always,
    }),
  ],
  look,
};
