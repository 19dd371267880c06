import { customers, look } from './question.ts';
import { defineAdvice, roundAmount, task } from './template.ts';

/** What customers buy, how often, and at what price. */
export const revenueAdvice = [
  defineAdvice({
    id: 'falling-revenue',
    category: 'revenue',
    topic: 'sales',
    needs: ['revenueGrowth', 'revenue30', 'revenuePrev30'],
    works: {
      fall: { label: 'Fall of revenue', unit: 'share', of: ({ revenueGrowth }) => -revenueGrowth },
    },
    scale: { by: 'fall', mild: 0.05, grave: 0.4, priority: [55, 95] },
    title: 'Revenue is down by {fall}',
    text: 'You took {revenue30} in the last month after {revenuePrev30} in the month before: {fall} less. Find out whether fewer people came or whether each bought less, since the answer to the one does nothing about the other.',
    outcome: 'revenue30',
    tasks: [
      task('Compare orders and order size with the month before', 'high', 2),
      task('Ask your best customers what has changed', 'high', 5),
      task('Decide on one offer, and measure it', 'normal', 10),
    ],
    questions: [
      {
        ask: 'Did fewer people come, or did they buy less?',
        answer:
          "Compare how many orders there were and what one was worth on average, this month and the month before: Show details on the coach's page has both. Fewer orders are a matter of reach and season. Smaller ones are a matter of the offer and the prices.",
      },
      {
        ask: 'Which products fell most?',
        answer:
          "Orders are summed up as a whole here, so I cannot tell product by product. Your shop's report by product, for this month and the month before, can. Look at the few that made most of {revenuePrev30}: the fall is mostly in them.",
      },
      {
        ask: 'Is it the season?',
        answer:
          'Hold the month against the same month of last year, not against the month before. If the fall of {fall} came last year as well, plan for it next time. If it did not, something else is the matter.',
      },
    ],
    playbook: { template: 'daily-sales' },
  }),
  defineAdvice({
    id: 'smaller-orders',
    category: 'revenue',
    topic: 'sales',
    needs: ['averageOrder', 'averageOrderPrev30', 'orders30'],
    works: {
      fall: {
        label: 'Fall of the average order',
        unit: 'share',
        of: ({ averageOrder: now, averageOrderPrev30: before }) => 1 - now / before,
      },
    },
    scale: { by: 'fall', mild: 0.05, grave: 0.3, priority: [40, 75] },
    // Of a few orders one decides the average.
    provided: ({ orders30 }) => orders30 >= 20,
    title: 'The average order fell to {averageOrder}',
    text: 'An order is worth {averageOrder} on average and was worth {averageOrderPrev30} the month before, {fall} less, over {orders30} orders. Bundles, and free delivery from an amount just above the average, bring it back up.',
    outcome: 'averageOrder',
    tasks: [
      task('Put together two bundles of what is bought together', 'normal', 7),
      task('Set free delivery just above the average order', 'normal', 7),
    ],
    questions: [
      {
        ask: 'What is bought together?',
        answer:
          'Look at a handful of recent orders with more than one line: the pairs that come up again are your bundles. Offer the second one where the first is put into the basket. An average order of {averageOrder} leaves room for a small thing beside.',
      },
      {
        ask: 'Which products left the basket?',
        answer:
          'Take the orders of this month and of the month before, and compare what stands beside the main item. An add-on that is sold out, dearer, or no longer shown is the usual reason. The average fell from {averageOrderPrev30} to {averageOrder}.',
      },
      {
        ask: 'What would free delivery cost me?',
        answer:
          'What a parcel costs you, times the orders that reach the amount. Set that amount a little above the {averageOrder} of an average order: then many add something to reach it, and their margin pays for the parcel.',
      },
    ],
    playbook: {
      template: 'big-order',
      answers: ({ averageOrder }) => ({ amount: roundAmount(averageOrder * 3) }),
    },
  }),
  defineAdvice({
    id: 'lapsed-customers',
    category: 'revenue',
    topic: 'loyalty',
    needs: ['lapsedCustomers', 'activeCustomers'],
    works: {
      lapsed: {
        label: 'Lapsed, of all customers',
        unit: 'share',
        of: ({ lapsedCustomers: gone, activeCustomers: here }) => gone / (gone + here),
      },
    },
    scale: { by: 'lapsed', mild: 0.25, grave: 0.7, priority: [45, 85] },
    provided: ({ lapsedCustomers }) => lapsedCustomers >= 5,
    title: 'Win back {lapsedCustomers} customers',
    text: '{lapsedCustomers} customers have not bought for long, next to {activeCustomers} who still do: {lapsed} of them all. They know you already, so a personal word with a small offer costs far less than finding somebody new.',
    outcome: 'lapsedCustomers',
    tasks: [
      task('Draw up the list of lapsed customers, the best first', 'normal', 3),
      task('Write to them with an offer that ends soon', 'high', 7),
      task('Call the few who used to buy most', 'normal', 10),
    ],
    questions: [
      customers('Who of them bought most?', 'These have not ordered for long, and had spent most before.', {
        filter: [{ field: 'lastOrderAt', op: '<', value: { daysAgo: 90 } }],
      }),
      {
        ask: 'When do customers stop coming?',
        answer:
          'Mostly after the first order, or after something has gone wrong. Look at the last order of some of the {lapsedCustomers} who stay away: was it late, refunded, or a bad review? A message at the time when the next order is due keeps more people than a discount afterwards.',
      },
      {
        ask: 'What offer would pay?',
        answer:
          'One that costs less than what a customer spends in the next months. A small gift with the next order is dearer in their eyes than in your books. Do not begin with a large discount: whoever comes back for it leaves without it.',
      },
    ],
    playbook: { template: 'win-back', answers: () => ({ after: '60' }) },
  }),
  defineAdvice({
    id: 'undercut-prices',
    category: 'revenue',
    topic: 'prices',
    needs: ['competitorUndercuts'],
    scale: { by: 'competitorUndercuts', mild: 2, grave: 15, priority: [45, 80] },
    title: 'Competitors undercut {competitorUndercuts} of your prices',
    text: 'Competitors ask less than you for {competitorUndercuts} of your products. Match those that people compare, and leave the others: whoever follows every price gives the margin away.',
    outcome: 'competitorUndercuts',
    tasks: [
      task('Choose the products that people compare', 'high', 2),
      task('Match their prices as far as the margin allows', 'high', 4),
    ],
    questions: [
      look(
        'Which products are undercut most?',
        'The prices of competitors beside yours; the widest gap stands first.',
        {
          collection: 'competitor_prices',
          filter: [{ field: 'ourPrice', op: 'exists', value: true }],
          order: { field: 'price', per: 'ourPrice', direction: 'asc' },
          columns: ['product', 'ourPrice', 'price', 'competitor'],
        },
      ),
      look('Who undercuts me?', 'The lowest prices of competitors, each with whose it is and yours beside it.', {
        collection: 'competitor_prices',
        filter: [{ field: 'ourPrice', op: 'exists', value: true }],
        order: { field: 'price', direction: 'asc' },
        columns: ['competitor', 'product', 'price', 'ourPrice'],
      }),
      {
        ask: 'What would matching them cost?',
        answer:
          'For each product the difference in price times what you sell of it in a month. Hold against it what you would lose by staying dearer, which is less than it seems: few people compare every price. Match the few well-known products, and leave the others.',
      },
    ],
    playbook: { template: 'price-alert', answers: () => ({ percent: 5 }) },
  }),
  defineAdvice({
    id: 'one-customer',
    category: 'revenue',
    topic: 'dependence',
    needs: ['topCustomerShare'],
    scale: { by: 'topCustomerShare', mild: 0.3, grave: 0.8, priority: [40, 80] },
    title: 'One customer brings {topCustomerShare} of your revenue',
    text: 'Of all that customers have bought of late, {topCustomerShare} went to a single one. If they leave, or pay late, everything else follows. Tie them to you, and look for others.',
    outcome: 'topCustomerShare',
    tasks: [
      task('Talk to the customer about the year to come', 'high', 7),
      task('Make an offer to others who are like them', 'normal', 14),
    ],
    questions: [
      customers('Who is it?', 'Your largest customers, by what they have spent in all.', { limit: 5 }),
      {
        ask: 'What would I have to save without them?',
        answer:
          'The margin on {topCustomerShare} of your revenue, month by month. Goods you would not have to buy; rent and wages you would. Work out which of those you could end within a quarter, and you know how much time you would have.',
      },
      customers(
        'Who else buys the same?',
        'Your customers by what they have spent. Those right after the first are the ones to grow.',
      ),
    ],
    playbook: { template: 'customer-groups' },
  }),
];
