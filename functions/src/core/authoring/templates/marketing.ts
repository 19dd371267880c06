import { z } from 'zod';
import { at, days, email, event, monthly, text } from './questions.ts';
import { defineTemplate } from './template.ts';

const network = z.enum(['mastodon', 'bluesky'], 'Choose one').default('mastodon').meta({ title: 'On which network?' });

/** Letters and posts to many. */
export const marketingTemplates = [
  defineTemplate({
    id: 'newsletter',
    title: 'Newsletter at a click',
    description:
      'You write it, press start, say yes: it goes to every customer who wants it, with a way to unsubscribe.',
    sentence: 'Let me send a newsletter to all customers whenever I start it',
    businesses: ['shop', 'online_store', 'gym', 'coach'],
    category: 'marketing',
    agent: 'craig',
    icon: 'mailbox',
    example: { address: '1 Main Street, Springfield' },
    questions: {
      audience: z
        .enum(['customers', 'members', 'prospects'], 'Choose one')
        .default('customers')
        .meta({ title: 'Who gets it?' }),
      address: text('Your postal address', 'The law wants it in each newsletter'),
    },
    build: ({ audience, address }) => ({
      triggers: [{ type: 'manual' }],
      inputs: [
        { name: 'subject', label: 'Subject', type: 'text', required: true },
        { name: 'message', label: 'What it says', help: 'Write {first_name|there} for the name', required: true },
      ],
      steps: [
        {
          id: 'send',
          action: 'send_newsletter',
          requiresApproval: true,
          params: { audience, subject: '{{inputs.subject}}', body: '{{inputs.message}}', postalAddress: address },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'customer-groups',
    title: 'Monthly customer groups',
    description: 'Sorts your customers once a month into regulars, newcomers and those about to leave, and tells you.',
    sentence: 'Once a month tell me who my best customers are and who is about to leave',
    businesses: ['shop', 'online_store', 'coach'],
    category: 'marketing',
    agent: 'pops',
    icon: 'users',
    questions: { dayOfMonth: days('On which day of the month?', 1, 28), time: at('09:00'), email: email() },
    build: ({ dayOfMonth, time, email: to }, facts) => ({
      triggers: monthly(dayOfMonth, time, facts),
      steps: [
        { id: 'groups', action: 'segment_customers', params: { by: 'habits', select: 'at_risk' } },
        {
          id: 'advice',
          action: 'create_recommendation',
          condition: 'size(steps.groups.people) > 0',
          params: {
            category: 'revenue',
            title: 'Write to {{size(steps.groups.people)}} customers who are about to leave',
            text: '{{steps.groups.summary}}. The template “Win-back offer” does it for you.',
            priority: 60,
          },
        },
        {
          id: 'tell',
          action: 'notify',
          params: { to, subject: 'Your customers this month', message: '{{steps.groups.summary}}' },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'new-product-post',
    title: 'New product post, after your yes',
    description: 'Writes a post about every new product and publishes it once you have said yes.',
    sentence: 'When I add a product, write a post about it and publish it after I approve',
    businesses: ['online_store', 'shop'],
    category: 'marketing',
    agent: 'craig',
    icon: 'sparkles',
    questions: { network },
    build: ({ network: where }) => ({
      triggers: event('product.created'),
      steps: [
        {
          id: 'write',
          action: 'generate_text',
          onError: 'continue',
          params: {
            prompt: 'Write a cheerful post of at most 200 characters about our new product {{event.name}}.',
            maxOutputTokens: 120,
          },
        },
        {
          id: 'publish',
          action: 'publish_social_post',
          requiresApproval: true,
          params: {
            network: where,
            text: '{{fallback(steps.write.text, "New with us: " + event.name)}}',
            whenTooLong: 'cut',
          },
        },
      ],
    }),
  }),
];
