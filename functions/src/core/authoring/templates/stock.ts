import { at, days, email, event, number, text, weekday, weekly } from './questions.ts';
import { defineTemplate } from './template.ts';
import { withContract } from './with-contract.ts';

/** What is on the shelf, what is ordered, what is asked back. */
export const stockTemplates = [
  defineTemplate({
    id: 'low-stock-alert',
    title: 'Low stock alert',
    description: 'Mails you the moment an item falls below its reorder point.',
    sentence: 'Email me when stock runs low',
    businesses: ['shop', 'online_store', 'gym'],
    category: 'operations',
    agent: 'pops',
    icon: 'package-search',
    questions: { email: email() },
    build: ({ email: to }, facts) =>
      withContract(
        {
          sentence: `Email ${to} when stock runs low`,
          subject: 'stock',
          agent: 'pops',
          triggers: event('inventory.low_stock'),
          conditions: [],
          actions: [{ action: 'notify', to: [to] }],
        },
        facts,
      ),
  }),
  defineTemplate({
    id: 'weekly-reorder',
    title: 'Weekly reorder, after your yes',
    description: 'Works out what to order, drafts it, and mails the order to your supplier once you have said yes.',
    sentence: 'Every Monday work out what to reorder and mail the order to my supplier after I approve it',
    businesses: ['shop', 'online_store', 'gym'],
    category: 'operations',
    agent: 'pops',
    icon: 'package-plus',
    example: { supplier: 'Green Farm', supplierEmail: 'orders@supplier.example' },
    questions: {
      supplier: text('Who is your supplier?'),
      supplierEmail: email('Where do orders go?', 'The supplier’s e-mail address'),
      day: weekday('Monday'),
      time: at('08:00'),
      coverDays: days('How many days shall it last?', 14, 120),
    },
    build: ({ supplier, supplierEmail, day, time, coverDays }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'stock', action: 'check_stock', params: { leadDays: 7, coverDays } },
        {
          id: 'enough',
          action: 'stop_execution',
          condition: 'size(steps.stock.orderLines) == 0',
          params: { reason: 'There is enough of everything' },
        },
        { id: 'order', action: 'create_purchase_order', params: { supplier, lines: '{{steps.stock.orderLines}}' } },
        {
          id: 'mail',
          action: 'send_email',
          requiresApproval: true,
          params: {
            to: supplierEmail,
            subject: `Order {{steps.order.number}} from {{org.name}}`,
            body: 'Hello,\n\nplease send us:\n\n{{steps.stock.orderLines.map(l, "- " + string(l.quantity) + " × " + l.name).join("\\n")}}\n\nThank you\n{{org.name}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'sold-out-task',
    title: 'Sold-out task',
    description: 'Puts an urgent task on the list and an alert on the board when an item is gone.',
    sentence: 'Create an urgent task when something is out of stock',
    businesses: ['shop', 'online_store'],
    category: 'operations',
    agent: 'pops',
    icon: 'package-x',
    questions: { email: email('Who takes care?', 'The e-mail address of somebody of your team') },
    build: ({ email: assignee }) => ({
      triggers: event('inventory.out_of_stock'),
      steps: [
        {
          id: 'task',
          action: 'create_task',
          params: {
            title: 'Sold out: {{event.name}}',
            description: 'Reorder it, or take it off the shelf and the site.',
            priority: 'urgent',
            assignee,
          },
        },
        {
          id: 'alert',
          action: 'raise_alert',
          params: {
            title: '{{event.name}} is sold out',
            message: 'There is none left. It should be reordered at {{event.reorderPoint}}.',
            severity: 'warning',
            key: 'sold-out-{{event.itemId}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'big-order',
    title: 'Big order alert',
    description: 'Tells you at once when an order is larger than usual, so that you can take good care of it.',
    sentence: 'Email me when an order is over 500',
    businesses: ['online_store', 'shop'],
    category: 'operations',
    agent: 'pops',
    icon: 'shopping-bag',
    questions: { amount: number('From which amount?', 500, [1, 1_000_000], 'In your currency'), email: email() },
    build: ({ amount, email: to }) => ({
      triggers: event('order.created', `fallback(event.total, 0) >= ${amount}`),
      steps: [
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: 'A big order: {{money(fallback(event.total, 0), org.currency)}}',
            message: 'Order {{event.orderId}} of {{fallback(event.email, "somebody without an address")}} came in.',
            type: 'success',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'refund-watch',
    title: 'Refund watch',
    description: 'Makes a task of every refund above an amount, so that the reason is found while it is fresh.',
    sentence: 'Create a task when an order over 50 is refunded',
    businesses: ['online_store', 'shop'],
    category: 'operations',
    agent: 'pops',
    icon: 'undo-2',
    questions: {
      amount: number('From which amount?', 50, [0, 1_000_000], 'In your currency'),
      email: email('Who looks into it?', 'The e-mail address of somebody of your team'),
    },
    build: ({ amount, email: assignee }) => ({
      triggers: event('order.refunded', `fallback(event.total, 0) >= ${amount}`),
      steps: [
        {
          id: 'task',
          action: 'create_task',
          params: {
            title: 'Refund of {{money(fallback(event.total, 0), org.currency)}}: find out why',
            description: 'Order {{event.orderId}}. Call or write to the customer, and note the reason.',
            priority: 'high',
            assignee,
          },
        },
        { id: 'note', action: 'log_note', params: { message: 'Handed on: refund of order {{event.orderId}}' } },
      ],
    }),
  }),
];
