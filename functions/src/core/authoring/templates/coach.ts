import { at, daily, email, event, onWorkdays, text, weekday, weekly, words } from './questions.ts';
import { defineTemplate } from './template.ts';

/** For whoever runs the business alone, and for the routine of a small team. */
export const coachTemplates = [
  defineTemplate({
    id: 'morning-briefing',
    title: 'Morning briefing',
    description: 'Starts your working day with yesterday’s orders, what is low and who owes you.',
    sentence: 'Every weekday at 7am send me a briefing of orders, stock and late invoices',
    businesses: ['coach', 'shop', 'online_store'],
    category: 'operations',
    agent: 'pops',
    icon: 'coffee',
    questions: { time: at('07:00'), email: email() },
    build: ({ time, email: to }, facts) => ({
      triggers: onWorkdays(time, facts),
      steps: [
        { id: 'yesterday', action: 'calculate_date', params: { add: { days: -1 }, to: 'start_of_day' } },
        {
          id: 'look',
          action: 'parallel',
          params: { join: 'all' },
          branches: [
            {
              id: 'sales',
              steps: [
                {
                  id: 'orders',
                  action: 'query_documents',
                  params: {
                    collection: 'orders',
                    where: [{ field: 'createdAt', is: 'at_least', value: '{{steps.yesterday.at}}' }],
                    limit: 500,
                  },
                },
              ],
            },
            { id: 'shelf', steps: [{ id: 'stock', action: 'check_stock' }] },
            { id: 'money', steps: [{ id: 'owed', action: 'find_past_due', params: { minDays: 1 } }] },
          ],
        },
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: 'Your morning in three lines',
            message:
              '- Orders since yesterday: {{steps.look.sales.output.total}}\n- Low or out: {{steps.look.shelf.output.low + steps.look.shelf.output.out}} items\n- Past due: {{steps.look.money.output.total}} invoices, {{money(steps.look.money.output.amount, org.currency)}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'weekly-check-in',
    title: 'Weekly check-in',
    description: 'Asks you every Friday how the week went and keeps your answers.',
    sentence: 'Every Friday at 3pm ask me how the week went and keep my answer',
    businesses: ['coach'],
    category: 'operations',
    agent: 'pops',
    icon: 'notebook-pen',
    questions: {
      question: text('What shall it ask?').default(
        'What went well this week, and what is the one thing for next week?',
      ),
      day: weekday('Friday'),
      time: at('15:00'),
    },
    build: ({ question, day, time }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'ask', action: 'ask_human', params: { question, timeout: '3 days', on_expiry: 'No answer' } },
        {
          id: 'keep',
          action: 'create_document',
          params: {
            collection: 'records/check_ins',
            data: { question, answer: '{{steps.ask.answer}}', day: '{{string(now)}}' },
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'weekly-figures',
    title: 'Weekly figures',
    description: 'Asks you every Monday for your cash, your burn and what you owe, so that the coach knows them.',
    sentence: 'Every Monday at 9am ask me for my cash, my burn and what I owe and write the figures down',
    businesses: ['shop', 'online_store', 'gym', 'coach', 'agency'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'wallet',
    questions: { day: weekday('Monday'), time: at('09:00') },
    build: ({ day, time }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        {
          id: 'ask',
          action: 'parallel',
          params: { join: 'all' },
          branches: [
            asked('cash', 'How much cash is there?', 'What lies in your accounts and in the till.'),
            asked('burn', 'What do you burn a month?', 'What goes out beyond what comes in; 0 if nothing does.'),
            asked('owed', 'What do you owe?', 'Bills that you have not paid yet.'),
          ],
        },
        {
          id: 'keep',
          action: 'record_figures',
          params: {
            figures: {
              cash: '{{steps.ask.cash.output.answer}}',
              monthlyBurn: '{{steps.ask.burn.output.answer}}',
              payables: '{{steps.ask.owed.output.answer}}',
            },
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'team-reminder',
    title: 'Team reminder',
    description: 'Reminds somebody of the same thing every week, and makes a task of it.',
    sentence: 'Remind the team every Friday at 4pm to order supplies',
    businesses: ['coach', 'shop', 'gym', 'agency'],
    category: 'operations',
    agent: 'pops',
    icon: 'bell-ring',
    example: { what: 'Order supplies' },
    questions: {
      what: text('What of?', 'Such as: order supplies'),
      day: weekday('Friday'),
      time: at('16:00'),
      email: email('Whom?'),
    },
    build: ({ what, day, time, email: to }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        {
          id: 'task',
          action: 'create_task',
          params: { title: what, description: 'The weekly reminder.', assignee: to },
        },
        { id: 'tell', action: 'notify', params: { to, subject: what, message: `It is time: ${what}.` } },
      ],
    }),
  }),
  defineTemplate({
    id: 'order-sheet',
    title: 'Order log in a Google sheet',
    description: 'Adds a row to your sheet for every order that is paid.',
    sentence: 'Add every paid order to a Google sheet',
    businesses: ['coach', 'online_store', 'shop'],
    category: 'finance',
    agent: 'pops',
    icon: 'sheet',
    example: { sheet: '1abcDEFghiJKLmnopQRStuvWXyz' },
    questions: { sheet: text('Which sheet?', 'Its address, or the long id in it') },
    build: ({ sheet }) => ({
      triggers: event('order.paid'),
      steps: [
        {
          id: 'row',
          action: 'append_sheet_row',
          params: {
            spreadsheetId: sheet,
            values: {
              order: '{{event.orderId}}',
              customer: '{{fallback(event.email, "")}}',
              total: '{{fallback(event.total, 0)}}',
              currency: '{{fallback(event.currency, org.currency)}}',
              paid: '{{string(now)}}',
            },
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'telegram-digest',
    title: 'Evening digest on Telegram',
    description: 'Sends what the day brought to your Telegram every evening.',
    sentence: 'Every evening send me the day’s orders and new reviews on Telegram',
    businesses: ['coach', 'shop', 'gym'],
    category: 'operations',
    agent: 'pops',
    icon: 'send',
    questions: { time: at('19:00') },
    build: ({ time }, facts) => ({
      triggers: daily(time, facts),
      steps: [
        { id: 'today', action: 'calculate_date', params: { to: 'start_of_day' } },
        {
          id: 'orders',
          action: 'query_documents',
          params: {
            collection: 'orders',
            where: [{ field: 'createdAt', is: 'at_least', value: '{{steps.today.at}}' }],
            limit: 500,
          },
        },
        { id: 'stock', action: 'check_stock' },
        {
          id: 'send',
          action: 'send_telegram_message',
          params: {
            title: 'Your day',
            text: '{{steps.orders.total}} orders. {{steps.stock.summary}}',
            silent: true,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'metric-alarm',
    title: 'Figure alarm',
    description: 'Tells you, with advice to look into it, when a figure that you watch passes its threshold.',
    sentence: 'Tell me when one of my figures crosses its threshold',
    businesses: ['coach', 'agency', 'online_store'],
    category: 'operations',
    agent: 'pops',
    icon: 'gauge',
    questions: { email: email() },
    build: ({ email: to }) => ({
      triggers: event('metric.threshold_crossed'),
      steps: [
        {
          id: 'advice',
          action: 'create_recommendation',
          params: {
            category: 'operations',
            title: '{{event.name}} needs a look',
            text: '{{event.name}} is {{event.value}} now and was {{fallback(event.oldValue, 0)}}; your line is {{event.threshold}}.',
            priority: 70,
          },
        },
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: '{{event.name}} is {{event.direction}} {{event.threshold}}',
            message: 'It is {{event.value}} now and was {{fallback(event.oldValue, 0)}}.',
            type: 'coach_alert',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'training-clients-late',
    title: 'Past-due training clients',
    description: 'Lists personal-training clients whose payment is late and makes a task for each.',
    sentence: 'Every Wednesday make a task for each training client who is past due',
    businesses: ['gym', 'coach'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'hand-coins',
    questions: {
      day: weekday('Wednesday'),
      time: at('09:00'),
      note: words('What shall they say?').default('Ask kindly, and offer to pay in two parts.'),
    },
    build: ({ day, time, note }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'late', action: 'get_past_due_training_clients' },
        {
          id: 'each',
          action: 'for_each',
          params: { items: '{{steps.late.items}}' },
          steps: [
            {
              id: 'task',
              action: 'create_task',
              params: {
                title: 'Talk to {{fallback(item.name, item.id)}} about {{money(item.amountDue, org.currency)}}',
                description: note,
              },
            },
          ],
        },
      ],
    }),
  }),
];

/** A question for an amount, on a way of its own: all are asked at once. */
function asked(id: string, question: string, help: string) {
  const message = `${help} Answer with an amount such as 12,400, or “skip”.`;
  const params = { question, message, timeout: '3 days', on_expiry: 'skip' };
  return { id, steps: [{ id: `${id}_answer`, action: 'ask_human', params }] };
}
