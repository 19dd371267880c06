import { byAgent, decider } from './by-agent.ts';
import { at, days, email, event, everyOtherWeek, monthly, text, weekday } from './questions.ts';
import { defineTemplate } from './template.ts';

const hasAddress = 'fallback(event.email, "") != ""';

/** How a club grows: trials that stay, drop-ins that sign up, friends that are brought. */
export const gymGrowthTemplates = [
  defineTemplate({
    id: 'trial-ending',
    title: 'Trial ending offer',
    description: 'Writes to trial members three days before their trial ends, with an offer to stay.',
    sentence: 'Three days before a trial ends email the member an offer to stay',
    businesses: ['gym', 'coach'],
    category: 'marketing',
    agent: 'craig',
    icon: 'timer',
    questions: {
      offer: text('What do you offer?').default('the first month at half price'),
      signature: text('Who signs?'),
    },
    build: ({ offer, signature }) => ({
      triggers: event('member.trial_ending', `event.daysLeft == 3 && ${hasAddress}`),
      steps: [
        {
          id: 'letter',
          action: 'send_email',
          params: {
            to: '{{event.email}}',
            subject: 'Your trial ends in {{event.daysLeft}} days',
            body: `Hello {{fallback(event.name, "there")}},\n\nyour trial ends soon. Stay, and you get ${offer}.\n\n${signature}`,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'drop-in-members',
    title: 'Drop-in campaign',
    description: 'Lists who pays per visit once a month and drafts a campaign to win them for a contract.',
    sentence: 'Once a month draft a campaign for members who pay per visit',
    businesses: ['gym'],
    category: 'marketing',
    agent: 'craig',
    icon: 'ticket',
    questions: {
      offer: text('What do you offer?').default('no joining fee this month'),
      dayOfMonth: days('On which day of the month?', 5, 28),
      time: at('09:00'),
      email: email('Who looks at the draft?'),
    },
    build: ({ offer, dayOfMonth, time, email: to }, facts) => ({
      triggers: monthly(dayOfMonth, time, facts),
      steps: [
        { id: 'visitors', action: 'get_ppv_members' },
        {
          id: 'none',
          action: 'stop_execution',
          condition: 'steps.visitors.total == 0',
          params: { reason: 'Nobody pays per visit' },
        },
        {
          id: 'campaign',
          action: 'create_campaign',
          params: {
            name: 'Drop-ins become members',
            segment: 'pay per visit',
            goal: '{{steps.visitors.total}} people, one in five signs up',
            message: `Come as often as you like: ${offer}.`,
          },
        },
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: 'A campaign is drafted',
            message: '{{steps.visitors.summary}}. The draft waits for you among the campaigns.',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'referral-rewards',
    title: 'Referral rewards',
    description: 'Counts every other week who brought new members, and makes a task for every reward that is due.',
    sentence: 'Every two weeks make a task for each referral reward that is due',
    businesses: ['gym', 'coach', 'shop'],
    category: 'marketing',
    agent: 'pops',
    icon: 'gift',
    questions: {
      by: decider(),
      reward: text('What do they get?').default('a free month'),
      day: weekday('Monday'),
      time: at('09:00'),
    },
    build: ({ by, reward, day, time }, facts) => {
      const steps = [
        { id: 'friends', action: 'find_referrals' },
        {
          id: 'due',
          action: 'filter_list',
          params: { items: '{{steps.friends.items}}', where: 'item.rewardsDue > 0' },
        },
        {
          id: 'each',
          action: 'for_each',
          params: { items: '{{steps.due.items}}' },
          steps: [
            // One task, until somebody else comes through the same person.
            { id: 'news', action: 'notice_change', params: { key: '{{item.id}}', value: '{{item.referrals}}' } },
            {
              id: 'task',
              action: 'create_task',
              condition: 'steps.news.changed',
              params: {
                title: 'Reward {{fallback(item.name, fallback(item.email, item.id))}}',
                description: `Brought {{item.referrals}} people. Give: ${reward}.`,
              },
            },
          ],
        },
      ];
      const goal = `Find out who brought us members and customers, above all in the last 14 days, and who is due a reward (${reward}). Make one task for each who is. Say who gets what, and who might bring more if asked.`;
      const tools = ['find_referrals', 'query_documents', 'get_document', 'create_task'];
      return {
        triggers: everyOtherWeek(day, time, facts),
        steps:
          by === 'steps'
            ? steps
            : byAgent({ agent: 'pops', goal, tools, confirm: false, subject: 'Referrals: who is due a reward' }),
      };
    },
  }),
];
