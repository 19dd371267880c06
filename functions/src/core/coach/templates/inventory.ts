import { look, stocked } from './question.ts';
import { defineAdvice, roundAmount, task } from './template.ts';

/** Too little of what sells, too much of what does not. */
export const inventoryAdvice = [
  defineAdvice({
    id: 'sold-out',
    category: 'inventory',
    topic: 'shortage',
    needs: ['stockoutItems'],
    scale: { by: 'stockoutItems', mild: 2, grave: 20, priority: [60, 95] },
    title: '{stockoutItems} items are sold out',
    text: 'There is nothing left of {stockoutItems} items. Every day that they are missing, customers buy them elsewhere, and often whatever else they came for. Reorder those that sell, and take the others off the shelf and the site.',
    outcome: 'stockoutItems',
    tasks: [
      task('Reorder the sold-out items that sell best', 'urgent', 1),
      task('Hide the sold-out items that do not come back', 'normal', 3),
      task('Raise their reorder points', 'normal', 7),
    ],
    questions: [
      look('Which sold-out items sold best?', 'Of these nothing is left; the best sellers stand first.', {
        collection: 'inventory',
        filter: [{ field: 'quantity', op: '<=', value: 0 }],
        order: { field: 'salesPerDay', direction: 'desc' },
        columns: ['name', 'salesPerDay', 'reorderPoint', 'supplier'],
      }),
      {
        ask: 'How quickly can suppliers deliver?',
        answer:
          'Delivery times are not in your data. Look at your last orders: the days between ordering and receiving, the longest of them counts. Write that number beside each supplier, and set the reorder points by it.',
      },
      look(
        'What reorder points would do?',
        'A good reorder point is what sells a day times the days until delivery, and some more for surprises. Hold these against it, the best sellers first.',
        {
          collection: 'inventory',
          order: { field: 'salesPerDay', direction: 'desc' },
          columns: ['name', 'quantity', 'reorderPoint', 'salesPerDay'],
        },
      ),
    ],
    playbook: { template: 'sold-out-task' },
  }),
  defineAdvice({
    id: 'running-low',
    category: 'inventory',
    topic: 'shortage',
    needs: ['lowStockItems'],
    scale: { by: 'lowStockItems', mild: 3, grave: 30, priority: [45, 80] },
    title: 'Reorder {lowStockItems} items that run low',
    text: '{lowStockItems} items are at or below their reorder points. A single order now, to as few suppliers as possible, is cheaper than many small ones in a hurry.',
    outcome: 'lowStockItems',
    tasks: [
      task('Draft one order for each supplier', 'high', 2),
      task('Check the reorder points of items that run low again and again', 'normal', 7),
    ],
    questions: [
      stocked('Which of them are gone first?', 'At the rate at which they sell these are gone first.', {
        order: { field: 'quantity', per: 'salesPerDay', direction: 'asc' },
        columns: ['name', 'quantity', 'reorderPoint', 'salesPerDay'],
      }),
      look(
        'What would the order cost?',
        'Multiply what you want to have by what one costs. The items of which least is left stand first.',
        {
          collection: 'inventory',
          order: { field: 'quantity', direction: 'asc' },
          columns: ['name', 'quantity', 'reorderPoint', 'unitCost', 'supplier'],
        },
      ),
      look(
        'Which supplier delivers most of them?',
        'The items of which least is left, each with its supplier. Whoever stands there most often gets the order.',
        {
          collection: 'inventory',
          order: { field: 'quantity', direction: 'asc' },
          columns: ['supplier', 'name', 'quantity', 'reorderPoint'],
        },
      ),
    ],
    playbook: { template: 'weekly-reorder' },
  }),
  defineAdvice({
    id: 'overstock',
    category: 'inventory',
    topic: 'surplus',
    needs: ['overstockValue', 'inventoryValue'],
    works: {
      surplus: {
        label: 'Beyond need, of all stock',
        unit: 'share',
        of: ({ overstockValue: over, inventoryValue: all }) => over / all,
      },
    },
    scale: { by: 'surplus', mild: 0.15, grave: 0.6, priority: [40, 85] },
    title: 'Sell down {overstockValue} of surplus stock',
    text: 'Stock worth {overstockValue} goes beyond what you need for the weeks to come: {surplus} of the {inventoryValue} on your shelves. That money earns nothing there. Bundle it, feature it, or reduce it, and stop reordering it.',
    outcome: 'overstockValue',
    tasks: [
      task('Stop the next orders of the surplus items', 'high', 2),
      task('Feature or bundle them for two weeks', 'normal', 5),
      task('Offer what is left then at a lower price', 'normal', 21),
    ],
    questions: [
      stocked(
        'Which items are the surplus?',
        'At the rate at which they sell these last longest: there is your surplus.',
        {
          order: { field: 'quantity', per: 'salesPerDay', direction: 'desc' },
          columns: ['name', 'quantity', 'salesPerDay', 'unitCost'],
        },
      ),
      {
        ask: 'What discount keeps my margin?',
        answer:
          'One that is smaller than the share which a sale leaves after the cost of goods. For surplus even a sale at cost is better than none, since the {overstockValue} earns nothing on the shelf. Give the discount on bundles rather than on the single item, so that its price stays what it was.',
      },
      {
        ask: 'What goes well in a bundle with them?',
        answer:
          'Something that sells by itself and is used together with it. The well-known item carries the other, and the price of the bundle hides the discount. Look at orders that held the surplus item: what else was in them is your bundle.',
      },
    ],
    playbook: { template: 'newsletter' },
  }),
  defineAdvice({
    id: 'dead-stock',
    category: 'inventory',
    topic: 'surplus',
    needs: ['deadStockValue', 'inventoryValue'],
    works: {
      dead: {
        label: 'Does not sell, of all stock',
        unit: 'share',
        of: ({ deadStockValue: dead, inventoryValue: all }) => dead / all,
      },
    },
    scale: { by: 'dead', mild: 0.05, grave: 0.35, priority: [40, 80] },
    title: 'Clear {deadStockValue} of stock that does not sell',
    text: 'Nobody buys stock worth {deadStockValue}, which is {dead} of the {inventoryValue} on your shelves. It will not get better by waiting: return it, sell it off, or give it away, and use the room for what sells.',
    outcome: 'deadStockValue',
    tasks: [
      task('Ask the suppliers what they take back', 'normal', 7),
      task('Sell off the rest', 'normal', 21),
      task('Take it out of the catalogue', 'low', 30),
    ],
    questions: [
      stocked('Which items have not sold at all?', 'These do not sell; what holds most money stands first.', {
        filter: [{ field: 'salesPerDay', op: '<=', value: 0 }],
        order: { field: 'quantity', times: 'unitCost', direction: 'desc' },
        columns: ['name', 'quantity', 'unitCost', 'supplier'],
      }),
      {
        ask: 'Would a supplier take them back?',
        answer:
          'Some do, for a fee or against a larger next order; it costs a call to find out. Have the date of purchase and the state of the goods at hand. What they will not take, they may swap for goods that sell.',
      },
      {
        ask: 'At what price would they go?',
        answer:
          'Start below what they cost you, and go lower each week until they move. What you get is more than nothing, which is what the {deadStockValue} brings now. Dealers in remainders take the rest at once, for little.',
      },
    ],
    playbook: null,
  }),
  defineAdvice({
    id: 'expiring-stock',
    category: 'inventory',
    topic: 'surplus',
    needs: ['expiringValue', 'inventoryValue'],
    works: {
      expiring: {
        label: 'Expires soon, of all stock',
        unit: 'share',
        of: ({ expiringValue: soon, inventoryValue: all }) => soon / all,
      },
    },
    scale: { by: 'expiring', mild: 0.02, grave: 0.2, priority: [55, 95] },
    title: 'Sell {expiringValue} of stock before it expires',
    text: 'Stock worth {expiringValue} expires soon, {expiring} of all that you hold. Sold at a lower price it brings something; expired it costs you even the disposal.',
    outcome: 'expiringValue',
    tasks: [
      task('Mark down what expires first', 'urgent', 1),
      task('Tell your regulars of the offer', 'high', 2),
      task('Put the oldest in front on the shelf', 'normal', 2),
    ],
    questions: [
      stocked('What expires first?', 'These expire first.', {
        filter: [{ field: 'expiresAt', op: 'exists', value: true }],
        order: { field: 'expiresAt', direction: 'asc' },
        columns: ['name', 'quantity', 'expiresAt', 'unitCost'],
      }),
      {
        ask: 'What discount sells it in time?',
        answer:
          'A small one early rather than a large one late. Begin as soon as you know that it will not sell in time, and go lower as the day comes near. Any price above nothing is better than throwing away {expiringValue}.',
      },
      {
        ask: 'Who bought it before?',
        answer:
          'Whoever has bought it before will most probably buy it again. Look through the orders that held it, and write to those people with the date and the price. A message to few who care sells more than one to all.',
      },
    ],
    playbook: { template: 'newsletter', answers: () => ({ audience: 'customers' }) },
  }),
  defineAdvice({
    id: 'slow-turns',
    category: 'inventory',
    topic: 'surplus',
    needs: ['inventoryTurns', 'inventoryValue'],
    scale: { by: 'inventoryTurns', mild: 4, grave: 1, priority: [35, 70] },
    provided: ({ inventoryValue }) => inventoryValue > 0,
    title: 'Your stock turns only {inventoryTurns} a year',
    text: 'You hold {inventoryValue} in stock and it turns {inventoryTurns} a year. Smaller orders that come more often free cash and shelves without losing sales.',
    outcome: 'inventoryTurns',
    tasks: [
      task('Find the items with more than a season on the shelf', 'normal', 7),
      task('Order them in smaller amounts, more often', 'normal', 14),
    ],
    questions: [
      stocked('Which items turn slowest?', 'Of these least is sold a day, for what there is of them.', {
        filter: [{ field: 'salesPerDay', op: 'exists', value: true }],
        order: { field: 'salesPerDay', per: 'quantity', direction: 'asc' },
        columns: ['name', 'quantity', 'salesPerDay', 'unitCost'],
      }),
      {
        ask: 'What is the least a supplier delivers?',
        answer:
          "Least quantities are not in your data; they stand in each supplier's terms. Ask for a mixed box or for a delivery in parts: many agree if the yearly amount stays the same. Holding {inventoryValue} in stock has its price, too.",
      },
      {
        ask: 'How many turns are usual in my trade?',
        answer:
          "I know your figures only, not those of others. Fresh goods turn nearly every week, fashion and gifts a few times a year, furniture less. Your stock turns {inventoryTurns} a year; hold that against last year's figure first.",
      },
    ],
    playbook: {
      template: 'weekly-reorder',
      // Half of what it lasts for now.
      answers: ({ inventoryTurns }) => ({
        coverDays: Math.min(120, Math.round(roundAmount(365 / 2 / Math.max(inventoryTurns, 1)))),
      }),
    },
  }),
];
