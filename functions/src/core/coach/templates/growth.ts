import { customers, look, reviewed, stocked } from './question.ts';
import { defineAdvice, task } from './template.ts';

/** Where more could come from. */
export const growthAdvice = [
  defineAdvice({
    id: 'few-new-customers',
    category: 'growth',
    topic: 'reach',
    needs: ['newCustomers30', 'activeCustomers'],
    works: {
      fresh: {
        label: 'New, of active customers',
        unit: 'share',
        of: ({ newCustomers30: fresh, activeCustomers: all }) => fresh / all,
      },
    },
    scale: { by: 'fresh', mild: 0.05, grave: 0, priority: [35, 70] },
    provided: ({ activeCustomers }) => activeCustomers >= 20,
    title: 'Few new customers come',
    text: 'New customers in the last month: {newCustomers30}, next to {activeCustomers} active ones, or {fresh}. Some always leave, so a business that wins nobody shrinks. The cheapest new customers are those whom your regulars bring.',
    outcome: 'newCustomers30',
    tasks: [
      task('Ask your regulars to bring somebody, with a reward for both', 'normal', 7),
      task('Answer every enquiry on the same day', 'high', 3),
    ],
    questions: [
      look(
        'How did the last new customers find me?',
        'The latest prospects, each with where they came from as far as it is known.',
        {
          collection: 'prospects',
          order: { field: 'createdAt', direction: 'desc' },
          columns: ['name', 'source', 'status', 'createdAt'],
        },
      ),
      {
        ask: 'What reward would pay?',
        answer:
          'One for both sides, the regular who recommends you and the friend who comes. Make it something of yours that people like rather than cash. It pays as long as it costs less than what a new customer leaves in the first months.',
      },
      {
        ask: 'Where do people look for what I sell?',
        answer:
          'Ask the next customers at the counter or in the mail after the order: one question, how did you find us? Maps and search come first for most local businesses, friends second. Being right there, with opening hours and pictures, costs nothing.',
      },
    ],
    playbook: { template: 'lead-follow-up' },
  }),
  defineAdvice({
    id: 'few-come-back',
    category: 'growth',
    topic: 'loyalty',
    needs: ['repeatRate', 'activeCustomers'],
    scale: { by: 'repeatRate', mild: 0.3, grave: 0.05, priority: [35, 75] },
    provided: ({ activeCustomers }) => activeCustomers >= 20,
    title: 'Only {repeatRate} of customers come back',
    text: 'Of all who have ordered {repeatRate} came again, and {activeCustomers} customers are active now. The second order is the hardest: write after the first one, ask how it was, and give a reason to return.',
    outcome: 'repeatRate',
    tasks: [
      task('Write a welcome mail that gives a reason to return', 'normal', 5),
      task('Ask those who came once what was missing', 'normal', 10),
    ],
    questions: [
      {
        ask: 'What do those buy who come back?',
        answer:
          'Look through the orders of some regulars: what they ordered first is your best product for newcomers. Put that one in front. Now {repeatRate} of those who have ordered come again.',
      },
      {
        ask: 'When is the second order due?',
        answer:
          'After the time in which the goods are used up, or in which the season changes. Take some regulars and look at the days between their first and second order; the middle of these is your time to write. A message then is a service, not an advertisement.',
      },
      {
        ask: 'What would bring people back?',
        answer:
          'A word some days after the first order that asks how it was, and a reason to return: something new, something that goes with it, a small thank-you. Solve what went wrong at once. People come back to whoever remembers them.',
      },
    ],
    playbook: { template: 'welcome-mail' },
  }),
  defineAdvice({
    id: 'one-product',
    category: 'growth',
    topic: 'dependence',
    needs: ['topProductShare'],
    scale: { by: 'topProductShare', mild: 0.5, grave: 0.95, priority: [30, 65] },
    title: 'One product brings {topProductShare} of your revenue',
    text: 'Of your recent revenue {topProductShare} came from a single product. It opens the door: offer its buyers what goes with it, so that the business stands on more than one leg.',
    outcome: 'topProductShare',
    tasks: [
      task('Choose two products that go with it', 'normal', 7),
      task('Show them wherever it is shown', 'normal', 14),
    ],
    questions: [
      {
        ask: 'What do its buyers buy besides?',
        answer:
          'Look at orders that held it and something else. The pairs that come up again are what you can offer with it, on its page and at the counter. With {topProductShare} of revenue coming through it, that is your best place to show anything.',
      },
      {
        ask: 'Which product could be the next?',
        answer:
          'One that the same people need, that leaves a good margin, and that you can get without a large order. Ask some regulars what they buy elsewhere. Try it in a small quantity before you fill a shelf.',
      },
      {
        ask: 'What if its supplier fails?',
        answer:
          'Then {topProductShare} of your revenue stops until you have another source. Find a second supplier now and order a little there, so that the way is known. Keep a reserve that lasts for the time a new supplier needs.',
      },
    ],
    playbook: { template: 'new-product-post' },
  }),
  defineAdvice({
    id: 'strong-growth',
    category: 'growth',
    topic: 'sales',
    needs: ['revenueGrowth', 'revenue30', 'revenuePrev30'],
    scale: { by: 'revenueGrowth', mild: 0.15, grave: 0.6, priority: [25, 50] },
    provided: ({ revenuePrev30 }) => revenuePrev30 > 0,
    title: 'Revenue has grown by {revenueGrowth}: keep it up',
    text: 'You took {revenue30} in the last month after {revenuePrev30} in the month before. Find out what brought it and do more of that, and check that stock, hands and cash keep up: growth is paid for before it pays.',
    outcome: 'revenue30',
    tasks: [
      task('Find out where the new revenue comes from', 'normal', 5),
      task('Check that stock and staff suffice for the next month', 'normal', 7),
    ],
    questions: [
      {
        ask: 'Which products grew?',
        answer:
          "Orders are summed up as a whole here, so I cannot tell product by product. Your shop's report by product, for this month and the month before, can. The few that made most of the {revenue30} are the ones to keep in stock.",
      },
      customers(
        'Are these new customers or regulars?',
        'Those who have ordered last. Who has ordered once only is new.',
        { order: { field: 'lastOrderAt', direction: 'desc' } },
      ),
      stocked('What will I run out of first?', 'At the rate at which they sell these are gone first.', {
        order: { field: 'quantity', per: 'salesPerDay', direction: 'asc' },
        columns: ['name', 'quantity', 'reorderPoint', 'salesPerDay'],
      }),
    ],
    playbook: { template: 'customer-groups' },
  }),
  defineAdvice({
    id: 'loved-by-customers',
    category: 'growth',
    topic: 'reviews',
    needs: ['reviewsAverage', 'activeCustomers'],
    scale: { by: 'reviewsAverage', mild: 4.5, grave: 5, priority: [25, 45] },
    provided: ({ activeCustomers }) => activeCustomers >= 20,
    title: 'Let your {reviewsAverage} stars be seen',
    text: 'Customers give you {reviewsAverage} stars on average, and you have {activeCustomers} active ones. Ask each of them for a review some days after the order, and quote the best: nothing wins strangers like the words of others.',
    outcome: 'activeCustomers',
    tasks: [
      task('Quote the best reviews on your site', 'normal', 7),
      task('Ask after each order for a review', 'normal', 7),
    ],
    questions: [
      reviewed(
        'What do customers praise?',
        'The latest reviews with many stars. Quote a sentence of them, with a thank-you.',
        [{ field: 'rating', op: '>=', value: 4 }],
      ),
      {
        ask: 'When is the best time to ask?',
        answer:
          'Some days after the goods have come, or right after a kind word. Then the experience is fresh and the wish to help is there. Ask once and remind once, not more often.',
      },
      {
        ask: 'Where do strangers read reviews?',
        answer:
          'Mostly on the map that shows your business, and on the page of the platform where you sell. Search for your own name as a stranger would, and see what comes first. Your {reviewsAverage} stars belong there and on your own page.',
      },
    ],
    playbook: { template: 'review-request' },
  }),
];
