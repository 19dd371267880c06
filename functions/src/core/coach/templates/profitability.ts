import { look } from './question.ts';
import { defineAdvice, roundAmount, task } from './template.ts';

/** What is left of a sale. */
export const profitabilityAdvice = [
  defineAdvice({
    id: 'thin-gross-margin',
    category: 'profitability',
    topic: 'margin',
    needs: ['grossMargin', 'revenue30'],
    works: {
      gross: {
        label: 'Left after the cost of goods',
        unit: 'money',
        of: ({ grossMargin, revenue30 }) => grossMargin * revenue30,
      },
    },
    scale: { by: 'grossMargin', mild: 0.3, grave: 0.05, priority: [50, 90] },
    provided: ({ revenue30 }) => revenue30 > 0,
    title: 'Your gross margin is {grossMargin}',
    text: 'Of {revenue30} in the last month {gross} was left after the cost of goods: a gross margin of {grossMargin}. Rent and wages have to come out of that. Begin with the products that sell much and leave little.',
    outcome: 'grossMargin',
    tasks: [
      task('List the products that sell much and leave little', 'high', 3),
      task('Raise their prices, or ask the supplier for better ones', 'high', 10),
      task('Drop those that leave nothing', 'normal', 21),
    ],
    questions: [
      look(
        'Which products leave least?',
        'Of the price of these least is left once they are paid for. Begin with those that sell much.',
        {
          collection: 'products',
          filter: [{ field: 'cost', op: 'exists', value: true }],
          order: { field: 'price', per: 'cost', direction: 'asc' },
          columns: ['name', 'price', 'cost'],
        },
      ),
      {
        ask: 'What would a small rise in prices bring?',
        answer:
          'A rise goes to the margin as a whole, as long as as many people buy: the cost of goods stays as it is. On {revenue30} a month even a small rise is money that you feel, next to the {gross} that is left now. Try it on goods that nobody compares first, and watch the orders for some weeks.',
      },
      {
        ask: 'Which costs have risen?',
        answer:
          'Costs are not in your data one by one. Lay the bills of this quarter beside those of the same quarter last year, the largest first. Ask the suppliers whose prices have moved most for an offer, and one competitor of theirs as well.',
      },
    ],
    playbook: { template: 'competitor-suggestions', answers: () => ({ margin: 25 }) },
  }),
  defineAdvice({
    id: 'net-loss',
    category: 'profitability',
    topic: 'margin',
    needs: ['netMargin', 'revenue30'],
    works: {
      loss: { label: 'Loss, last month', unit: 'money', of: ({ netMargin, revenue30 }) => -netMargin * revenue30 },
      deficit: { label: 'Loss, of revenue', unit: 'share', of: ({ netMargin }) => -netMargin },
    },
    scale: { by: 'deficit', mild: 0.005, grave: 0.25, priority: [70, 100] },
    provided: ({ revenue30 }) => revenue30 > 0,
    title: 'You lost {loss} in the last month',
    text: 'On revenue of {revenue30} you made a loss of {loss}, which is {deficit} of it. Look at the fixed costs first: they are there whether you sell or not, and what you cut there counts every month.',
    outcome: 'netMargin',
    tasks: [
      task('Go through the fixed costs line by line', 'urgent', 3),
      task('Cancel what nobody would miss', 'high', 7),
      task('Work out from what revenue on you earn money', 'normal', 7),
    ],
    questions: [
      {
        ask: 'Which costs are highest?',
        answer:
          "Single costs are not in your data, only what is left: {netMargin} of {revenue30}. In most small businesses they are goods, wages and rent, in this order. Your bank's export, sorted by payee, shows yours in minutes.",
      },
      {
        ask: 'How much do I have to sell to earn money?',
        answer:
          'As much as your fixed costs over your gross margin: rent, wages and insurance of a month, divided by the share that a sale leaves after its goods. Last month you took {revenue30} and lost {loss}. Either more sales or lower fixed costs close that gap, and the costs are quicker.',
      },
      {
        ask: 'Since when do I lose money?',
        answer:
          "I can tell as far back as your figures were written down: look at the trend of the net margin under Show details on the coach's page. It stands at {netMargin} now. If earlier months are missing there, import them as a table under Figures.",
      },
    ],
    playbook: { template: 'monthly-numbers' },
  }),
  defineAdvice({
    id: 'falling-net-margin',
    category: 'profitability',
    topic: 'margin',
    needs: ['netMargin', 'netMarginPrev30'],
    works: {
      points: {
        label: 'Fall of the net margin, of revenue',
        unit: 'share',
        of: ({ netMargin, netMarginPrev30 }) => netMarginPrev30 - netMargin,
      },
    },
    scale: { by: 'points', mild: 0.03, grave: 0.2, priority: [45, 80] },
    // Below nought it is a loss, which says it better.
    provided: ({ netMargin }) => netMargin >= 0,
    title: 'Your net margin fell to {netMargin}',
    text: 'In the last month {netMargin} of revenue was left to you, after {netMarginPrev30} in the month before. Either costs have risen or prices have slipped: find out which before it becomes a habit.',
    outcome: 'netMargin',
    tasks: [
      task('Compare the costs of both months', 'high', 3),
      task('Check the invoices of suppliers for new prices', 'normal', 5),
      task('Check which discounts were given', 'normal', 5),
    ],
    questions: [
      {
        ask: 'Which costs have risen?',
        answer:
          'Costs are not in your data one by one. Lay the bills of this quarter beside those of the same quarter last year, the largest first. Ask the suppliers whose prices have moved most for an offer, and one competitor of theirs as well.',
      },
      {
        ask: 'Did prices change?',
        answer:
          "Hold your price list against the one of some months ago, and the suppliers' lists as well: a margin falls from either side. The net margin went from {netMarginPrev30} to {netMargin}. Discounts count as a change of price, too.",
      },
      {
        ask: 'Was there anything that happens only once?',
        answer:
          'Look for repairs, taxes paid late, equipment, or a campaign in the last month. If such a bill explains the fall from {netMarginPrev30} to {netMargin}, the next month will look better by itself. If none does, treat it as lasting.',
      },
    ],
    playbook: { template: 'invoice-review' },
  }),
  defineAdvice({
    id: 'many-refunds',
    category: 'profitability',
    topic: 'sales',
    needs: ['refundRate', 'orders30', 'averageOrder'],
    scale: { by: 'refundRate', mild: 0.04, grave: 0.2, priority: [45, 85] },
    provided: ({ orders30 }) => orders30 >= 20,
    title: '{refundRate} is refunded',
    text: 'Over {orders30} orders in the last month, worth {averageOrder} on average, {refundRate} was refunded. Behind most refunds stand a few causes: a product, a description, a way of sending it. Whoever knows them can stop them.',
    outcome: 'refundRate',
    tasks: [
      task('Note the reason of every refund', 'high', 2),
      task('Mend the description or the product behind most of them', 'normal', 14),
    ],
    questions: [
      look(
        'Which products come back?',
        'These are the latest refunded orders. Open the largest of them and see what was in it.',
        {
          collection: 'orders',
          filter: [{ field: 'status', op: 'in', value: ['refunded', 'returned'] }],
          order: { field: 'createdAt', direction: 'desc' },
          columns: ['id', 'email', 'total', 'createdAt'],
        },
      ),
      {
        ask: 'What reasons do customers give?',
        answer:
          'The reasons are not kept with your orders. Ask in the mail that confirms a refund, with a few answers to choose from: too late, not as described, broken, did not please. After some weeks the most frequent one tells you where to begin.',
      },
      {
        ask: 'What does a refund cost me?',
        answer:
          'The money that goes back, the postage both ways, the fee of the payment, and the time of whoever does it. On average an order is worth {averageOrder}. Goods that cannot be sold again cost you their purchase price on top.',
      },
    ],
    playbook: {
      template: 'refund-watch',
      answers: ({ averageOrder }) => ({ amount: roundAmount(averageOrder / 2) }),
    },
  }),
  defineAdvice({
    id: 'heavy-discounts',
    category: 'profitability',
    topic: 'prices',
    needs: ['discountRate', 'revenue30'],
    scale: { by: 'discountRate', mild: 0.1, grave: 0.35, priority: [40, 75] },
    provided: ({ revenue30 }) => revenue30 > 0,
    title: 'You give {discountRate} away as discounts',
    text: 'Next to revenue of {revenue30} in the last month, discounts took {discountRate} of the list prices. Regulars learn to wait for them. Give fewer, for a reason and with an end.',
    outcome: 'discountRate',
    tasks: [
      task('List which discounts are running', 'normal', 3),
      task('End those that nobody would miss', 'normal', 7),
      task('Tie the others to an amount or to a first order', 'normal', 10),
    ],
    questions: [
      look(
        'Who gets the discounts?',
        'These orders had the largest discounts. The same names again and again are regulars who wait for them.',
        {
          collection: 'orders',
          filter: [{ field: 'discount', op: '>', value: 0 }],
          order: { field: 'discount', direction: 'desc' },
          columns: ['id', 'email', 'discount', 'total', 'createdAt'],
        },
      ),
      {
        ask: 'Which of them bring new customers?',
        answer:
          'Count, for each code, the orders of people who had never ordered before. A discount that only regulars use is a gift; one that brings strangers is advertising. Give each campaign a code of its own, and you will know.',
      },
      {
        ask: 'What would ending them cost?',
        answer:
          'Some of those who buy only at a discount will stay away. What you no longer give away is {discountRate} of your list prices, and it is margin as a whole. End one discount first and watch the orders for some weeks before you end the next.',
      },
    ],
    playbook: null,
  }),
];
