import { z } from 'zod';
import { at, daily, days, email, event, text, words } from './questions.ts';
import { defineTemplate } from './template.ts';
import { withContract } from './with-contract.ts';

const hasAddress = 'fallback(event.email, "") != ""';

/** From hello to come back. */
export const customerTemplates = [
  defineTemplate({
    id: 'welcome-mail',
    title: 'Welcome mail',
    description: 'Writes to every new customer with a warm welcome.',
    sentence: 'Send every new customer a welcome mail',
    businesses: ['online_store', 'shop', 'coach'],
    category: 'customers',
    agent: 'craig',
    icon: 'hand-heart',
    questions: {
      message: words('What shall it say?').default(
        'good to have you with us. If there is anything you need, just answer this mail.',
      ),
      signature: text('Who signs?'),
    },
    build: ({ message, signature }) => ({
      triggers: event('customer.created', hasAddress),
      steps: [
        {
          id: 'welcome',
          action: 'send_email',
          params: {
            to: '{{event.email}}',
            subject: 'Welcome to {{org.name}}',
            body: `Hello {{fallback(event.name, "there")}},\n\n${message}\n\n${signature}`,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'win-back',
    title: 'Win-back offer',
    description: 'Writes to customers whose last order is long ago, with an offer to come back.',
    sentence: 'Email customers who have not ordered for 60 days a 10% offer',
    businesses: ['online_store', 'shop'],
    category: 'marketing',
    agent: 'craig',
    icon: 'undo-dot',
    questions: {
      after: z.enum(['30', '60', '90'], 'Choose one').default('60').meta({ title: 'After how many days?' }),
      offer: text('What do you offer?').default('10 % off your next order'),
      signature: text('Who signs?'),
    },
    build: ({ after, offer, signature }) => ({
      triggers: event('customer.inactive', `event.days == ${after} && ${hasAddress}`),
      steps: [
        {
          id: 'letter',
          action: 'send_email',
          params: {
            to: '{{event.email}}',
            subject: 'We have missed you',
            body: `Hello {{fallback(event.name, "there")}},\n\nit has been a while. Come back and get ${offer}: just mention this mail.\n\n${signature}`,
          },
        },
        {
          id: 'note',
          action: 'log_note',
          params: { message: 'Wrote to {{fallback(event.name, event.customerId)}} after {{event.days}} days' },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'birthday-offer',
    title: 'Birthday offer',
    description: 'Congratulates customers on their birthday and gives them a little something.',
    sentence: 'Every morning email customers whose birthday it is a birthday offer',
    businesses: ['shop', 'gym', 'online_store'],
    category: 'marketing',
    agent: 'craig',
    icon: 'cake',
    questions: {
      offer: text('What do they get?').default('15 % off, all day'),
      time: at('08:00'),
      signature: text('Who signs?'),
    },
    build: ({ offer, time, signature }, facts) => ({
      triggers: daily(time, facts),
      steps: [
        { id: 'today', action: 'calculate_date' },
        {
          id: 'customers',
          action: 'query_documents',
          params: {
            collection: 'customers',
            where: [{ field: 'birthday', is: 'exists', value: true }],
            limit: 500,
          },
        },
        {
          id: 'lucky',
          action: 'filter_list',
          params: {
            items: '{{steps.customers.items}}',
            where: 'string(item.birthday).contains(day) && fallback(item.email, "") != ""',
            with: { day: '{{steps.today.date.substring(4)}}' },
          },
        },
        {
          id: 'each',
          action: 'for_each',
          params: { items: '{{steps.lucky.items}}', concurrency: 1, onItemError: 'continue' },
          steps: [
            {
              id: 'wish',
              action: 'send_email',
              params: {
                to: '{{item.email}}',
                subject: 'Happy birthday',
                body: `Hello {{fallback(item.name, "there")}},\n\nhappy birthday! This is from us: ${offer}.\n\n${signature}`,
              },
            },
          ],
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'review-request',
    title: 'Review request',
    description: 'Asks customers for a review some days after their order has arrived.',
    sentence: 'A week after an order is delivered ask the customer for a review',
    businesses: ['online_store', 'shop'],
    category: 'customers',
    agent: 'craig',
    icon: 'message-square-heart',
    example: { link: 'https://reviews.example/us' },
    questions: {
      link: text('Where do reviews go?', 'The address of your review page'),
      wait: days('How many days after?', 7, 60),
      signature: text('Who signs?'),
    },
    build: ({ link, wait, signature }) => ({
      triggers: event('order.fulfilled', hasAddress),
      steps: [
        { id: 'pause', action: 'wait', params: { for: `${wait} days` } },
        {
          id: 'ask',
          action: 'send_email',
          params: {
            to: '{{event.email}}',
            subject: 'How do you like it?',
            body: `Hello,\n\nyour order should have been with you for some days. How do you like it? It would help us a lot if you told others: ${link}\n\n${signature}`,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'answer-reviews',
    title: 'Answers to reviews, after your yes',
    description: 'Writes a draft answer to each new review, shows it to you, and makes a task to post it.',
    sentence: 'When a review comes in, draft an answer and ask me before it is posted',
    businesses: ['shop', 'online_store', 'gym'],
    category: 'customers',
    agent: 'craig',
    icon: 'star',
    questions: { email: email('Who posts it?', 'The e-mail address of somebody of your team') },
    build: ({ email: assignee }) => ({
      triggers: event('review.created'),
      steps: [
        {
          id: 'draft',
          action: 'generate_text',
          onError: 'continue',
          params: {
            prompt:
              'Write a short, friendly answer of the owner to this review ({{event.rating}} of 5 stars): {{fallback(event.text, "no text")}}',
            maxOutputTokens: 300,
          },
        },
        {
          id: 'ask',
          action: 'request_approval',
          params: {
            title: 'Answer the review of {{fallback(event.author, "a customer")}} like this?',
            message:
              '{{fallback(steps.draft.text, "Thank you for taking the time to tell us. It helps us get better.")}}',
          },
        },
        {
          id: 'task',
          action: 'create_task',
          params: {
            title: 'Post the answer to {{fallback(event.author, "a customer")}}',
            description:
              '{{fallback(steps.draft.text, "Thank you for taking the time to tell us. It helps us get better.")}}',
            assignee,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'bad-review',
    title: 'Bad review alarm',
    description: 'Mails you at once when somebody leaves two stars or less.',
    sentence: 'Email me when a review has two stars or less',
    businesses: ['shop', 'gym', 'online_store'],
    category: 'customers',
    agent: 'pops',
    icon: 'thumbs-down',
    questions: { email: email() },
    build: ({ email: to }, facts) =>
      withContract(
        {
          sentence: `Email ${to} when a review has two stars or less`,
          subject: 'reviews',
          agent: 'pops',
          triggers: event('review.negative'),
          conditions: [],
          actions: [{ action: 'notify', to: [to] }],
        },
        facts,
      ),
  }),
];
