import { z } from 'zod';
import { byAgent, decider } from './by-agent.ts';
import { collect, collectByAgent, withoutAmount } from './collecting.ts';
import { at, daily, days, hourly, text, words, yes } from './questions.ts';
import { defineTemplate } from './template.ts';

const AUDIENCES = {
  prospects: { reads: 'prospects', audience: 'prospects' },
  pay_per_visit: { reads: 'ppv', audience: 'members' },
  members: { reads: 'green', audience: 'members' },
} as const;
const QUIET_DAYS = 7;
const DAY_MS = 86_400_000;

const confirm = () => yes('Ask before anything is done?', 'You get the list, and nothing happens without your yes');

/** What a club does every day and every hour: campaigns, late payments, doors. Each by fixed steps, or by an agent. */
export const gymRoundTemplates = [
  defineTemplate({
    id: 'daily-campaign',
    title: 'Daily campaign',
    description: 'Writes to a few prospects or members each morning; nobody hears from you twice within a week.',
    sentence: 'Every day at 6 write to some of our prospects, at most 30',
    businesses: ['gym', 'coach'],
    category: 'marketing',
    agent: 'craig',
    icon: 'megaphone',
    example: { address: '1 Main Street, Springfield' },
    questions: {
      by: decider(),
      who: z
        .enum(['prospects', 'pay_per_visit', 'members'], 'Choose one')
        .default('prospects')
        .meta({ title: 'Whom do you write to?' }),
      campaignLimit: days('How many a day at most?', 30, 200),
      subject: text('What is the subject?').default('Your first week is on us'),
      message: words('What does it say?', 'Write {first_name|there} for the name').default(
        'Hello {first_name|there},\n\ncome and train with us for a week, free of charge. Just answer this mail.',
      ),
      address: text('Your postal address', 'The law wants it in each such mail'),
      time: at('06:00'),
      confirm: confirm(),
    },
    build: ({ by, who, campaignLimit, subject, message, address, time, confirm: isAsked }, facts) => {
      const { reads, audience } = AUDIENCES[who];
      const read = (id: string, action: string) => ({
        id,
        action,
        params:
          id === reads
            ? { filters: { email: { exists: true } }, quietDays: QUIET_DAYS, limit: campaignLimit }
            : { limit: 1 },
      });
      const steps = [
        read('prospects', 'get_campaign_prospects'),
        read('green', 'get_green_members'),
        read('ppv', 'get_ppv_members'),
        {
          id: 'none',
          action: 'stop_execution',
          condition: `steps.${reads}.count == 0`,
          params: { reason: 'There is nobody to write to today' },
        },
        {
          id: 'letter',
          action: 'send_newsletter',
          requiresApproval: isAsked,
          params: {
            audience,
            recipients: `{{steps.${reads}.items}}`,
            subject,
            body: message,
            postalAddress: address,
            maxRecipients: campaignLimit,
            notWithinDays: QUIET_DAYS,
          },
        },
        {
          id: 'report',
          action: 'notify',
          params: {
            subject: 'Campaign of the day: {{steps.letter.sent}} letters',
            message: `{{steps.letter.sent}} of {{steps.${reads}.total}} were written to, at most ${campaignLimit} a day.\n\n{{steps.prospects.summary}}\n{{steps.green.summary}}\n{{steps.ppv.summary}}`,
          },
        },
      ];
      const goal = `Look at our open prospects, at the members in good standing and at those who pay per visit. Choose at most ${campaignLimit} people of one of these groups for a letter today who were left in peace for ${QUIET_DAYS} days, by what is known of them. Write it and send it to them as one newsletter, with the postal address ${address}, in the manner of the subject and text that we use. Say which group you chose, how many, and by which filter.`;
      const tools = [
        'get_campaign_prospects',
        'get_green_members',
        'get_ppv_members',
        'query_documents',
        'filter_list',
        'send_newsletter',
      ];
      return {
        triggers: daily(time, facts),
        steps:
          by === 'steps'
            ? steps
            : byAgent({
                agent: 'craig',
                goal,
                context: { subject, message },
                tools,
                confirm: isAsked,
                subject: 'The campaign of the day',
              }),
      };
    },
  }),
  defineTemplate({
    id: 'past-due-watch',
    title: 'Hourly past-due watch',
    description: 'Looks every hour for members and training clients who are late with a payment, and reminds them.',
    sentence: 'Every hour remind members who are past due',
    businesses: ['gym'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'bell-ring',
    questions: {
      by: decider(),
      pastDueDays: days('From how many days late?', 3),
      escalationDays: days('From how many days on is it for the escalation?', 30),
      confirm: confirm(),
    },
    build: ({ by, pastDueDays, escalationDays, confirm: isAsked }, facts) => {
      const to = Math.max(pastDueDays, escalationDays - 1);
      const collecting = { from: pastDueDays, to, tone: 'polite', confirm: isAsked } as const;
      return {
        triggers: hourly(facts),
        steps: by === 'steps' ? [...withoutAmount, ...collect(collecting, null)] : collectByAgent(collecting, false),
      };
    },
  }),
  defineTemplate({
    id: 'past-due-escalation',
    title: 'Daily escalation of late payments',
    description: 'Writes firmly each morning to those who are very late, and makes a task to call each of them.',
    sentence: 'Every day at 8 escalate payments that are 30 days late',
    businesses: ['gym'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'siren',
    questions: {
      by: decider(),
      escalationDays: days('From how many days late?', 30),
      time: at('08:00'),
      confirm: confirm(),
    },
    build: ({ by, escalationDays, time, confirm: isAsked }, facts) => {
      const collecting = { from: escalationDays, to: null, tone: 'firm', confirm: isAsked } as const;
      const call = (whose: string) => [
        {
          id: `once_${whose}`,
          action: 'notice_change',
          params: { key: '{{item.id}}', value: '{{item.dueAt}}' },
        },
        {
          id: `call_${whose}`,
          action: 'create_task',
          condition: `steps.once_${whose}.changed`,
          params: {
            title: 'Call {{fallback(item.name, item.id)}} about a late payment',
            description: '{{item.amountDue}} {{org.currency}} are open for {{item.daysPastDue}} days.',
            priority: 'high',
          },
        },
      ];
      return {
        triggers: daily(time, facts),
        steps: by === 'steps' ? collect(collecting, call) : collectByAgent(collecting, true),
      };
    },
  }),
  defineTemplate({
    id: 'door-access',
    title: 'Door access by payment',
    description:
      'Looks every hour who is too late with a payment or has paid, and shuts or opens the door if you agree.',
    sentence:
      'When a member is past due for 14 days, suspend door access if I approve, and open it when they have paid',
    businesses: ['gym'],
    category: 'operations',
    agent: 'pops',
    icon: 'door-closed-locked',
    questions: { by: decider(), doorDays: days('How many days late?', 14, 90), confirm: confirm() },
    build: ({ by, doorDays, confirm: isAsked }, facts) => {
      const set = (id: string, allowed: boolean, reason: string) => ({
        id,
        action: 'for_each',
        params: {
          items: `{{steps.${id === 'open' ? 'paid' : 'late'}.items}}`,
          concurrency: 25,
          onItemError: 'continue',
        },
        steps: [
          // Asked about once a day, however often it looks.
          {
            id: `${id}_once`,
            action: 'notice_change',
            params: { key: `${id} {{item.id}}`, value: '{{steps.today.date}}' },
          },
          {
            id: `${id}_door`,
            action: 'set_door_access',
            condition: `steps.${id}_once.changed`,
            ...(isAsked && { approval: { timeoutMs: DAY_MS } }),
            params: { memberId: '{{item.id}}', allowed, reason },
          },
        ],
      });
      const steps = [
        { id: 'today', action: 'calculate_date' },
        {
          id: 'paid',
          action: 'get_green_members',
          params: { filters: { doorAccess: false, doorAccessReason: { contains: 'Past due' } }, limit: 25 },
        },
        {
          id: 'late',
          action: 'get_past_due_members',
          params: { filters: { daysPastDue: { min: doorDays }, doorAccess: [true, null] }, limit: 25 },
        },
        set('open', true, 'Paid'),
        set('close', false, `Past due for ${doorDays} days`),
      ];
      const goal = `Find the members whose payment is ${doorDays} days late or more and whose door is still open (field doorAccess), and those in good standing whom a closed door keeps out. Shut the door for the first and open it for the others, and say for whom you did, and why.`;
      const tools = ['get_past_due_members', 'get_green_members', 'query_documents', 'get_document', 'set_door_access'];
      return {
        triggers: hourly(facts),
        steps:
          by === 'steps'
            ? steps
            : byAgent({ agent: 'pops', goal, tools, confirm: isAsked, subject: 'Doors: who was let in' }),
      };
    },
  }),
];
