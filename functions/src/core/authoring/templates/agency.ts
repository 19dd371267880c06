import { at, email, event, number, page, text, webhook, weekday, weekly } from './questions.ts';
import { defineTemplate } from './template.ts';

/** For who works for others: sites, reports, bids and leads. */
export const agencyTemplates = [
  defineTemplate({
    id: 'client-report',
    title: 'Weekly client report, after your yes',
    description: 'Puts your client’s figures and the state of the site into one mail, and sends it once you agree.',
    sentence:
      'Every Friday draft a report with the figures and the site audit and send it to my client after I approve',
    businesses: ['agency'],
    category: 'marketing',
    agent: 'pops',
    icon: 'presentation',
    example: { client: 'client@example.com', page: 'https://client.example' },
    questions: {
      client: email('Who gets it?', 'Your client’s e-mail address'),
      page: page('Which site?'),
      day: weekday('Friday'),
      time: at('14:00'),
    },
    build: ({ client, page: url, day, time }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'audit', action: 'audit_page', params: { url } },
        {
          id: 'figures',
          action: 'query_documents',
          params: { collection: 'metrics', where: [{ field: 'threshold', is: 'exists', value: true }], limit: 10 },
        },
        {
          id: 'send',
          action: 'send_email',
          requiresApproval: true,
          params: {
            to: client,
            subject: 'Your week',
            body: `# Your week\n\nThe site scores {{steps.audit.score}} of 100 ({{size(steps.audit.findings)}} things to mend).\n\n{{steps.figures.items.map(m, "- " + fallback(m.name, m.id) + ": " + string(m.value)).join("\\n")}}\n\n{{org.name}}`,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'seo-audit',
    title: 'Weekly search check-up',
    description: 'Audits a page for search engines every week and makes a task when its score is too low.',
    sentence: 'Every week audit my home page for search engines and create a task if the score is below 80',
    businesses: ['agency', 'online_store'],
    category: 'marketing',
    agent: 'craig',
    icon: 'search-check',
    example: { page: 'https://www.example.com' },
    questions: {
      page: page('Which page?'),
      score: number('Below which score?', 80, [1, 100], 'Of 100'),
      day: weekday('Monday'),
      time: at('06:00'),
    },
    build: ({ page: url, score, day, time }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'audit', action: 'audit_page', params: { url } },
        {
          id: 'task',
          action: 'create_task',
          condition: `steps.audit.score < ${score}`,
          params: {
            title: `Mend ${new URL(url).hostname}: {{steps.audit.score}} of 100`,
            description: '{{steps.audit.findings.map(f, "- " + f.message).join("\\n")}}',
            assignee: 'craig',
          },
        },
        { id: 'keep', action: 'record_metric', params: { name: 'Search score', value: '{{steps.audit.score}}' } },
      ],
    }),
  }),
  defineTemplate({
    id: 'ad-bid',
    title: 'Adjust an ad bid, after your yes',
    description: 'Proposes a lower or higher bid for a keyword every week and sets it once you have said yes.',
    sentence: 'Every Monday lower the bid of a keyword by 5% after I approve',
    businesses: ['agency', 'online_store'],
    category: 'marketing',
    agent: 'money_mike',
    icon: 'mouse-pointer-click',
    example: { adGroup: '123456789', keyword: '987654321' },
    questions: {
      adGroup: text('Which ad group?', 'Its number in Google Ads'),
      keyword: text('Which keyword?', 'Its number in Google Ads'),
      percent: number('By how many percent?', -5, [-20, 20], 'With a minus to lower it'),
      day: weekday('Monday'),
      time: at('09:00'),
    },
    build: ({ adGroup, keyword, percent, day, time }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        {
          id: 'bid',
          action: 'adjust_ad_bid',
          requiresApproval: true,
          params: { adGroupId: adGroup, criterionId: keyword, changePercent: percent, maxChangePercent: 20 },
        },
        {
          id: 'tell',
          action: 'log_note',
          params: { message: 'The bid of {{steps.bid.keyword}} went from {{steps.bid.before}} to {{steps.bid.after}}' },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'lead-intake',
    title: 'Leads from your website',
    description: 'Takes what your contact form sends, keeps it as a prospect and posts it to Slack.',
    sentence: 'When my website form sends a lead, save it as a prospect and post it to Slack',
    businesses: ['agency', 'coach', 'gym'],
    category: 'customers',
    agent: 'craig',
    icon: 'inbox',
    questions: { channel: text('In which channel?', 'Such as #leads').default('#leads') },
    build: ({ channel }) => ({
      triggers: webhook('hmac'),
      steps: [
        {
          id: 'keep',
          action: 'create_document',
          params: {
            collection: 'prospects',
            data: {
              name: '{{fallback(event.body.name, "")}}',
              email: '{{fallback(event.body.email, "")}}',
              message: '{{fallback(event.body.message, "")}}',
              source: 'website',
              status: 'new',
            },
          },
        },
        {
          id: 'post',
          action: 'post_slack_message',
          params: {
            channel,
            title: 'A new lead: {{fallback(event.body.name, "somebody")}}',
            text: '{{fallback(event.body.message, "No message")}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'lead-follow-up',
    title: 'Lead follow-up',
    description: 'Answers a new prospect at once, and makes a task if nothing has happened after some days.',
    sentence: 'Email every new prospect and create a task after 3 days if they are still new',
    businesses: ['agency', 'gym', 'coach'],
    category: 'customers',
    agent: 'craig',
    icon: 'user-plus',
    questions: { email: email('Who follows up?'), signature: text('Who signs?') },
    build: ({ email: assignee, signature }) => ({
      triggers: event('prospect.created', 'fallback(event.email, "") != ""'),
      steps: [
        {
          id: 'hello',
          action: 'send_email',
          params: {
            to: '{{event.email}}',
            subject: 'Thank you for your message',
            body: `Hello {{fallback(event.name, "there")}},\n\nthank you. We come back to you within two working days.\n\n${signature}`,
          },
        },
        { id: 'pause', action: 'wait', params: { for: '3 days' } },
        {
          id: 'look',
          action: 'get_document',
          params: { collection: 'prospects', id: '{{event.prospectId}}', ifMissing: 'null' },
        },
        {
          id: 'task',
          action: 'create_task',
          condition: 'fallback(steps.look.document.status, "") == "new"',
          params: {
            title: 'Follow up: {{fallback(event.name, "a prospect")}}',
            description: 'Three days old and still new.',
            priority: 'high',
            assignee,
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'client-onboarding',
    title: 'Client onboarding',
    description: 'Makes the plan and the tasks of your onboarding for a new client, whenever you start it.',
    sentence: 'Give me a button that creates the onboarding tasks for a new client',
    businesses: ['agency', 'coach'],
    category: 'operations',
    agent: 'pops',
    icon: 'rocket',
    questions: {
      email: email('Who does it?', 'The e-mail address of somebody of your team'),
    },
    build: ({ email: assignee }) => ({
      triggers: [{ type: 'manual' }],
      inputs: [{ name: 'client', label: 'Client', type: 'text', required: true }],
      steps: [
        {
          id: 'plan',
          action: 'create_action_plan',
          params: {
            title: 'Onboard {{inputs.client}}',
            goal: 'They are live in two weeks',
            tasks: [
              { title: 'Kick-off call with {{inputs.client}}', assignee, priority: 'high' },
              { title: 'Collect logins and brand material', assignee },
              { title: 'First report to {{inputs.client}}', assignee },
            ],
          },
        },
      ],
    }),
  }),
];
