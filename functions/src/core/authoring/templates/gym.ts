import { at, days, email, event, text, weekday, weekly, words } from './questions.ts';
import { defineTemplate } from './template.ts';

const hasAddress = 'fallback(event.email, "") != ""';

/** For clubs, gyms and studios: members who come, pay, stay away and leave. */
export const gymTemplates = [
  defineTemplate({
    id: 'past-due-members',
    title: 'Weekly list of past-due members',
    description: 'Mails you the members whose payment is late, those who owe most first.',
    sentence: 'Every Monday email me which members are past due',
    businesses: ['gym'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'wallet',
    questions: { day: weekday('Monday'), time: at('08:00'), email: email() },
    build: ({ day, time, email: to }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'late', action: 'get_past_due_members' },
        {
          id: 'table',
          action: 'make_csv',
          params: {
            items: '{{steps.late.items}}',
            columns: ['name', 'email', { field: 'amountDue', title: 'owes' }, { field: 'dueAt', title: 'since' }],
          },
        },
        {
          id: 'mail',
          action: 'send_email',
          condition: 'steps.late.total > 0',
          params: {
            to,
            subject: '{{steps.late.total}} members are past due',
            body: '{{steps.late.summary}}',
            attachments: [{ name: 'past-due.csv', content: '{{steps.table.csv}}' }],
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'member-onboarding',
    title: 'New member onboarding',
    description: 'Welcomes a new member, asks after three days how it goes, and again after two weeks.',
    sentence: 'Send new members a welcome, a check-in after 3 days and one after two weeks',
    businesses: ['gym', 'coach'],
    category: 'customers',
    agent: 'craig',
    icon: 'dumbbell',
    questions: {
      tip: words('Your best tip for beginners').default(
        'Come twice a week and take it slowly. Ask anyone in a staff shirt.',
      ),
      signature: text('Who signs?'),
    },
    build: ({ tip, signature }) => {
      const mail = (id: string, subject: string, body: string) => ({
        id,
        action: 'send_email',
        params: {
          to: '{{event.email}}',
          subject,
          body: `Hello {{fallback(event.name, "there")}},\n\n${body}\n\n${signature}`,
        },
      });
      return {
        triggers: event('member.joined', hasAddress),
        steps: [
          mail('welcome', 'Welcome to {{org.name}}', `good to have you. ${tip}`),
          { id: 'days3', action: 'wait', params: { for: '3 days' } },
          mail('how', 'How are the first days?', 'how is it going? Answer this mail if anything is unclear.'),
          { id: 'weeks2', action: 'wait', params: { for: '11 days' } },
          mail('goal', 'Two weeks already', 'two weeks done! Shall we set a goal together? Just tell us when.'),
        ],
      };
    },
  }),
  defineTemplate({
    id: 'inactive-members',
    title: 'Win back absent members',
    description: 'Finds members who have not been here for weeks and writes to them once you have said yes.',
    sentence: 'Every week email members who have not visited for 21 days, after I approve',
    businesses: ['gym'],
    category: 'customers',
    agent: 'craig',
    icon: 'user-x',
    questions: {
      away: days('How many days away?', 21, 180),
      day: weekday('Tuesday'),
      time: at('10:00'),
      signature: text('Who signs?'),
    },
    build: ({ away, day, time, signature }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'since', action: 'calculate_date', params: { add: { days: -away } } },
        {
          id: 'gone',
          action: 'query_documents',
          params: {
            collection: 'members',
            where: [
              { field: 'status', is: 'equals', value: 'active' },
              { field: 'lastVisitAt', is: 'less', value: '{{steps.since.at}}' },
              { field: 'email', is: 'exists', value: true },
            ],
            limit: 40,
          },
        },
        {
          id: 'none',
          action: 'stop_execution',
          condition: 'steps.gone.count == 0',
          params: { reason: 'Everybody has been here lately' },
        },
        {
          id: 'ask',
          action: 'request_approval',
          params: {
            title: 'Write to {{steps.gone.count}} members who stay away?',
            message: '{{steps.gone.items.map(m, "- " + fallback(m.name, m.id)).join("\\n")}}',
          },
        },
        {
          id: 'each',
          action: 'for_each',
          params: { items: '{{steps.gone.items}}', concurrency: 1, onItemError: 'continue' },
          steps: [
            {
              id: 'letter',
              action: 'send_email',
              params: {
                to: '{{item.email}}',
                subject: 'We miss you at {{org.name}}',
                body: `Hello {{fallback(item.name, "there")}},\n\nwe have not seen you for a while. Is there anything we can do? The next class is on us.\n\n${signature}`,
              },
            },
          ],
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'member-left',
    title: 'Ask members why they leave',
    description: 'Asks members who cancel for the reason and makes a task to call them.',
    sentence: 'When a member cancels, ask why and create a task to call them',
    businesses: ['gym'],
    category: 'customers',
    agent: 'pops',
    icon: 'log-out',
    questions: {
      email: email('Who calls?', 'The e-mail address of somebody of your team'),
      signature: text('Who signs?'),
    },
    build: ({ email: assignee, signature }) => ({
      triggers: event('member.canceled'),
      steps: [
        {
          id: 'why',
          action: 'send_email',
          condition: hasAddress,
          params: {
            to: '{{event.email}}',
            subject: 'Sorry to see you go',
            body: `Hello {{fallback(event.name, "there")}},\n\nwhat could we have done better? One line helps us a lot.\n\n${signature}`,
          },
        },
        {
          id: 'call',
          action: 'create_task',
          params: {
            title: 'Call {{fallback(event.name, "a member")}}, who left',
            description: 'Plan: {{fallback(event.plan, "unknown")}}. Ask for the reason, and leave the door open.',
            assignee,
          },
        },
      ],
    }),
  }),
];
