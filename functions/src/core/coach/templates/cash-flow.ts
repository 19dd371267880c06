import { stocked, unpaid } from './question.ts';
import { defineAdvice, roundAmount, task } from './template.ts';

/** What comes in too late, and what goes out too early. */
export const cashFlowAdvice = [
  defineAdvice({
    id: 'short-runway',
    category: 'cash_flow',
    topic: 'runway',
    needs: ['runwayDays', 'cash', 'monthlyBurn'],
    scale: { by: 'runwayDays', mild: 120, grave: 21, priority: [60, 100] },
    title: 'Your cash lasts for {runwayDays}',
    text: 'You hold {cash} and spend {monthlyBurn} a month more than comes in. At this rate the cash is gone in {runwayDays}. Decide now which spending can wait and which money can come in sooner: both take weeks to work.',
    outcome: 'runwayDays',
    tasks: [
      task('List the spending that can wait, and stop it', 'urgent', 3),
      task('Call those who owe you most', 'high', 5),
      task('Ask the bank or the owners what they could bridge', 'normal', 10),
    ],
    questions: [
      {
        ask: 'What do I spend most on?',
        answer:
          'Your data here holds no spending, only that {monthlyBurn} a month goes out beyond what comes in. Export the last months from your bank and sort them by payee: rent, wages, goods and subscriptions are mostly the largest. Put a name and a date on the first of them that can wait.',
      },
      unpaid(
        'Which invoices would help most if they were paid now?',
        'These are the largest unpaid invoices. A call to the first names on the list brings in most.',
        'largest',
      ),
      {
        ask: 'How long would the cash last if I spent a tenth less?',
        answer:
          'The runway is the cash over the monthly burn: {cash} over {monthlyBurn} gives {runwayDays}. With a tenth less of the burn it gets a little more than a tenth longer. A tenth off all that you spend does far more, since the burn is only what lies beyond your income.',
      },
    ],
    playbook: { template: 'monthly-numbers' },
  }),
  defineAdvice({
    id: 'late-receivables',
    category: 'cash_flow',
    topic: 'collecting',
    needs: ['overdueReceivables', 'receivables'],
    works: {
      lateShare: {
        label: 'Past due, of what is owed to you',
        unit: 'share',
        of: ({ overdueReceivables: late, receivables: all }) => late / all,
      },
    },
    scale: { by: 'lateShare', mild: 0.15, grave: 0.6, priority: [50, 95] },
    title: 'Collect {overdueReceivables} that is past due',
    text: 'Customers owe you {receivables}, and {overdueReceivables} of it is past due: {lateShare}. The older an invoice, the less often it is paid in full. A friendly reminder in the first days is often all that it takes.',
    outcome: 'overdueReceivables',
    tasks: [
      task('Send a reminder for each invoice that is past due', 'high', 2),
      task('Call the customers with the largest late invoices', 'high', 4),
      task('Agree on instalments with those who cannot pay at once', 'normal', 10),
    ],
    questions: [
      unpaid(
        'Who owes me most?',
        'These are the largest unpaid invoices. Call the first few yourself: a voice brings in more than a letter.',
        'largest',
      ),
      unpaid(
        'Which invoices are oldest?',
        'These have been past due for longest. Begin with them: the older an invoice, the less of it is paid.',
        'oldest',
        true,
      ),
      {
        ask: 'What do I say to somebody who never answers?',
        answer:
          'Be short and friendly, and name the invoice, the amount and the day on which it was due. Ask one question that needs an answer: on which day will it be paid? Then say what follows, such as no further delivery, and do it. A letter by post or a call reaches those who leave mails unread.',
      },
    ],
    playbook: {
      template: 'late-invoice-reminders',
      answers: ({ overdueReceivables }) => ({ minDays: 3, minAmount: roundAmount(overdueReceivables / 200) }),
    },
  }),
  defineAdvice({
    id: 'slow-payers',
    category: 'cash_flow',
    topic: 'collecting',
    needs: ['dso', 'receivables'],
    scale: { by: 'dso', mild: 40, grave: 90, priority: [45, 85] },
    title: 'Customers take {dso} to pay you',
    text: 'On average {dso} pass between a sale and its payment, and {receivables} is under way. Whoever asks for a deposit, or gives less time on the invoice, is paid sooner without selling more.',
    outcome: 'dso',
    tasks: [
      task('Shorten the time to pay on new invoices', 'high', 7),
      task('Ask for a deposit on large orders', 'normal', 14),
      task('Send each invoice on the day of delivery', 'normal', 7),
    ],
    questions: [
      unpaid(
        'Which customers pay slowest?',
        'These invoices have waited for longest. Names that come up more than once are your slow payers.',
        'oldest',
        true,
      ),
      {
        ask: 'How long do others in my trade wait?',
        answer:
          'I know your figures only, not those of others: you wait {dso}. Your tax adviser or your trade association knows what is usual. What you can hold it against at once is the time that stands on your invoices: whatever lies beyond it is a loan that you give.',
      },
      {
        ask: 'What would a deposit bring in?',
        answer:
          'At present {receivables} is under way to you, and you wait {dso} for it. A deposit comes in on the day of the order, so its share of that money is yours at once. Begin with large and custom orders, where customers expect to be asked.',
      },
    ],
    playbook: {
      template: 'big-late-invoice',
      answers: ({ receivables }) => ({ amount: roundAmount(receivables / 20) }),
    },
  }),
  defineAdvice({
    id: 'late-payables',
    category: 'cash_flow',
    topic: 'paying',
    needs: ['overduePayables', 'payables'],
    works: {
      lateShare: {
        label: 'Past due, of what you owe',
        unit: 'share',
        of: ({ overduePayables: late, payables: all }) => late / all,
      },
    },
    scale: { by: 'lateShare', mild: 0.1, grave: 0.5, priority: [50, 90] },
    title: 'You are late with {overduePayables}',
    text: 'You owe {payables}, and {overduePayables} of it is past due: {lateShare}. Late fees and suppliers who ask for payment in advance cost more than a call in which you name a date.',
    outcome: 'overduePayables',
    tasks: [
      task('Sort the late bills by what happens if they stay unpaid', 'high', 2),
      task('Call the suppliers you cannot pay at once, and name a date', 'high', 3),
      task('Pay what is late on the agreed dates', 'normal', 14),
    ],
    questions: [
      {
        ask: 'Whom should I pay first?',
        answer:
          'First whoever can stop your business: wages, taxes, rent, and the supplier without whom you cannot sell. Then bills with late fees, then small ones whose senders you need. Of the {overduePayables} that is past due, promise nobody a day that you cannot keep.',
      },
      {
        ask: 'Which bills carry late fees?',
        answer:
          'The bills themselves are not in your data, only their sum: {payables}, of which {overduePayables} is past due. Late fees stand in the terms on the back or at the foot of each bill. Taxes, social insurance and loans nearly always carry them.',
      },
      {
        ask: 'How do I ask a supplier for more time?',
        answer:
          'Call before they write to you. Say how much you pay now and on which days the rest follows, and make it a plan that you can keep. Suppliers rather wait for a customer who calls than chase one who hides. Confirm it in a short mail.',
      },
    ],
    playbook: { template: 'team-reminder', answers: () => ({ what: 'Pay the bills that are due this week' }) },
  }),
  defineAdvice({
    id: 'bills-beyond-cash',
    category: 'cash_flow',
    topic: 'paying',
    needs: ['cash', 'payables'],
    works: {
      cover: {
        label: 'Cash, of what you owe',
        unit: 'share',
        of: ({ cash, payables }) => Math.max(cash, 0) / payables,
      },
    },
    scale: { by: 'cover', mild: 0.9, grave: 0.2, priority: [55, 95] },
    title: 'Your cash covers {cover} of your bills',
    text: 'You hold {cash} and owe {payables}: the cash covers {cover} of it. Put the bills and the payments that you expect side by side, week by week, so that none of them comes as a surprise.',
    outcome: 'cash',
    tasks: [
      task('Write down what is to be paid, and what comes in, week by week', 'high', 3),
      task('Move payments that can be moved behind money that comes in', 'high', 7),
    ],
    questions: [
      {
        ask: 'Which bills are due first?',
        answer:
          'Your bills are not in the data one by one, only what they come to: {payables}. Put them on one page with the day on which each is due, and the week in which money comes in beside them. What is due before the money comes is what you have to talk about.',
      },
      unpaid(
        'What comes in before then?',
        'These unpaid invoices fall due next. Count on them a week later than it says.',
        'oldest',
        false,
      ),
      {
        ask: 'Which payments can wait?',
        answer:
          'Whatever can be returned, canceled or ordered later: new equipment, stock that lasts for weeks, advertising without a date. Wages, taxes and rent cannot. You hold {cash} and owe {payables}, so agree with the largest creditors on parts.',
      },
    ],
    playbook: { template: 'morning-briefing' },
  }),
  defineAdvice({
    id: 'cash-in-stock',
    category: 'cash_flow',
    topic: 'surplus',
    needs: ['inventoryValue', 'cash', 'inventoryTurns'],
    works: {
      tied: {
        label: 'Stock, of stock and cash together',
        unit: 'share',
        of: ({ inventoryValue: stock, cash }) => stock / (stock + Math.max(cash, 0)),
      },
    },
    scale: { by: 'tied', mild: 0.6, grave: 0.95, priority: [40, 75] },
    // What sells quickly comes back as cash by itself.
    provided: ({ inventoryTurns }) => inventoryTurns < 8,
    title: '{tied} of your means lie on the shelf',
    text: 'Your stock is worth {inventoryValue} and you hold {cash} in cash, so {tied} of both together is stock; it turns {inventoryTurns} a year. Order less of what moves slowly until the cash has grown again.',
    outcome: 'cash',
    tasks: [
      task('Put off orders of whatever lasts for more than two months', 'high', 3),
      task('Sell down what moves slowest', 'normal', 14),
    ],
    questions: [
      stocked(
        'Which items tie up most money?',
        'These items hold most money: what there is of them, times what one costs you.',
        {
          order: { field: 'quantity', times: 'unitCost', direction: 'desc' },
          columns: ['name', 'quantity', 'unitCost', 'salesPerDay'],
        },
      ),
      stocked(
        'Which orders can I put off?',
        'At the rate at which they sell these last longest, so the next order of them can wait.',
        {
          order: { field: 'quantity', per: 'salesPerDay', direction: 'desc' },
          columns: ['name', 'quantity', 'salesPerDay', 'supplier'],
        },
      ),
      {
        ask: 'How much cash should I hold?',
        answer:
          'Enough to pay wages, rent and suppliers for some months if nothing came in. You hold {cash} against stock worth {inventoryValue}. Write down what goes out in a usual month, and you have your own measure.',
      },
    ],
    playbook: { template: 'weekly-reorder', answers: () => ({ coverDays: 14 }) },
  }),
];
