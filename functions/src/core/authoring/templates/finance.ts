import { z } from 'zod';
import { byAgent, decider } from './by-agent.ts';
import { at, daily, days, email, event, monthly, number, text, webhook } from './questions.ts';
import { defineTemplate } from './template.ts';
import { withContract } from './with-contract.ts';

const tone = z.enum(['polite', 'firm'], 'Choose one').default('polite').meta({ title: 'How shall it sound?' });

/** What is owed, what came in, what the figures say. */
export const financeTemplates = [
  defineTemplate({
    id: 'late-invoice-reminders',
    title: 'Late invoice reminders, after your yes',
    description:
      'Finds invoices that are late, shows you the list, and writes to the customers once you have said yes.',
    sentence: 'Every day find past-due invoices and send payment reminders after I approve',
    businesses: ['coach', 'agency', 'shop', 'online_store'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'receipt',
    questions: {
      minDays: days('How many days late?', 7),
      minAmount: number('From which amount?', 20, [0, 1_000_000], 'In your currency'),
      tone,
      time: at('09:00'),
    },
    build: ({ minDays, minAmount, tone: said, time }, facts) => ({
      triggers: daily(time, facts),
      steps: [
        { id: 'late', action: 'find_past_due', params: { minDays, minAmount } },
        {
          id: 'none',
          action: 'stop_execution',
          condition: 'steps.late.count == 0',
          params: { reason: 'No invoice is late' },
        },
        {
          id: 'ask',
          action: 'request_approval',
          params: {
            title: 'Remind of {{steps.late.count}} late invoices?',
            message:
              '{{steps.late.items.map(i, "- " + fallback(i.name, fallback(i.email, i.id)) + ": " + string(i.amount) + " " + i.currency).join("\\n")}}',
          },
        },
        {
          id: 'remind',
          action: 'for_each',
          params: { items: '{{steps.late.items}}', concurrency: 1, onItemError: 'continue' },
          steps: [
            {
              id: 'letter',
              action: 'send_payment_reminder',
              params: { invoiceId: '{{item.id}}', tone: said, notWithinDays: 7 },
            },
          ],
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'big-late-invoice',
    title: 'Big late invoice alert',
    description: 'Mails you when an invoice over an amount is past due, so that you can pick up the phone.',
    sentence: 'Email me when an invoice over 500 is past due',
    businesses: ['agency', 'coach', 'shop'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'file-warning',
    questions: { amount: number('Over which amount?', 500, [1, 1_000_000], 'In your currency'), email: email() },
    build: ({ amount, email: to }, facts) =>
      withContract(
        {
          sentence: `Email ${to} when an invoice over ${amount} is past due`,
          subject: 'invoices',
          agent: 'money_mike',
          triggers: event('invoice.past_due'),
          conditions: [{ measure: 'amount', operator: '>', value: amount, unit: 'currency', base: 'none', of: null }],
          actions: [{ action: 'notify', to: [to] }],
        },
        facts,
      ),
  }),
  defineTemplate({
    id: 'invoice-review',
    title: 'Monthly invoice check',
    description: 'Looks through last month’s invoices for doubles, gaps and wrong sums before your accountant does.',
    sentence: 'On the 2nd of every month check my invoices for mistakes',
    businesses: ['coach', 'agency', 'online_store', 'shop', 'gym'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'file-search',
    questions: {
      by: decider(),
      dayOfMonth: days('On which day of the month?', 2, 28),
      time: at('08:00'),
      email: email(),
    },
    build: ({ by, dayOfMonth, time, email: to }, facts) => {
      const steps = [
        { id: 'review', action: 'review_invoices', params: { sinceDays: 31, limit: 25 } },
        {
          id: 'seen',
          action: 'notice_change',
          params: { value: '{{steps.review.items.map(i, i.id + " " + i.problem)}}' },
        },
        {
          id: 'tell',
          action: 'notify',
          condition: 'steps.seen.began',
          params: {
            to,
            subject: 'Your invoices: {{steps.review.total}} things to look at',
            message:
              '{{steps.review.summary}}\n\n{{steps.review.items.map(i, "- " + fallback(i.number, i.id) + ": " + i.message).join("\\n")}}',
            type: 'warning',
          },
        },
      ];
      const goal =
        'Look through the invoices of the last 31 days for what is wrong: doubles, gaps in the numbers, wrong sums and dates. Then look at what is past due. Make one task for what has to be mended first. Say what that is, and why.';
      const tools = ['review_invoices', 'find_past_due', 'query_documents', 'get_document', 'create_task'];
      return {
        triggers: monthly(dayOfMonth, time, facts),
        steps:
          by === 'steps'
            ? steps
            : byAgent({ agent: 'money_mike', goal, tools, confirm: false, subject: 'Your invoices' }),
      };
    },
  }),
  defineTemplate({
    id: 'paid-thank-you',
    title: 'Thank-you for payments',
    description: 'Writes a short thank-you to the customer as soon as an invoice is paid.',
    sentence: 'Send the customer a thank-you mail when an invoice is paid',
    businesses: ['coach', 'agency'],
    category: 'finance',
    agent: 'craig',
    icon: 'heart-handshake',
    questions: { signature: text('Who signs?') },
    build: ({ signature }) => ({
      triggers: event('invoice.paid', 'fallback(event.email, "") != ""'),
      steps: [
        {
          id: 'thanks',
          action: 'send_email',
          params: {
            to: '{{event.email}}',
            subject: 'Thank you: invoice {{fallback(event.number, event.invoiceId)}} is paid',
            body: `Hello,\n\nyour payment has arrived. Thank you, it is a pleasure to work with you.\n\n${signature}`,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'failed-payment',
    title: 'Failed payment follow-up',
    description: 'Makes a task and tells you when Stripe could not collect a payment.',
    sentence: 'When Stripe reports a failed payment, create a task and email me',
    businesses: ['coach', 'gym', 'online_store'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'credit-card',
    questions: { email: email('Who follows up?') },
    build: ({ email: to }) => ({
      triggers: webhook('stripe', 'fallback(event.body.type, "") == "invoice.payment_failed"'),
      steps: [
        {
          id: 'task',
          action: 'create_task',
          params: {
            title: 'Payment failed: {{fallback(event.body.data.object.customer_email, "a customer")}}',
            description: 'Ask for another card, or for a date.',
            priority: 'high',
            assignee: to,
          },
        },
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: 'A payment failed',
            message:
              'Stripe could not collect a payment of {{fallback(event.body.data.object.customer_email, "a customer")}}. There is a task for it.',
            type: 'warning',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'daily-sales',
    title: 'Daily sales summary',
    description: 'Adds up the day’s orders every evening, keeps the figure and mails it to you.',
    sentence: 'Every evening at 8pm send me a summary of today’s sales',
    businesses: ['shop', 'online_store'],
    category: 'finance',
    agent: 'pops',
    icon: 'chart-line',
    questions: { time: at('20:00'), email: email() },
    build: ({ time, email: to }, facts) => ({
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
        {
          id: 'sum',
          action: 'set_variables',
          params: {
            revenue: '{{size(steps.orders.items) > 0 ? sum(steps.orders.items.map(o, fallback(o.total, 0))) : 0}}',
          },
        },
        {
          id: 'keep',
          action: 'record_metric',
          params: { name: 'Daily revenue', value: '{{steps.sum.revenue}}', unit: facts.tenant.currency },
        },
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: 'Today: {{money(steps.sum.revenue, org.currency)}}',
            message: '{{steps.orders.total}} orders came in on {{steps.today.text}}.',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'monthly-numbers',
    title: 'Numbers of the month',
    description: 'Sends you orders, revenue and what is still owed on the first of every month.',
    sentence: 'On the first of every month email me orders, revenue and open invoices',
    businesses: ['coach', 'agency', 'shop', 'online_store'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'calendar-check',
    questions: { dayOfMonth: days('On which day of the month?', 1, 28), time: at('08:00'), email: email() },
    build: ({ dayOfMonth, time, email: to }, facts) => ({
      triggers: monthly(dayOfMonth, time, facts),
      steps: [
        { id: 'since', action: 'calculate_date', params: { add: { months: -1 } } },
        {
          id: 'orders',
          action: 'query_documents',
          params: {
            collection: 'orders',
            where: [{ field: 'createdAt', is: 'at_least', value: '{{steps.since.at}}' }],
            limit: 500,
          },
        },
        { id: 'owed', action: 'find_past_due', params: { minDays: 1 } },
        {
          id: 'tell',
          action: 'send_email',
          params: {
            to,
            subject: 'Your numbers since {{steps.since.text}}',
            body: '# Your month\n\n- Orders: {{steps.orders.total}}\n- Revenue: {{money(size(steps.orders.items) > 0 ? sum(steps.orders.items.map(o, fallback(o.total, 0))) : 0, org.currency)}}\n- Past due: {{money(steps.owed.amount, org.currency)}} in {{steps.owed.total}} invoices',
          },
        },
      ],
    }),
  }),
];
